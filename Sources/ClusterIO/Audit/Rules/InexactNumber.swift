import ClusterModel

extension AuditRule {
  static let inexactNumber = AuditRule(
    id: "inexact-number", severity: .warning,
    checks: LocalText(zh: "数值列中是确切的数。", en: "Number columns hold exact numbers."),
    why: LocalText(
      zh: "“约300”“100-200”“200余”不是一个数；取哪一个都会改变结果，因此按未知处理。",
      en: "About 300, 100-200 or over 200 is no one number; whichever were taken would change results, so it is unknown."),
    remedy: LocalText(
      zh: "知道确切数值时填写；不知道可以不改。",
      en: "Give the exact number where it is known; else leave it."),
    message: { problem in
      LocalText(zh: "“\(problem.text)”不是确切的数；按未知处理", en: "“\(problem.text)” is no exact number; it is unknown")
    })
}
