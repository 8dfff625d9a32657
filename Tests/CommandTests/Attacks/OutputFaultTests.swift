import ChainwrightTesting
import CommandRuns
import Foundation
import Seeds
import Testing

/// What the harness of faults needs: a C compiler for its library, and Python.
enum FaultTools {
  static var areThere: Bool {
    ["/usr/bin/cc", "/usr/bin/env"].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
      && (try? CommandRun.of("/usr/bin/env", ["python3", "-c", "import sqlite3"], in: "/", environment: Self.environment))?.status == 0
  }
  static let environment = ["LANG": "C.UTF-8", "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
  static let command = CommandRun.builtCommand(besides: CommandLine.arguments[0])
}

/// What is left when writing fails, or when somebody ends the program in the middle: all as it was, or all new, and nothing half made.
@Suite("Faults of the output", .enabled(if: FaultTools.areThere)) struct OutputFaultTests {
  /// A few requests of each kind of each run; `make faults` lets every one fail.
  @Test(arguments: [
    "report", "import", "import-again", "convert-again", "convert-xlsx", "map-again", "analyse-again", "chart-again", "what-if-again",
    "marked", "freeze-again",
  ])
  func aRequestThatFailsLeavesTheOldOrTheNew(_ run: String) throws {
    let most = seeds(20).count > 20 ? "6" : "2"
    let harness = try CommandRun.of(
      "/usr/bin/env", ["python3", "Tests/Faults/faults.py", "--command", FaultTools.command, "--most", most, "--only", run],
      in: Command.root,
      environment: FaultTools.environment)
    #expect(harness.status == 0, "\(harness.output)\(harness.error)")
  }
}

@Suite("Ended in the middle", .enabled(if: FaultTools.areThere)) struct InterruptionTests {
  private func shell(_ line: String, in folder: String) throws -> CommandRun {
    try CommandRun.of(
      "/bin/bash", ["-c", line], in: folder,
      environment: ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "CHAINWRIGHT": FaultTools.command, "ROOT": Command.root])
  }

  /// A limit on file sizes is told of as a full disk is, and ends nothing by a signal.
  @Test func aLimitOfFileSizeIsAnError() throws {
    try Command.withFolder([:]) { folder in
      for words in ["convert $ROOT/Graphs/baoding-2022 out", "report $ROOT/Graphs/towel-chain --city -o out"] {
        let run = try shell("ulimit -f 8; \"$CHAINWRIGHT\" \(words)", in: folder)
        #expect(run.status == 73 && run.error.contains("No file was left behind"), "\(run.status) \(run.error)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
      }
    }
  }

  /// What a killed program has left goes with the next writing; what another program is still making stays.
  @Test func whatIsLeftOfAKilledProgramIsTakenAway() throws {
    try Command.withFolder(["out.svg.4194303.partial": "half", "out.svg.partial": "a user's", "other.svg.7.partial": "another's"]) {
      folder in
      let held = folder + "/out.svg.77.partial"
      try Data("held".utf8).write(to: URL(filePath: held))
      let descriptor = open(held, O_RDONLY)
      defer { close(descriptor) }
      #expect(flock(descriptor, LOCK_EX) == 0)
      let run = try Command.run("map", Command.towel, "--view", "county", "-o", folder + "/out.svg")
      #expect(run.status == 0, "\(run.error)")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
          "other.svg.7.partial", "out.svg", "out.svg.77.partial", "out.svg.partial",
        ])
    }
  }

  /// Who could not read a file cannot read the one that takes its place.
  @Test func aReplacedFileKeepsWhoMayReadIt() throws {
    try Command.withFolder(["out.json": "{}"]) { folder in
      let path = folder + "/out.json"
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      #expect(try Command.run("gaps", Command.towel, "--format", "json", "-o", path, "--force").status == 0)
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }
  }
}
