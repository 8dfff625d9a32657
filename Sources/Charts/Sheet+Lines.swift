import Diagram

extension Sheet {
  /// Lines over a number, each named at its end.
  mutating func draw(_ series: [Chart.Series]) {
    let points = series.flatMap(\.points)
    let across = Scale(points.map(\.x), axis: chart.horizontal, count: 8, isTight: true)
    let up = Scale(points.map(\.y) + chart.references.map(\.value), axis: chart.vertical, count: 5)
    let names = series.map { Self.fit($0.name, limit: 150, lines: 2) }
    let nameWidth = (names.joined().map { TextWidth.width($0, size: 11) }.max() ?? 0)
    let left = Self.margin + (up.ticks.map { TextWidth.width(up.text($0), size: 11) }.max() ?? 0) + 8
    let right = Self.width - Self.margin - (nameWidth > 0 ? nameWidth + 42 : 0)
    text(Self.fit(chart.vertical.title, limit: Self.width - 2 * Self.margin).first ?? "", x: Self.margin, y: top + 2, color: Self.soft)
    let ceiling = top + 14
    let floor = ceiling + 280
    func x(_ value: Double) -> Double { left + across.place(value) * (right - left) }
    func y(_ value: Double) -> Double { floor - up.place(value) * (floor - ceiling) }

    for band in chart.bands {
      let (from, to) = (max(band.range.lowerBound, across.low), min(band.range.upperBound, across.high))
      if from > to { continue }
      open(band.label, "band")
      box(x(from), ceiling, max(1, x(to) - x(from)), floor - ceiling, fill: "#edf0f3")
      line(x(from), ceiling, x(from), floor, color: Self.soft, width: 0.6, dash: "1 2")
      line(x(to), ceiling, x(to), floor, color: Self.soft, width: 0.6, dash: "1 2")
      close()
    }
    for tick in up.ticks {
      line(left, y(tick), right, y(tick))
      text(up.text(tick), x: left - 6, y: y(tick) + 4, anchor: .end, color: Self.soft)
    }
    for tick in across.ticks {
      line(x(tick), floor, x(tick), floor + 4, color: Self.soft)
      text(across.text(tick), x: x(tick), y: floor + 17, anchor: .middle, color: Self.soft)
    }
    line(left, floor, right, floor, color: Self.soft)
    text(
      Self.fit(chart.horizontal.title, limit: right - left).first ?? "", x: (left + right) / 2, y: floor + 34, anchor: .middle,
      color: Self.soft)
    for (place, reference) in chart.references.enumerated() {
      open(reference.label, "reference")
      line(left, y(reference.value), right, y(reference.value), color: Self.ink, width: 1.2, dash: "5 3")
      text(
        Self.fit(reference.label, limit: right - left).first ?? "", x: place % 2 == 0 ? right - 4 : left + 4, y: y(reference.value) - 4,
        anchor: place % 2 == 0 ? .end : .start, hasHalo: true)
      close()
    }
    for (place, one) in series.enumerated() { draw(one, place, of: series.count, x, y) }
    // Band names last, so that no line runs through them; the rows below each other where bands are narrow.
    for (place, band) in chart.bands.enumerated() where band.range.lowerBound <= across.high && band.range.upperBound >= across.low {
      let middle = x((max(band.range.lowerBound, across.low) + min(band.range.upperBound, across.high)) / 2)
      let name = Self.fit(band.label, limit: 220).first ?? ""
      let half = TextWidth.width(name, size: 11) / 2
      text(
        name, x: min(max(middle, left + half), max(left + half, right - half)), y: floor - 6 - Double(place % 4) * 14, anchor: .middle,
        color: Self.soft, hasHalo: true)
    }
    drawNames(names, at: series.map { $0.points.last { $0.y.isFinite && $0.x.isFinite }.map { (x($0.x), y($0.y)) } }, right, ceiling, floor)
    top = floor + 38
  }

  private mutating func draw(
    _ series: Chart.Series, _ place: Int, of count: Int, _ x: (Double) -> Double, _ y: (Double) -> Double
  ) {
    open(series.name, "series")
    var data = ""
    var isOpen = false
    var last = 0.0
    for point in series.points {
      guard point.x.isFinite && point.y.isFinite else {
        isOpen = false
        continue
      }
      let (px, py) = (XMLText.number(x(point.x)), XMLText.number(y(point.y)))
      if isOpen && series.isStepped && last != point.y { data += "H\(px)" }
      data += isOpen ? "L\(px) \(py)" : "M\(px) \(py)"
      isOpen = true
      last = point.y
    }
    path(data, color: Self.colors[place % Self.colors.count], width: 1.8, dash: Self.dashes[place % Self.dashes.count])
    // Marks at six places, shifted from line to line; at every point where there are few.
    let known = series.points.filter { $0.x.isFinite && $0.y.isFinite }
    if count > 1 || known.count <= 12 {
      let stride = max(1, known.count / 6)
      for (number, point) in known.enumerated() where known.count <= 12 || number % stride == stride * place / max(1, count) {
        mark(place, x: x(point.x), y: y(point.y))
      }
    }
    close()
  }

  /// Names right of the chart at the height of their lines, moved apart where they would touch.
  private mutating func drawNames(
    _ names: [[String]], at ends: [(x: Double, y: Double)?], _ right: Double, _ ceiling: Double, _ floor: Double
  ) {
    let order = names.indices.filter { ends[$0] != nil && !names[$0].isEmpty }.sorted { (ends[$0]!.y, $0) < (ends[$1]!.y, $1) }
    var tops: [Double] = []
    var next = ceiling - 6
    for place in order {
      let height = Double(names[place].count) * 13 + 2
      let wanted = max(next, ends[place]!.y - height / 2)
      tops.append(wanted)
      next = wanted + height
    }
    // What was pushed below the chart is moved up again.
    var limit = floor + 8
    for place in order.indices.reversed() {
      let height = Double(names[order[place]].count) * 13 + 2
      tops[place] = min(tops[place], limit - height)
      limit = tops[place]
    }
    for (place, top) in zip(order, tops) {
      let height = Double(names[place].count) * 13 + 2
      let color = Self.colors[place % Self.colors.count]
      if names.count == 1 {
        // One line needs no key: its name stands at its end.
        for (number, words) in names[place].enumerated() { text(words, x: right + 10, y: top + 11 + Double(number) * 13, color: color) }
        continue
      }
      line(ends[place]!.x + 2, ends[place]!.y, right + 12, top + height / 2, color: color, width: 0.6)
      line(
        right + 12, top + height / 2, right + 36, top + height / 2, color: color, width: 1.8, dash: Self.dashes[place % Self.dashes.count])
      mark(place, x: right + 24, y: top + height / 2)
      for (number, line) in names[place].enumerated() {
        text(line, x: right + 42, y: top + 11 + Double(number) * 13, color: color)
      }
    }
  }
}
