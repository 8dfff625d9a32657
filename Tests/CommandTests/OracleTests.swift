import CommandRuns
import Foundation
import Testing

/// Python, for the oracles: CHAINWRIGHT_PYTHON, else python3 where it is installed.
enum OraclePython {
  static let path: String? = {
    let asked = ProcessInfo.processInfo.environment["CHAINWRIGHT_PYTHON"]
    let places = asked.map { [$0] } ?? ["/usr/bin/python3", "/usr/local/bin/python3"]
    return places.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()
}

/// The oracles of Tests/Oracles, written from the documents alone, on random networks.
@Suite(.enabled(if: OraclePython.path != nil, "python3 is not installed: name one in CHAINWRIGHT_PYTHON"))
struct OracleTests {
  private static func oracles(command: String, networks: Int, seed: Int, more: [String] = []) throws -> CommandRun {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    let kept = FileManager.default.temporaryDirectory.appending(path: "chainwright-oracles-\(UUID().uuidString)").path
    let arguments =
      ["Tests/Oracles/run.py", "--command", command, "--networks", "\(networks)", "--seed", "\(seed)", "--keep", kept] + more
    return try CommandRun.of(
      try #require(OraclePython.path), arguments, in: root,
      environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"])
  }

  /// Every oracle agrees but those that `known-differences.txt` names; the table is shown where one does not.
  @Test func agreeOnRandomNetworks() throws {
    let isFull = ProcessInfo.processInfo.environment["CHAINWRIGHT_FULL"] == "1"
    let run = try Self.oracles(
      command: CommandRun.builtCommand(besides: CommandLine.arguments[0]), networks: isFull ? 60 : 24, seed: isFull ? 1_000 : 0)
    #expect(run.status == 0, "\(run.output)\(run.error)")
  }

  /// A command that answers nothing is found out: the oracles can fail.
  @Test func findOutACommandThatFails() throws {
    let run = try Self.oracles(command: "/bin/false", networks: 2, seed: 0, more: ["--only", "tiers,pooling", "--known", ""])
    #expect(run.status == 1 && run.output.contains("exit 1"))
  }
}
