import ArgumentParser
import Chainwright

/// A command that does one thing: it answers a question, and writes the answer as it is asked to.
protocol AnsweringCommand: ParsableCommand {
  var output: PageOutput { get }
  /// Files that the command writes beside the page: that they can be written is seen before the work.
  var otherFiles: [String] { get }
  func answer() throws -> Answer
}

extension AnsweringCommand {
  var otherFiles: [String] { [] }

  func run() throws { try ask() }

  /// Answers and writes: what a command does that does nothing else.
  func ask() throws {
    try output.check(otherFiles)
    try output.write(try answer())
  }
}
