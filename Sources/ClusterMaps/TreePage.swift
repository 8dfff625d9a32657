import ClusterAnalysis
import ClusterModel
import Diagram

/// A cluster's chain as a tree on one page: a row a stage, with its state, its products, its firms and how much of it is bought inside.
extension MapSheet {
  private typealias Look = PagePicture.Look
  private typealias Face = PagePicture.Face

  /// `nil` where there are several clusters, no chain, or more stages than a page has rows.
  mutating func treePage(_ clusters: [ClusterID]) -> PagePicture? {
    guard clusters.count == 1, let chain = network.clusters[clusters[0].row].chain else { return nil }
    let cluster = clusters[0]
    var stages = stageFacts(chain, inside: cluster)
    guard !stages.isEmpty, stages.count <= 26 else { return nil }
    if facts.gaps == nil {
      // Findings alone are known: the shares of what is bought inside are not.
      for at in stages.indices { stages[at].local = nil }
    }
    cover(network.clusters[cluster.row].provenance)
    for stage in stages {
      cover(network.stages[stage.stage.row].provenance)
      for firm in stage.firms { cover(firm) }
    }
    // A row holds thirty names at most.
    let names = ShortNames(stages.flatMap { $0.firms.prefix(30) }, self)
    var page = PagePicture()
    let row = min(26, 424 / Double(stages.count))
    let top = 90.0
    let heads = [
      (Self.left + 6, text("产业链", "Chain")), (124, text("环节", "Stage")), (246, text("产品", "Product")), (324, text("企业", "Firms")),
      (728, text("集群内配套率", "Bought inside")),
    ]
    for (x, words) in heads { page.text(words, x, 80, Face(8, isBold: true)) }
    let mids = stages.indices.map { top + row * (Double($0) + 0.5) }
    let middle = ((mids.first ?? 0) + (mids.last ?? 0)) / 2
    let line = Look(stroke: Color(0x9AA5B1), width: 1.2)
    for (number, stage) in stages.enumerated() {
      if number % 2 == 0 { page.box(122, top + row * Double(number), Self.right - 122, row, Look(fill: Color(0xF9FAFB))) }
      page.line([(112, mids[number]), (124, mids[number])], line)
      drawTreeRow(stage, mids[number], row, names, &page)
    }
    if mids.count > 1 { page.line([(112, mids[0]), (112, mids[mids.count - 1])], line) }
    page.line([(100, middle), (112, middle)], line)
    page.box(Self.left, middle - 21, 72, 42, radius: 6, Look(fill: Color(0xE3EEF9), stroke: Palette.blue, width: 1.6))
    let firms = Set(stages.flatMap(\.firms)).count
    let root = TextWidth.wrap(SafeText.clean(network.label(cluster)[language]), size: 8.8, isBold: true, limit: 64, lineLimit: 2)
    for (number, words) in root.enumerated() {
      page.text(
        words, Self.left + 36, middle - (root.count > 1 ? 8 : 3) + Double(number) * 10, Face(8.5, isBold: true, anchor: .middle), limit: 68)
    }
    page.text(
      words.firms(firms), Self.left + 36, middle + (root.count > 1 ? 15 : 10), Face(7, color: Color(0x52606D), anchor: .middle), limit: 68)
    treeLegend(&page)
    finish(
      &page, title: treeTitle(stages, network.label(cluster)[language]),
      subtitle: text(
        "产业链树：\(stages.count) 个环节及其产品（与环节同名的不写）、企业；领跑者、单点在前，其余按营业收入",
        "The chain as a tree: \(stages.count) stages, their products where the name differs, and firms; leaders and single points first, then by revenue"
      ),
      description: stages.map { "\($0.name)（\($0.firms.count)）" + stateWords($0).map(\.text).joined(separator: " ") }.joined(
        separator: text("、", ", ")),
      notes: [names.note])
    return page
  }

  private func treeTitle(_ stages: [StageFacts], _ name: String) -> String {
    let (missing, weak) = (stages.count(where: \.isMissing), stages.count { $0.isWeak && !$0.isMissing })
    var words = text("\(Self.spaced(name))\(stages.count) 个环节", "\(name): of \(stages.count) stages ")
    words += missing > 0 ? text("缺 \(missing) 个", "\(missing) missing") : text("都有企业", "none missing")
    if weak > 0 { words += text("，另有 \(weak) 个配套薄弱", ", \(weak) weak") }
    return words
  }

  private func drawTreeRow(_ stage: StageFacts, _ y: Double, _ row: Double, _ names: ShortNames, _ page: inout PagePicture) {
    let height = row - 4.5
    let thing = PagePicture.Thing(
      key: "stage:\(network.stages[stage.stage.row].id)", title: stage.name,
      description: stateWords(stage).map(\.text).joined(separator: " "))
    page.group(thing) { page in
      page.box(124, y - height / 2, 114, height, radius: 4, cardLook(stage))
      let count =
        stage.firms.isEmpty
        ? (stage.isMissing ? text("0 家", "0") : text("未在册", "none")) : text("\(stage.firms.count) 家", "\(stage.firms.count)")
      let used = page.text(count, 232, y + 2.7, Face(7, color: Color(0x52606D), anchor: .end))
      page.text(stage.name, 131, y + 2.9, Face(8, isBold: true), limit: 96 - used)
    }
    let products = network.products.filter { $0.stage == stage.stage }.map { $0.name[language].isEmpty ? $0.id : $0.name[language] }.filter
    {
      $0 != stage.name
    }
    if let first = products.first {
      let more = products.count > 1 ? text(" 等 \(products.count)", " +\(products.count - 1)") : ""
      page.text(first + more, 246, y + 2.7, Face(7), limit: 72)
    }
    var x = 324.0
    for state in stateWords(stage) { x += page.text(state.text, x, y + 2.7, Face(7.5, isBold: true, color: state.color)) + 7 }
    if stage.isMissing {
      let isSole = stage.suppliersOutside.count == 1
      if facts.gaps != nil {
        page.text(importWords(stage), x, y + 2.7, Face(7.5, isBold: isSole, color: isSole ? Palette.weak : Self.black), limit: 716 - x)
      }
    } else {
      drawChips(stage, x, y, height, names, &page)
    }
    guard facts.gaps != nil else { return }
    guard let local = stage.local else {
      page.text(text("未知", "unknown"), 728, y + 2.7, Face(7, color: Palette.grey))
      return
    }
    let isLow = local < (facts.gaps?.threshold ?? 0.5)
    page.box(728, y - 2.6, 46, 5.2, Look(fill: Self.track))
    page.box(728, y - 2.6, 46 * min(max(local, 0), 1), 5.2, Look(fill: isLow ? Palette.weak : Self.flowWithin))
    let tick = 728 + 46 * (facts.gaps?.threshold ?? 0.5)
    page.line([(tick, y - 5), (tick, y + 5)], Look(stroke: Self.black, width: 0.9))
    page.text(Words.percent(local), 780, y + 2.7, Face(7, isBold: isLow, color: isLow ? Palette.weak : Self.black), limit: 34)
  }

  private func drawChips(
    _ stage: StageFacts, _ start: Double, _ y: Double, _ height: Double, _ names: ShortNames, _ page: inout PagePicture
  ) {
    var x = start
    for (number, firm) in stage.firms.enumerated() {
      let isLeader = Palette.leading(rolesOf[firm] ?? []) != nil
      let isPoint = marks.ofFirm(network.firms.id(firm)) != nil
      let mark = (isLeader ? "★" : "") + (isPoint ? "▲" : "")
      let words = mark + names[firm]
      let type = Face(7, isBold: isLeader || isPoint, color: isLeader ? Palette.blue : isPoint ? Palette.weak : Self.black)
      let real = isStamped && !network.firms.isSynthetic(firm) ? 11.0 : 0
      let width = min(PagePicture.width(words, type), 170) + real + 7
      let rest = stage.firms.count - number
      if x + width + (rest > 1 ? 40 : 0) > 718 && number > 0 {
        page.text(text("另 \(rest) 家", "+\(rest)"), x, y + 2.7, Face(7, color: Color(0x52606D)))
        return
      }
      let look =
        isLeader
        ? Look(fill: Color(0xE3EEF9), stroke: Palette.blue, width: 1.2)
        : Look(fill: Self.white, stroke: isPoint ? Palette.weak : Palette.border, width: isPoint ? 1.3 : 0.8)
      let tall = min(height, 15)
      page.group(PagePicture.Thing(key: "firm:\(network.firms.id(firm))@tree", title: network.firms.name(firm, language))) { page in
        page.box(x, y - tall / 2, width, tall, radius: 3, look)
        let shift = realMark(firm, x + 3.5, y + 2.7, &page)
        names.draw(firm, mark: mark, x + 3.5 + shift, y + 2.7, type, limit: width - shift - 5, &page)
      }
      x += width + 3
    }
  }

  private func treeLegend(_ page: inout PagePicture) {
    legendRow(
      [
        (text("○ 缺链", "○ missing"), Self.legendBox(Look(fill: Self.white, stroke: Palette.missing, width: 1.7, line: .dashed))),
        (text("▼ 弱链、× 断链", "▼ weak, × broken"), Self.legendBox(Look(fill: Self.pink, stroke: Palette.weak, width: 1.9))),
        (
          text("卡脖子：区域外唯一来源", "chokepoint: sole source outside"),
          { page, x, y in page.text("■", x + 14, y + 6, PagePicture.Face(8, isBold: true, color: Palette.choke)) }
        ),
        (text("无在册企业", "no firm on record"), Self.legendBox(Look(fill: Self.white, stroke: Palette.grey, width: 1, line: .dotted))),
        (text("★ 领跑者", "★ leader"), Self.legendBox(Look(fill: Color(0xE3EEF9), stroke: Palette.blue, width: 1.2))),
        (text("▲ 单点", "▲ single point"), Self.legendBox(Look(fill: Self.white, stroke: Palette.weak, width: 1.3))),
        (
          text("配套率的竖线：弱链的界限", "tick: below it a stage is weak"),
          { page, x, y in
            page.box(x, y, 22, 5, Look(fill: Self.track))
            page.line([(x + 11, y - 2), (x + 11, y + 7)], Look(stroke: Self.black, width: 0.9))
          }
        ),
      ], y: 528, &page)
  }
}
