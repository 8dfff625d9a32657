import ClusterModel

/// Which row an id that is in no row may be meant for: told with the problem, never taken.
struct NearReferences {
  private var folded: [String: String] = [:]
  private var withoutZeros: [String: String] = [:]
  private var firstDigits: [String: String] = [:]

  /// O(rows) for each of the tables that are named.
  init(_ rows: [(id: String, name: Name)]) {
    for (id, _) in rows {
      let plain = IdentifierText.folded(id)
      if folded[plain] == nil { folded[plain] = id }
      if let short = IdentifierText.withoutZeros(id) {
        if withoutZeros[short] == nil { withoutZeros[short] = id }
        // A spreadsheet keeps 15 digits of a number.
        if id.utf8.count > 15 { firstDigits[String(id.prefix(15))] = id }
      }
    }
  }

  /// What to say besides that `id` is not there; `nil` where nothing is near.
  func hint(_ id: String) -> LocalText? {
    let plain = IdentifierText.folded(id)
    if let near = folded[plain] {
      let shown = FieldValue.shown(near)
      return LocalText(
        zh: "有“\(shown)”，只差括号、全角半角、空格或大小写", en: "“\(shown)” is there, which differs by its brackets, blanks, width or case only")
    }
    if let short = IdentifierText.withoutZeros(id), let near = withoutZeros[short] {
      let shown = FieldValue.shown(near)
      return LocalText(
        zh: "有“\(shown)”：电子表格会去掉编号前面的 0，请把该列设为文本后重新输入",
        en: "“\(shown)” is there: a spreadsheet drops the noughts at the beginning; format the column as text and enter the ids again")
    }
    if id.utf8.count > 15, let near = firstDigits[String(id.prefix(15))] {
      let shown = FieldValue.shown(near)
      return LocalText(
        zh: "有“\(shown)”，前 15 位相同：电子表格只保留数字的前 15 位", en: "“\(shown)” has the same first 15 digits: a spreadsheet keeps no more of a number")
    }
    return nil
  }
}

extension NetworkAssembly {
  /// Adds to the ids that are in no row what they may be meant for, and to the names that were taken for ids the id.
  mutating func hintReferences() {
    let network = reading.network
    var names = names
    if !reading.log.kept(of: .nameForID).isEmpty {
      reading.log.change(.nameForID) { problem in
        guard let target = Target(table: problem.detail.split(separator: "\n").first.map(String.init) ?? "") else { return }
        // What is shown is cut; a cut text is no name.
        guard case .row(let row, _) = names[target]?.find(problem.text) else { return }
        problem.detail += "\n" + FieldValue.shown(Self.row(Int(row), target, network).id)
      }
    }
    if reading.log.kept(of: .unknownReference).isEmpty { return }
    var near: [Target: NearReferences] = [:]
    reading.log.change(.unknownReference) { problem in
      guard let target = Target(table: problem.detail) else { return }
      if near[target] == nil { near[target] = NearReferences(Self.rows(target.table, network)) }
      var hint = near[target]?.hint(problem.text)
      if case .several(let rows) = names[target]?.find(problem.text) { hint = Self.choice(rows, target, network) }
      guard let hint else { return }
      problem.detail = [target.table, hint.zh, hint.en].joined(separator: "\n")
    }
  }

  /// The rows that a name may be meant for, by id and name: the first five by id.
  private static func choice(_ rows: [Int32], _ target: Target, _ network: Network) -> LocalText {
    let found = rows.map { row(Int($0), target, network) }.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    let shown = found.prefix(5).map { (FieldValue.shown($0.id), FieldValue.shown($0.name.zh.isEmpty ? $0.name.en : $0.name.zh)) }
    let more = found.count > 5
    return LocalText(
      zh: "有 \(found.count) 行可能是它：" + shown.map { "\($0)（\($1)）" }.joined(separator: "、") + (more ? " 等" : "") + "；请写编号",
      en: "\(found.count) rows may be meant: " + shown.map { "\($0) (\($1))" }.joined(separator: ", ") + (more ? ", …" : "")
        + "; write the id")
  }

  private static func row(_ row: Int, _ target: Target, _ network: Network) -> (id: String, name: Name) {
    switch target {
    case .firms: (network.firms.ids[row], Name(zh: network.firms.name(FirmID(row), .zh), en: network.firms.name(FirmID(row), .en)))
    case .counties: (network.counties[row].code, network.counties[row].name)
    case .clusters: (network.clusters[row].id, network.clusters[row].name)
    case .products: (network.products[row].id, network.products[row].name)
    case .chains: (network.chains[row].id, network.chains[row].name)
    case .stages: (network.stages[row].id, network.stages[row].name)
    }
  }

  static func rows(_ table: String, _ network: Network) -> [(id: String, name: Name)] {
    switch table {
    case "firms":
      (0..<network.firms.count).map { row in
        (
          network.firms.ids[row],
          Name(
            zh: network.firms.namesZh.count == 0 ? "" : network.firms.namesZh[row],
            en: network.firms.namesEn.count == 0 ? "" : network.firms.namesEn[row])
        )
      }
    case "counties": network.counties.map { ($0.code, $0.name) }
    case "clusters": network.clusters.map { ($0.id, $0.name) }
    case "products": network.products.map { ($0.id, $0.name) }
    case "chains": network.chains.map { ($0.id, $0.name) }
    case "stages": network.stages.map { ($0.id, $0.name) }
    default: []
    }
  }
}
