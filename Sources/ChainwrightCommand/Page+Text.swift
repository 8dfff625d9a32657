import Chainwright

extension Page {
  /// The page for a reader at a terminal.
  func text(_ language: Language) -> String {
    var out = title[language] + "\n"
    if !facts.isEmpty {
      out += "\n"
      let width = facts.map { SafeText.width($0.label[language]) }.max() ?? 0
      for fact in facts {
        out += "  " + SafeText.padded(fact.label[language], to: width) + "  " + fact.value.text(language) + "\n"
      }
    }
    for table in tables { out += "\n" + table.text(language) }
    if let findings { out += "\n" + text(of: findings, language) }
    if !notes.isEmpty {
      out += "\n"
      for note in notes { out += (language == .zh ? "注：" : "note: ") + note[language] + "\n" }
    }
    return out
  }

  /// A figure of a finding in words.
  static func figure(_ name: String, _ value: Double, _ language: Language) -> String {
    let number = decimal(value)
    let text: LocalText =
      switch name {
      case "targets_stopped": LocalText(zh: "致停目标 \(number) 个", en: "targets stopped: \(number)")
      case "stopped_firms": LocalText(zh: "连同本企业停产 \(number) 家", en: "firms stopped, itself included: \(number)")
      case "lost_output_cny_wan": LocalText(zh: "损失产出 \(number) 万元/年", en: "output lost: \(number) x 10k CNY/yr")
      case "lost_jobs": LocalText(zh: "损失岗位 \(number) 个", en: "jobs lost: \(number)")
      case "lost_firms": LocalText(zh: "损失企业 \(number) 家", en: "firms lost: \(number)")
      case "firms_inside": LocalText(zh: "集群内企业 \(number) 家", en: "makers inside: \(number)")
      case "suppliers": LocalText(zh: "供应商 \(number) 家", en: "suppliers: \(number)")
      case "local_supply_ratio": LocalText(zh: "集群内配套率 \(percent(value))", en: "supply from inside: \(percent(value))")
      case "output_kept": LocalText(zh: "保住产出 \(percent(value))", en: "output kept: \(percent(value))")
      case "days_in_full": LocalText(zh: "足额供货 \(number) 天", en: "days served in full: \(number)")
      case "firms_stopped": LocalText(zh: "停产企业 \(number) 家", en: "firms stopped: \(number)")
      case "wanted_cny_wan": LocalText(zh: "需要 \(number) 万元/年", en: "wanted: \(number) x 10k CNY/yr")
      case "spare_cny_wan": LocalText(zh: "可供 \(number) 万元/年", en: "to spare: \(number) x 10k CNY/yr")
      default: LocalText(zh: "\(name) \(number)", en: "\(name) \(number)")
      }
    return text[language]
  }

  private func text(of findings: [Finding], _ language: Language) -> String {
    if findings.isEmpty { return language == .zh ? "没有发现。\n" : "Nothing found.\n" }
    var out = ""
    for (number, finding) in findings.enumerated() {
      if number > 0 { out += "\n" }
      out += "\(finding.severity.mark) \(safe(finding.message[language]))  [\(finding.rule)]\n"
      if !finding.figures.isEmpty {
        let figures = finding.figures.map { Self.figure($0.name, $0.value, language) }.joined(separator: language == .zh ? "，" : ", ")
        out += "    \(figures)\n"
      }
      for step in finding.witness.prefix(8) { out += "    · \(safe(step.text[language]))\n" }
      if finding.witness.count > 8 {
        let rest = finding.witness.count - 8
        out += language == .zh ? "    · 另有 \(rest) 步（--format json 可见全部）\n" : "    · \(rest) more steps (--format json shows all)\n"
      }
      if !finding.places.isEmpty {
        let places = finding.places.prefix(3).map(\.text).joined(separator: ", ")
        let rest =
          finding.places.count > 3 ? (language == .zh ? " 等 \(finding.places.count) 处" : " and \(finding.places.count - 3) more") : ""
        out += "    @ \(safe(places))\(rest)\n"
      }
      out += "    → \(safe(finding.remedy[language]))\n"
    }
    if omittedFindings > 0 {
      out +=
        language == .zh
        ? "\n……另有 \(omittedFindings) 条，用 --limit 查看\n" : "\n… and \(omittedFindings) more; --limit shows them\n"
    }
    return out
  }
}

extension Page.Table {
  func text(_ language: Language) -> String {
    var out = title[language] + "\n"
    if rows.isEmpty && omitted == 0 { return out + (language == .zh ? "  （无）\n" : "  (none)\n") }
    if rows.isEmpty { return out + (language == .zh ? "  共 \(omitted) 行\n" : "  \(omitted) rows\n") }
    let headings = columns.map { $0.heading[language] }
    let cells = rows.map { row in row.map { $0.text(language) } }
    let widths = headings.indices.map { column in
      max(SafeText.width(headings[column]), cells.map { SafeText.width($0[column]) }.max() ?? 0)
    }
    func line(_ texts: [String], isNumber: (Int) -> Bool) -> String {
      var line = " "
      for (column, text) in texts.enumerated() {
        line += " " + (isNumber(column) ? SafeText.leftPadded(text, to: widths[column]) : SafeText.padded(text, to: widths[column])) + " "
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }
    let numeric = headings.indices.map { column in rows.allSatisfy { $0[column].isNumber } }
    out += line(headings) { numeric[$0] }
    out += line(widths.map { String(repeating: "-", count: $0) }) { _ in false }
    for row in cells { out += line(row) { numeric[$0] } }
    if omitted > 0 { out += language == .zh ? "  ……另有 \(omitted) 行\n" : "  … and \(omitted) more rows\n" }
    return out
  }
}

extension Page.Cell {
  var isNumber: Bool {
    switch self {
    case .number, .integer, .ratio, .unknown: true
    case .text, .local, .list, .names: false
    }
  }

  func text(_ language: Language) -> String {
    switch self {
    case .text(let text): safe(text)
    case .local(let text): safe(text[language])
    case .number(let number): decimal(number)
    case .integer(let integer): grouped(integer)
    case .ratio(let ratio): percent(ratio)
    case .list(let items): safe(items.isEmpty ? "-" : items.joined(separator: language == .zh ? "、" : ", "))
    case .names(let names): Self.list(names.map { $0[language] }).text(language)
    case .unknown: language == .zh ? "未知" : "unknown"
    }
  }
}

/// Text from data, safe on a terminal.
func safe(_ text: String) -> String { SafeText.safe(text) }

/// `1234567` as `1,234,567`.
func grouped(_ integer: Int) -> String {
  var out = ""
  let digits = String(integer.magnitude)
  for (offset, digit) in digits.enumerated() {
    if offset > 0 && (digits.count - offset) % 3 == 0 { out += "," }
    out.append(digit)
  }
  return (integer < 0 ? "-" : "") + out
}

/// At most one decimal, grouped.
func decimal(_ number: Double) -> String {
  guard number.isFinite, abs(number) < 1e15 else { return "\(number)" }
  if abs(number) < 10 && number != number.rounded() {
    let thousandths = Int((number * 1000).rounded())
    let fraction = String(abs(thousandths) % 1000)
    return "\(thousandths < 0 ? "-" : "")\(abs(thousandths) / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
  }
  let tenths = Int((number * 10).rounded())
  let whole = grouped(tenths / 10)
  return tenths % 10 == 0 ? whole : "\(whole).\(abs(tenths % 10))"
}

func percent(_ ratio: Double) -> String {
  let tenths = Int((ratio * 1000).rounded())
  return "\(tenths / 10).\(abs(tenths % 10)) %"
}
