import Chainwright

/// Rule files of commands: what is wrong in one is told all at once, with lines.
enum RuleInput {
  static func rules<Rules>(_ reading: RuleReading<Rules>, _ path: String, _ language: Language) throws -> Rules {
    if let rules = reading.rules { return rules }
    for finding in reading.findings.prefix(20) { StandardStreams.error(finding.line(language) + "\n") }
    let total = reading.findings.count
    throw CommandFailure(
      .badData,
      LocalText(zh: "\(safe(path))：规则文件有 \(total) 处错误", en: "\(safe(path)): \(total) \(total == 1 ? "error" : "errors") in the rule file"),
      remedy: LocalText(zh: "更正上面列出的各行", en: "correct the lines named above"))
  }
}
