import Chainwright

/// What was typed. Names of files need not be UTF-8: a byte that is none is kept in the text by a character of its own (``SystemPath``).
enum Arguments {
  static let all: [String] = (0..<Int(CommandLine.argc)).compactMap { at in
    CommandLine.unsafeArgv[at].map { argument in
      let bytes = UnsafeRawBufferPointer(start: argument, count: length(argument))
      return SystemPath.text(Array(bytes))
    }
  }

  private static func length(_ argument: UnsafePointer<CChar>) -> Int {
    var count = 0
    while argument[count] != 0 { count += 1 }
    return count
  }
}
