import ClusterModel

extension AuditRule {
  static let guessedReading = AuditRule(
    id: "guessed-reading", severity: .note,
    checks: LocalText(zh: "文件是逗号分隔的 UTF-8 文本。", en: "The file is UTF-8 text with commas."),
    why: LocalText(
      zh: "分隔符和编码没有写在文件里，是看出来的；看错了，列就会错位，字就会变。",
      en: "Delimiter and encoding are not said in the file but guessed; a wrong guess moves columns or changes characters."),
    remedy: LocalText(
      zh: "不必处理；列或文字不对时，在电子表格中另存为“CSV UTF-8（逗号分隔）”。",
      en: "Nothing; where columns or characters are wrong, save the list as “CSV UTF-8 (comma delimited)”."),
    message: { problem in
      switch problem.detail {
      case "encoding": LocalText(zh: "按 \(problem.text) 编码读取", en: "read in the encoding \(problem.text)")
      case "decimal":
        LocalText(zh: "数值中的逗号是小数点、句点是千分位（8.699,8 为 8699.8）", en: "commas are decimal signs and points part thousands (8.699,8 is 8699.8)")
      default: LocalText(zh: "按“\(problem.text)”分隔读取", en: "read with “\(problem.text)” between the cells")
      }
    })
}
