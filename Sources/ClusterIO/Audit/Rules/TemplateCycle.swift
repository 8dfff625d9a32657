import ClusterModel

extension AuditRule {
  static let templateCycle = AuditRule(
    id: "template-cycle", severity: .note,
    checks: LocalText(zh: "产业链模板中没有互为投入的环节。", en: "No stages of a chain template need each other."),
    why: LocalText(
      zh: "互为投入的环节（如氮肥与氯碱）确实存在，分析照常进行，图上放在同一列；但也可能是一条投入关系的方向写反了。",
      en:
        "Stages that need each other exist, such as nitrogen fertiliser and chlor-alkali; they are analysed like others, and maps draw them side by side. But a requirement may also run the wrong way."
    ),
    remedy: LocalText(
      zh: "确实互为投入的，不必处理；方向写反的，更正该条投入关系。",
      en: "Nothing, where they do need each other; else turn the requirement round that runs the wrong way."),
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
