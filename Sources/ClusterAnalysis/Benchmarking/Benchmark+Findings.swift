import ClusterModel

extension Benchmark {
  /// One finding for each stage at which the peer is measurably ahead, the largest gap first, ties by stage id.
  public func findings(in network: Network) -> [Finding] {
    rows.filter { $0.gap > 1e-9 }
      .sorted { $0.gap != $1.gap ? $0.gap > $1.gap : network.stages[$0.stage.row].id < network.stages[$1.stage.row].id }
      .map { finding($0, network) }
  }

  private func finding(_ row: Row, _ network: Network) -> Finding {
    let (own, peer) = (network.clusters[own.cluster.row].name, network.clusters[peer.cluster.row].name)
    let stage = network.stages[row.stage.row]
    let points = Self.points(row.gap)
    let names = { (firms: [FirmID], language: Language) in
      firms.prefix(3).map { network.firms.name($0, language) }.joined(separator: language == .zh ? "、" : ", ")
    }
    var finding = Finding(
      rule: row.isLacking ? "benchmark-lacking" : "benchmark-gap", severity: row.isLacking ? .warning : .note,
      subject: network.subject(row.stage),
      message: row.isLacking
        ? LocalText(
          zh: "\(own[.zh])没有“\(stage.name[.zh])”环节，\(peer[.zh])有 \(row.peer.firms.count) 家企业：差 \(points) 分",
          en: "\(own[.en]) has nobody at \(stage.name[.en]), \(peer[.en]) has \(row.peer.firms.count): \(points) points")
        : LocalText(
          zh: "\(own[.zh])在“\(stage.name[.zh])”环节落后\(peer[.zh]) \(points) 分",
          en: "\(own[.en]) is \(points) points behind \(peer[.en]) at \(stage.name[.en])"),
      remedy: remedy(row))
    for part in Part.allCases {
      guard let value = row.parts[part], value != 0 else { continue }
      let text = LocalText(
        zh: "\(part.label.zh)：\(Self.points(value)) 分（\(said(part, row.own, .zh)) 对 \(said(part, row.peer, .zh))）",
        en: "\(part.label.en): \(Self.points(value)) points (\(said(part, row.own, .en)) against \(said(part, row.peer, .en)))")
      finding.witness.append(WitnessStep(text))
    }
    if row.isLacking {
      finding.witness.append(
        WitnessStep(
          LocalText(zh: "标杆企业：\(names(row.peer.firms, .zh))", en: "there: \(names(row.peer.firms, .en))"),
          subjects: row.peer.firms.prefix(3).map { network.subject($0) }))
    }
    return finding
  }

  private func said(_ part: Part, _ row: ClusterProfile.Row, _ language: Language) -> String {
    guard case .known(let value) = row.measured(part), row.isPresent || part == .presence else { return language == .zh ? "无" : "none" }
    switch part {
    case .presence: return language == .zh ? "\(row.firms.count) 家" : row.firms.count == 1 ? "1 firm" : "\(row.firms.count) firms"
    case .scale: return Self.decimals(value, value < 100 ? 1 : 0)
    default: return Self.decimals(value * 100, 1) + " %"
    }
  }

  private func remedy(_ row: Row) -> LocalText {
    if row.isLacking {
      return LocalText(zh: "补链：引进或培育该环节企业，可先看标杆企业的做法", en: "fill: take in or grow makers of this stage; see how the peer's do it")
    }
    let worst = row.parts.filter { $0.value > 0 }.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
    switch worst {
    case .scale: return LocalText(zh: "扩大规模：引进或扩建该环节产能", en: "scale: grow what the stage makes")
    case .localSupply: return LocalText(zh: "组织集群内供需对接，提高配套率", en: "local supply: match buyers and makers inside")
    case .redundancy: return LocalText(zh: "为单一来源的采购找第二家供应商", en: "redundancy: a second source for what is single-sourced")
    case .technology: return LocalText(zh: "培育专精特新、高新技术企业", en: "technology: grow SRDI and high-tech firms")
    case .research: return LocalText(zh: "提高研发投入强度", en: "R&D: spend a larger share of revenue")
    default: return LocalText(zh: "查看各分项", en: "see the parts")
    }
  }

  /// A gap of 0…1 in points of 100, with one decimal.
  static func points(_ gap: Double) -> String { decimals(gap * 100, 1) }

  static func decimals(_ number: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
    let scaled = Int((abs(number) * scale).rounded())
    let fraction = String(scaled % Int(scale))
    var text = "\(scaled / Int(scale))"
    if places > 0 { text += "." + String(repeating: "0", count: places - fraction.count) + fraction }
    return number < 0 && scaled > 0 ? "-" + text : text
  }
}
