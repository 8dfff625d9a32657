import ClusterModel
import Diagram

/// Places and draws the brackets of a leader's tree: columns from right to left, each bracket in the middle of what stands behind it.
struct LeaderDrawing {
  let tree: LeaderTree
  let names: ShortNames
  let levels: Int
  private var frames: [Int: Frame] = [:]
  /// Firms whose needs are drawn.
  private let opened: Set<FirmID>
  /// Where the line to the leader runs.
  private(set) var middle = 0.0

  static let gutter = 27.0

  init(tree: LeaderTree, names: ShortNames, levels: Int) {
    self.tree = tree
    self.names = names
    self.levels = levels
    opened = Set(
      tree.drawn.flatMap { number in
        tree.brackets[number].members.prefix(tree.brackets[number].shown).filter { !$0.children.isEmpty && !$0.isFolded }.map(\.firm)
      })
  }

  var width: Double { min(240, (674 - Double(levels) * Self.gutter) / Double(levels)) }

  /// The left side of the column of a tier.
  func x(_ level: Int) -> Double { 716 - Double(level) * (width + Self.gutter) }

  mutating func place(top: Double) {
    var y = top
    for root in tree.roots {
      place(root, y)
      y += tree.height(root) + LeaderTree.gap
    }
    let mids = tree.roots.compactMap { frames[$0]?.midY }
    middle = mids.isEmpty ? 300 : ((mids.first ?? 0) + (mids.last ?? 0)) / 2
  }

  private mutating func place(_ bracket: Int, _ top: Double) {
    let height = tree.height(bracket)
    let own = tree.brackets[bracket].ownHeight
    frames[bracket] = Frame(x: x(tree.brackets[bracket].level), y: top + (height - own) / 2, width: width, height: own)
    let children = tree.children(bracket)
    let behind = children.reduce(0) { $0 + tree.height($1) } + Double(max(children.count - 1, 0)) * LeaderTree.gap
    var y = top + (height - behind) / 2
    for child in children {
      place(child, y)
      y += tree.height(child) + LeaderTree.gap
    }
  }

  // MARK: Drawing

  /// The two sides of a bracket and what it stands on.
  static func frame(_ page: inout PagePicture, _ frame: Frame, _ kind: LeaderTree.Kind) {
    let (color, thick, line): (Color, Double, LineStyle) =
      switch kind {
      case .empty: (Palette.missing, 1.8, .dashed)
      case .single: (Palette.weak, 2.6, .solid)
      case .any: (Palette.supply.stroke, 1.8, .solid)
      case .optional: (Palette.grey, 1.2, .dotted)
      }
    let fill = kind == .single ? MapSheet.pink : kind == .empty ? MapSheet.white : Palette.pale
    page.box(frame.x, frame.y, frame.width, frame.height, PagePicture.Look(fill: fill))
    let thin = PagePicture.Look(stroke: color, width: 1, line: line)
    page.line([(frame.x + 5, frame.y), (frame.x, frame.y), (frame.x, frame.maxY), (frame.x + 5, frame.maxY)], thin)
    page.line(
      [(frame.maxX - 6, frame.y), (frame.maxX, frame.y), (frame.maxX, frame.maxY), (frame.maxX - 6, frame.maxY)],
      PagePicture.Look(stroke: color, width: thick, line: line))
  }

  func draw(_ sheet: MapSheet, into page: inout PagePicture) {
    bar(to: Diagram.Point(716, middle), at: 706, tree.roots, &page)
    for bracket in tree.drawn {
      guard let frame = frames[bracket] else { continue }
      let opened = tree.brackets[bracket].members.prefix(tree.brackets[bracket].shown).enumerated().filter {
        !$0.element.children.isEmpty && !$0.element.isFolded
      }
      // The lowest of several stands nearest, so that no bar crosses another's line more than once.
      for (number, member) in opened.enumerated() {
        let x = frame.x - 7 - min(6.5, 14 / Double(max(opened.count, 1))) * Double(opened.count - 1 - number)
        bar(to: Diagram.Point(frame.x, row(frame, member.offset)), at: x, member.element.children, &page)
      }
    }
    for bracket in tree.drawn { drawBracket(bracket, sheet, &page) }
  }

  private func row(_ frame: Frame, _ number: Int) -> Double { frame.y + 14 + 12.5 * Double(number) + 5.5 }

  private func bar(to point: Diagram.Point, at x: Double, _ children: [Int], _ page: inout PagePicture) {
    let mids = children.compactMap { frames[$0]?.midY }
    guard let first = mids.min(), let last = mids.max() else { return }
    let (top, bottom) = (min(first, point.y) - 4, max(last, point.y) + 4)
    for child in children {
      guard let frame = frames[child] else { continue }
      let kind = tree.brackets[child].kind
      let color = kind == .single ? Palette.weak : kind == .empty ? Palette.missing : Palette.supply.stroke
      page.line([(frame.maxX, frame.midY), (x, frame.midY)], PagePicture.Look(stroke: MapSheet.white, width: 3.6))
      page.line(
        [(frame.maxX, frame.midY), (x, frame.midY)],
        PagePicture.Look(stroke: color, width: kind == .single ? 1.8 : 1.2, line: kind == .empty || kind == .optional ? .dashed : .solid))
    }
    page.line([(x, point.y), (point.x, point.y)], PagePicture.Look(stroke: MapSheet.white, width: 3.6))
    page.line([(x, point.y), (point.x, point.y)], PagePicture.Look(stroke: MapSheet.black, width: 1.2))
    page.line([(x, top), (x, bottom)], PagePicture.Look(stroke: MapSheet.black, width: 2.4))
    page.circle(point.x, point.y, 2, PagePicture.Look(fill: MapSheet.black))
  }

  private func drawBracket(_ number: Int, _ sheet: MapSheet, _ page: inout PagePicture) {
    guard let frame = frames[number] else { return }
    let bracket = tree.brackets[number]
    let key = "need:\(number)"
    let all = bracket.members.map { sheet.network.firms.name($0.firm, sheet.language) }
    let thing = PagePicture.Thing(
      key: key, title: bracket.isJoined ? sheet.text("有第二家的各物", "goods with a second source") : bracket.good,
      description: all.joined(separator: sheet.text("、", ", ")))
    page.group(thing) { page in
      Self.frame(&page, frame, bracket.kind)
      let (words, color) = state(bracket, sheet)
      let type = PagePicture.Face(7.5, isBold: bracket.kind.rawValue <= LeaderTree.Kind.single.rawValue, color: color, anchor: .end)
      let used = PagePicture.width(words, type)
      page.text(words, frame.maxX - 8, frame.y + 10.5, type)
      let head =
        bracket.isJoined
        ? sheet.text("另 \(bracket.list.count) 种物", "\(bracket.list.count) more goods")
        : bracket.good
      page.text(head, frame.x + 7, frame.y + 10.5, PagePicture.Face(8.5, isBold: true), limit: frame.width - used - 22)
      if bracket.isJoined { drawList(bracket, frame, &page) }
      for row in 0..<bracket.shown {
        let firm = bracket.members[row].firm
        let key = "firm:\(sheet.network.firms.id(firm))@\(number).\(row)"
        page.group(PagePicture.Thing(key: key, title: sheet.network.firms.name(firm, sheet.language))) { page in
          drawMember(bracket.members[row], frame, frame.y + 14 + 12.5 * Double(row) + 8.5, sheet, &page)
        }
      }
      if bracket.rest > 0 {
        page.text(
          sheet.words.otherFirms(bracket.rest), frame.x + 7, frame.y + 14 + 12.5 * Double(bracket.shown) + 8.5,
          PagePicture.Face(7.5, color: Color(0x52606D)), limit: frame.width - 14)
      }
    }
  }

  private func state(_ bracket: LeaderTree.Bracket, _ sheet: MapSheet) -> (String, Color) {
    let grey = Color(0x52606D)
    switch bracket.kind {
    case .empty: return (sheet.text("○ 无人供应", "○ nobody"), Palette.missing)
    case .optional:
      return (sheet.text("\(bracket.options) 家，非必需", "\(bracket.options), not essential"), grey)
    case .single:
      if bracket.members.count == 1 { return (sheet.text("▲ 只此 1 家", "▲ only one"), Palette.weak) }
      return (
        sheet.text("▲ \(bracket.options) 家，须 \(bracket.needed) 家", "▲ \(bracket.options), all \(bracket.needed) needed"), Palette.weak
      )
    case .any:
      if bracket.isJoined { return (sheet.text("各有 2 家以上", "two or more each"), grey) }
      if bracket.needed > 1 {
        return (sheet.text("\(bracket.options) 家，须 \(bracket.needed) 家", "\(bracket.options), \(bracket.needed) needed"), grey)
      }
      return (sheet.text("\(bracket.members.count) 家，任一即可", "any of \(bracket.members.count)"), grey)
    }
  }

  private func drawList(_ bracket: LeaderTree.Bracket, _ frame: Frame, _ page: inout PagePicture) {
    let half = (frame.width - 20) / 2
    for (number, entry) in bracket.list.enumerated() {
      let x = frame.x + 7 + Double(number % 2) * (half + 6)
      page.text("\(entry.name) \(entry.count)", x, frame.y + 14 + Double(number / 2) * 10.5 + 8.5, PagePicture.Face(7), limit: half)
    }
  }

  private func drawMember(
    _ member: LeaderTree.Member, _ frame: Frame, _ y: Double, _ sheet: MapSheet, _ page: inout PagePicture
  ) {
    let grey = PagePicture.Face(7, color: Color(0x52606D), anchor: .end)
    var right = frame.maxX - 8
    if let amount = member.amount { right -= page.text(Words.grouped(Int(amount.rounded())), right, y, grey) + 5 }
    var place = sheet.place(sheet.network.firms.county(member.firm))
    if member.isAbove && opened.contains(member.firm) {
      place += sheet.text(" 见上", " above")
    } else if member.isFolded || member.isAbove {
      place += sheet.text(" 上游未展开", " not opened")
    }
    right -= page.text(place, right, y, grey, limit: frame.width * 0.42) + 5
    var x = frame.x + 7
    if member.isPoint {
      x += page.text("▲", x, y, PagePicture.Face(7.5, isBold: true, color: Palette.weak)) + 1
    }
    x += sheet.realMark(member.firm, x, y, &page)
    names.draw(member.firm, x, y, PagePicture.Face(8), limit: right - x, &page)
  }
}
