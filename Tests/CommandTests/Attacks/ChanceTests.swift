import ChainwrightTesting
import CommandRuns
import Foundation
import Seeds
import Testing

/// The whole command on networks made by chance (Tests/Fuzz); `make fuzz` does so for hours, and each reader besides.
@Suite("Faults by chance", .enabled(if: FaultTools.areThere)) struct ChanceTests {
  @Test func nothingIsFoundInAFewRuns() throws {
    let runs = seeds(20).count > 20 ? "400" : "60"
    let harness = try CommandRun.of(
      "/usr/bin/env", ["python3", "Tests/Fuzz/fuzz.py", "--command", FaultTools.command, "--seed", "1600000", "--runs", runs],
      in: Command.root, environment: FaultTools.environment)
    #expect(harness.status == 0, "\(harness.output)\(harness.error)")
  }

  /// Each of these seeds found a fault once.
  @Test(arguments: ["4622", "30000095"]) func nothingIsFoundWhereSomethingWas(_ seed: String) throws {
    let harness = try CommandRun.of(
      "/usr/bin/env", ["python3", "Tests/Fuzz/fuzz.py", "--command", FaultTools.command, "--seed", seed, "--runs", "1"],
      in: Command.root, environment: FaultTools.environment)
    #expect(harness.status == 0, "\(harness.output)\(harness.error)")
  }

  /// The checks themselves: each is shown what it must refuse.
  @Test func theChecksSeeWhatTheyMustSee() throws {
    let script = """
      import sys; sys.path.insert(0, "Tests/Fuzz"); import checks
      cases = [
          checks.status("gaps", -4, "x"), checks.status("gaps", 1, "x"), checks.status("gaps", 65, ""), checks.status("gaps", 0, "Fatal error: x"),
          checks.text("o", b"a\\x1b[31m"), checks.text("o", b"\\xff"), checks.text("o", "\\x9b1m".encode()), checks.strict_json("o", b'{"a": NaN}'),
          checks.strict_json("o", b'{"a": 1, "a": 2}'), checks.rectangular("o", b"a,b\\n1\\n"), checks.rectangular("o", b"a\\nnan\\n"),
          checks.well_formed("o", b"<a><b></a>"), checks.page("o", b"<html></html>"), checks.file("out/r.xlsx", b""),
      ]
      print([number for number, found in enumerate(cases) if not list(found)], list(checks.status("audit", 1, "")), checks.same("a.csv:3", "a.csv:9"), checks.same("1", "2"))
      """
    let run = try CommandRun.of("/usr/bin/env", ["python3", "-c", script], in: Command.root, environment: FaultTools.environment)
    #expect(run.output == "[] [] True False\n", "\(run.output) \(run.error)")
  }
}
