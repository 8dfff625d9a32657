import Cascades
import ChainwrightTesting
import Foundation
import Testing

private let shared = sharedFolder(environment: ProcessInfo.processInfo.environment)

/// Against the authors' programs: GLcascade and fastcascade 0.9.3.1 answered the cases of `golden/esri`.
@Suite(.enabled(if: shared != nil, "needs ../shared/golden or CHAINWRIGHT_SHARED")) struct GoldenCascadeTests {
  static let cases = ["fig11", "rep11", "rep11_leontief", "s200_mixed", "s200_random", "s2k_d4.5", "t15"]

  func golden(_ name: String) throws -> GoldenCascade { try GoldenCascade(folder: try #require(shared) + "/golden/esri/" + name) }

  @Test("the risk of every firm, and its iterations", arguments: cases) func everyFirm(name: String) throws {
    let golden = try golden(name)
    let runs: [(table: String, isReplaceable: Bool, settings: CascadeSettings)] = [
      ("expected_esri", true, CascadeSettings()), ("expected_esri_nosubst", false, CascadeSettings()),
      ("expected_esri_eps1e-6", true, CascadeSettings(tolerance: 1e-6)),
      ("expected_esri_conv2", true, CascadeSettings(convergence: .ratio)),
    ]
    for run in runs {
      guard let expected = try golden.expected(run.table) else { continue }
      let found = try golden.network(isReplaceable: run.isReplaceable).allFirms(run.settings)
      #expect(found.iterations == expected.map { Int32($0.iterations) }, "\(run.table)")
      #expect(found.unconverged == [])
      for (firm, row) in expected.enumerated() {
        let risk = found.risk(of: firm)
        let difference = max(abs(risk.esri - row.esri), abs(risk.down - row.down), abs(risk.up - row.up))
        #expect(difference <= 1e-12, "\(run.table), firm \(firm)")
      }
    }
  }

  @Test("shocks of several firms, in part, and by direction", arguments: cases) func shocks(name: String) throws {
    let golden = try golden(name)
    let network = try golden.network()
    let losses = try golden.expectedLosses()
    let rows = try #require(try golden.expected("expected_shock_esri"))
    for (scenario, shock) in try golden.shocks().enumerated() {
      let result = try network.cascade(shock)
      #expect(result.iterations == rows[scenario].iterations && result.isConverged)
      #expect(abs(result.risks[0].esri - rows[scenario].esri) <= 1e-12)
      #expect(abs(result.risks[0].down - rows[scenario].down) <= 1e-12)
      #expect(abs(result.risks[0].up - rows[scenario].up) <= 1e-12)
      for (firm, loss) in losses[scenario].enumerated() {
        #expect(abs(result.downstreamLoss[firm] - loss.down) <= 1e-12, "scenario \(scenario), firm \(firm)")
        #expect(abs(result.upstreamLoss[firm] - loss.up) <= 1e-12, "scenario \(scenario), firm \(firm)")
      }
    }
  }
}
