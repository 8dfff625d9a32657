import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A scenario file and those it builds on, each read once and applied before what builds on it.
struct ScenarioFamily {
  private var findings: [Finding] = []
  /// Files read, by their true paths.
  private var done: Set<String> = []
  /// The files being read, from the one asked for on: a base that is among them closes a circle.
  private var open: [(path: String, shown: String)] = []
  private var bases: [Scenario] = []

  mutating func read(_ path: String) throws(ClusterIOError) -> ScenarioReading {
    let shown = FieldValue.shownPath(path)
    let bytes = try Self.bytes(path, shown: shown)
    let own = visit(bytes, path: path, shown: shown)
    guard findings.isEmpty, var scenario = own else { return ScenarioReading(scenario: nil, findings: findings) }
    scenario.bases = bases.map(\.name)
    scenario.changes = bases.flatMap(\.changes) + scenario.changes
    scenario.events = bases.flatMap(\.events) + scenario.events
    return ScenarioReading(scenario: scenario, findings: [])
  }

  private static func bytes(_ path: String, shown: String) throws(ClusterIOError) -> [UInt8] {
    let bytes = try FileBytes.open(path: path, shown: shown)
    guard bytes.count <= ScenarioReader.sizeLimit else {
      throw ClusterIOError(
        .tooLarge,
        LocalText(
          zh: "超过 \(ScenarioReader.sizeLimit >> 20) MB，不是情景文件。",
          en: "is larger than \(ScenarioReader.sizeLimit >> 20) MB: that is no scenario file."),
        place: Place(file: shown))
    }
    return Array(UnsafeBufferPointer(start: bytes.start, count: bytes.count))
  }

  /// Reads the bases of a file, then gives what the file says itself.
  private mutating func visit(_ bytes: [UInt8], path: String, shown: String) -> Scenario? {
    let own = ScenarioReader.own(bytes: bytes, name: shown)
    open.append((Self.truePath(path), shown))
    done.insert(open[open.count - 1].path)
    for base in own.bases { visit(base, of: path, shown: shown) }
    open.removeLast()
    findings += own.findings
    return own.scenario
  }

  private mutating func visit(_ base: (path: String, line: Int), of path: String, shown: String) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let whole = base.path.hasPrefix("/") ? base.path : folder + base.path
    let name = FieldValue.shownPath(base.path)
    func report(_ message: LocalText, _ remedy: LocalText, rule: String) {
      findings.append(ScenarioFields.finding(shown, base.line, message, remedy, rule: rule))
    }
    let found = Self.truePath(whole)
    if let start = open.firstIndex(where: { $0.path == found }) {
      let circle = (open[start...].map(\.shown) + [open[start].shown]).joined(separator: " → ")
      report(
        LocalText(zh: "builds_on 成环：\(circle)", en: "builds_on runs in a circle: \(circle)"),
        LocalText(zh: "去掉其中一处 builds_on", en: "take one builds_on of it out"), rule: "scenario-circle")
      return
    }
    // A base of two is applied once, where it is met first.
    if done.contains(found) { return }
    guard done.count < ScenarioReader.fileLimit else {
      report(
        LocalText(zh: "情景由超过 \(ScenarioReader.fileLimit) 个文件组成", en: "the scenario is made of more than \(ScenarioReader.fileLimit) files"),
        LocalText(zh: "合并其中一些", en: "join some of them"), rule: "scenario-base")
      return
    }
    do throws(ClusterIOError) {
      let shownBase = FieldValue.shownPath(whole)
      if let scenario = visit(try Self.bytes(whole, shown: shownBase), path: whole, shown: shownBase) { bases.append(scenario) }
    } catch {
      let reason = error.message
      report(
        LocalText(zh: "所依据的情景 \(name)：\(reason.zh)", en: "the scenario it builds on, \(name), \(reason.en)"),
        LocalText(
          zh: "路径相对于本文件所在文件夹：\(FieldValue.shownPath(whole))", en: "the path counts from this file's folder: \(FieldValue.shownPath(whole))"),
        rule: "scenario-base")
    }
  }

  /// The path without links and dots; the path itself where there is no such file.
  private static func truePath(_ path: String) -> String {
    System.truePath(path) ?? path
  }
}
