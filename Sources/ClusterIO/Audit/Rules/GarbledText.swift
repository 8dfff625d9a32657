import ClusterModel

extension AuditRule {
  static let garbledText = AuditRule(
    id: "garbled-text", severity: .warning,
    checks: LocalText(zh: "文字没有在转换编码时损坏。", en: "No text was damaged by a conversion."),
    why: LocalText(
      zh: "“�”和“锟斤拷”是文件以前用错误的编码打开并保存过的痕迹，原来的字已经丢失；繁体（Big5）文件按 GB18030 读取会成为别的字。",
      en:
        "� and 锟斤拷 are left where a file was once opened and saved in the wrong encoding, and the characters are lost; a traditional (Big5) file read as GB18030 gives other characters."
    ),
    remedy: LocalText(
      zh: "从原始文件重新导出，另存为“CSV UTF-8（逗号分隔）”。",
      en: "Export the file again from its origin, as “CSV UTF-8 (comma delimited)”."),
    message: { problem in
      problem.detail == "big5"
        ? LocalText(
          zh: "文件按 GB18030 读取，但看来是繁体中文（Big5）编码；名称可能有误",
          en: "the file was read as GB18030 but looks like Big5 (traditional Chinese); names may be wrong")
        : LocalText(zh: "文字中有“\(problem.text)”：有字在转换编码时丢失", en: "the text holds “\(problem.text)”: characters were lost in a conversion")
    })
}
