import ClusterModel

extension AuditRule {
  static let smallPercent = AuditRule(
    id: "small-percent", severity: .warning,
    checks: LocalText(zh: "表头写明 % 的列中，没有小于 1 的数。", en: "No number under a header in % is below 1."),
    why: LocalText(
      zh: "在占比（%）之下，35 与 35% 相同；0.35 按 0.35% 读取，但往往本意是 35%，差一百倍。",
      en: "Under a header in %, 35 and 35% are the same; 0.35 was read as 0.35 %, where 35 % is often meant: a hundred times as much."),
    remedy: LocalText(
      zh: "本意是 35% 的，写成 35 或 35%；确是 0.35% 的，写成 0.35%。", en: "Write 35 or 35% where that is meant, and 0.35% where that is."),
    message: { problem in
      LocalText(zh: "“\(problem.text)”按 \(problem.text)% 读取", en: "“\(problem.text)” was read as \(problem.text) %")
    })
}
