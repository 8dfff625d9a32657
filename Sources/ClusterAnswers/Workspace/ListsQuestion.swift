public import Answers
public import ClusterIO
import ClusterModel

/// What were lists taken for, and what came of them?
public struct ListsQuestion: Sendable {
  /// The lists, as they were named.
  public var paths: [String]

  public init(paths: [String]) { self.paths = paths }

  /// Facts `lists_read`, `lists_unread`, `firms`, `links`, `firms_outside_lists`, `name_cells` and `names_open`; the tables `lists`, `columns`, `names` (to be
  /// settled) and `matched` (found by a rule); and what the audit found of severity warning and error. O(cells).
  public func answer(_ made: ListImport) throws -> Answer {
    var answer = Answer(zh: "清单：" + paths.joined(separator: "、"), en: "Lists: " + paths.joined(separator: ", "))
    let network = made.reading.network
    let read = made.lists.count { $0.mapping.table != nil }
    answer.facts = [
      ("lists_read", .count(read)), ("lists_unread", .count(made.lists.count - read)), ("firms", .count(network.firms.count)),
      ("firms_outside_lists", .count(made.outside)), ("links", .count(network.supplies.count)),
      ("name_cells", .count(made.matched.reduce(0) { $0 + $1.cells })), ("names_open", .count(made.questions.count { $0.decision == nil })),
    ]
    answer.tables = [lists(made), columns(made), names(made), matched(made)]
    answer.findings = try Audit.run(made.reading).findings.filter { $0.severity != .note }
    return answer
  }

  private static func table(_ name: String?) -> Cell {
    guard let name else { return .word(code: "unread", LocalText(zh: "不读", en: "not read")) }
    return .word(code: name, LocalText(zh: DataDictionary.standard[name]?.title.zh ?? name, en: name))
  }

  private func lists(_ made: ListImport) -> Answer.Table {
    Answer.Table(
      "lists", zh: "各张清单", en: "Lists", ["list_name", "table", "list_rows", "list_rows_left_out", "list_remark"], over: made.lists
    ) { list in
      [
        .text(list.shown), Self.table(list.mapping.table), list.rows.map { .count($0) } ?? .nothing,
        list.leftOut.map { .count($0) } ?? .nothing, .words(list.mapping.remark),
      ]
    }
  }

  private func columns(_ made: ListImport) -> Answer.Table {
    let all = made.lists.filter { $0.mapping.table != nil }.flatMap { list in list.mapping.columns.map { (list, $0) } }
    return Answer.Table(
      "columns", zh: "各列对应", en: "Columns", ["list_name", "list_header", "table", "list_column", "list_unit"], over: all
    ) { list, column in
      let isKept = column.column.isEmpty
      let label = LocalText(zh: ListMapping.label(column, .zh), en: ListMapping.label(column, .en))
      return [
        .text(list.shown), .text(column.header), isKept ? .nothing : Self.table(column.table),
        isKept ? .nothing : .word(code: column.column, label), column.unit.isEmpty ? .nothing : .text(column.unit),
      ]
    }
  }

  private func names(_ made: ListImport) -> Answer.Table {
    Answer.Table(
      "names", zh: "待确认的名称", en: "Names to confirm", ["list_text", "place", "may_be", "certainty", "name_decision"], over: made.questions
    ) { question in
      let candidates = question.candidates.map { Cell.text($0.name.isEmpty ? $0.id : $0.name) }
      let decision: Cell =
        switch question.decision {
        case .firm(let name): .word(code: name, LocalText(zh: name, en: name))
        case .outside: .word(code: "outside", LocalText(zh: "名单外", en: "outside"))
        case nil: .unknown
        }
      return [
        .text(question.name), .text(question.place.text), .list(candidates),
        question.candidates.first.map { .share($0.certainty) } ?? .nothing,
        decision,
      ]
    }
  }

  private func matched(_ made: ListImport) -> Answer.Table {
    let words: [String: LocalText] = [
      "confirmed": LocalText(zh: "人工确认", en: "confirmed by a person"), "exact": LocalText(zh: "名称相同", en: "the same name"),
      "folded": LocalText(zh: "只差括号、全角半角、空格或大小写", en: "but for brackets, width, blanks or case"),
      "short": LocalText(zh: "去掉地名和“有限公司”“集团”等后相同", en: "but for the place before it and the legal form"),
    ]
    return Answer.Table("matched", zh: "按名称对应的单元格", en: "Cells matched by name", ["match_rule", "name_cells"], over: made.matched) {
      [.word(code: $0.rule, words[$0.rule] ?? LocalText(zh: $0.rule, en: $0.rule)), .count($0.cells)]
    }
  }
}
