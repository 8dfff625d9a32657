import ChainwrightTesting
import FoundationEssentials
import InputOutput
import Testing

let shared = sharedFolder(environment: ProcessInfo.processInfo.environment)

extension NaiveInputOutput {
  func table() throws -> InputOutputTable {
    try InputOutputTable(flows: DenseMatrix(rows: output.count, columns: output.count, elements: flows.flatMap { $0 }), output: output)
  }
}

/// The largest relative difference, entries below `floor` compared absolutely.
func difference(_ a: [Double], _ b: [Double], floor: Double = 1e-300) -> Double {
  if a.count != b.count { return .infinity }
  return zip(a, b).reduce(0) { worst, pair in
    let gap = abs(pair.0 - pair.1) / max(abs(pair.1), floor)
    return gap.isNaN ? .infinity : max(worst, gap)
  }
}

/// A small reader for the tests: rows of fields, quotes removed.
func records(_ path: String, separator: Character = ",") throws -> [[String]] {
  let data = try #require(FileManager.default.contents(atPath: path), "no \(path)")
  var text = String(decoding: data, as: UTF8.self)
  if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
  return text.split(omittingEmptySubsequences: true) { $0.isNewline }.map { line in
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == separator && !isQuoted {
        fields.append(field)
        field = ""
      } else {
        field.append(character)
      }
    }
    return fields + [field]
  }
}

/// Numbers; BEA writes zero as `---`.
func numbers(_ fields: some Sequence<String>) -> [Double] { fields.map { $0 == "---" ? 0 : Double($0) ?? .nan } }
