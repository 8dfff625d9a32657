import Foundation

/// The program glpsol (Debian package `glpk-utils`, tried with 5.0), run as a program: an oracle for linear programs.
public enum Glpsol {
  public enum Answer: Sendable {
    case optimal(Double)
    case infeasible, unbounded
    case unknown(String)
  }

  /// Where the program is, `nil` where it is not installed.
  public static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { $0 + "/glpsol" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Solves a program in the CPLEX LP format (`LinearProgramText`).
  public static func solve(text: String) throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.appending(path: "glpsol-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "p.lp"))
    let run = try CommandRun.of(
      path!, ["--lp", "p.lp", "-o", "p.out", "--nopresol"], in: folder.path, environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"])
    if run.output.contains("HAS NO PRIMAL FEASIBLE SOLUTION") || run.output.contains("HAS NO FEASIBLE SOLUTION")
      || run.output.contains("HAS NO INTEGER FEASIBLE SOLUTION")
    {
      return .infeasible
    }
    if run.output.contains("HAS UNBOUNDED PRIMAL SOLUTION") || run.output.contains("HAS NO DUAL FEASIBLE SOLUTION")
      || run.output.contains("LP RELAXATION HAS UNBOUNDED")
    {
      return .unbounded
    }
    let report = try String(contentsOf: folder.appending(path: "p.out"), encoding: .utf8)
    // Objective:  cost = 12.5 (MAXimum)
    guard report.contains("OPTIMAL"), let line = report.split(separator: "\n").first(where: { $0.hasPrefix("Objective:") }) else {
      return .unknown(run.output)
    }
    let words = line.split(separator: " ")
    guard let equals = words.firstIndex(of: "="), let value = Double(words[equals + 1]) else { return .unknown(run.output) }
    return .optimal(value)
  }
}
