import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel

/// What rules and plans name and nobody knows: a published figure or a unit that stands neither in the network's figures nor among our own names may be
/// mistyped, and would be told as a missing fact for ever. A finding each, at its line, with what comes near.
struct RuleNames {
  private let network: Network
  private var findings: [Finding] = []

  init(_ network: Network) { self.network = network }

  static func findings(of gates: GateSet, in network: Network) -> [Finding] {
    var names = RuleNames(network)
    for gate in gates.gates {
      if case .figure(let attribute, let unit) = gate.quantity {
        names.check(attribute, unit, Subject(table: "gates", id: gate.id), gate.place)
      }
    }
    return names.findings
  }

  /// Counties, clusters, stages and firms that a rule names and the network does not have.
  static func findings(of rule: ShortlistRule, in network: Network) -> [Finding] {
    var names = RuleNames(network)
    for filter in rule.filters {
      let texts: [String]
      switch filter.test {
      case .oneOf(let list), .noneOf(let list): texts = list
      default: continue
      }
      for text in texts where network.id(filter.field, called: text) == nil {
        names.add(
          "unknown-reference",
          LocalText(
            zh: "\(filter.field.label.zh)：网络中没有“\(shown(text))”", en: "\(filter.field.label.en): the network has no \"\(shown(text))\""),
          text,
          names.known(filter.field), Subject(table: "rules", id: filter.field.rawValue), filter.place)
      }
    }
    return names.findings
  }

  private func known(_ field: FirmField) -> [String] {
    switch field {
    case .county: network.counties.flatMap { [$0.name.zh, $0.code] }
    case .cluster: network.clusters.flatMap { [$0.name.zh, $0.id] }
    case .stage: network.stages.flatMap { [$0.name.zh, $0.id] }
    case .firm: network.firms.all.flatMap { [network.firms.name($0, .zh), network.firms.id($0)] }
    default: []
    }
  }

  static func findings(of plan: Programme, in network: Network) -> [Finding] {
    var names = RuleNames(network)
    for target in plan.targets {
      let subject = Subject(table: "targets", id: target.id)
      for query in target.queries {
        if case .figure(_, _, let attribute, let unit) = query { names.check(attribute, unit, subject, target.place) }
        if case .clusters(let ids, _) = query {
          for id in ids where network.cluster(called: id) == nil && !network.clusters.isEmpty {
            names.add(
              "unknown-reference", LocalText(zh: "网络中没有集群“\(shown(id))”", en: "the network has no cluster \"\(shown(id))\""), id,
              network.clusters.flatMap { [$0.id, $0.name.zh] }, subject, target.place)
          }
        }
      }
    }
    return names.findings
  }

  private static func shown(_ text: String) -> String { SafeText.safe(String(text.prefix(60))) }

  private mutating func check(_ attribute: String, _ unit: String, _ subject: Subject, _ place: Place) {
    let name = PublishedName(attribute: attribute)
    let rows = network.figures.filter { name.isCalled($0.attribute) }
    if rows.isEmpty, name.label.zh == attribute {
      // Ours have a Chinese label; what is neither is known to nobody.
      let known = WrittenWords.publishedNames("published:")
      add(
        "unknown-figure",
        LocalText(
          zh: "没有名为“\(Self.shown(attribute))”的公布数据：figures.csv 中没有，也不是通用的名称",
          en: "no published figure is called \"\(Self.shown(attribute))\": it is neither in figures.csv nor a common name"),
        attribute, network.figures.map(\.attribute) + known.flatMap { [$0, PublishedName(attribute: $0).label.zh] }, subject, place)
      return
    }
    if unit.isEmpty { return }
    let wanted = PublishedName(unit: unit)
    let units = Set(rows.map(\.unit)).sorted()
    if units.contains(where: { wanted.isUnit($0) }) { return }
    if !units.isEmpty {
      let list = units.map { PublishedName(unit: $0).label.zh }.joined(separator: "、")
      findings.append(
        Finding(
          rule: "unknown-unit", severity: .warning, subject: subject,
          message: LocalText(
            zh: "“\(name.label.zh)”在 figures.csv 中的单位是\(list)，规则写的是“\(wanted.label.zh)”：这一项因此无法衡量",
            en:
              "\"\(attribute)\" is in \(units.joined(separator: ", ")) in figures.csv, and the rule says \(unit): so it cannot be measured"),
          remedy: LocalText(zh: "把规则的数和单位改成其中一个，或补一行该单位的数据", en: "put the rule's number into one of them, or add a row in its unit"),
          places: [place]))
    } else if !WrittenWords.publishedNames("unit:").contains(unit), wanted.label.zh == unit {
      add(
        "unknown-unit", LocalText(zh: "没有“\(Self.shown(unit))”这个单位", en: "there is no unit \"\(Self.shown(unit))\""), unit,
        WrittenWords.publishedNames("unit:").flatMap { [$0, PublishedName(unit: $0).label.zh] }, subject, place)
    }
  }

  private mutating func add(
    _ rule: String, _ message: LocalText, _ text: String, _ known: [String], _ subject: Subject, _ place: Place
  ) {
    let near = NearName.closest(to: text, among: known)
    let list = near.map(Self.shown)
    findings.append(
      Finding(
        rule: rule, severity: .warning, subject: subject, message: message,
        remedy: list.isEmpty
          ? LocalText(zh: "核对名称，或在 figures.csv 补上这一行", en: "check the name, or add the row to figures.csv")
          : LocalText(
            zh: "是否指\(list.map { "“\($0)”" }.joined(separator: "、"))？",
            en: "did you mean \(list.map { "\"\($0)\"" }.joined(separator: ", "))?"),
        places: [place]))
  }
}
