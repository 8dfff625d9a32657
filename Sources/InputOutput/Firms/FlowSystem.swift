public import GraphCore

/// Leontief's and Ghosh's systems of a firm graph, x = b + M x, solved by iteration: at firm level a factorisation fills up.
///
/// M is kept as compressed sparse rows of coefficients; 12 bytes a link.
public struct FlowSystem: Sendable {
  /// Which coefficients, and along which links they are gathered. Z_ij is what i sells to j, x the outputs.
  public enum Kind: Sendable, CaseIterable {
    /// x_i = b_i + Σ_j (Z_ij / x_j) x_j: with final demand b, the output it calls for.
    case leontief
    /// x_j = b_j + Σ_i (Z_ij / x_j) x_i: with b = 1, output multipliers (downstreamness).
    case leontiefTransposed
    /// x_i = b_i + Σ_j (Z_ij / x_i) x_j: with b = 1, upstreamness (METRICS M14).
    case ghosh
    /// x_j = b_j + Σ_i (Z_ij / x_i) x_i: with primary inputs b, the output they allow.
    case ghoshTransposed
  }

  public let count: Int
  let offsets: [Int32]
  let columns: [Int32]
  let coefficients: [Double]

  /// Takes the links of a graph: goods run source → target.
  ///
  /// - Parameters:
  ///   - graph: vertices are firms.
  ///   - amounts: Z, one for each edge in the graph's order, all finite.
  ///   - output: x, one for each firm, finite and not negative. A firm without output has no coefficients.
  ///   - kind: which system.
  /// - Throws: `wrongShape`, `notANumber`, `negativeOutput`, and `zeroOutput` for firms that trade and make nothing. O(firms + links).
  public init(_ graph: CSRGraph, amounts: [Double], output: [Double], kind: Kind) throws(InputOutputError) {
    guard amounts.count == graph.edgeCount, output.count == graph.vertexCount else {
      throw InputOutputError(.wrongShape, "one amount for each link and one output for each firm")
    }
    let broken = output.indices.filter { !output[$0].isFinite }
    guard broken.isEmpty, amounts.allSatisfy(\.isFinite) else {
      throw InputOutputError(.notANumber, "an amount or an output is no number", sectors: broken)
    }
    let negative = output.indices.filter { output[$0] < 0 }
    guard negative.isEmpty else { throw InputOutputError(.negativeOutput, "output is negative", sectors: negative) }
    count = output.count
    let gathersOut = kind == .leontief || kind == .ghosh
    offsets = gathersOut ? graph.outOffsets : graph.inOffsets
    columns = gathersOut ? graph.targets : graph.sources
    let dividesByRow = kind == .leontiefTransposed || kind == .ghosh
    var coefficients = gathersOut ? amounts : graph.inEdges.map { amounts[Int($0)] }
    var idle = Set<Int>()
    for row in 0..<count {
      for at in Int(offsets[row])..<Int(offsets[row + 1]) where coefficients[at] != 0 {
        let other = Int(columns[at])
        let divisor = dividesByRow ? row : other
        if output[divisor] == 0 { idle.insert(divisor) } else { coefficients[at] /= output[divisor] }
      }
    }
    guard idle.isEmpty else {
      throw InputOutputError(.zeroOutput, "output is zero, yet the firm buys or sells", sectors: idle.sorted())
    }
    self.coefficients = coefficients
  }

  /// `b + M x`, row by row.
  func step(_ b: [Double], _ x: [Double], into result: inout [Double]) {
    result.withUnsafeMutableBufferPointer { result in
      x.withUnsafeBufferPointer { x in
        coefficients.withUnsafeBufferPointer { coefficients in
          columns.withUnsafeBufferPointer { columns in
            offsets.withUnsafeBufferPointer { offsets in
              for row in 0..<count {
                var sum = b[row]
                for at in Int(offsets[row])..<Int(offsets[row + 1]) { sum += coefficients[at] * x[Int(columns[at])] }
                result[row] = sum
              }
            }
          }
        }
      }
    }
  }
}
