import Answers
import ClusterIO
import ClusterModel

/// A change of a row, with who said it and when.
struct ToldChange: Sendable {
  /// Empty for the network's own name and titles.
  var table: String
  var row: WorkspaceChanges.Row
  var importID = 0
  var at = ""
  var who = ""

  /// Changed cells, one a row; a new or removed row is one row, its cells one after the other. Readers get the beginning of long cells, in the words of the
  /// data dictionary; what is in the key, and where a fact comes from, they are spared.
  static func table(_ name: String, _ changes: [ToldChange], isHistory: Bool) -> Answer.Table {
    var columns: [Answer.Column] = [
      "table", "change", "key", "column", .data("before"), .readers("before_words"), .data("now"), .readers("now_words"), "place",
    ]
    if isHistory { columns = ["import", "at", "who"] + columns }
    let lines = changes.flatMap { change in
      change.row.kind == .changed ? change.row.cells.indices.map { (change, $0 as Int?) } : [(change, nil)]
    }
    return Answer.Table(name, zh: "变化", en: "Changes", columns, over: lines, shown: isHistory ? 100 : .max) { change, cell in
      (isHistory ? [.count(change.importID), .text(change.at), .text(change.who)] : []) + change.cells(cell)
    }
  }

  private func cells(_ cell: Int?) -> [Cell] {
    let begin = [Self.name(ofTable: table), row.kind.cell, row.key.isEmpty ? .nothing : .texts(row.key)]
    let place = Cell.text(row.place.text)
    if let cell {
      let (column, old, new) = row.cells[cell]
      return begin + [.word(code: column, label(column)), .text(old), Self.cut(same(old)), .text(new), Self.cut(same(new)), place]
    }
    let isNew = row.kind == .added
    let all = row.cells.map { "\($0.column) \(isNew ? $0.new : $0.old)" }.joined(separator: "; ")
    let told = Self.cut(LocalText(zh: words(isNew, .zh), en: words(isNew, .en)))
    return begin + [.nothing] + (isNew ? [.nothing, .nothing, .text(all), told] : [.text(all), told, .nothing, .nothing]) + [place]
  }

  private func words(_ isNew: Bool, _ language: Language) -> String {
    row.cells.filter { cell in !["provenance", "source", "as_of"].contains(cell.column) && !row.key.contains(isNew ? cell.new : cell.old) }
      .map { "\(label($0.column)[language]) \(isNew ? $0.new : $0.old)" }.joined(separator: language == .zh ? "；" : "; ")
  }

  private func same(_ text: String) -> LocalText { LocalText(zh: text, en: text) }

  private static func cut(_ text: LocalText) -> Cell {
    func cut(_ text: String) -> String {
      if SafeText.width(text) <= 56 { return text }
      var (kept, width) = ("", 0)
      for character in text {
        width += SafeText.width(String(character))
        if width > 55 { break }
        kept.append(character)
      }
      return kept + "…"
    }
    return text.zh.isEmpty && text.en.isEmpty ? .nothing : .words(LocalText(zh: cut(text.zh), en: cut(text.en)))
  }

  private func label(_ column: String) -> LocalText {
    if table.isEmpty {
      return switch column {
      case "title": LocalText(zh: "标题", en: column)
      case "title_en": LocalText(zh: "英文标题", en: column)
      default: LocalText(zh: "名称", en: column)
      }
    }
    if column == "extra" { return LocalText(zh: "其他列", en: "other columns") }
    return LocalText(zh: DataDictionary.standard[table]?[column]?.labels.first ?? column, en: column)
  }

  static func title(ofTable name: String) -> LocalText { DataDictionary.standard[name]?.title ?? LocalText(zh: "网络", en: "network") }

  static func name(ofTable name: String) -> Cell { .word(code: name.isEmpty ? "network" : name, title(ofTable: name)) }
}

extension WorkspaceChanges.Kind {
  fileprivate var cell: Cell {
    switch self {
    case .added: .word("added", zh: "新增", en: "added")
    case .changed: .word("changed", zh: "改动", en: "changed")
    case .removed: .word("removed", zh: "删除", en: "removed")
    }
  }
}
