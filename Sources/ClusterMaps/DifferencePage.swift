import ClusterAnalysis
import ClusterModel
package import Diagram

extension MapRequest {
  /// A chain before, after, and what differs, each on a page and each stage in one place on all three.
  ///
  /// - Parameters:
  ///   - before: the request and the facts of the chain before the change.
  ///   - after: those of the chain after it.
  ///   - title: what made the difference.
  /// - Returns: a page for each side; empty where the view is not of a chain, or it has more stages than a page holds.
  package static func differencePages(
    before: (request: MapRequest, facts: MapFacts), after: (request: MapRequest, facts: MapFacts), title: String
  ) -> [DifferenceMap.Side: PagePicture] {
    guard case .chain(let oldChain, let oldCluster) = before.request.view, case .chain(let chain, let cluster) = after.request.view else {
      return [:]
    }
    // A diagram draws chosen firms one by one; a page counts all and names as many as fit.
    var (before, after) = (before, after)
    (before.request.shown, after.request.shown) = (nil, nil)
    var (old, new) = (MapSheet(before.request, before.facts), MapSheet(after.request, after.facts))
    let was = old.stageFacts(oldChain, inside: oldCluster)
    guard let both = new.differencePage(chain, cluster, was, old, oldChain, title: title) else { return [:] }
    old = MapSheet(before.request, before.facts)
    var side = MapSheet(after.request, after.facts)
    old.titlePrefix = old.text("变化前：", "Before: ")
    side.titlePrefix = side.text("变化后：", "After: ")
    guard let first = old.chainPage(oldChain, inside: oldCluster), let second = side.chainPage(chain, inside: cluster) else { return [:] }
    return [.before: first, .after: second, .both: both]
  }
}

/// What changed at a stage.
struct StageNews {
  var good: [String] = []
  var bad: [String] = []
  /// Firms before and after.
  var firms = (before: 0, after: 0)
  var isChanged: Bool { !good.isEmpty || !bad.isEmpty || firms.before != firms.after }
}

extension MapSheet {
  private typealias Look = PagePicture.Look
  private typealias Face = PagePicture.Face

  fileprivate mutating func differencePage(
    _ chain: ChainID, _ cluster: ClusterID?, _ was: [StageFacts], _ old: MapSheet, _ oldChain: ChainID, title: String
  ) -> PagePicture? {
    let stages = stageFacts(chain, inside: cluster)
    guard !stages.isEmpty, stages.count <= 30 else { return nil }
    let ids = { (stages: [StageFacts], network: Network) in stages.map { network.stages[$0.stage.row].id } }
    let (now, then) = (ids(stages, network), ids(was, old.network))
    // Only a chain of the same stages can lie on itself.
    guard now == then else { return nil }
    for stage in stages { for firm in stage.firms { cover(firm) } }
    let plan = chainPlan(stages, chain)
    let before = old.chainPlan(was, oldChain)
    guard var drawing = ChainDrawing(plan, self, bottom: 432) else { return nil }
    drawing.lineNews = lineNews(before.bundles, plan.bundles)
    let news = zip(was, stages).map { stageNews($0, $1) }
    var page = PagePicture()
    drawing.drawBands(&page)
    drawing.drawBundles(plan.bundles.filter { drawing.isDrawn($0) }, self, &page)
    for (number, stage) in stages.enumerated() {
      if let frame = drawing.frames[number] { drawNews(stage, news[number], frame, &page) }
    }
    let counts = differenceCounts(was, stages, old)
    drawNewsBoxes(counts, stages, news, &page)
    differenceLegend(&page)
    let (up, down) = (news.count { !$0.good.isEmpty }, news.count { !$0.bad.isEmpty })
    finish(
      &page, title: differenceTitle(title, counts),
      subtitle: text(
        "\(chainName(chain, cluster))变化图：好消息 \(up) 环，要当心 \(down) 环，有变化的共 \(news.count(where: \.isChanged)) 环；版式与变化前、后的图相同",
        "What changes in the \(chainName(chain, cluster)): good news at \(up) stages, bad at \(down), \(news.count(where: \.isChanged)) changed in all; laid out like the maps before and after"
      ),
      description: zip(stages, news).filter { $1.isChanged }.map { stage, own in
        stage.name + text("：", ": ") + (own.good.map { "✓ " + $0 } + own.bad.map { "✗ " + $0 }).joined(separator: text("、", ", "))
      }.joined(separator: text("；", "; ")), notes: [])
    return page
  }

  /// Lines with more supply than before, and those with less.
  private func lineNews(_ before: [ChainPlan.Bundle], _ after: [ChainPlan.Bundle]) -> [[Int]: Bool] {
    var news: [[Int]: Bool] = [:]
    for bundle in after {
      let old = before.first { $0.from == bundle.from && $0.to == bundle.to }
      let (was, now) = (old?.amount ?? 0, bundle.amount)
      if bundle.isSupplied && old?.isSupplied != true || now > was + 0.05 { news[bundle.from + [bundle.to]] = true }
      if old?.isSupplied == true && !bundle.isSupplied || now < was - 0.05 { news[bundle.from + [bundle.to]] = false }
    }
    return news
  }

  private func stateName(_ gap: ChainGaps.Gap) -> String {
    switch gap {
    case .missing: text("缺链", "missing")
    case .broken: text("断链", "broken")
    case .weak: text("弱链", "weak")
    case .chokepoint: text("卡脖子", "chokepoint")
    }
  }

  private func stageNews(_ was: StageFacts, _ now: StageFacts) -> StageNews {
    var news = StageNews(firms: (was.firms.count, now.firms.count))
    let gone = ChainGaps.Gap.allCases.filter { was.states.contains($0) && !now.states.contains($0) }.map { stateName($0) }
    let came = ChainGaps.Gap.allCases.filter { now.states.contains($0) && !was.states.contains($0) }.map { stateName($0) }
    if !gone.isEmpty { news.good.append(text("\(gone.joined(separator: "、"))消除", "no longer \(gone.joined(separator: ", "))")) }
    let share = now.local.map { text("配套率 ", "inside ") + Words.percent($0) } ?? ""
    if !came.isEmpty {
      let only = now.firms.count == 1 ? text("，仅 1 家", ", 1 firm only") : ""
      let more = share.isEmpty ? only : text("：\(share)", ": \(share)") + only
      news.bad.append(text("新\(came.joined(separator: "、"))\(more)", "now \(came.joined(separator: ", "))\(more)"))
    }
    if let a = was.local, let b = now.local, abs(b - a) >= 0.005, came.isEmpty {
      let words = text("配套率 ", "inside ") + Words.percent(a) + " → " + Words.percent(b)
      if b > a { news.good.append(words) } else { news.bad.append(words) }
    }
    return news
  }

  private func drawNews(_ stage: StageFacts, _ news: StageNews, _ frame: Frame, _ page: inout PagePicture) {
    let says = (news.good.map { "✓ " + $0 } + news.bad.map { "✗ " + $0 }).joined(separator: text("；", "; "))
    let thing = PagePicture.Thing(key: "stage:\(network.stages[stage.stage.row].id)", title: stage.name, description: says)
    page.group(thing) { page in
      let (tab, step) = (16.0, (frame.height - 8) / 3)
      let grey = Color(0x7B8794)
      let state: Look =
        stage.isMissing
        ? Look(fill: Self.white, stroke: Palette.border, width: 1, line: .dashed)
        : stage.isUnrecorded
          ? Look(fill: Self.white, stroke: Palette.border, width: 1, line: .dotted)
          : Look(fill: Self.white, stroke: Palette.border, width: 1)
      page.box(
        frame.x, frame.y, frame.width, frame.height, radius: 4,
        news.isChanged ? Look(fill: Self.white, stroke: Self.black, width: 1.4) : state)
      var (x, right) = (frame.x + 7, frame.maxX - 7)
      if !news.good.isEmpty {
        page.box(frame.x, frame.y, tab, frame.height, radius: 4, Look(fill: Self.good))
        page.text("✓", frame.x + tab / 2, frame.midY + 3.6, Face(10, isBold: true, color: Self.white, anchor: .middle))
        x += tab
      }
      if !news.bad.isEmpty {
        page.box(frame.maxX - tab, frame.y, tab, frame.height, radius: 4, Look(fill: Color(0xFEE4E2), stroke: Palette.weak, width: 1.4))
        page.text("✗", frame.maxX - tab / 2, frame.midY + 3.6, Face(10, isBold: true, color: Palette.weak, anchor: .middle))
        right -= tab
      }
      var y = frame.y + 5.5 + step * 0.72
      let count =
        news.firms.before == news.firms.after
        ? (stage.firms.isEmpty && !stage.isMissing ? text("无在册企业", "none on record") : words.firms(stage.firms.count))
        : text("\(news.firms.before) → \(news.firms.after) 家", "\(news.firms.before) → \(news.firms.after) firms")
      let isNew = news.firms.before != news.firms.after
      let used = page.text(
        count, right, y, Face(7, isBold: isNew, color: isNew ? Self.black : grey, anchor: .end), limit: (right - x) * 0.5)
      page.text(stage.name, x, y, Face(8.5, isBold: true, color: news.isChanged ? Self.black : grey), limit: right - x - used - 6)
      y += step
      if !news.isChanged {
        let states = stateWords(stage).map(\.text).joined(separator: " ")
        page.text(
          states.isEmpty ? text("未变", "unchanged") : states + text("（未变）", " (unchanged)"), x, y, Face(7, color: grey), limit: right - x)
        return
      }
      for (sign, color, lines) in [("✓ ", Self.good, news.good), ("✗ ", Palette.weak, news.bad)] where !lines.isEmpty {
        page.text(sign + lines.joined(separator: text("；", "; ")), x, y, Face(7, isBold: true, color: color), limit: right - x)
        y += step
      }
    }
  }

  // MARK: The two boxes

  /// A number before and after; whether more of it is bad.
  private struct Count {
    var name: String
    var before: String
    var after: String
    var difference: String
    var isGood: Bool?
  }

  private func differenceCounts(_ was: [StageFacts], _ now: [StageFacts], _ old: MapSheet) -> [Count] {
    func count(_ name: String, _ a: Int, _ b: Int, _ unit: String) -> Count {
      Count(
        name: name, before: "\(a)", after: "\(b)\(unit)", difference: b > a ? "+\(b - a)" : b < a ? "−\(a - b)" : "",
        isGood: a == b ? nil : b < a)
    }
    let unit = text(" 个", "")
    var counts = [(ChainGaps.Gap.missing), .broken, .weak, .chokepoint].map { gap in
      count(stateName(gap), was.count { $0.states.contains(gap) }, now.count { $0.states.contains(gap) }, unit)
    }
    let points = [old.facts, facts].map { facts in facts.findings.count { $0.rule == "single-point-of-failure" } }
    counts.append(count(text("单点", "single points"), points[0], points[1], text(" 家", "")))
    if let a = old.facts.gaps?.completeness, let b = facts.gaps?.completeness {
      let points = Words.percent(abs(b - a)).dropLast(2)
      counts.append(
        Count(
          name: text("完整度", "completeness"), before: Words.percent(a), after: Words.percent(b),
          difference: abs(b - a) < 0.0005 ? "" : (b > a ? "+" : "−") + points + text(" 个百分点", " points"),
          isGood: abs(b - a) < 0.0005 ? nil : b > a))
    }
    return counts
  }

  private func differenceTitle(_ title: String, _ counts: [Count]) -> String {
    let parts = counts.prefix(4).compactMap { count -> String? in
      count.isGood == nil ? nil : text("\(count.name) \(count.before) → \(count.after)", "\(count.name) \(count.before) → \(count.after)")
    }
    if parts.isEmpty { return title + text("：缺链、断链、弱链均未变", ": no stage closed, none opened") }
    return title + text("：", ": ") + parts.joined(separator: text("，", ", "))
  }

  private func drawNewsBoxes(_ counts: [Count], _ stages: [StageFacts], _ news: [StageNews], _ page: inout PagePicture) {
    let sides = [
      (true, 28.0, Self.good, Color(0xEFF8F6), text("✓ 好消息", "✓ Good news")),
      (false, 428.0, Palette.weak, Self.pink, text("✗ 要当心", "✗ Beware")),
    ]
    for (isGood, x, color, fill, head) in sides {
      page.box(x, 440, 386, 78, radius: 4, Look(fill: fill, stroke: color, width: 1.3))
      page.text(head, x + 10, 454, Face(9.5, isBold: true, color: color))
      let own = counts.filter { $0.isGood == isGood }.prefix(6)
      if own.isEmpty {
        page.text(isGood ? text("没有数字变好", "no number is better") : text("没有数字变坏", "no number is worse"), x + 10, 470, Face(8), limit: 366)
      }
      for (number, count) in own.enumerated() {
        let (left, y) = (x + 10 + 126 * Double(number % 3), 467 + 23 * Double(number / 3))
        page.text(count.name, left, y, Face(7, color: Color(0x52606D)), limit: 120)
        let used = page.text("\(count.before) → \(count.after)", left, y + 10, Face(8.5, isBold: true), limit: 84) + 5
        page.text(count.difference, left + used, y + 10, Face(7.5, isBold: true, color: color), limit: 122 - used)
      }
      if isGood { continue }
      let open = zip(stages, news).filter { !$0.states.isEmpty && $1.bad.isEmpty }.map { stage, _ in
        stage.name + " " + stateWords(stage).map(\.text).joined(separator: " ")
      }
      if !open.isEmpty {
        let more = open.count > 5 ? text(" 等 \(open.count) 环", " and \(open.count - 5) more") : ""
        page.text(
          text("仍未解决：", "Still open: ") + open.prefix(5).joined(separator: text("、", ", ")) + more, x + 10, 512,
          Face(7, color: Color(0x52606D)), limit: 366)
      }
    }
  }

  private func differenceLegend(_ page: inout PagePicture) {
    legendRow(
      [
        (
          text("左侧 ✓ 绿：好消息", "✓ green, left: good news"),
          { page, x, y in
            page.box(x, y - 1.5, 22, 9, radius: 2, Look(fill: Self.white, stroke: Self.black, width: 1.2))
            page.box(x, y - 1.5, 7, 9, Look(fill: Self.good))
          }
        ),
        (
          text("右侧 ✗ 红框：坏消息", "✗ red, right: bad news"),
          { page, x, y in
            page.box(x, y - 1.5, 22, 9, radius: 2, Look(fill: Self.white, stroke: Self.black, width: 1.2))
            page.box(x + 15, y - 1.5, 7, 9, Look(fill: Color(0xFEE4E2), stroke: Palette.weak, width: 1.2))
          }
        ),
        (
          text("灰：未变", "grey: unchanged"),
          { page, x, y in page.box(x, y - 1.5, 22, 9, radius: 2, Look(fill: Self.white, stroke: Palette.border, width: 1)) }
        ),
        (text("＋ 供应增加", "+ more supply"), { page, x, y in page.line([(x, y + 3), (x + 22, y + 3)], Look(stroke: Self.good, width: 2.6)) }),
        (
          text("− 供应减少", "− less supply"),
          { page, x, y in page.line([(x, y + 3), (x + 22, y + 3)], Look(stroke: Palette.weak, width: 2.6)) }
        ),
      ], y: 534, &page)
  }
}
