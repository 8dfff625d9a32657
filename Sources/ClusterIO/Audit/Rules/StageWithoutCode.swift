import ClusterModel

extension AuditRule {
  static let stageWithoutCode = AuditRule(
    id: "stage-without-code", severity: .note,
    checks: LocalText(zh: "产业链模板的环节有行业代码。", en: "Stages of a chain template have an industry code."),
    why: LocalText(
      zh: "没有行业代码，另一份名单里的企业对不上这个环节，是生产还是服务也只能按名称判断。",
      en: "Without a code firms of another list find no place at the stage, and whether it makes or serves is told by its name alone."),
    remedy: LocalText(
      zh: "确定的填 GB/T 4754 代码（二至四位），不确定的空着。",
      en: "Give the GB/T 4754 code, two to four digits, where it is sure; leave it empty where it is not."),
    find: { input, log in
      let stages = input.reading.network.stages
      // A network whose stages have no codes at all does not use them.
      if stages.allSatisfy(\.industryCode.isEmpty) { return }
      noteChains(stages.indices.filter { stages[$0].industryCode.isEmpty }, "stages", "industry_code", input.reading, &log) { count, of in
        LocalText(zh: "\(of) 个环节中 \(count) 个没有行业代码", en: "\(count) of \(of) stages have no industry code")
      }
    })
}
