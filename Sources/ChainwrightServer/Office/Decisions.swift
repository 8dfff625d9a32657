import Glibc
import Synchronization

/// What was decided on a finding: taken up, assigned, or said to be untrue, by whom and when. A line each in a file beside the workspace, only ever added to.
final class Decisions: Sendable {
  struct Decision: Sendable {
    var key: String
    /// `accept`, `assign`, `untrue`, `undo`.
    var verb: String
    var who: String
    var at: String
    var to = ""
    var due = ""
    var note = ""
  }

  private let path: String
  private let writing = Mutex<Void>(())

  init(_ path: String) { self.path = path }

  /// The last of each finding; those that were taken back are left out.
  func all() -> [String: Decision] {
    var last: [String: Decision] = [:]
    guard let bytes = Scratch.read(path, limit: 64 << 20) else { return last }
    for line in bytes.split(separator: 0x0A) {
      // A line that a power cut left half written is none.
      guard let json = try? JSON.read(Array(line)), let key = json["key"]?.string, let verb = json["verb"]?.string else { continue }
      func text(_ name: String) -> String { json[name]?.string ?? "" }
      last[key] =
        verb == "undo"
        ? nil : Decision(key: key, verb: verb, who: text("who"), at: text("at"), to: text("to"), due: text("due"), note: text("note"))
    }
    return last
  }

  /// On the disk before it is answered.
  func add(_ decision: Decision) throws {
    let line =
      JSON.object([
        "key": .text(decision.key), "verb": .text(decision.verb), "who": .text(decision.who), "at": .text(decision.at),
        "to": .text(decision.to),
        "due": .text(decision.due), "note": .text(decision.note),
      ]).line + "\n"
    try writing.withLock { _ in
      let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
      if file < 0 { throw Scratch.Failure(path: path) }
      defer { close(file) }
      let bytes = Array(line.utf8)
      guard bytes.withUnsafeBytes({ write(file, $0.baseAddress, $0.count) }) == bytes.count, fsync(file) == 0 else {
        throw Scratch.Failure(path: path)
      }
    }
  }
}
