import ClusterModel
import Synchronization

/// Drawings and reports, made by the command in a folder that goes when they are old.
final class Drawings: Sendable {
  private let kept = Mutex<[(key: String, signature: Signature, folder: Scratch)]>([])

  private let works: Works

  init(_ works: Works) { self.works = works }

  /// A map as a file: its bytes.
  func file(_ visit: Visit, _ words: [String], _ ending: String) throws -> [UInt8] {
    let made = try folder(visit, ["map", ending] + words, LocalText(zh: "画图", en: "Drawing a map")) {
      ["map", visit.path] + words + ["--output=\($0.folder)/map.\(ending)"]
    }
    guard let bytes = Scratch.read(made.folder + "/map." + ending) else { throw Scratch.Failure(path: "map") }
    return bytes
  }

  /// The folder that a run of the command has filled, or one from before where nothing has changed since.
  ///
  /// - Parameters:
  ///   - visit: of whom, of what.
  ///   - name: tells it from others.
  ///   - title: what is worked at.
  ///   - arguments: of the command, given the folder.
  func folder(
    _ visit: Visit, _ name: [String], _ title: LocalText, arguments: @escaping @Sendable (Scratch) throws -> [String]
  ) throws -> Scratch {
    let key = ([visit.path, visit.asOf ?? "", visit.language.rawValue] + name).joined(separator: "\u{0}")
    let signature = Signature(visit.path)
    return try works.result("folder\u{0}" + key, of: signature.text, title, who: visit.session.person.name, until: visit.patience) {
      kept.withLock { kept in kept.first { $0.key == key && $0.signature == signature }?.folder }
    } make: { [self] work in
      let scratch = try Scratch()
      let moment = visit.asOf.map { ["--as-of=\($0)"] } ?? []
      let run = try works.run(visit.office.program, try arguments(scratch) + moment + ["--lang=\(visit.language.rawValue)"], work)
      if work.isStopped { throw Works.Stopped(work: work) }
      guard run.status == 0 else {
        let said = visit.said(run)
        throw Office.Trouble(message: LocalText(zh: said, en: said))
      }
      kept.withLock { kept in
        kept.append((key, signature, scratch))
        if kept.count > 60 { kept.removeFirst(10) }
      }
      work.isKept()
      return scratch
    }
  }
}
