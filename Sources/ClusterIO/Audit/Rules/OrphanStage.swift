import ClusterModel

extension AuditRule {
  static let orphanStage = AuditRule(
    id: "orphan-stage", severity: .warning,
    checks: LocalText(zh: "产业链模板的每个环节都与别的环节相连。", en: "Every stage of a chain template is joined to another."),
    why: LocalText(
      zh: "孤立的环节缺了也不影响任何环节，缺链、断链都查不出来。",
      en: "A stage that nothing needs and that needs nothing can be missing without any consequence, so gaps go unseen."),
    remedy: LocalText(
      zh: "在 requires.csv 中补上该环节的投入或产出，或删去该环节。",
      en: "Add what the stage needs or what needs it to requires.csv, or delete the stage."),
    find: { input, log in findOrphanStage(input.reading, &log) })

  private static func findOrphanStage(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    var isJoined = [Bool](repeating: false, count: network.stages.count)
    for requirement in network.requirements where requirement.input != requirement.output {
      isJoined[requirement.input.row] = true
      isJoined[requirement.output.row] = true
    }
    var stagesOfChain = [Int](repeating: 0, count: network.chains.count)
    for stage in network.stages { stagesOfChain[stage.chain.row] += 1 }
    for (row, stage) in network.stages.enumerated() where !isJoined[row] && stagesOfChain[stage.chain.row] > 1 {
      log.add(
        Subject(table: "stage", id: stage.id, name: stage.name),
        LocalText(
          zh: "环节“\(FieldValue.shown(stage.id))”没有任何投入或产出关系",
          en: "the stage “\(FieldValue.shown(stage.id))” needs nothing and nothing needs it"),
        places: [reading.place("stages", row, column: "stage_id")])
    }
  }
}
