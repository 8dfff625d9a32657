import Answers
import ClusterAnalysis
import ClusterModel

/// What losses are counted in, as readers and data know it.
extension CascadeWeight {
  /// Output inside a place, and outside.
  static let (inside, outside) = ("inside", "outside")

  /// A column of the user's own, of which `figures.csv` knows nothing.
  private var isOwn: Bool { !Self.standard.contains(name) && name != Self.inside && name != Self.outside }

  var label: LocalText {
    switch name {
    case "output": LocalText(zh: "产出", en: "output")
    case "jobs": LocalText(zh: "岗位", en: "jobs")
    case "tax": LocalText(zh: "税收", en: "tax")
    case "revenue": LocalText(zh: "营业收入", en: "revenue")
    case "firms": LocalText(zh: "企业数", en: "number of firms")
    case Self.inside: LocalText(zh: "内部产出", en: "output inside")
    case Self.outside: LocalText(zh: "外部产出", en: "output outside")
    default: LocalText(zh: name, en: name)
    }
  }

  var word: Cell { isOwn ? .text(name) : .word(code: name, label) }

  /// `esri_jobs` of the figure `esri`: the figure of what losses are counted in. Of the user's own the heading is that of the figure, with the column's name.
  func column(_ figure: String, _ audience: Answer.Column.Audience = .everyone) -> Answer.Column {
    let label = FigureEntry.named(figure).label
    let own = LocalText(zh: "\(label.zh)（\(name)）", en: "\(label.en) (\(name))")
    return Answer.Column("\(figure)_\(name)", audience, heading: isOwn ? own : nil)
  }

  /// A figure that is in the unit of what losses are counted in.
  func amount(_ figure: String) -> Answer.Column {
    let label = FigureEntry.named(figure).label
    let unit = FigureEntry.known("lost_" + name)?.unit.flatMap { isOwn ? nil : $0 }
    func heading(_ language: Language, _ open: String, _ comma: String, _ close: String) -> String {
      label[language] + open + self.label[language] + (unit.map { comma + $0[language] } ?? "") + close
    }
    return Answer.Column(figure, heading: LocalText(zh: heading(.zh, "（", "，", "）"), en: heading(.en, " (", ", ", ")")))
  }

  /// A share in as many digits as the figure has, of a column that may be the user's own.
  static func share(_ value: Double?, as figure: String) -> Cell { .figure(figure, .share(value)) }
}

extension Answer {
  /// - Throws: ``QuestionError`` where a column of the user's own is called so that two parts of the answer would have one name.
  func checkNames() throws {
    for names in [facts.map(\.column.name) + tables.map(\.name)] + tables.map({ $0.columns.map(\.name) }) {
      try Self.check(names: names)
    }
  }

  static func check(names: [String]) throws {
    var seen = Set<String>()
    for name in names where !seen.insert(name).inserted {
      let shown = SafeText.safe(name)
      throw QuestionError(
        .badOption, zh: "结果中会有两列都叫 \(shown)", en: "two columns of the answer would be called \(shown)",
        remedy: LocalText(zh: "在 firms.csv 中给按它计损失的列改名", en: "rename the column of firms.csv that losses are counted in"))
    }
  }
}
