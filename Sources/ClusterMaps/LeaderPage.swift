import ClusterAnalysis
import ClusterModel
import Diagram

/// The leader's needs on one page: a bracket holds those any of whom will do, a bar joins what must all arrive.
extension MapSheet {
  private static let top = 96.0
  private static let room = 408.0
  private static let leaderX = 716.0

  mutating func leaderPage(_ leader: FirmID, _ model: SupplyModel) -> PagePicture {
    cover(leader)
    let points = Set(network.firms.all.filter { marks.ofFirm(network.firms.id($0)) != nil })
    let depth = min(max(facts.tiers?.members.last?.shortest ?? 1, 1), 4)
    var tree = LeaderTree(leader, model, points: points, language: language, levels: depth)
    tree.fold(to: Self.room)
    let drawn = tree.drawn
    for member in drawn.flatMap({ tree.brackets[$0].members }) { cover(member.firm) }
    for row in 0..<network.supplies.count where coveredFirms.contains(network.supplies.buyer(SupplyID(row))) {
      cover(network.supplies.provenance[row])
    }
    let names = ShortNames(drawn.flatMap { tree.brackets[$0].members.map(\.firm) } + [leader], self)
    let levels = max(drawn.map { tree.brackets[$0].level }.max() ?? 1, 1)
    var drawing = LeaderDrawing(tree: tree, names: names, levels: levels)
    var page = PagePicture()
    drawing.place(top: Self.top + max((Self.room - tree.height) / 2, 0))
    heads(drawing, &page)
    drawing.draw(self, into: &page)
    drawLeaderBox(leader, names, drawing, &page)
    leaderLegend(&page)
    let roots = tree.roots.map { tree.brackets[$0] }
    finish(
      &page, title: leaderTitle(leader, model, tree), subtitle: leaderSubtitle(leader, tree, levels),
      description: roots.map { "\($0.good): " + $0.members.map { names[$0.firm] }.joined(separator: text("、", ", ")) }.joined(
        separator: text("；", "; ")), notes: leaderNotes(tree, names))
    return page
  }

  private func leaderTitle(_ leader: FirmID, _ model: SupplyModel, _ tree: LeaderTree) -> String {
    let name = network.firms.name(leader, language)
    let needs = tree.brackets.filter { $0.level == 1 && !$0.isJoined && $0.kind != .optional }
    let (single, empty) = (needs.count { $0.kind == .single }, needs.count { $0.kind == .empty })
    if needs.isEmpty { return text("\(name)：没有记录供应商", "\(name): no supplier on record") }
    let count = text("\(Self.spaced(name))需要 \(needs.count) 种物", "\(name) needs \(needs.count) \(needs.count == 1 ? "good" : "goods")")
    var parts: [String] = []
    if single > 0 {
      parts.append(text("\(single) 种没有替代供应，断一家即停", single == 1 ? "1 has no second source" : "\(single) have no second source"))
    }
    if empty > 0 { parts.append(text("\(empty) 种无人供应", empty == 1 ? "nobody supplies 1" : "nobody supplies \(empty)")) }
    if parts.isEmpty { parts = [text("每种都有第二家可供", "each has a second source")] }
    return count + text("，", ": ") + parts.joined(separator: text("，", ", "))
  }

  private func leaderSubtitle(_ leader: FirmID, _ tree: LeaderTree, _ levels: Int) -> String {
    let members = facts.tiers?.members ?? []
    let depth = members.last?.shortest ?? 0
    let points = facts.findings.filter { $0.rule == "single-point-of-failure" && $0.subject.id != network.firms.id(leader) }.count
    var line = text(
      "供应层级：上游 \(max(members.count - 1, 0)) 家，\(depth) 级；停产即令其停产的单点 \(points) 家",
      "Tiers of supply: \(words.firms(max(members.count - 1, 0))) upstream in \(depth) tiers; \(points) alone stop it")
    if depth > levels { line += text("；第 \(levels + 1) 级起未展开", "; tier \(levels + 1) and beyond not opened") }
    return line
  }

  private func leaderNotes(_ tree: LeaderTree, _ names: ShortNames) -> [String] {
    var notes = [names.note]
    if tree.leftOut > 0 {
      notes.append(text("金额较小的 \(tree.leftOut) 种物未画出", "\(tree.leftOut) goods of smaller amounts are not drawn"))
    }
    notes.append(
      text(
        "右列：所在县、年供货额（万元，空白为未知）；见上：其需要已在别处画出；上游未展开：为可读而收起",
        "On the right: county and what is supplied a year (CNY 10k, blank where unknown). Above: drawn elsewhere; not opened: folded to stay legible"
      ))
    return notes
  }

  private func heads(_ drawing: LeaderDrawing, _ page: inout PagePicture) {
    let type = PagePicture.Face(8.5, isBold: true, anchor: .middle)
    let counts = Dictionary(grouping: facts.tiers?.members ?? [], by: \.shortest).mapValues(\.count)
    for level in 1...drawing.levels {
      let name = text("第 \(level) 级　\(counts[level] ?? 0) 家", "Tier \(level) · \(counts[level] ?? 0)")
      page.text(name, drawing.x(level) + drawing.width / 2, 84, type, limit: drawing.width)
    }
    page.text(text("核心企业", "The leader"), Self.leaderX + 49, 84, type)
  }

  private func drawLeaderBox(_ leader: FirmID, _ names: ShortNames, _ drawing: LeaderDrawing, _ page: inout PagePicture) {
    let y = drawing.middle
    let isStopped = drawing.tree.roots.contains { drawing.tree.brackets[$0].kind == .empty }
    let type = PagePicture.Face(8.5, isBold: true, anchor: .middle)
    page.group(PagePicture.Thing(key: "firm:\(network.firms.id(leader))", title: network.firms.name(leader, language))) { page in
      page.box(
        Self.leaderX, y - 27, 98, 54, radius: 8, PagePicture.Look(fill: Color(0xE3EEF9), stroke: Palette.blue, width: 1.8))
      let lines = TextWidth.wrap(names[leader], size: 8.8, isBold: true, limit: 88, lineLimit: 2)
      for (number, line) in lines.enumerated() {
        page.text(line, Self.leaderX + 49, y - (lines.count > 1 ? 14 : 9) + Double(number) * 10.5, type, limit: 92)
      }
      let role = Palette.leading(rolesOf[leader] ?? []).map { words.role($0) } ?? text("核心企业", "the leader")
      page.text(
        role, Self.leaderX + 49, y + 9, PagePicture.Face(7.5, isBold: true, color: Palette.blue, anchor: .middle), limit: 92)
      let county = place(network.firms.county(leader))
      page.text(county, Self.leaderX + 49, y + 20, PagePicture.Face(7, color: Color(0x52606D), anchor: .middle), limit: 92)
    }
    if isStopped {
      page.text(
        text("○ 有物无人供应", "○ a good lacks"), Self.leaderX + 49, y + 38,
        PagePicture.Face(7, isBold: true, color: Palette.missing, anchor: .middle), limit: 98)
    }
  }

  private func leaderLegend(_ page: inout PagePicture) {
    typealias Look = PagePicture.Look
    legendRow(
      [
        (
          text("粗竖线：所接各物全部到齐才能开工（与）", "thick bar: all that it joins must arrive (and)"),
          { page, x, y in
            page.line([(x + 12, y - 2), (x + 12, y + 9)], Look(stroke: Self.black, width: 2.4))
            page.line([(x, y + 1), (x + 12, y + 1)], Look(stroke: Palette.supply.stroke, width: 1.2))
            page.line([(x, y + 6), (x + 12, y + 6)], Look(stroke: Palette.supply.stroke, width: 1.2))
          }
        ),
        (
          text("括号：同一物的供应商，任一家即可（或）", "bracket: suppliers of one good, any will do (or)"),
          { page, x, y in LeaderDrawing.frame(&page, Frame(x: x, y: y - 1, width: 22, height: 9), .any) }
        ),
        (
          text("▲ 红括号：没有第二家", "▲ red bracket: no second source"),
          { page, x, y in LeaderDrawing.frame(&page, Frame(x: x, y: y - 1, width: 22, height: 9), .single) }
        ),
        (
          text("○ 虚括号：无人供应", "○ dashed bracket: nobody supplies"),
          { page, x, y in LeaderDrawing.frame(&page, Frame(x: x, y: y - 1, width: 22, height: 9), .empty) }
        ),
        (
          text("企业前：一旦停产，核心企业随之停产", "before a firm: its stop stops the leader"),
          { page, x, y in
            page.text("▲", x + 14, y + 6, PagePicture.Face(7.5, isBold: true, color: Palette.weak))
          }
        ),
      ], y: 517, &page)
  }
}
