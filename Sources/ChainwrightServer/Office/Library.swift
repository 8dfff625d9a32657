import Answers
import Chainwright
import ClusterModel
import Glibc
import Synchronization

/// Networks as they are when they are asked about: read once for each state of their files.
final class Library: Sendable {
  struct Opened: Sendable {
    var study: Study
    var audit: AuditReport
    /// The number of the last import; `nil` of what has no history.
    var importID: Int?
  }

  private struct Key: Hashable {
    var path: String
    var asOf: String
    var signature: Signature
  }

  private let kept = Mutex<[(key: Key, opened: Opened)]>([])
  private let known = Mutex<[(key: String, signature: Signature, answer: Answer)]>([])
  private let answers = Mutex<[(key: String, signature: Signature, run: CommandProgram.Run)]>([])
  private let program: CommandProgram
  private let once = OneAtATime()

  init(_ program: CommandProgram) { self.program = program }

  /// Reads it, or gives what was read before; one at a time, as a second reader would only wait for the same.
  func open(_ path: String, asOf: String?) throws -> Opened {
    let key = Key(path: path, asOf: asOf ?? "", signature: Signature(path))
    return try kept.withLock { kept in
      if let at = kept.firstIndex(where: { $0.key == key }) {
        let found = kept.remove(at: at)
        kept.append(found)
        return found.opened
      }
      let reading = try NetworkReader.read(path, asOf: asOf).inOrder()
      let opened = Opened(study: Study(reading), audit: try Audit.run(reading), importID: reading.importID)
      kept.removeAll { $0.key.path == path && $0.key.asOf == key.asOf }
      kept.append((key, opened))
      if kept.count > 3 { kept.removeFirst() }
      return opened
    }
  }

  /// An answer of a question, kept for as long as the network stays the same.
  ///
  /// - Parameters:
  ///   - key: names the question with its options.
  ///   - visit: whose network is asked.
  ///   - make: asks.
  func answer(_ key: String, _ visit: Visit, _ make: (Study) throws -> Answer) throws -> Answer {
    let (key, signature) = ([visit.path, visit.asOf ?? "", key].joined(separator: "\u{0}"), Signature(visit.path))
    return try once.result(key) {
      known.withLock { known in known.first { $0.key == key && $0.signature == signature }?.answer }
    } make: {
      let answer = try make(try visit.opened().study)
      known.withLock { known in
        known.removeAll { $0.key == key }
        known.append((key, signature, answer))
        if known.count > 100 { known.removeFirst(20) }
      }
      return answer
    }
  }

  /// What the command says, kept for as long as the network stays the same.
  func run(_ arguments: [String], of path: String) -> CommandProgram.Run {
    let (key, signature) = (arguments.joined(separator: "\u{0}"), Signature(path))
    return once.result(key) {
      answers.withLock { answers -> CommandProgram.Run? in
        guard let at = answers.firstIndex(where: { $0.key == key && $0.signature == signature }) else { return nil }
        let found = answers.remove(at: at)
        answers.append(found)
        return found.run
      }
    } make: {
      let run = program.run(arguments)
      if run.status == 0, run.output.count < 8 << 20 {
        answers.withLock { answers in
          answers.removeAll { $0.key == key }
          answers.append((key, signature, run))
          while answers.reduce(0, { $0 + $1.run.output.count }) > 64 << 20 || answers.count > 400 { answers.removeFirst() }
        }
      }
      return run
    }
  }
}
