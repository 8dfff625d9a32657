import CommandRuns
import Foundation

/// The program SCRAM (Debian package `scram`, tried with 0.16.2), run as a program and asked for its report.
struct Scram {
  /// What it says about one top gate.
  struct Result {
    /// Of order 1, 2, …
    var counts: [UInt64] = []
    /// Each set sorted, the sets sorted.
    var sets: [[String]] = []
    var probability: Double?
    /// Birnbaum (MIF) and criticality (CIF) by event.
    var importance: [String: (birnbaum: Double, criticality: Double)] = [:]
  }

  /// Where the program is, `nil` where it is not installed.
  static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { $0 + "/scram" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  /// The folder of the models that come with it.
  static let models = "/usr/share/scram/input"
  static let absence = "SCRAM is not installed: apt-get install scram"

  /// Runs it and reads the report on `top`.
  static func run(_ arguments: [String], top: String) throws -> Result {
    let run = try CommandRun.of(path!, arguments, in: "/tmp", environment: ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"])
    guard run.status == 0, run.output.contains("<sum-of-products") else { throw Failure(text: run.output + run.error) }
    var result = Result()
    var isHere = false
    var isImportance = false
    for line in run.output.split(separator: "\n") {
      let line = line.drop { $0 == " " }
      if line.hasPrefix("<sum-of-products") {
        isImportance = false
        isHere = attribute("name", line) == top && attribute("initiating-event", line) == nil
        guard isHere else { continue }
        result.counts = (attribute("distribution", line) ?? "").split(separator: " ").map { UInt64($0)! }
        result.probability = attribute("probability", line).flatMap { Double($0) }
      } else if line.hasPrefix("<importance ") {
        isHere = attribute("name", line) == top
        isImportance = true
      } else if isHere, line.hasPrefix("<product ") {
        result.sets.append([])
      } else if isHere, line.hasPrefix("<basic-event "), let name = attribute("name", line) {
        if isImportance {
          result.importance[name] = (
            attribute("MIF", line).flatMap { Double($0) } ?? .nan, attribute("CIF", line).flatMap { Double($0) } ?? .nan
          )
        } else {
          result.sets[result.sets.count - 1].append(name)
        }
      }
    }
    result.sets = result.sets.map { $0.sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
    return result
  }

  private static func attribute(_ name: String, _ line: Substring) -> String? {
    guard let start = line.firstRange(of: " \(name)=\"") else { return nil }
    return String(line[start.upperBound...].prefix { $0 != "\"" })
  }

  struct Failure: Error { var text: String }
}
