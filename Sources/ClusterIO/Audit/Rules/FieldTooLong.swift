import ClusterModel

extension AuditRule {
  static let fieldTooLong = AuditRule(
    id: "field-too-long", severity: .error,
    checks: LocalText(zh: "单元格不超过 1 MiB。", en: "No cell is longer than 1 MiB."),
    why: LocalText(
      zh: "这样长的单元格几乎总是引号没有闭合，或文件已损坏；此后的内容不能相信。",
      en: "A cell of that length is nearly always a quote that was never closed, or a damaged file; what follows cannot be trusted."),
    remedy: LocalText(
      zh: "找到该行，补上或删去引号。",
      en: "Find the row and close or remove the quote."),
    message: { problem in
      LocalText(
        zh: "单元格超过 1 MiB，以“\(problem.text)”开头；该行起未读取",
        en: "the cell is longer than 1 MiB and begins with “\(problem.text)”; nothing from this row on was read")
    })
}
