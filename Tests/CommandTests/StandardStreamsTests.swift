import Chainwright
import CommandRuns
import Foundation
import Testing

@testable import ChainwrightCommand

/// What the program does when its output cannot be written.
@Suite struct StandardStreamsTests {
  private func shell(_ line: String, language: String = "C.UTF-8") throws -> CommandRun {
    try CommandRun.of(
      "/bin/bash", ["-c", line], in: Command.root,
      environment: ["LANG": language, "PATH": "/usr/bin:/bin", "CHAINWRIGHT": CommandRun.builtCommand(besides: CommandLine.arguments[0])])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: ["text", "json", "csv", "html"])
  func aFullDiskIsNoSuccess(_ format: String) throws {
    let run = try shell("\"$CHAINWRIGHT\" gaps \(Command.towel) --format \(format) > /dev/full")
    #expect(run.status == 73)
    #expect(run.error.contains("the disk is full") && run.error.contains("remedy: make room"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: ["--help", "--version", "gaps --help"])
  func whatIsNoAnswerIsToldToo(_ words: String) throws {
    #expect(try shell("\"$CHAINWRIGHT\" \(words) > /dev/full").status == 73)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsToldInChinese() throws {
    let run = try shell("\"$CHAINWRIGHT\" gaps \(Command.towel) > /dev/full", language: "zh_CN.UTF-8")
    #expect(run.status == 73)
    #expect(run.error.contains("磁盘已满") && run.error.contains("处置：腾出空间"))
  }

  /// A reader that has seen enough is no error, whether the signal ends the run or not.
  @Test func aReaderMayGoAway() throws {
    for trap in ["", "trap '' PIPE; "] {
      let run = try shell("\(trap)\"$CHAINWRIGHT\" gaps \(Command.towel) | true; echo ${PIPESTATUS[0]}")
      #expect(run.error.isEmpty)
      #expect(["0\n", "141\n"].contains(run.output), "\(run.output)")
    }
  }

  @Test func whatCannotBeWrittenIsSaidWithWhatToDo() {
    for reason in [ENOSPC, EIO, EBADF] {
      let failure = StandardStreams.unwritable(reason)
      #expect(failure.code == .cannotCreate && !failure.message.zh.isEmpty && !failure.remedy.zh.isEmpty && !failure.remedy.en.isEmpty)
    }
  }
}
