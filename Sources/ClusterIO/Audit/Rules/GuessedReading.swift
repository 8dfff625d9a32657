import ClusterModel

extension AuditRule {
  static let guessedReading = AuditRule(
    id: "guessed-reading", severity: .note,
    checks: LocalText(zh: "文件是逗号分隔的 UTF-8 文本。", en: "The file is UTF-8 text with commas."),
    why: LocalText(
      zh: "分隔符和编码没有写在文件里，是看出来的；看错了，列就会错位，字就会变。",
      en: "Delimiter and encoding are not said in the file but guessed; a wrong guess moves columns or changes characters."),
    remedy: LocalText(
      zh: "不必处理；列、文字或方向不对时，请重新导出，或在电子表格中另存为“CSV UTF-8（逗号分隔）”。",
      en: "Nothing; where columns, characters or directions are wrong, export it again, or save the list as “CSV UTF-8 (comma delimited)”."),
    message: { problem in
      let (word, count) = ReadingRule.counted(problem.detail)
      return switch word {
      case "encoding": LocalText(zh: "按 \(problem.text) 编码读取", en: "read in the encoding \(problem.text)")
      case "decimal":
        LocalText(zh: "数值中的逗号是小数点、句点是千分位（8.699,8 为 8699.8）", en: "commas are decimal signs and points part thousands (8.699,8 is 8699.8)")
      case "direction":
        LocalText(
          zh: "文件没有说明边的方向；按由起点（source）供应终点（target）读取",
          en: "the file does not say that its edges have a direction; they were read as running from source to target")
      case "group":
        LocalText(zh: "有 \(count) 个分组是边的一端，按企业读取", en: "edges end at \(count) \(count == 1 ? "group" : "groups"), read as firms")
      case "ends-by-number":
        LocalText(
          zh: "边的两端是节点的序号（从 0 起），按序号读取", en: "the ends of the edges were read as the places of nodes in their list, from 0 on")
      case "converted":
        LocalText(zh: "由 \(problem.text) 转换为 .xlsx 后读取", en: "read after \(problem.text) made an .xlsx of it")
      case "turned":
        LocalText(
          zh: "“\(problem.text)”由采购方指向供应商，\(count) 条边已掉转方向",
          en: "“\(problem.text)” runs from the buyer to the supplier; \(count) \(count == 1 ? "edge was" : "edges were") turned round")
      case "node-names":
        LocalText(zh: "节点没有 id，以“\(problem.text)”为编号", en: "nodes have no id; “\(problem.text)” was taken for it")
      default: LocalText(zh: "按“\(problem.text)”分隔读取", en: "read with “\(problem.text)” between the cells")
      }
    })
}
