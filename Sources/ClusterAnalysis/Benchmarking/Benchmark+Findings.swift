import Answers
public import ClusterModel

extension Benchmark {
  /// One finding for each stage at which the peer is measurably ahead, the largest gap first, ties by stage id.
  public func findings(in network: Network) -> [Finding] {
    rows.filter { $0.gap > 1e-9 }
      .sorted { $0.gap != $1.gap ? $0.gap > $1.gap : network.stages[$0.stage.row].id < network.stages[$1.stage.row].id }
      .map { finding($0, network) }
  }

  private func finding(_ row: Row, _ network: Network) -> Finding {
    let there = peerNetwork ?? network
    let (own, peer, stage) = (network.label(own.cluster), there.label(peer.cluster), network.label(row.stage))
    let (zh, en) = (Self.points(row.gap, .zh), Self.points(row.gap, .en))
    let count = row.peer.firms.count
    let names = { (firms: [FirmID], language: Language) in
      let wording = Wording(language)
      let shown = firms.prefix(3).map { there.firms.name($0, language) }.joined(separator: wording.text("、", ", "))
      return firms.count <= 3 ? shown : shown + wording.text(" 等 \(firms.count) 家", " and \(firms.count - 3) more")
    }
    var finding = Finding(
      rule: row.isLacking ? "benchmark-lacking" : "benchmark-gap", severity: row.isLacking ? .warning : .note,
      subject: network.subject(row.stage),
      message: row.isLacking
        ? LocalText(
          zh: "\(own.zh)没有“\(stage.zh)”环节，\(peer.zh)有 \(count) 家企业：差 \(zh) 分",
          en: "\(own.en) has no firm at \(stage.en), \(peer.en) has \(count): \(en) points")
        : LocalText(
          zh: "\(own.zh)在“\(stage.zh)”环节落后\(peer.zh) \(zh) 分",
          en: "\(own.en) is \(en) points behind \(peer.en) at \(stage.en)"),
      remedy: remedy(row))
    for part in Part.allCases {
      guard let value = row.parts[part], value != 0 else { continue }
      let text = LocalText(
        zh: "\(part.label.zh)：\(Self.points(value, .zh)) 分（\(said(part, row.own, .zh)) 对 \(said(part, row.peer, .zh))）",
        en: "\(part.label.en): \(Self.points(value, .en)) points (\(said(part, row.own, .en)) against \(said(part, row.peer, .en)))")
      finding.witness.append(WitnessStep(text))
    }
    if row.isLacking {
      finding.witness.append(
        WitnessStep(
          LocalText(zh: "标杆企业：\(names(row.peer.firms, .zh))", en: "there: \(names(row.peer.firms, .en))"),
          subjects: row.peer.firms.prefix(3).map { there.subject($0) }))
    }
    return finding
  }

  private func said(_ part: Part, _ row: ClusterProfile.Row, _ language: Language) -> String {
    let wording = Wording(language)
    guard row.isPresent || part == .presence else { return wording.text("无", "none") }
    guard case .known(let value) = row.measured(part) else { return wording.unknown }
    switch part {
    case .presence: return wording.count(row.firms.count, "家", "firm", "firms")
    case .scale where own.measure == .output || own.measure == .tax: return wording.amount(value)
    case .scale: return wording.withUnit(.number(value), FigureEntry.named(scaleFigure))
    default: return wording.share(value)
    }
  }

  private func remedy(_ row: Row) -> LocalText {
    if row.isLacking {
      return LocalText(zh: "补链：引进或培育该环节企业，可先看标杆企业的做法", en: "attract or grow makers at this stage; see first how the peer's firms do it")
    }
    let worst = row.parts.filter { $0.value > 0 }.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
    switch worst {
    case .scale: return LocalText(zh: "扩大规模：引进或扩建该环节产能", en: "scale: bring in or enlarge makers at this stage")
    case .localSupply: return LocalText(zh: "组织集群内供需对接，提高配套率", en: "local supply: bring buyers and makers of the cluster together")
    case .redundancy: return LocalText(zh: "为单一来源的采购找第二家供应商", en: "redundancy: find a second supplier for what has one")
    case .technology: return LocalText(zh: "培育专精特新、高新技术企业", en: "technology: help firms become SRDI or high-tech")
    case .research: return LocalText(zh: "提高研发投入强度", en: "R&D: spend a larger share of revenue on it")
    default: return LocalText(zh: "查看各分项", en: "see the parts of the gap")
    }
  }

  /// What scale is counted in, by its name in `figures.csv`.
  package var scaleFigure: String {
    switch own.measure {
    case .output: "output_cny_wan"
    case .jobs: "employees"
    case .tax: "tax_cny_wan"
    case .firms: "firm_equivalents"
    }
  }

  /// A gap of 0…1 in points of 100, with one decimal.
  private static func points(_ gap: Double, _ language: Language) -> String { Wording(language).number(gap * 100, digits: 1) }

  static func decimals(_ number: Double, _ places: Int) -> String {
    Decimals.text(number, places, minus: "-")
  }
}
