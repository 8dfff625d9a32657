import ClusterModel

extension AuditRule {
  static let brokenQuote = AuditRule(
    id: "broken-quote", severity: .error,
    checks: LocalText(
      zh: "双引号成对，闭合的引号后面紧接分隔符或行尾。", en: "Double quotes come in pairs, and a delimiter or line end follows a closing quote."),
    why: LocalText(
      zh: "没有闭合的引号会把其后的所有行吞进一个单元格。",
      en: "A quote that is not closed swallows all later rows into one cell."),
    remedy: LocalText(
      zh: "补上或删去引号；文字中的引号要写两个。",
      en: "Close or remove the quote; inside a quoted text write a quote twice."),
    message: { problem in
      problem.detail == "after"
        ? LocalText(
          zh: "闭合的引号后面还有文字；按引号内的内容读取", en: "there is text after a closing quote; what is inside the quotes was taken")
        : LocalText(
          zh: "引号打开后没有闭合，以“\(problem.text)”开头；该行起未读取",
          en: "a quote is opened and never closed; it begins with “\(problem.text)”; nothing from this row on was read")
    })
}
