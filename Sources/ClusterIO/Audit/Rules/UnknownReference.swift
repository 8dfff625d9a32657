import ClusterModel

extension AuditRule {
  static let unknownReference = AuditRule(
    id: "unknown-reference", severity: .error,
    checks: LocalText(zh: "引用的编号在被引用的表中存在。", en: "An id that is referred to stands in its table."),
    why: LocalText(
      zh: "指向不存在企业的供应关系不能进入网络，薄弱环节因此可能看不见。",
      en: "A supply link to a firm that is not there cannot enter the network, and a weak link may go unseen."),
    remedy: LocalText(zh: "改正编号，或在被引用的表中增加该行。", en: "Correct the id, or add the row to the table it refers to."),
    message: { problem in sentence(problem.text, problem.detail) },
    find: { input, log in findFiguresOfNothing(input.reading, &log) })

  private static func sentence(_ id: String, _ table: String) -> LocalText {
    // The table, and what the id may be meant for in both languages, a line each.
    let parts = table.split(separator: "\n").map(String.init)
    let plain = LocalText(zh: "“\(id)”不在 \(parts[0]).csv 中", en: "“\(id)” is not in \(parts[0]).csv")
    return parts.count < 3 ? plain : LocalText(zh: "\(plain.zh)；\(parts[1])", en: "\(plain.en); \(parts[2])")
  }

  /// Figures name things of several tables, which only the finished network can look up.
  private static func findFiguresOfNothing(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    if network.figures.isEmpty { return }
    let tables: [String: (name: String, ids: Set<String>)] = [
      "county": ("counties", Set(network.counties.map(\.code))), "cluster": ("clusters", Set(network.clusters.map(\.id))),
      "chain": ("chains", Set(network.chains.map(\.id))),
      "firm": (
        "firms", network.figures.contains { $0.table == "firm" } ? Set((0..<network.firms.count).map { network.firms.ids[$0] }) : []
      ),
    ]
    for (row, figure) in network.figures.enumerated() {
      guard let table = tables[figure.table], !table.ids.contains(figure.subject) else { continue }
      let shown = FieldValue.shown(figure.subject)
      log.add(
        Subject(table: figure.table, id: shown), sentence(shown, table.name), places: [reading.place("figures", row, column: "subject_id")])
    }
  }
}
