package import ClusterModel

/// How findings are told to readers.
extension Wording {
  package func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: text("错误", "error")
    case .warning: text("警告", "warning")
    case .note: text("提示", "note")
    }
  }

  package func rule(_ finding: Finding) -> String { FigureEntry.rule(finding.rule)[language] }

  /// The figures behind a finding, `停产企业 3 家`.
  package func figures(of finding: Finding) -> String {
    finding.figures.map { figure in
      let entry = FigureEntry.named(figure.name)
      return "\(entry.label[language]) \(withUnit(entry.kind == .share ? .share(figure.value) : .number(figure.value), entry))"
    }.joined(separator: text("，", ", "))
  }

  /// The first `limit` places, and how many more there are.
  package func places(of finding: Finding, limit: Int) -> String {
    let shown = finding.places.prefix(limit).map(\.text).joined(separator: ", ")
    let rest = finding.places.count - min(limit, finding.places.count)
    return rest == 0 ? shown : shown + text(" 等 \(finding.places.count) 处", " and \(rest) more")
  }
}

extension Severity {
  package var mark: String {
    switch self {
    case .error: "✗"
    case .warning: "▲"
    case .note: "•"
    }
  }
}

extension Place {
  /// `供应关系!A160`, `supplies.csv:160:amount_cny_wan`.
  package var text: String {
    if !cell.isEmpty { return "\(file)!\(cell)" }
    var text = file
    if let row { text += ":\(row)" }
    if !column.isEmpty { text += ":\(column)" }
    return text
  }
}
