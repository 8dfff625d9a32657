import ArgumentParser
import Chainwright

struct GatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gates",
    abstract: "Clusters before a set of gates (认定门槛): each met, not met, or not measurable, with the facts that lack.",
    discussion: """
      RULES is YAML or JSON; Rules/cluster-gates-miit-2022.yaml holds the ministry's. A gate is held against a published figure of figures.csv, in each of several years if it says so, \
      or against what is measured from the firms on record. What lacks is named row by row; no number is made up. Format: docs/guides/gates.md.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Argument(help: ArgumentHelp("The rule file.", valueName: "rules")) var rules: String
  @Option(help: ArgumentHelp("The cluster (repeatable; all when left out).", valueName: "cluster-id")) var cluster: [String] = []
  @Option(help: ArgumentHelp("The last year that counts; the latest with a figure when left out.", valueName: "year")) var year: Int?

  func validate() throws {
    if let year, !(1900...2200).contains(year) { throw ValidationError("--year takes a year, like 2022") }
  }

  func run() throws {
    let set = try RuleInput.rules(RuleFile.gates(rules), rules, output.language)
    let network = try input.load(output.language).network
    let clusters = try cluster.isEmpty ? network.clusters.indices.map { ClusterID($0) } : cluster.map { try network.find(cluster: $0) }
    if clusters.isEmpty {
      throw CommandFailure(
        .badData, LocalText(zh: "网络中没有集群", en: "the network has no clusters"),
        remedy: LocalText(zh: "在 clusters.csv 列出集群", en: "list them in clusters.csv"))
    }
    let facts = BenchmarkFacts(network)
    let results = clusters.map { ClusterGates($0, set, in: facts, year: year) }
    try output.write(page(results, set, network))
  }

  private func page(_ results: [ClusterGates], _ set: GateSet, _ network: Network) -> Page {
    let title = { (language: Language) in set.title[language].isEmpty ? set.name : set.title[language] }
    var page = Page(title: LocalText(zh: "门槛：\(title(.zh))", en: "Gates: \(title(.en))"))
    page.facts = [
      ("clusters", LocalText(zh: "集群", en: "clusters"), .integer(results.count)),
      ("passed", LocalText(zh: "全部达到", en: "all gates met"), .integer(results.count { $0.isPassed == true })),
      ("failed", LocalText(zh: "有未达到的", en: "some gate not met"), .integer(results.count { $0.isPassed == false })),
      ("undecided", LocalText(zh: "无未达到、但有无法衡量的", en: "none failed, some not measurable"), .integer(results.count { $0.isPassed == nil })),
    ]
    if !set.provenance.source.isEmpty {
      page.facts.append(("source", LocalText(zh: "规则出处", en: "source of the rules"), .text(set.provenance.source)))
    }
    page.tables = [
      Page.Table(
        name: "gates", title: LocalText(zh: "各门槛", en: "Gate by gate"),
        columns: [
          ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("gate", LocalText(zh: "门槛", en: "gate")),
          ("condition", LocalText(zh: "条件", en: "condition")), ("outcome", LocalText(zh: "结果", en: "outcome")),
          ("value", LocalText(zh: "数值", en: "value")), ("distance", LocalText(zh: "差距", en: "distance")),
          ("basis", LocalText(zh: "依据", en: "basis")), ("missing", LocalText(zh: "缺少的事实", en: "missing facts")),
        ],
        rows: results.flatMap { result in
          result.rows.map { row -> [Page.Cell] in
            var missing: [Name] = []
            if case .unmeasured(let facts) = row.outcome { missing = facts.map { Name(zh: $0.zh, en: $0.en) } }
            return [
              .text(network.clusters[result.cluster.row].id), .text(row.gate.id), .local(Self.condition(row.gate)),
              .local(Self.word(row)),
              Self.isShare(row.gate) ? .ratio(row.value) : Page.Cell(row.value),
              Self.isShare(row.gate) ? .ratio(row.distance) : Page.Cell(row.distance), .local(row.basis), .names(missing),
            ]
          }
        })
    ]
    page.notes =
      [
        LocalText(
          zh: "多年门槛须逐年达到；已知一年不达即为未达到。由虚构企业算出的数值只作演示。",
          en:
            "a gate of several years must hold in each; one known failure decides. What is measured from synthetic firms is for demonstration only."
        )
      ] + PageNotes.synthetic(network)
    return page
  }

  static func isShare(_ gate: GateSet.Gate) -> Bool {
    if gate.isGrowth { return true }
    if case .measured(let field) = gate.quantity { return field.isShare }
    return false
  }

  static func condition(_ gate: GateSet.Gate) -> LocalText {
    let title = { (language: Language) in gate.title[language].isEmpty ? gate.id : gate.title[language] }
    let value = isShare(gate) ? percent(gate.threshold.value) : decimal(gate.threshold.value)
    var unit = ""
    if case .figure(_, let given) = gate.quantity, !gate.isGrowth, !given.isEmpty { unit = " (\(given))" }
    let years =
      gate.years > 1
      ? LocalText(
        zh: gate.isGrowth ? "，\(gate.years) 年" : "，近 \(gate.years) 年每年",
        en: gate.isGrowth ? ", over \(gate.years) years" : ", in each of \(gate.years) years") : LocalText(zh: "", en: "")
    return LocalText(
      zh: "\(title(.zh)) \(gate.threshold.sign) \(value)\(unit)\(years.zh)",
      en: "\(title(.en)) \(gate.threshold.sign) \(value)\(unit)\(years.en)")
  }

  static func word(_ row: ClusterGates.Row) -> LocalText {
    let (zh, en) = row.isSynthetic ? ("（虚构企业）", " (synthetic firms)") : ("", "")
    return switch row.outcome {
    case .met: LocalText(zh: "达到" + zh, en: "met" + en)
    case .notMet: LocalText(zh: "未达到" + zh, en: "not met" + en)
    case .unmeasured: LocalText(zh: "无法衡量", en: "cannot be measured")
    }
  }
}
