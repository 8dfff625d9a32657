import Cascades
import ClusterAnalysis
import ClusterModel
import Diagram

/// A cascade on one page: the shock at the left, a column for each iteration, firms gathered by what they lack, the heaviest first.
extension MapSheet {
  private typealias Look = PagePicture.Look
  private typealias Face = PagePicture.Face

  /// Firms of an iteration that lack the same.
  private struct HitGroup {
    var cause: String
    var isUp: Bool
    var rows: [CascadeLosses.Row]
  }

  private static let cascadeTop = 98.0
  private static let cascadeBottom = 508.0

  mutating func cascadePage() -> PagePicture? {
    guard let losses = facts.cascade else { return nil }
    let tiers = CascadeTiers(losses, tierLimit: min(request.tierLimit, 5))
    guard tiers.columns.count > 1 else { return nil }
    for row in tiers.columns.joined() { cover(row.firm) }
    let names = ShortNames(tiers.columns.joined().map(\.firm), self)
    var page = PagePicture()
    let gap = 34.0
    let count = Double(tiers.columns.count)
    let width = min(188, (Self.right - Self.left - gap * (count - 1)) / count)
    for (column, rows) in tiers.columns.enumerated() {
      let x = Self.left + (width + gap) * Double(column)
      page.text(
        column == 0 ? text("冲击", "Shock") : text("第 \(column) 轮", "Iteration \(column)"), x, 84, Face(9, isBold: true), limit: width * 0.6)
      let lost = rows.reduce(0) { $0 + losses.model.weights[0].known[$1.firm.row] * $1.loss }
      let total = losses.model.weights[0].known.reduce(0, +)
      let share = column == 0 || total <= 0 ? "" : text("，全网 \(self.share(lost / total))", ", \(self.share(lost / total))")
      page.text(
        text("\(rows.count) 家", words.firms(rows.count)) + share, x + width, 84, Face(7, color: Color(0x52606D), anchor: .end),
        limit: width * 0.68)
      if column > 0 { drawBundle(rows, x - gap, gap, most: tiers.columns.dropFirst().map(\.count).max() ?? 1, &page) }
      drawHits(hitGroups(rows), x, width, names, &page)
    }
    cascadeLegend(tiers, &page)
    let risk = losses.result.risks[0]
    let hit = losses.rows.count { $0.firstHit > 0 }
    var notes = [
      text(
        "每轮按所缺归类，损失大者在前，轮次旁为其占全网产出的损失；损失为传导终了时停产的份额，不计库存与时间",
        "Each iteration by what is lacking, the heaviest losses first, beside its name its loss of all output; losses are shares of output at the end, without stocks or time"
      )
    ]
    if tiers.tooLate > 0 {
      notes.append(text("更晚才波及的 \(tiers.tooLate) 家未画", "first hit later and not drawn: \(words.firms(tiers.tooLate))"))
    }
    if tiers.tooSmall > 0 {
      notes.append(text("损失不足 0.1 % 的 \(tiers.tooSmall) 家未画", "losing less than 0.1 % and not drawn: \(words.firms(tiers.tooSmall))"))
    }
    notes.append(names.note)
    finish(
      &page, title: cascadeTitle(losses, hit),
      subtitle: text(
        "全网产出损失 \(share(risk.esri))（缺投入 \(share(risk.down))，缺订单 \(share(risk.up))），\(losses.result.iterations) 轮后平息",
        "\(share(risk.esri)) of all output lost (\(share(risk.down)) for want of inputs, \(share(risk.up)) of buyers), at rest after \(losses.result.iterations) \(losses.result.iterations == 1 ? "iteration" : "iterations")"
      ),
      description: tiers.columns.indices.dropFirst().map { column in
        text("第 \(column) 轮 \(tiers.columns[column].count) 家", "iteration \(column): \(words.firms(tiers.columns[column].count))")
      }.joined(separator: text("、", ", ")), notes: notes)
    return page
  }

  private func cascadeTitle(_ losses: CascadeLosses, _ hit: Int) -> String {
    let names = losses.shocked.map { entry in
      network.firms.name(entry.firm, language) + (entry.loss == 1 ? "" : text("损失 \(share(entry.loss))", " losing \(share(entry.loss))"))
    }
    let more = names.count > 2 ? text(" 等 \(names.count) 家", " and \(names.count - 2) more") : ""
    let who = names.prefix(2).joined(separator: text("、", " and ")) + more
    let all = share(losses.result.risks[0].esri)
    return text(
      "\(Self.spaced(who))停产，波及 \(hit) 家，全网产出损失 \(all)", "\(who) stops: \(words.firms(hit)) hit, \(all) of all output lost")
  }

  /// By what is lacking; groups and firms in the order of what they cost.
  private func hitGroups(_ rows: [CascadeLosses.Row]) -> [HitGroup] {
    var groups: [HitGroup] = []
    for row in rows {
      let isUp = row.firstHit > 0 && row.direction == .up
      let words = row.firstHit == 0 ? "" : isUp ? text("缺订单", "lacking buyers") : cause(row) ?? text("缺投入", "lacking inputs")
      if let at = groups.firstIndex(where: { $0.cause == words && $0.isUp == isUp }) {
        groups[at].rows.append(row)
      } else {
        groups.append(HitGroup(cause: words, isUp: isUp, rows: [row]))
      }
    }
    return groups
  }

  /// How many firms each group shows: one each, then one more each in turn while there is room. Groups for which there is no room at all are told in one line.
  private func shares(_ groups: [HitGroup], room: Double) -> [Int] {
    // A heading, a row and the line of the rest.
    var left = room - 16
    var shown = [Int](repeating: 0, count: groups.count)
    for at in groups.indices {
      let cost = (groups[at].cause.isEmpty ? 0 : 13.0) + 15 + (groups[at].rows.count > 1 ? 15 : 0) + 5
      if left < cost { return shown }
      left -= cost
      shown[at] = 1
    }
    var isMore = true
    while isMore {
      isMore = false
      for at in groups.indices where shown[at] < groups[at].rows.count && left >= 15 {
        // The last firm takes the line of the rest.
        if shown[at] == groups[at].rows.count - 1 {
          shown[at] += 1
        } else {
          shown[at] += 1
          left -= 15
        }
        isMore = true
      }
    }
    return shown
  }

  private func drawHits(_ groups: [HitGroup], _ x: Double, _ width: Double, _ names: ShortNames, _ page: inout PagePicture) {
    let shown = shares(groups, room: Self.cascadeBottom - Self.cascadeTop)
    var y = Self.cascadeTop
    for (number, group) in groups.enumerated() where shown[number] > 0 {
      if !group.cause.isEmpty {
        page.text(
          (group.isUp ? "↑ " : "↓ ") + group.cause, x, y + 8, Face(7.5, isBold: true, color: group.isUp ? Palette.choke : Palette.weak),
          limit: width - 40)
        page.text(text("\(group.rows.count) 家", "\(group.rows.count)"), x + width, y + 8, Face(7, color: Color(0x52606D), anchor: .end))
        y += 13
      }
      for row in group.rows.prefix(shown[number]) {
        drawHit(row, Frame(x: x, y: y, width: width, height: 13.4), names, &page)
        y += 15
      }
      let rest = group.rows.dropFirst(shown[number])
      if let most = rest.map(\.loss).max() {
        let words = text("其余 \(rest.count) 家，各损失至多 \(share(most))", "\(rest.count) others, at most \(share(most)) each")
        page.box(x, y, width, 13.4, radius: 2, Look(fill: Palette.pale, stroke: Color(0x829AB1), width: 0.8))
        page.box(x + 2, y + 2, width - 4, 9.4, Look(stroke: Color(0x829AB1), width: 0.5))
        page.text(words, x + width / 2, y + 9.4, Face(7, anchor: .middle), limit: width - 8)
        y += 15
      }
      y += 5
    }
    let left = groups.indices.filter { shown[$0] == 0 }.reduce(0) { $0 + groups[$1].rows.count }
    if left > 0 {
      page.text(text("另 \(left) 家缺别的", "\(left) more, lacking other things"), x, y + 8, Face(7, color: Color(0x52606D)), limit: width)
    }
  }

  private func drawHit(_ row: CascadeLosses.Row, _ frame: Frame, _ names: ShortNames, _ page: inout PagePicture) {
    let isShock = row.firstHit == 0
    let isLeader = Palette.leading(rolesOf[row.firm] ?? []) != nil
    let place = self.place(network.firms.county(row.firm))
    let thing = PagePicture.Thing(
      key: "firm:\(network.firms.id(row.firm))", title: network.firms.name(row.firm, language) + " " + share(row.loss),
      description: [place, cause(row) ?? "", row.partner.map { text("主要经由", "mostly through ") + network.firms.name($0, language) } ?? ""]
        .filter { !$0.isEmpty }.joined(separator: text("；", "; ")))
    page.group(thing) { page in
      if isShock {
        page.box(frame.x, frame.y, frame.width, frame.height, Look(fill: Self.white, stroke: Color(0x7A1610), width: 2.4))
      } else {
        let style = Palette.hit(LossLevel(row.loss))
        page.box(frame.x, frame.y, frame.width * min(max(row.loss, 0), 1), frame.height, radius: 2, Look(fill: style.fill))
        page.box(
          frame.x, frame.y, frame.width, frame.height, radius: 2,
          Look(stroke: isLeader ? Palette.blue : style.stroke, width: isLeader ? 1.4 : min(style.strokeWidth, 1.1)))
      }
      let loss = (isShock ? "✕ " : "") + share(row.loss)
      let used = page.text(loss, frame.maxX - 4, frame.y + 9.6, Face(7, isBold: true, anchor: .end))
      var x = frame.x + 4
      x += realMark(row.firm, x, frame.y + 9.6, &page)
      names.draw(
        row.firm, mark: isLeader ? "★" : "", x, frame.y + 9.6, Face(7, isBold: isLeader || isShock), limit: frame.maxX - 8 - used - x, &page
      )
    }
  }

  /// One bundle for each way from an iteration to the next, as wide as there are firms hit.
  private func drawBundle(_ rows: [CascadeLosses.Row], _ x: Double, _ gap: Double, most: Int, _ page: inout PagePicture) {
    var y = Self.cascadeTop + 26
    for isUp in [false, true] {
      let count = rows.count { ($0.hitDirection == .up) == isUp }
      if count == 0 { continue }
      let half = max(1.2, 9 * Double(count) / Double(max(most, 1)))
      let color = isUp ? Palette.choke : Palette.weak
      page.polygon(
        [
          (x + 4, y - half), (x + gap - 10, y - half), (x + gap - 10, y - half - 3), (x + gap - 3, y), (x + gap - 10, y + half + 3),
          (x + gap - 10, y + half), (x + 4, y + half),
        ],
        Look(fill: color))
      page.text(
        text("\(isUp ? "↑" : "↓") \(count) 家", "\(isUp ? "↑" : "↓") \(count)"), x + gap / 2, y + half + 11,
        Face(7, isBold: true, color: color, anchor: .middle), limit: gap)
      y += 48
    }
  }

  private func cascadeLegend(_ tiers: CascadeTiers, _ page: inout PagePicture) {
    func box(_ level: LossLevel) -> (inout PagePicture, Double, Double) -> Void {
      let style = Palette.hit(level)
      return { page, x, y in page.box(x, y - 1.5, 22, 9, radius: 2, Look(fill: style.fill, stroke: style.stroke, width: 1)) }
    }
    let levels = Set(tiers.columns.dropFirst().joined().map { LossLevel($0.loss) })
    var entries: [(text: String, draw: (inout PagePicture, Double, Double) -> Void)] = [
      (
        text("受冲击企业", "shocked firm"),
        { page, x, y in page.box(x, y - 1.5, 22, 9, Look(fill: Self.white, stroke: Color(0x7A1610), width: 2.4)) }
      )
    ]
    for (level, zh, en) in [
      (LossLevel.high, "损失 50 % 及以上", "loses 50 % or more"), (.middle, "10–50 %", "10 to 50 %"), (.low, "1–10 %", "1 to 10 %"),
      (.slight, "不足 1 %", "less than 1 %"),
    ] where levels.contains(level) { entries.append((text(zh, en), box(level))) }
    entries.append(
      (
        text("★ 领跑者、链主", "★ leader, chain leader"),
        { page, x, y in page.box(x, y - 1.5, 22, 9, radius: 2, Look(stroke: Palette.blue, width: 1.4)) }
      ))
    entries.append((text("↓ 供货中断，传向采购方", "↓ supplies fail: to buyers"), { page, x, y in page.box(x, y, 22, 5, Look(fill: Palette.weak)) }))
    if tiers.columns.joined().contains(where: { $0.hitDirection == .up }) {
      entries.append(
        (text("↑ 订单减少，传向供应商", "↑ orders fail: to suppliers"), { page, x, y in page.box(x, y, 22, 5, Look(fill: Palette.choke)) }))
    }
    legendRow(entries, y: 528, &page)
  }
}
