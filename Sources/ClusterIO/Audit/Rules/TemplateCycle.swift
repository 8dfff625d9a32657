import ClusterModel

extension AuditRule {
  static let templateCycle = AuditRule(
    id: "template-cycle", severity: .error,
    checks: LocalText(zh: "产业链模板中没有循环。", en: "A chain template has no cycle."),
    why: LocalText(
      zh: "环节互为投入时没有上下游之分，层级和缺链无法计算。",
      en: "Where stages need each other there is no upstream and downstream, and neither tiers nor gaps can be worked out."),
    remedy: LocalText(
      zh: "删去循环中方向写反的一条投入关系。",
      en: "Delete the requirement of the cycle that runs the wrong way."),
    find: { input, log in findTemplateCycle(input.reading, &log) })

  private static func findTemplateCycle(_ reading: Reading, _ log: inout AuditLog) {
    let stages = reading.network.stages
    for cycle in TemplateCycles.all(reading.network) {
      let names = cycle.map { FieldValue.shown(stages[reading.network.requirements[$0].input.row].id) }
      let shown = (names.prefix(12) + (names.count > 12 ? ["…"] : []) + names.prefix(1)).joined(separator: " → ")
      let first = stages[reading.network.requirements[cycle[0]].input.row]
      var finding = Finding(
        rule: log.rule.id, severity: log.rule.severity, subject: Subject(table: "stage", id: first.id, name: first.name),
        message: LocalText(zh: "环节循环：\(shown)", en: "stages need each other in a circle: \(shown)"), remedy: log.rule.remedy)
      finding.places = cycle.map { reading.place("requires", $0, column: "output_stage_id") }
      let subjects = cycle.map { requirement in
        let stage = stages[reading.network.requirements[requirement].input.row]
        return Subject(table: "stage", id: stage.id, name: stage.name)
      }
      finding.witness = [WitnessStep(finding.message, subjects: subjects)]
      log.add(finding)
    }
  }
}
