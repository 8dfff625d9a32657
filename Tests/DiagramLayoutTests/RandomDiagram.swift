import Diagram

/// A small generator for tests: Knuth's MMIX linear congruence.
struct Draws {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}

extension Diagram {
  /// Groups, free nodes, edges of every kind: forward, long, back, within a column, to itself, between boxes; some with labels.
  static func random(seed: UInt64) -> Diagram {
    var draws = Draws(state: seed)
    var diagram = Diagram(title: "图 \(seed)", subtitle: "随机", sourceLine: "来源", notes: ["注"], language: "zh-Hans")
    let columns = 1 + draws.next(6)
    let names = ["高阳县示例纺织有限责任公司", "A", "中国第一汽车零部件制造集团股份有限公司保定分公司", "Lixian Solar Glass Co., Ltd.", "印染厂"]
    diagram.columns = (0..<columns).map { Heading("第 \($0) 列", detail: "说明") }
    for group in 0..<draws.next(6) {
      diagram.groups.append(
        Group(key: "g\(group)", lines: [Line("环节 \(group)", .strong), Line("3 家", .detail)], column: draws.next(columns)))
    }
    let count = 1 + draws.next(30)
    for node in 0..<count {
      let group = draws.next(3) == 0 || diagram.groups.isEmpty ? "" : "g\(draws.next(diagram.groups.count))"
      var lines = [Line(names[draws.next(names.count)])]
      if draws.next(2) == 0 { lines.append(Line("▲ 单点", .mark)) }
      let shape = Shape.allCases[draws.next(5)]
      diagram.nodes.append(
        Node(
          key: "n\(node)", lines: lines, style: Style(shape: shape), column: draws.next(columns), group: group,
          order: Double(draws.next(4)),
          isLast: draws.next(9) == 0))
    }
    let ends = diagram.nodes.map(\.key) + diagram.groups.map(\.key)
    for edge in 0..<draws.next(60) {
      diagram.edges.append(
        Edge(
          key: "e\(edge)", source: ends[draws.next(ends.count)], target: ends[draws.next(ends.count)],
          label: draws.next(5) == 0 ? "12.5 亿元" : "", style: EdgeStyle(hasArrow: draws.next(4) > 0)))
    }
    diagram.legend = [
      LegendEntry(.node(Style()), "企业"), LegendEntry(.edge(EdgeStyle()), "供应"), LegendEntry(.mark("▲", Color(0xFF0000)), "单点"),
    ]
    return diagram
  }
}

extension PlacedDiagram {
  /// Points along an edge, `steps` for each piece.
  func trace(_ edge: Edge, steps: Int = 12) -> [Diagram.Point] {
    var points: [Diagram.Point] = []
    for piece in stride(from: 0, to: edge.points.count - 1, by: 3) {
      let p = Array(edge.points[piece...(piece + 3)])
      for step in 0...steps {
        let (t, u) = (Double(step) / Double(steps), 1 - Double(step) / Double(steps))
        let (a, b, c, d) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        points.append(
          Diagram.Point(
            a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x, a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y))
      }
    }
    return points
  }
}
