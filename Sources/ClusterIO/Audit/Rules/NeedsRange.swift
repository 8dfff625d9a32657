import ClusterModel

extension AuditRule {
  static let needsRange = AuditRule(
    id: "needs-range", severity: .error,
    checks: LocalText(zh: "“至少需要”在 1 与组内投入个数之间。", en: "“needs” lies between 1 and the number of inputs in the group."),
    why: LocalText(
      zh: "需要的个数多于组内的投入，该环节永远无法运行。",
      en: "A stage that needs more inputs than its group has can never run."),
    remedy: LocalText(
      zh: "改正 needs，或把缺的投入补进替代组。",
      en: "Correct needs, or add the missing inputs to the substitute group."),
    find: { input, log in findNeedsRange(input.reading, &log) })

  private static func findNeedsRange(_ reading: Reading, _ log: inout AuditLog) {
    struct Group: Hashable {
      var output: StageID
      var name: String
    }
    let rows = reading.network.requirements
    var sizes: [Group: Int] = [:]
    for row in rows where !row.substituteGroup.isEmpty { sizes[Group(output: row.output, name: row.substituteGroup), default: 0] += 1 }
    for (at, row) in rows.enumerated() {
      let size = row.substituteGroup.isEmpty ? Int.max : sizes[Group(output: row.output, name: row.substituteGroup)] ?? 0
      if row.needs >= 1 && row.needs <= size { continue }
      let stage = reading.network.stages[row.output.row]
      log.add(
        Subject(table: "stage", id: stage.id, name: stage.name),
        row.needs < 1
          ? LocalText(zh: "至少需要 \(row.needs) 个没有意义", en: "needing \(row.needs) inputs has no meaning")
          : LocalText(zh: "至少需要 \(row.needs) 个，而组内只有 \(size) 个投入", en: "\(row.needs) inputs are needed, and the group has \(size)"),
        places: [reading.place("requires", at, column: "needs")])
    }
  }
}
