/// What the words of a header say: which column of a table it is, and in which unit its numbers are.
enum HeaderWords {
  /// The unit of money columns in the dictionary.
  static let moneyUnit = "10 000 CNY"

  /// How a header names a column: surer ones first.
  enum Match: Int, CaseIterable {
    /// The column's own name, or one of its labels as it stands.
    case name
    /// A label with a unit or a remark behind it: 营业收入（亿元）, 营业收入/万元, 企业编号*.
    case nameWithUnit
    case synonym
    case synonymWithUnit
    /// One of them behind a year: 2022年营业收入（亿元）.
    case afterYear
  }

  /// How `header` names `column`, when it does so in this way: the place of the name among those of the column, and how its numbers are written.
  static func style(of header: Form, for column: Names, by match: Match) -> (style: NumberStyle, rank: Int)? {
    let names =
      switch match {
      case .name, .nameWithUnit: column.labels
      case .synonym, .synonymWithUnit: column.synonyms
      case .afterYear: column.labels + column.synonyms
      }
    let text = match == .afterYear ? header.withoutYear : header.plain
    if text.isEmpty { return nil }
    for (rank, name) in names.enumerated() {
      if text == name.text { return (NumberStyle(isStated: name.isStated), rank) }
      if match == .name || match == .synonym { continue }
      // A label may have the unit of the dictionary behind it; the header may have another.
      guard text.hasPrefix(name.base), let exponent = exponent(of: text.dropFirst(name.base.count), for: column.column) else { continue }
      return (NumberStyle(exponent: exponent.power, isStated: exponent.isUnit || !column.isMoney), rank)
    }
    return nil
  }

  /// The names of a column, as headers are compared with them.
  struct Names {
    struct Name {
      var text: String
      /// Without a unit in brackets.
      var base: String
      /// Only money is of many units: people, days and shares are what they are.
      var isStated: Bool
    }
    let column: DataDictionary.Column
    let isMoney: Bool
    let labels: [Name]
    let synonyms: [Name]

    init(_ column: DataDictionary.Column) {
      self.column = column
      let isMoney = column.unit == moneyUnit
      self.isMoney = isMoney
      func name(_ text: String) -> Name {
        let plain = CSVDialect.normalizedHeader(text)
        return Name(text: plain, base: HeaderWords.base(plain), isStated: !isMoney || plain.last == ")" || text == column.name)
      }
      labels = ([column.name] + column.labels).map(name)
      synonyms = column.synonyms.map(name)
    }
  }

  /// A header as it is compared.
  struct Form {
    /// In small letters, without blanks, line ends and the marks of a cell that must be filled.
    let plain: String
    let withoutYear: String

    init(_ text: String) {
      let bare = HeaderWords.withoutSpace(CSVDialect.normalizedHeader(text.filter { $0 != "*" && $0 != "＊" && !$0.isNewline }))
      plain = bare
      withoutYear = HeaderWords.withoutYear(bare)
    }
  }

  /// `:START_ID(Company)` is `:start_id`, `companyId:ID(Company)` is `:id`: Neo4j names there what the ids are of.
  private static func withoutSpace(_ header: String) -> String {
    guard header.contains(":") else { return header }
    for word in [":start_id", ":end_id"] where header == word || header.hasPrefix(word + "(") { return word }
    return header.hasSuffix(":id") || header.contains(":id(") && header.hasSuffix(")") ? ":id" : header
  }

  /// `2022年营业收入` and `全年营业收入` are 营业收入; empty where there is no year before it.
  private static func withoutYear(_ text: String) -> String {
    var rest = Substring(text)
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    if digits.count == 4 {
      rest = rest.dropFirst(4)
      for word in ["年度", "年末", "年底", "年"] where rest.hasPrefix(word) {
        return String(rest.dropFirst(word.count))
      }
      return ""
    }
    for word in ["本年度", "当年度", "上年度", "全年", "本年", "当年", "年度", "期末", "年末", "年"] where rest.hasPrefix(word) && word != "上年度" {
      return String(rest.dropFirst(word.count))
    }
    return ""
  }

  /// The label without its unit in brackets.
  static func base(_ label: String) -> String {
    guard label.last == ")", let open = label.lastIndex(of: "(") else { return label }
    return String(label[..<open])
  }

  private static let separators: Set<Character> = [
    "(", ")", "[", "]", "【", "】", ",", "，", "、", ";", "；", ":", "：", "/", "／", "_", "-", "|", "\\",
  ]
  private static let remarks: Set<String> = [
    "单位", "计量单位", "金额单位", "必填", "选填", "required", "optional", "全年", "本年", "当年", "含税", "不含税", "合计", "人民币", "unit", "in",
  ]

  /// The power of ten of what stands behind a label, when that is units and remarks alone: `（单位：亿元）`, `/万元`, `（必填）`, `（2022年，万元）`.
  static func exponent(of rest: Substring, for column: DataDictionary.Column) -> (power: Int, isUnit: Bool)? {
    var found: Int?
    // 元/年 is a unit with a sign in it.
    for part in rest.replacing("/年", with: "").split(whereSeparator: { separators.contains($0) }) {
      let word = String(part)
      if let power = NumberText.exponent(word, unit: column.unit, type: column.type) {
        guard found == nil || found == power else { return nil }
        found = power
      } else if !remarks.contains(word), !isYear(word) {
        return nil
      }
    }
    return (found ?? 0, found != nil)
  }

  /// The last year that a header names, 0 for none.
  static func year(in header: String) -> Int {
    header.split(whereSeparator: { !($0.isASCII && $0.isNumber) }).compactMap { $0.count == 4 ? Int($0) : nil }.filter {
      (1900...2200).contains($0)
    }
    .max() ?? 0
  }

  static func isYear(_ word: String) -> Bool {
    var bare = Substring(word)
    for suffix in ["年度", "年末", "年底", "年"] where bare.hasSuffix(suffix) {
      bare = bare.dropLast(suffix.count)
      break
    }
    return bare.count == 4 && bare.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// Whether a text is a unit and nothing else: `万元`, `（人）`, `%`.
  static func isUnit(_ text: String) -> Bool {
    let bare = CSVDialect.normalizedHeader(text).filter { !separators.contains($0) }
    if bare.isEmpty { return false }
    let kinds: [(String, ColumnType)] = [("10 000 CNY", .amount), ("person", .amount), ("", .share), ("day", .amount), ("tce", .amount)]
    return kinds.contains { NumberText.exponent(bare, unit: $0.0, type: $0.1) != nil }
  }

  /// The units that a line above a header names, such as 单位：亿元、人 or 企业情况表（金额单位：元）; empty for 填报单位：某某局.
  static func statedUnits(in text: String) -> [String] {
    let plain = CSVDialect.normalizedHeader(text)
    let marks = ["单位:", "单位：", "unit:", "单位(", "金额:", "金额："]
    let rest: Substring
    if let mark = marks.lazy.compactMap({ plain.firstRange(of: $0) }).first {
      rest = plain[mark.upperBound...].prefix { $0 != ")" }
    } else if plain.hasPrefix("以"), plain.hasSuffix("计") {
      rest = plain.dropFirst().dropLast()
    } else if plain.first == "(", plain.last == ")" {
      // （亿元） alone in a cell.
      rest = plain.dropFirst().dropLast()
    } else {
      return []
    }
    let words = rest.split(whereSeparator: { separators.contains($0) }).map(String.init)
    return words.isEmpty || !words.allSatisfy({ isUnit($0) }) ? [] : words
  }

  /// Words that stand in the second of two header rows.
  static let parts: Set<String> = [
    "编号", "代码", "名称", "简称", "全称", "信用代码", "统一社会信用代码", "企业", "县区", "地址", "联系人", "电话", "数量", "单价", "金额", "日期", "时间", "年份", "类别", "类型", "级别",
    "备注", "id",
    "name", "code", "amount", "share", "占比", "比例", "比重", "增速", "增幅", "排名", "同比", "同比增长", "同比增速", "产品", "品名", "规格", "单位", "所在地",
  ]

  /// The column that a text names as a header would, the surest first, and how its numbers are written.
  static func column(_ text: String, among columns: [Names]) -> (column: DataDictionary.Column, style: NumberStyle)? {
    let form = Form(text)
    for match in Match.allCases {
      let found = columns.compactMap { names in style(of: form, for: names, by: match).map { (names.column, $0.style, $0.rank) } }
      if let best = found.min(by: { $0.2 < $1.2 }) { return (best.0, best.1) }
    }
    return nil
  }

  /// Columns that number the rows.
  static func isSerial(_ header: String) -> Bool {
    ["序号", "序", "no", "no.", "#", "编次", "行号", "次序", "项次"].contains(CSVDialect.normalizedHeader(header))
  }

  private static let allNames = DataDictionary.standard.tables.flatMap(\.columns).map(Names.init)

  /// Every header that the dictionary knows for any table, as compared.
  private static let known = Set(allNames.flatMap { ($0.labels + $0.synonyms).flatMap { [$0.text, $0.base] } })

  /// Whether a text can stand in a header and hardly anywhere else.
  static func isHeaderWord(_ text: String) -> Bool {
    let form = Form(text)
    if parts.contains(form.plain) || known.contains(form.plain) || isUnit(form.plain) || isYear(form.plain) { return true }
    return allNames.contains { names in Match.allCases.contains { style(of: form, for: names, by: $0) != nil } }
  }
}
