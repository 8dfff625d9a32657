import Diagram

extension Sheet {
  /// Rows with a label at the left and a text at the right share this frame: the scale, its grid and the reference lines.
  private struct Frame {
    var scale: Scale
    var labels: [[String]]
    var tops: [Double]
    var left: Double
    var right: Double
    var ceiling: Double
    var floor: Double

    func x(_ value: Double) -> Double { left + scale.place(value) * (right - left) }
    func middle(_ row: Int) -> Double { tops[row] + (tops.indices.contains(row + 1) ? tops[row + 1] - tops[row] : floor - tops[row]) / 2 }
  }

  private mutating func frame(labels: [String], texts: [String], values: [Double]) -> Frame {
    let scale = Scale(values + chart.references.map(\.value), axis: chart.horizontal, count: 6)
    let lines = labels.map { Self.fit($0, limit: 230, lines: 2) }
    let labelWidth = lines.joined().map { TextWidth.width($0, size: 11) }.max() ?? 0
    let textWidth = texts.map { min(180, TextWidth.width(SafeText.clean($0), size: 11)) }.max() ?? 0
    let left = Self.margin + labelWidth + 8
    let right = Self.width - Self.margin - max(16, textWidth + 10)
    if !chart.references.isEmpty { top += 16 * Double(min(2, chart.references.count)) }
    let ceiling = top
    var tops: [Double] = []
    for line in lines {
      tops.append(top)
      top += line.count > 1 ? 30 : 22
    }
    let floor = top + (lines.isEmpty ? 22 : 2)
    let frame = Frame(scale: scale, labels: lines, tops: tops, left: left, right: right, ceiling: ceiling, floor: floor)
    for tick in scale.ticks {
      line(frame.x(tick), ceiling, frame.x(tick), floor)
      text(scale.text(tick), x: frame.x(tick), y: floor + 15, anchor: .middle, color: Self.soft)
    }
    text(
      Self.fit(chart.horizontal.title, limit: Self.width - 2 * Self.margin).first ?? "", x: (left + right) / 2, y: floor + 32,
      anchor: .middle, color: Self.soft)
    for (row, lines) in lines.enumerated() {
      let first = frame.middle(row) + 4 - Double(lines.count - 1) * 6.5
      for (number, line) in lines.enumerated() { text(line, x: left - 8, y: first + Double(number) * 13, anchor: .end) }
    }
    top = floor + 36
    return frame
  }

  private mutating func drawReferences(_ frame: Frame) {
    for (place, reference) in chart.references.enumerated() {
      let x = frame.x(reference.value)
      open(reference.label, "reference")
      line(x, frame.ceiling - 3, x, frame.floor, color: Self.ink, width: 1.2, dash: "5 3")
      let name = Self.fit(reference.label, limit: 300).first ?? ""
      let half = TextWidth.width(name, size: 11) / 2
      text(
        name, x: min(max(x, Self.margin + half), Self.width - Self.margin - half), y: frame.ceiling - 6 - Double(place % 2) * 15,
        anchor: .middle,
        hasHalo: true)
      close()
    }
  }

  mutating func draw(_ bars: [Chart.Bar]) {
    let frame = frame(labels: bars.map(\.label), texts: bars.map(\.text), values: bars.map(\.value) + [0])
    for (row, bar) in bars.enumerated() {
      open(bar.label + ": " + bar.text, "bar")
      let zero = frame.x(0)
      let end = bar.value.isFinite ? frame.x(bar.value) : zero
      if bar.value.isFinite {
        box(
          min(zero, end), frame.middle(row) - 6.5, max(0.5, abs(end - zero)), 13, fill: bar.isMarked ? "url(#hatch)" : Self.colors[0],
          stroke: bar.isMarked ? Self.colors[1] : nil)
      }
      text(
        Self.fit(bar.text, limit: 180).first ?? "", x: max(zero, end) + 6, y: frame.middle(row) + 4,
        color: bar.value.isFinite ? Self.ink : Self.soft, hasHalo: true)
      close()
    }
    line(frame.x(0), frame.ceiling, frame.x(0), frame.floor, color: Self.soft)
    drawReferences(frame)
  }

  mutating func draw(_ rows: [Chart.Row], names: [String]) {
    drawKey(names)
    let frame = frame(
      labels: rows.map(\.label), texts: rows.map(\.text),
      values: rows.flatMap { $0.values + ($0.range.map { [$0.lowerBound, $0.upperBound] } ?? []) })
    drawReferences(frame)
    for (row, one) in rows.enumerated() {
      open(one.label, "row")
      let y = frame.middle(row)
      line(frame.left, y, frame.right, y, color: "#eef1f4")
      if let range = one.range {
        let (from, to) = (frame.x(range.lowerBound), frame.x(range.upperBound))
        line(from, y, to, y, color: Self.soft, width: 1.6)
        line(from, y - 4, from, y + 4, color: Self.soft, width: 1.2)
        line(to, y - 4, to, y + 4, color: Self.soft, width: 1.2)
      }
      // Marks of one value stand below each other: none hides another.
      var placed: [(x: Double, y: Double)] = []
      for (kind, value) in one.values.enumerated() where value.isFinite {
        let x = frame.x(value)
        let near = placed.count { abs($0.x - x) < 7 }
        let shift = near == 0 ? 0.0 : near % 2 == 1 ? -5.2 : 5.2
        mark(kind, x: x, y: y + shift, radius: near == 0 ? 4.2 : 3.6)
        placed.append((x, y + shift))
      }
      text(Self.fit(one.text, limit: 180).first ?? "", x: frame.right + 10, y: y + 4)
      close()
    }
  }

  /// Which mark is what, over the chart, in as many lines as it takes.
  private mutating func drawKey(_ names: [String]) {
    if names.isEmpty { return }
    var x = Self.margin
    top += 4
    for (kind, name) in names.enumerated() {
      let text = Self.fit(name, limit: 300).first ?? ""
      let width = 14 + TextWidth.width(text, size: 11) + 22
      if x > Self.margin && x + width > Self.width - Self.margin {
        x = Self.margin
        top += 18
      }
      mark(kind, x: x + 5, y: top, radius: 4.2)
      self.text(text, x: x + 14, y: top + 4)
      x += width
    }
    top += 16
  }
}
