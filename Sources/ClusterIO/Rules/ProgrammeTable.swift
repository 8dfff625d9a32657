public import ClusterModel

/// Reads the targets of a plan from a table as an office keeps one: a workbook or CSV file, a row a target.
///
///     目标,年份,目标值,单位,计什么,新增自,出处
///     新增领跑者企业,2027,20,家,领跑者,2024,某市方案
///     集群营业收入,2027,5300,亿元,,,某市方案
///
/// What is counted (计什么) is a role or honour of firms, the name of a column of firms after `列：`, or the name of a published figure of the region; left out, it is the
/// target's own name as a published figure. Progress counts from the first of January of 起算, else of the year after the earliest 新增自, else of the earliest target.
public enum ProgrammeTable {
  private static let headers: [(field: String, words: [String])] = [
    ("title", ["目标", "目标名称", "指标", "target", "title"]), ("title_en", ["英文名称", "title_en"]), ("id", ["编号", "目标编号", "id"]),
    ("year", ["年份", "年底", "到哪年", "完成年份", "year"]), ("at_least", ["目标值", "至少", "不低于", "at_least", "value"]),
    ("about", ["约", "左右", "about"]), ("unit", ["单位", "unit"]), ("new_since", ["新增自", "基期", "new_since"]),
    ("each_year", ["每年", "逐年", "each_year"]), ("counts", ["计什么", "口径", "按什么计", "counts"]), ("level", ["级别", "level"]),
    ("note", ["说明", "备注", "note"]), ("source", ["出处", "来源", "source"]), ("start", ["起算", "start"]),
  ]

  /// Whether the file is a table, and no YAML or JSON.
  ///
  /// - Parameter path: of a plan.
  package static func isTable(_ path: String) -> Bool {
    RawList.isWorkbook(path) || ["csv", "tsv"].contains(path.split(separator: ".").last.map { $0.lowercased() } ?? "")
  }

  /// - Parameter path: a workbook or CSV file whose header names a target, a year and a value.
  /// - Returns: a plan without actions, or all that is wrong with the rows.
  /// - Throws: ``ClusterIOError`` when the file cannot be read, or has no such header.
  public static func read(_ path: String) throws(ClusterIOError) -> RuleReading<Programme> {
    let shown = FieldValue.shownPath(String(path.split(separator: "/").last ?? ""))
    for list in try RawList.all(in: [path]) {
      for (at, row) in list.rows.prefix(20).enumerated() {
        let columns = columns(row)
        guard columns["title"] != nil, columns["year"] != nil, columns["at_least"] != nil || columns["about"] != nil else { continue }
        var table = Table(columns: columns, file: list.sheet.isEmpty ? shown : shown + "!" + list.sheet)
        return table.plan(list.rows.dropFirst(at + 1), name: String(shown.prefix { $0 != "." }))
      }
    }
    throw ClusterIOError(
      .wrongColumn,
      LocalText(
        zh: "没有目标表的表头；至少要有“目标”“年份”“目标值”三列。", en: "has no header of a table of targets; it needs the columns target, year and value."),
      place: Place(file: shown))
  }

  private static func columns(_ row: HeaderRow) -> [String: Int] {
    var found: [String: Int] = [:]
    for (field, words) in headers {
      let names = Set(words.map { CSVDialect.normalizedHeader($0) })
      if let cell = row.cells.first(where: { names.contains(CSVDialect.normalizedHeader($0.text)) }) { found[field] = cell.column }
    }
    return found
  }

  private struct Table {
    let columns: [String: Int]
    let file: String
    var findings: [Finding] = []

    mutating func plan(_ rows: ArraySlice<HeaderRow>, name: String) -> RuleReading<Programme> {
      var plan = Programme(name: name, title: ChainDraft.name(name), start: CalendarDay(number: 0))
      var starts: [Int] = []
      var ids = Set<String>()
      for row in rows {
        guard let target = self.target(row) else { continue }
        var named = target
        if !ids.insert(named.id).inserted {
          named.id += "-\(target.year)"
          if !ids.insert(named.id).inserted { wrong(row, "编号“\(target.id)”重复", "the id “\(target.id)” is there twice") }
        }
        plan.targets.append(named)
        if let start = Int(text("start", row).prefix(4)) { starts.append(start) }
      }
      if plan.targets.isEmpty && findings.isEmpty {
        findings.append(
          ScenarioFields.finding(
            file, 1, LocalText(zh: "表头下面没有目标", en: "there is no target below the header"),
            LocalText(zh: "一行写一个目标", en: "write a target on each row"), rule: "rule-file"))
      }
      let first = starts.min() ?? plan.targets.compactMap(\.newSince).min().map { $0 + 1 } ?? plan.targets.map(\.year).min() ?? 2000
      plan.start = CalendarDay("\(first)-01-01") ?? plan.start
      plan.provenance = plan.targets.first?.provenance ?? Provenance(.sourced, source: file)
      return RuleReading(rules: findings.isEmpty ? plan : nil, findings: findings)
    }

    private func text(_ field: String, _ row: HeaderRow) -> String {
      columns[field].flatMap { column in row.cells.first { $0.column == column }?.text } ?? ""
    }

    private mutating func wrong(_ row: HeaderRow, _ zh: String, _ en: String) {
      findings.append(
        ScenarioFields.finding(
          file, row.row, LocalText(zh: zh, en: en), LocalText(zh: "更正这一行", en: "correct the row"), rule: "rule-file"))
    }

    private mutating func target(_ row: HeaderRow) -> PlanTarget? {
      let title = text("title", row)
      if title.isEmpty { return nil }
      guard let year = Int(text("year", row).prefix(4)), (1900...2200).contains(year) else {
        wrong(row, "“\(FieldValue.shown(title))”没有年份", "“\(FieldValue.shown(title))” has no year")
        return nil
      }
      let (least, about) = (number("at_least", row), number("about", row))
      guard let value = least ?? about else {
        wrong(row, "“\(FieldValue.shown(title))”没有目标值，或不是数", "“\(FieldValue.shown(title))” has no value that is a number")
        return nil
      }
      let id = text("id", row)
      var target = PlanTarget(
        id: id.isEmpty ? title : id,
        title: Name(zh: ChainDraft.name(title).zh, en: ChainDraft.name(title).zh.isEmpty ? title : text("title_en", row)),
        year: year, aim: least == nil ? .about(value, tolerance: 0) : .atLeast(value), unit: text("unit", row),
        queries: queries(title, row), place: Place(file: file, row: row.row))
      target.isYearly = ["是", "yes", "true", "√", "1"].contains(text("each_year", row).lowercased())
      target.newSince = Int(text("new_since", row).prefix(4)).flatMap { (1900...2200).contains($0) ? $0 : nil }
      target.note = ChainDraft.name(text("note", row))
      target.provenance = Provenance(.sourced, source: text("source", row).isEmpty ? "\(file):\(row.row)" : text("source", row))
      return target
    }

    private func number(_ field: String, _ row: HeaderRow) -> Double? {
      let digits = text(field, row).filter { !",，%％ ≥>＞".contains($0) }
      return Double(digits).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }

    /// What measures the target: what the row says is counted, then the published figure of the target's name.
    private func queries(_ title: String, _ row: HeaderRow) -> [TargetQuery] {
      let counts = text("counts", row)
      let own = figure(counts.isEmpty ? title : counts)
      for mark in ["列：", "列:", "column:"] where counts.hasPrefix(mark) {
        return [.values(column: String(counts.dropFirst(mark.count)).trimmed, texts: [], among: []), figure(title)]
      }
      guard let column = DataDictionary.standard["roles"]?["role"] else { return [own] }
      let word = counts.replacing("企业", with: "")
      let at =
        column.values.firstIndex(of: word) ?? column.valuesZh.firstIndex(of: word)
        ?? column.valueWords.first { $0.word == counts }?.position
      guard let at, at < Role.Kind.allCases.count, !word.isEmpty, let kind = Role.Kind(rawValue: column.values[at]) else { return [own] }
      let levels = ["县": Role.Level.county, "市": .city, "省": .province, "国": .nation].filter { text("level", row).contains($0.key) }
      return [.roles(kind, levels: levels.values.sorted { $0.rawValue < $1.rawValue }), figure(title)]
    }

    private func figure(_ attribute: String) -> TargetQuery {
      .figure(table: "region", subject: "", attribute: attribute, unit: "")
    }
  }
}
