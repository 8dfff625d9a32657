import ChainwrightTesting
import CommandRuns
import Foundation
import Testing

/// Where nothing can be written any more, what is there is still read.
@Suite("A full disk", .enabled(if: FaultTools.areThere)) struct FullDiskTests {
  private func shell(_ line: String, in folder: String) throws -> CommandRun {
    try CommandRun.of(
      "/bin/bash", ["-c", line], in: folder,
      environment: ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "CHAINWRIGHT": FaultTools.command, "ROOT": Command.root])
  }

  /// SQLite begins two files beside a workspace that it reads; where there is no room for them they do not stay.
  @Test(arguments: ["open", "write", "truncate", "close"]) func aWorkspaceIsReadAndNothingStaysBeside(_ request: String) throws {
    try Command.withFolder([:]) { folder in
      let run = try shell(
        """
        cc -shared -fPIC -o faults.so "$ROOT/Tests/Faults/faults.c" -ldl || exit 90
        mkdir disk && "$CHAINWRIGHT" import "$ROOT/Graphs/towel-chain" --into disk/w.sqlite --yes --at 2026-06-30 > out || exit 91
        sum=$(sha256sum disk/w.sqlite)
        CHAINWRIGHT_FAULT_FOLDER="$PWD/disk" CHAINWRIGHT_FAULT=\(request):1+:ENOSPC LD_PRELOAD="$PWD/faults.so" \\
          "$CHAINWRIGHT" weak-links disk/w.sqlite --format json > answer || exit 92
        "$CHAINWRIGHT" weak-links disk/w.sqlite --format json | cmp - answer || exit 93
        [ "$sum" = "$(sha256sum disk/w.sqlite)" ] || exit 94
        ls disk
        """, in: folder)
      #expect(run.status == 0, "\(run.status) \(run.output) \(run.error)")
      #expect(run.output == "w.sqlite\n")
    }
  }
}
