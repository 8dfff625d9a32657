import ClusterAnalysis
import ClusterModel
import Diagram

/// A cluster beside its peer on one page: a row a stage, with what each has and who is ahead by how much.
extension MapSheet {
  private typealias Look = PagePicture.Look
  private typealias Face = PagePicture.Face

  /// `nil` where nothing is compared, or there are more stages than a page has rows.
  mutating func benchmarkPage(_ own: ClusterID, _ peer: ClusterID) -> PagePicture? {
    guard let benchmark = facts.benchmark, !benchmark.rows.isEmpty, benchmark.rows.count <= 28 else { return nil }
    let (a, b) = (network.label(own)[language], network.label(peer)[language])
    for row in benchmark.rows {
      cover(network.stages[row.stage.row].provenance)
      for firm in row.own.firms + row.peer.firms { cover(firm) }
    }
    var page = PagePicture()
    let (top, height) = (96.0, min(26, 414 / Double(benchmark.rows.count)))
    benchmarkHeads(a, b, &page)
    let most = benchmark.rows.map { max($0.own.scale.value ?? 0, $0.peer.scale.value ?? 0) }.max() ?? 0
    let scale = (amount: max(most, 1e-9), gap: max(benchmark.rows.map { abs($0.gap) }.max() ?? 0, 1e-9))
    for (number, row) in benchmark.rows.enumerated() {
      let y = top + height * (Double(number) + 0.5)
      if number % 2 == 0 { page.box(Self.left, y - height / 2, Self.right - Self.left, height, Look(fill: Color(0xF9FAFB))) }
      let says = Benchmark.Part.allCases.compactMap { part in
        row.parts[part].flatMap { abs($0) > 5e-5 ? "\(part.label[language]) \(points($0))" : nil }
      }
      let thing = PagePicture.Thing(
        key: Self.key(row.stage, network), title: stageName(row.stage), description: says.joined(separator: text("；", "; ")))
      page.group(thing) { page in drawBenchmarkRow(row, y, min(height - 4, 20), scale.amount, scale.gap, &page) }
    }
    page.line([(Self.gapAxis, top - 2), (Self.gapAxis, top + height * Double(benchmark.rows.count))], Look(stroke: Self.black, width: 0.8))
    benchmarkLegend(&page)
    let lacking = benchmark.rows.filter(\.isLacking)
    let gap = benchmark.gap
    var title = text("\(a)对标\(b)：", "\(a) beside \(b): ")
    title +=
      abs(gap) < 5e-4
      ? text("可比部分相当", "level where measured")
      : gap > 0 ? text("落后 \(points(gap)) 分", "\(points(gap)) points behind") : text("领先 \(points(-gap)) 分", "\(points(-gap)) points ahead")
    if !lacking.isEmpty { title += text("，缺 \(lacking.count) 环", ", \(lacking.count) stages lacking") }
    finish(
      &page, title: title,
      subtitle: text(
        "逐环节对照：企业数、年产出（亿元）和对标分数之差；标杆有而本集群无的环节 \(lacking.count) 个",
        "Stage by stage: firms, yearly output (CNY bn) and the difference in points; stages that only the peer has: \(lacking.count)"),
      description: benchmark.rows.map { "\(stageName($0.stage)) \(points($0.gap))" }.joined(separator: text("；", "; ")),
      notes: [
        text(
          "分数按逐环节对标计算，标杆减本集群；无法衡量的分项未计入", "Points are those of the benchmark, peer minus cluster; what cannot be measured is not in them")
      ])
    return page
  }

  private static let gapAxis = 694.0

  private func benchmarkHeads(_ a: String, _ b: String, _ page: inout PagePicture) {
    let face = Face(8, isBold: true)
    page.text(text("环节", "Stage"), Self.left + 6, 88, face)
    page.text(a, 292, 88, Face(8, isBold: true, color: Palette.blue), limit: 160)
    page.text(b, 462, 88, face, limit: 160)
    page.text(text("← 领先", "← ahead"), Self.gapAxis - 6, 88, Face(7.5, isBold: true, color: Palette.blue, anchor: .end))
    page.text(text("落后（分）→", "behind, points →"), Self.gapAxis + 6, 88, Face(7.5, isBold: true, color: Palette.weak), limit: 112)
  }

  private func drawBenchmarkRow(
    _ row: Benchmark.Row, _ y: Double, _ tall: Double, _ most: Double, _ mostGap: Double, _ page: inout PagePicture
  ) {
    let isEmpty = !row.own.isPresent && !row.peer.isPresent
    let look: Look =
      isEmpty
      ? Look(fill: Self.white, stroke: Palette.grey, width: 1, line: .dotted)
      : row.isLacking
        ? Look(fill: Self.white, stroke: Palette.missing, width: 1.6, line: .dashed)
        : row.gap > 5e-4
          ? Look(fill: Self.pink, stroke: Palette.weak, width: 1.6) : Look(fill: Self.white, stroke: Color(0x9AA5B1), width: 1)
    page.box(Self.left + 2, y - tall / 2, 132, tall, radius: 4, look)
    page.text(stageName(row.stage), Self.left + 9, y + 2.9, Face(8, isBold: true), limit: 120)
    let mark: (String, Color) =
      isEmpty
      ? (text("两地均无", "neither"), Color(0x52606D))
      : row.isLacking
        ? (text("○ 本集群缺", "○ lacking"), Palette.missing)
        : row.gap > 5e-4
          ? (text("▼ 落后", "▼ behind"), Palette.weak)
          : row.gap < -5e-4 ? (text("▲ 领先", "▲ ahead"), Palette.blue) : (text("＝ 相当", "＝ level"), Self.black)
    page.text(mark.0, 172, y + 2.9, Face(7.5, isBold: true, color: mark.1), limit: 112)
    drawBenchmarkSide(row.own, 292, y, most, Palette.blue, &page)
    drawBenchmarkSide(row.peer, 462, y, most, Color(0x829AB1), &page)
    if isEmpty { return }
    let length = 62 * min(abs(row.gap) / mostGap, 1)
    let isBehind = row.gap > 0
    if abs(row.gap) > 5e-5 {
      page.box(isBehind ? Self.gapAxis : Self.gapAxis - length, y - 4, length, 8, Look(fill: isBehind ? Palette.weak : Palette.blue))
    }
    let words = (row.gap > 5e-4 ? "−" : row.gap < -5e-4 ? "+" : "") + points(abs(row.gap))
    let x = isBehind ? Self.gapAxis + length + 4 : Self.gapAxis - length - 4
    page.text(words, x, y + 2.7, Face(7.5, isBold: true, anchor: isBehind ? .start : .end))
  }

  private func drawBenchmarkSide(
    _ side: ClusterProfile.Row, _ x: Double, _ y: Double, _ most: Double, _ color: Color, _ page: inout PagePicture
  ) {
    guard side.isPresent else {
      page.text(text("无在册企业", "no firm on record"), x, y + 2.7, Face(7, color: Color(0x52606D)), limit: 150)
      return
    }
    page.text(text("\(side.firms.count) 家", "\(side.firms.count)"), x + 26, y + 2.7, Face(7.5, anchor: .end))
    guard facts.benchmark?.own.measure == .output else { return }
    guard let value = side.scale.value else {
      page.text(text("产出未知", "output unknown"), x + 34, y + 2.7, Face(7, color: Palette.grey), limit: 110)
      return
    }
    let length = 78 * value / most
    page.box(x + 34, y - 3.5, max(length, 0.8), 7, Look(fill: color))
    page.text(large(value), x + 38 + length, y + 2.7, Face(7.5))
  }

  private func benchmarkLegend(_ page: inout PagePicture) {
    legendRow(
      [
        (
          text("○ 标杆有、本集群缺", "○ only the peer has it"),
          Self.legendBox(Look(fill: Self.white, stroke: Palette.missing, width: 1.6, line: .dashed))
        ),
        (text("▼ 落后于标杆", "▼ behind the peer"), Self.legendBox(Look(fill: Self.pink, stroke: Palette.weak, width: 1.6))),
        (text("▲ 领先、＝ 相当", "▲ ahead, ＝ level"), Self.legendBox(Look(fill: Self.white, stroke: Color(0x9AA5B1), width: 1))),
        (text("两地均无在册企业", "no firm of either"), Self.legendBox(Look(fill: Self.white, stroke: Palette.grey, width: 1, line: .dotted))),
        (text("本集群产出", "output of the cluster"), { page, x, y in page.box(x, y, 22, 6, Look(fill: Palette.blue)) }),
        (text("标杆产出", "output of the peer"), { page, x, y in page.box(x, y, 22, 6, Look(fill: Color(0x829AB1))) }),
      ], y: 530, &page)
  }
}
