import ClusterModel

/// Which row an id that is in no row may be meant for: told with the problem, never taken.
struct NearReferences {
  private var folded: [String: String] = [:]
  private var withoutZeros: [String: String] = [:]
  private var firstDigits: [String: String] = [:]
  private var byName: [String: [String]] = [:]

  /// O(rows) for each of the tables that are named.
  init(_ rows: [(id: String, name: Name)]) {
    for (id, name) in rows {
      let plain = IdentifierText.folded(id)
      if folded[plain] == nil { folded[plain] = id }
      if let short = IdentifierText.withoutZeros(id) {
        if withoutZeros[short] == nil { withoutZeros[short] = id }
        // A spreadsheet keeps 15 digits of a number.
        if id.utf8.count > 15 { firstDigits[String(id.prefix(15))] = id }
      }
      for text in Set([name.zh, name.en]) where !text.isEmpty { byName[IdentifierText.folded(text), default: []].append(id) }
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
    guard let ids = byName[plain] else { return nil }
    let shown = FieldValue.shown(ids[0])
    return ids.count == 1
      ? LocalText(zh: "这是“\(shown)”的名称，请写它的编号", en: "it is the name of “\(shown)”: write that id")
      : LocalText(zh: "有 \(ids.count) 行叫这个名称，如“\(shown)”，请写编号", en: "\(ids.count) rows have that name, “\(shown)” among them: write the id")
  }
}

extension NetworkAssembly {
  /// Adds to the ids that are in no row what they may be meant for.
  mutating func hintReferences() {
    if reading.log.kept(of: .unknownReference).isEmpty { return }
    let network = reading.network
    var near: [String: NearReferences] = [:]
    reading.log.change(.unknownReference) { problem in
      // What is shown is cut; a cut text is near to nothing.
      let table = problem.detail
      if near[table] == nil { near[table] = NearReferences(Self.rows(table, network)) }
      guard let hint = near[table]?.hint(problem.text) else { return }
      problem.detail = [table, hint.zh, hint.en].joined(separator: "\n")
    }
  }

  private static func rows(_ table: String, _ network: Network) -> [(id: String, name: Name)] {
    switch table {
    case "firms":
      (0..<network.firms.count).map { row in
        (network.firms.ids[row], Name(zh: network.firms.name(FirmID(row), .zh), en: network.firms.name(FirmID(row), .en)))
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
