import Chainwright

/// A failure told to the user: what is wrong, what to do, and the exit code (docs/exit-codes.md).
struct CommandFailure: Error, CustomStringConvertible {
  /// Codes of sysexits.h, so that scripts can tell the cases apart.
  enum Code: Int32 {
    /// The input was read and is wrong.
    case badData = 65
    /// The input cannot be read.
    case noInput = 66
    /// The output cannot be written.
    case cannotCreate = 73
  }
  var code: Code
  var message: String
  var remedy: String

  var description: String { remedy.isEmpty ? message : "\(message)\n  remedy: \(remedy)" }

  static func noTarget(_ message: String, _ remedy: String) -> Self { Self(code: .badData, message: message, remedy: remedy) }

  static func unknownID(_ table: String, _ id: String, examples: some Sequence<String>) -> Self {
    let shown = examples.prefix(8).map { safe($0) }.joined(separator: ", ")
    return Self(
      code: .badData, message: "there is no \(table) \"\(safe(id))\" in the network",
      remedy: shown.isEmpty ? "the network has no \(table) at all" : "ids look like: \(shown)")
  }
}

extension CommandFailure {
  init(_ error: ClusterIOError, _ language: Language) {
    let code: Code =
      switch error.code {
      case .unreadable, .missingTable: .noInput
      case .exists, .unwritable: .cannotCreate
      default: .badData
      }
    let lines = error.text(language).split(separator: "\n", omittingEmptySubsequences: false)
    self.init(code: code, message: lines.map { safe(String($0)) }.joined(separator: "\n"), remedy: "")
  }
}
