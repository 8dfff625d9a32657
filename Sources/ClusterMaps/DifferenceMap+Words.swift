public import Diagram

/// What the drawings of a difference say in words: heading, legend, notes, and a description for those who cannot see them.
extension DifferenceMap {
  mutating func addWords(_ before: Diagram, _ after: Diagram) {
    func names(_ keys: Set<String>, _ side: Diagram) -> String {
      side.nodes.filter { keys.contains($0.key) }.map(\.title).prefix(20).joined(separator: text("、", ", "))
    }
    (came, went) = (names(added, after), names(removed, before))
    diagram.title = heading(.both) + subject
    diagram.subtitle = after.title + " · " + numbers
    diagram.description = description(of: .both)
    diagram.legend = [
      Diagram.LegendEntry(.node(Palette.addedFigure), text("+ 新增（绿、粗线）", "+ added (green, bold)")),
      Diagram.LegendEntry(.node(Palette.removedFigure), text("− 消失（红、虚线）", "− removed (red, dashed)")),
      Diagram.LegendEntry(
        .node(Style(stroke: Palette.ink, strokeWidth: 1.8)),
        text("有变化：✓ 绿为好消息（问题消除），✗ 红为坏消息（新问题）", "changed: ✓ green is good news (a finding gone), ✗ red is bad (a new one)")),
      Diagram.LegendEntry(.node(Style(stroke: Palette.border)), text("未变（灰）", "same (grey)")),
      Diagram.LegendEntry(.edge(Palette.addedArrow), text("+ 新增供应", "+ supply added")),
      Diagram.LegendEntry(.edge(Palette.removedArrow), text("− 消失的供应", "− supply removed")),
      Diagram.LegendEntry(.edge(EdgeStyle(stroke: Palette.ink, width: 1.4)), text("± 数额有变", "± amount changed")),
      Diagram.LegendEntry(.edge(EdgeStyle(stroke: Palette.border, width: 0.9)), text("未变的供应", "supply that stays")),
    ]
    for (sign, zh, en) in [(Palette.goodSign, "好消息", "Good news"), (Palette.badSign, "要当心", "Beware")] {
      let lines = diagram.groups.map { ($0.title, $0.lines) } + diagram.nodes.map { ($0.title, $0.lines) }
      let news = lines.compactMap { title, lines in
        let own = lines.filter { $0.text.hasPrefix(sign) }.map { $0.text.dropFirst(sign.count + 1) }
        return own.isEmpty ? nil : title + text("（", " (") + own.joined(separator: text("、", ", ")) + text("）", ")")
      }
      if news.isEmpty { continue }
      let more = news.count > 6 ? text(" 等 \(news.count) 处", " and \(news.count - 6) more") : ""
      diagram.notes.append(sign + " " + text(zh + "：", en + ": ") + news.prefix(6).joined(separator: text("；", "; ")) + more)
    }
    diagram.notes.append(
      text(
        "本图的线型表示变化，不表示来源；未变的图元在两图中位置相同。",
        "Line styles here tell the change, not where facts come from; what stays keeps its place before and after."))
  }

  private func counts(_ keys: Set<String>) -> (figures: Int, links: Int) {
    let figures = Set(diagram.nodes.map(\.key))
    return (keys.count { figures.contains($0) }, keys.count { $0.hasPrefix("supply:") })
  }

  private var numbers: String {
    let (new, old) = (counts(added), counts(removed))
    return text(
      "图元：新增 \(new.figures)，消失 \(old.figures)；供应关系：新增 \(new.links)，消失 \(old.links)",
      "figures: \(new.figures) added, \(old.figures) removed; links: \(new.links) added, \(old.links) removed")
  }

  /// What the title of a drawing begins with; that of one side is never longer than that of both.
  private func heading(_ side: Side) -> String {
    switch side {
    case .before: text("变化前：", "Before: ")
    case .after: text("变化后：", "After: ")
    case .both: text("变化图：", "What changes: ")
    }
  }

  /// What a drawing shows, for those who cannot see it.
  private func description(of side: Side) -> String {
    let (new, old) = (counts(added), counts(removed))
    let cameText = came.isEmpty ? "" : text("新增：\(came)。", "Added: \(came).")
    let wentText = went.isEmpty ? "" : text("消失：\(went)。", "Removed: \(went).")
    let parts =
      switch side {
      case .before:
        [
          text(
            "变化之前：不画新增的。将消失的（红、虚线）：图元 \(old.figures)，供应关系 \(old.links)。",
            "Before the change: what it adds is left out. What it removes is red and dashed; figures: \(old.figures), links: \(old.links)."),
          wentText,
        ]
      case .after:
        [
          text(
            "变化之后：不画消失的。新增的（绿、粗线）：图元 \(new.figures)，供应关系 \(new.links)。",
            "After the change: what it removes is left out. What it adds is green and bold; figures: \(new.figures), links: \(new.links)."),
          cameText,
        ]
      case .both: [numbers + text("。", "."), cameText, wentText]
      }
    return parts.filter { !$0.isEmpty }.joined(separator: text("", " "))
  }

  /// Which side of the difference a drawing shows.
  public enum Side: String, Sendable, CaseIterable { case before, after, both }

  /// The keys that a drawing of one side leaves out.
  public func hiding(_ side: Side) -> Set<String> {
    switch side {
    case .before: added
    case .after: removed
    case .both: []
    }
  }

  /// A drawing of one side, from the drawing of both: what stays keeps its place, and the words are those of that side.
  public func page(_ side: Side, of whole: PlacedDiagram) -> PlacedDiagram {
    var page = whole.hiding(hiding(side))
    page.title = SafeText.clean(heading(side) + subject, limit: 400)
    page.description = SafeText.clean(description(of: side), limit: 4_000)
    let both = heading(.both)
    if let first = page.nodes.firstIndex(where: { $0.role == .furniture && $0.lines.first?.text.hasPrefix(both) == true }) {
      page.nodes[first].lines[0].text = heading(side) + page.nodes[first].lines[0].text.dropFirst(both.count)
    }
    return page
  }
}
