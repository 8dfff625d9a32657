import ChainwrightTesting
import GraphCore
import InputOutput
import Seeds
import Testing

@Suite struct FlowSystemTests {
  static func graph(_ naive: NaiveInputOutput) -> (CSRGraph, [Double]) {
    var builder = GraphBuilder(vertexCount: naive.output.count)
    var amounts: [Double] = []
    for i in naive.output.indices {
      for j in naive.output.indices where naive.flows[i][j] != 0 {
        builder.addEdge(VertexID(i), VertexID(j))
        amounts.append(naive.flows[i][j])
      }
    }
    // Edges were added by source, so the frozen order is this one.
    return (builder.build(), amounts)
  }

  @Test(arguments: seeds(200)) func equalsTheDenseModel(seed: UInt64) throws {
    let naive = NaiveInputOutput.random(sectors: 1 + Int(seed % 40), density: 0.15, seed: seed)
    let model = try LeontiefModel(naive.table())
    let (graph, amounts) = Self.graph(naive)
    let ones = [Double](repeating: 1, count: naive.output.count)
    let expected: [(FlowSystem.Kind, [Double], [Double])] = [
      (.leontief, model.table.finalDemand, naive.output), (.leontiefTransposed, ones, model.outputMultipliers),
      (.ghosh, ones, model.upstreamness), (.ghoshTransposed, model.table.primaryInputs, naive.output),
    ]
    for (kind, b, values) in expected {
      let system = try FlowSystem(graph, amounts: amounts, output: naive.output, kind: kind)
      for method in FlowSystem.Method.allCases {
        let solution = try system.solve(b, method: method)
        #expect(difference(solution.values, values, floor: 1e-6) < 1e-8, "\(kind) \(method)")
        #expect(solution.residual <= 1e-12)
      }
    }
  }

  /// Two firms that sell all they make to each other, and one beside them.
  @Test func circlesThatKeepAllAreNamed() throws {
    let naive = NaiveInputOutput(flows: [[0, 10, 0], [10, 0, 0], [1, 0, 0]], output: [10, 10, 20])
    let (graph, amounts) = Self.graph(naive)
    let system = try FlowSystem(graph, amounts: amounts, output: naive.output, kind: .ghosh)
    let error = #expect(throws: InputOutputError.self) { try system.solve([1, 1, 1]) }
    #expect(error?.code == .notConverged || error?.code == .unproductive)
    #expect(error?.sectors.contains(0) == true && error?.sectors.contains(1) == true)
    let greedy = try FlowSystem(graph, amounts: [14, 14, 1], output: naive.output, kind: .ghosh)
    let second = #expect(throws: InputOutputError.self) { try greedy.solve([1, 1, 1]) }
    #expect(second?.code == .unproductive || second?.code == .notConverged)
  }

  @Test func wrongInput() {
    let naive = NaiveInputOutput(flows: [[0, 10], [0, 0]], output: [0, 10])
    let (graph, amounts) = Self.graph(naive)
    func code(_ amounts: [Double], _ output: [Double]) -> InputOutputError.Code? {
      do {
        _ = try FlowSystem(graph, amounts: amounts, output: output, kind: .ghosh)
        return nil
      } catch { return error.code }
    }
    #expect(code(amounts, naive.output) == .zeroOutput)
    #expect(code([], naive.output) == .wrongShape)
    #expect(code(amounts, [-1, 0]) == .negativeOutput)
    #expect(code([.infinity], [1, 1]) == .notANumber)
    #expect(code(amounts, [10, 10]) == nil)
  }
}
