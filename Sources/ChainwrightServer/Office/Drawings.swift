import ClusterModel
import Synchronization

/// Drawings and reports, made by the command in a folder that goes when they are old.
final class Drawings: Sendable {
  private let kept = Mutex<[(key: String, signature: Signature, folder: Scratch)]>([])

  private let once = OneAtATime()

  /// A map as a file: its bytes.
  func file(_ visit: Visit, _ words: [String], _ ending: String) throws -> [UInt8] {
    let made = try folder(visit, ["map", ending] + words) { ["map", visit.path] + words + ["--output=\($0.folder)/map.\(ending)"] }
    guard let bytes = Scratch.read(made.folder + "/map." + ending) else { throw Scratch.Failure(path: "map") }
    return bytes
  }

  /// The folder that a run of the command has filled, or one from before where nothing has changed since.
  func folder(_ visit: Visit, _ name: [String], arguments: (Scratch) throws -> [String]) throws -> Scratch {
    let key = ([visit.path, visit.asOf ?? "", visit.language.rawValue] + name).joined(separator: "\u{0}")
    let signature = Signature(visit.path)
    return try once.result(key) {
      kept.withLock { kept in kept.first { $0.key == key && $0.signature == signature }?.folder }
    } make: {
      let scratch = try Scratch()
      let moment = visit.asOf.map { ["--as-of=\($0)"] } ?? []
      let run = visit.office.program.run(try arguments(scratch) + moment + ["--lang=\(visit.language.rawValue)"])
      guard run.status == 0 else {
        let said = visit.said(run)
        throw Office.Trouble(message: LocalText(zh: said, en: said))
      }
      kept.withLock { kept in
        kept.append((key, signature, scratch))
        if kept.count > 60 { kept.removeFirst(10) }
      }
      return scratch
    }
  }
}
