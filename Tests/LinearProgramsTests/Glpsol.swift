import ChainwrightTesting
import CommandRuns
import LinearPrograms
import Testing

extension Glpsol {
  static let absence: Comment = "glpsol is not installed: apt-get install glpk-utils"

  static func solve(_ program: LinearProgram) throws -> Answer { try solve(text: LinearProgramText.text(program)) }
}
