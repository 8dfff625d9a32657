import ChainwrightTesting
import InputOutput
import Testing

@Suite struct LUFactorsTests {
  static func random(_ count: Int, seed: UInt64) -> DenseMatrix {
    var random = SplitMix64(seed: seed)
    return DenseMatrix(rows: count, columns: count, elements: (0..<count * count).map { _ in random.unit() * 2 - 1 })
  }

  /// Sizes around the blocks of 4 and 64, where edges are cut off; entries of both signs, so that rows must be exchanged.
  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 66, 100, 127, 128, 131, 200]) func inverseEqualsGauss(count: Int) throws {
    let matrix = Self.random(count, seed: UInt64(count))
    let expected = NaiveInputOutput.inverse((0..<count).map { row in (0..<count).map { matrix[row, $0] } })
    let factors = try LUFactors(matrix)
    let inverse = factors.inverse()
    let scale = expected.joined().reduce(0) { max($0, abs($1)) }
    #expect(zip(inverse.elements, expected.joined()).allSatisfy { abs($0 - $1) < 1e-9 * scale })
    let product = matrix.multiplied(by: inverse)
    #expect(zip(product.elements, DenseMatrix.identity(count).elements).allSatisfy { abs($0 - $1) < 1e-9 * scale })
    // L U is the matrix with its rows exchanged.
    var right = [Double](repeating: 0, count: count)
    for row in 0..<count { right[row] = (0..<count).reduce(0) { $0 + matrix[row, $1] * Double($1 + 1) } }
    let solved = factors.solve(right)
    #expect(solved.indices.allSatisfy { abs(solved[$0] - Double($0 + 1)) < 1e-7 * scale })
  }

  @Test func threadsDoNotMatter() throws {
    let matrix = Self.random(300, seed: 9)
    let one = try LUFactors(matrix, threads: 1)
    let two = try LUFactors(matrix, threads: 2)
    #expect(one.factors == two.factors && one.order == two.order && one.inverse() == two.inverse())
  }

  /// By hand: row 1 is twice row 0, so v = (1, -1, 0, 0) with equal first two columns vanishes; columns 2 and 3 are independent.
  @Test func namesTheColumnsThatVanish() throws {
    let matrix = DenseMatrix(rows: 4, columns: 4, elements: [1, 1, 0, 2, 2, 2, 5, 1, 0, 0, 3, 1, 4, 4, 1, 7])
    let error = #expect(throws: InputOutputError.self) { try LUFactors(matrix) }
    #expect(error?.code == .singular && error?.sectors == [0, 1])
  }

  @Test func multipliesRectangles() {
    let a = DenseMatrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    let b = DenseMatrix(rows: 3, columns: 1, elements: [1, 0, -1])
    #expect(a.multiplied(by: b).elements == [-2, -2])
    #expect(a.rowSums == [6, 15] && a.columnSums == [5, 7, 9] && a.norm == 9)
  }
}
