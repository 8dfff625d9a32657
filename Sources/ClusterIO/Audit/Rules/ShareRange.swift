import ClusterModel

extension AuditRule {
  static let shareRange = AuditRule(
    id: "share-range", severity: .error,
    checks: LocalText(zh: "占比和置信度在 0 与 1 之间。", en: "Shares and confidences lie between 0 and 1."),
    why: LocalText(
      zh: "把 35% 写成 35 会使该供应商看起来占了 35 倍。",
      en: "35 for 35 % makes a supplier 35 times as large as everything bought."),
    remedy: LocalText(
      zh: "写成小数：35% 写 0.35。",
      en: "Write a fraction: 0.35 for 35 %."),
    message: { problem in
      LocalText(
        zh: "“\(problem.text)”不在 0 与 1 之间；按未知处理",
        en: "“\(problem.text)” is not between 0 and 1; it is taken as unknown")
    })
}
