import Chainwright
import ChainwrightTesting
import Foundation

/// `maps`: seconds from a diagram to its SVG, for heavy-tailed firm graphs in twelve columns; medians of 5 runs.
/// `maps --dot NODES EDGES`: the same graph as plain DOT, for Graphviz's own layout.
@main struct Maps {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "--dot", arguments.count == 3, let nodes = Int(arguments[1]), let edges = Int(arguments[2]) {
      print(plain(diagram(nodes: nodes, edges: edges)))
      return
    }
    print("| nodes / edges | placing, s | Graphviz draws, s | to SVG in all, s | SVG, MB |\n|---|---|---|---|---|")
    for (nodes, edges) in [(1_000, 2_000), (5_000, 12_000)] {
      let diagram = diagram(nodes: nodes, edges: edges)
      var times: [(place: Double, draw: Double)] = []
      var size = 0
      for _ in 0..<5 {
        let clock = ContinuousClock()
        let begin = clock.now
        let placed = diagram.placed()
        let middle = clock.now
        size = try placed.finishedSVG(try Renderer().render(placed.dot, as: .svg)).utf8.count
        times.append((seconds(middle - begin), seconds(clock.now - middle)))
      }
      times.sort { $0.place + $0.draw < $1.place + $1.draw }
      let (place, draw) = times[2]
      print("| \(nodes) / \(edges) | \(rounded(place)) | \(rounded(draw)) | \(rounded(place + draw)) | \(rounded(Double(size) / 1e6)) |")
    }
  }

  static func diagram(nodes: Int, edges: Int) -> Diagram {
    var random = SplitMix64(seed: 20_221_117)
    var weights = WeightedChoice.heavyTail(count: nodes)
    random.shuffle(&weights)
    let choice = WeightedChoice(weights: weights)
    let columns = (0..<nodes).map { _ in random.below(12) }
    var diagram = Diagram(title: "\(nodes) / \(edges)")
    for node in 0..<nodes {
      diagram.nodes.append(
        Diagram.Node(key: "n\(node)", lines: [Diagram.Line("示例纺织有限公司 \(node)"), Diagram.Line("高阳县", .detail)], column: columns[node]))
    }
    for edge in 0..<edges {
      let ends = [choice.draw(&random), choice.draw(&random)].sorted { columns[$0] < columns[$1] }
      diagram.edges.append(Diagram.Edge(key: "e\(edge)", source: "n\(ends[0])", target: "n\(ends[1])"))
    }
    return diagram
  }

  static func plain(_ diagram: Diagram) -> String {
    let edges = diagram.edges.map { "  \($0.source) -> \($0.target);\n" }.joined()
    let nodes = diagram.nodes.map { "  \($0.key) [label=\"\($0.lines[0].text)\", shape=box];\n" }.joined()
    return "digraph g {\n  rankdir=LR;\n\(nodes)\(edges)}"
  }

  static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  static func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
}
