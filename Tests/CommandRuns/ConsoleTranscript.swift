import Foundation

/// The commands of a Markdown page, with the output that the page shows.
///
///     ```console
///     $ chainwright gaps Graphs/towel-chain --cluster C-TOWEL
///     Chain gaps: …
///     ```
///
/// In each `console` block, a line that begins with `$ ` is a shell command, and what follows up to the next one is its whole output; a
/// backslash at its end takes the next line along. A command that fails shows `(exit code N)` as its last line.
public struct ConsoleTranscript: Sendable, Equatable {
  public struct Step: Sendable, Equatable {
    public var command: String
    /// With a line end after every line.
    public var output: String
    /// The number of the command's line in the page, from 1.
    public var line: Int
  }

  /// The page in pieces: text as it stands, and the steps between.
  private enum Piece: Sendable, Equatable {
    case text(String)
    case step(Step)
  }
  private var pieces: [Piece] = []

  public var steps: [Step] {
    pieces.compactMap { if case .step(let step) = $0 { step } else { nil } }
  }

  public init(markdown: String) {
    var isConsole = false
    var number = 0
    var lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)[...]
    if lines.last == "" { lines.removeLast() }
    while let line = lines.popFirst() {
      number += 1
      if line.hasPrefix("```") {
        isConsole = !isConsole && line == "```console"
        pieces.append(.text(line + "\n"))
      } else if isConsole, line.hasPrefix("$ ") {
        var step = Step(command: String(line.dropFirst(2)), output: "", line: number)
        while step.command.hasSuffix("\\"), let next = lines.popFirst() {
          step.command += "\n" + next
          number += 1
        }
        pieces.append(.step(step))
      } else if isConsole, case .step(var step)? = pieces.last {
        step.output += line + "\n"
        pieces[pieces.count - 1] = .step(step)
      } else {
        pieces.append(.text(line + "\n"))
      }
    }
  }

  /// The page with the outputs of its steps replaced, in order.
  public func markdown(outputs: [String]) -> String {
    var rest = outputs[...]
    return pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .step(let step): "$ " + step.command + "\n" + (rest.popFirst() ?? step.output)
      }
    }.joined()
  }

  /// Runs every step and gives what it prints, standard error included.
  ///
  /// The steps of a page share a fresh folder in which `Graphs`, `Rules` and `Examples` are those of the package; what they write goes there and is
  /// removed, so that a page's commands can be given as a reader at the top of the package would.
  public func run(command executable: String, packageRoot: String) throws -> [String] {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "chainwright-page-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    for name in ["Graphs", "Rules", "Examples"] {
      try files.createSymbolicLink(atPath: folder.path + "/" + name, withDestinationPath: packageRoot + "/" + name)
    }
    let programs = URL(filePath: executable).deletingLastPathComponent().path
    return try steps.map { step in
      let run = try CommandRun.of(
        "/bin/bash", ["-c", "{ \(step.command)\n} 2>&1"], in: folder.path,
        environment: ["LANG": "C.UTF-8", "PATH": "\(programs):/usr/bin:/bin"])
      let end = run.output.isEmpty || run.output.hasSuffix("\n") ? "" : "\n"
      return run.output + end + (run.status == 0 ? "" : "(exit code \(run.status))\n")
    }
  }
}
