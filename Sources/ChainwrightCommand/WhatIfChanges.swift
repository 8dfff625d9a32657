import Chainwright

/// What scenarios do to which tables, change by change.
struct WhatIfChanges {
  let applied: [AppliedScenario]
  let names: [String]
  let isText: Bool

  var table: Page.Table {
    Page.Table(
      name: "changes", title: LocalText(zh: "变更", en: "Changes"),
      columns: [
        ("scenario", LocalText(zh: "情景", en: "scenario")), ("change", LocalText(zh: "序号", en: "no.")),
        ("action", LocalText(zh: "动作", en: "action")), ("table", LocalText(zh: "表", en: "table")),
        ("kind", LocalText(zh: "结果", en: "result")),
        ("rows", LocalText(zh: "行数", en: "rows")), ("ids", LocalText(zh: "哪些行", en: "which")),
        ("reason", LocalText(zh: "理由", en: "reason")), ("provenance", LocalText(zh: "来源类别", en: "provenance")),
      ],
      rows: applied.indices.flatMap { rows($0) })
  }

  private struct Group: Hashable {
    var change: Int
    var table: String
    var kind: AppliedScenario.Row.Kind
    var follows: Bool
  }

  private func rows(_ number: Int) -> [[Page.Cell]] {
    var order: [Group] = []
    var ids: [Group: [String]] = [:]
    for row in applied[number].rows {
      let group = Group(change: row.change, table: row.table, kind: row.kind, follows: row.follows)
      if ids[group] == nil { order.append(group) }
      ids[group, default: []].append(row.id)
    }
    return order.map { group in
      let change = applied[number].scenario.changes[group.change]
      let all = ids[group] ?? []
      let shown = isText && all.count > 4 ? Array(all.prefix(3)) + ["…"] : all
      let kind = Self.label(group.kind)
      let word =
        group.follows ? LocalText(zh: kind.zh + "（随之）", en: kind.en + " (follows)") : kind
      return [
        .text(names[number]), .integer(group.change + 1), .text(change.action.word), .text(group.table), .local(word), .integer(all.count),
        .list(shown), .text(change.reason.split(separator: "\n").joined(separator: " ")),
        change.provenance.kind == .unknown ? .unknown : .text(change.provenance.kind.word),
      ]
    }
  }

  static func label(_ kind: AppliedScenario.Row.Kind) -> LocalText {
    switch kind {
    case .added: LocalText(zh: "新增", en: "added")
    case .removed: LocalText(zh: "去掉", en: "removed")
    case .changed: LocalText(zh: "改动", en: "changed")
    case .stopped: LocalText(zh: "停产", en: "stopped")
    }
  }
}
