import ArgumentParser
import Chainwright

/// A command that does one thing: it answers a question, and writes the answer as it is asked to.
protocol AnsweringCommand: ParsableCommand {
  var output: PageOutput { get }
  /// Files that the command writes beside the page: that they can be written is seen before the work.
  var otherFiles: [String] { get }
  func answer() throws -> Answer
  /// The answer with what is written beside the page.
  func answered() throws -> AnswerAndFiles
}

/// What a command has to write: its page, and files beside it. All of it is written, or none.
struct AnswerAndFiles {
  var answer: Answer
  var files: [(path: String, bytes: [UInt8])] = []
  /// Networks, and the folders that they are written into.
  var networks: [(network: Network, folder: String)] = []
  /// Workbooks with marks, and where they go.
  var workbooks: [(workbook: MarkedWorkbook, path: String)] = []
  /// Said when all is there.
  var told: [String] = []
}

extension AnsweringCommand {
  var otherFiles: [String] { [] }

  func answered() throws -> AnswerAndFiles { AnswerAndFiles(answer: try answer()) }

  func run() throws { try ask() }

  /// Answers and writes: what a command does that does nothing else.
  func ask() throws {
    try output.check(otherFiles)
    defer { StandardStreams.progress("") }
    let answered = try answered()
    StandardStreams.progress("")
    try output.write(answered)
  }
}
