import ClusterModel

extension AuditRule {
  static let severalKinds = AuditRule(
    id: "several-kinds", severity: .warning,
    checks: LocalText(zh: "列表中的节点都是企业，边都是供应关系。", en: "The nodes of a list are firms, and its edges supply links."),
    why: LocalText(
      zh: "图数据库的导出文件把企业、产品、股东放在一起，把供应、控股、生产放在一起；全部读取后，不是供应的边也成了供应关系。",
      en:
        "Exports of graph databases hold firms, products and owners together, and supplies, shareholdings and production; read as they are, what is no supply is "
        + "a supply link too."),
    remedy: LocalText(
      zh: "如果不全是企业或供应关系，请只导出需要的一类，或只读取该列等于某个值的行。",
      en:
        "Where not all of them are firms or supply links, export only the kind that is, or read only the rows with one value in that column."
    ),
    find: { input, log in
      let network = input.reading.network
      for (table, columns) in [("firms", network.firms.extra), ("supplies", network.supplies.extra)] {
        for (name, values) in columns where Self.kindColumns.contains(name.lowercased()) {
          guard let counts = Self.counts(values), counts.count > 1 else { continue }
          let shown = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\(FieldValue.shown($0.key)) \($0.value)" }
          let list = LocalText(zh: shown.joined(separator: "、"), en: shown.joined(separator: ", "))
          let place = input.reading.place(table, 0)
          log.add(
            Subject(table: Problem.singular(table), id: name),
            table == "firms"
              ? LocalText(zh: "节点有几类（\(list.zh)），都按企业读取", en: "the nodes are of several kinds (\(list.en)), and all were read as firms")
              : LocalText(
                zh: "边有几类（\(list.zh)），都按供应关系读取", en: "the edges are of several kinds (\(list.en)), and all were read as supply links"),
            places: [Place(file: place.file, column: name)])
        }
      }
    })

  private static let kindColumns: Set = [
    "_type", ":type", "_labels", ":label", "labels", "relation", "relationship", "relation_type", "关系类型", "节点类型", "实体类型",
  ]

  /// How often each value is there; `nil` for a column with too many to be kinds.
  private static func counts(_ values: TextColumn) -> [String: Int]? {
    var counts: [String: Int] = [:]
    for row in 0..<values.count where !values[row].isEmpty {
      // Of several labels the first says what it is.
      let kind = values[row].split { ":;".contains($0) }.first.map(String.init) ?? values[row]
      counts[kind, default: 0] += 1
      if counts.count > 20 { return nil }
    }
    return counts
  }
}
