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
  private let known = Mutex<[(path: String, key: String, signature: Signature, answer: Answer)]>([])
  private let answers = Mutex<[(key: String, signature: Signature, run: CommandProgram.Run)]>([])
  /// Large networks, frozen for the command, which would read their lists anew for each question.
  private let frozen = Mutex<[(key: Key, file: Scratch)]>([])
  private let program: CommandProgram
  private let works: Works

  /// Links from which on reading lists takes longer than most questions.
  private let frozenFrom: Int

  init(_ program: CommandProgram, _ works: Works, frozenFrom: Int) {
    (self.program, self.works, self.frozenFrom) = (program, works, frozenFrom)
  }

  /// Reads what is visited, or gives what was read before.
  func open(_ visit: Visit) throws -> Opened {
    let (path, asOf) = (visit.path, visit.asOf)
    let key = Key(path: path, asOf: asOf ?? "", signature: Signature(path))
    let name = ["read", path, key.asOf].joined(separator: "\u{0}")
    let title = LocalText(zh: "读取名单", en: "Reading the lists")
    return try works.result(name, of: key.signature.text, title, who: visit.session.person.name, until: visit.patience) {
      known(key)
    } make: { [self] work in
      let reading = try NetworkReader.read(path, asOf: asOf).inOrder()
      let opened = Opened(study: Study(reading), audit: try Audit.run(reading), importID: reading.importID)
      kept.withLock { kept in
        kept.removeAll { $0.key.path == path && $0.key.asOf == key.asOf }
        kept.append((key, opened))
        if kept.count > 3 { kept.removeFirst() }
      }
      freeze(reading, opened.audit, key)
      // Answers of what it was before hold all of that.
      known.withLock { $0.removeAll { $0.path == path && $0.signature != key.signature } }
      work.isKept()
      return opened
    }
  }

  private func known(_ key: Key) -> Opened? {
    kept.withLock { kept in
      guard let at = kept.firstIndex(where: { $0.key == key }) else { return nil }
      let found = kept.remove(at: at)
      kept.append(found)
      return found.opened
    }
  }

  private static let frozenName = "network.cw"
  /// Commands that ask a workspace what it was before, or say what they read.
  private static let asksLists: Set<String> = [
    "analyse", "audit", "chains-add", "convert", "freeze", "history", "import", "programme", "watch",
  ]

  /// Keeps a large network as the command would accept it; where that cannot be done, the command reads its lists.
  private func freeze(_ reading: Reading, _ audit: AuditReport, _ key: Key) {
    guard reading.network.supplies.count >= frozenFrom, !reading.isPrepared, let accepted = audit.accepted(reading),
      let file = try? Scratch()
    else { return }
    guard (try? FrozenNetwork.write(accepted, to: file.folder + "/" + Self.frozenName)) != nil else { return }
    frozen.withLock { frozen in
      frozen.removeAll { $0.key.path == key.path && $0.key.asOf == key.asOf }
      frozen.append((key, file))
      if frozen.count > 3 { frozen.removeFirst() }
    }
  }

  /// The same question of the frozen network, where there is one of what is visited.
  private func frozenFile(for arguments: [String], _ visit: Visit?) -> (arguments: [String], path: String, file: Scratch)? {
    guard let visit, arguments.count > 1, arguments[1] == visit.path, !Self.asksLists.contains(arguments[0]) else { return nil }
    let key = Key(path: visit.path, asOf: visit.asOf ?? "", signature: Signature(visit.path))
    guard let file = frozen.withLock({ frozen in frozen.first { $0.key == key }?.file }) else { return nil }
    let path = file.folder + "/" + Self.frozenName
    return ([arguments[0], path] + arguments.dropFirst(2).filter { !$0.hasPrefix("--as-of=") }, path, file)
  }

  /// What was read of what is visited, where it was.
  func opened(_ visit: Visit) -> Opened? { known(Key(path: visit.path, asOf: visit.asOf ?? "", signature: Signature(visit.path))) }

  /// An answer of a question, kept for as long as the network stays the same.
  ///
  /// - Parameters:
  ///   - key: names the question with its options.
  ///   - title: what is asked.
  ///   - visit: whose network is asked.
  ///   - make: asks.
  func answer(_ key: String, _ title: LocalText, _ visit: Visit, _ make: @escaping @Sendable (Study) throws -> Answer) throws -> Answer {
    let (key, signature) = ([visit.path, visit.asOf ?? "", key].joined(separator: "\u{0}"), Signature(visit.path))
    let study = try visit.opened().study
    return try works.result("answer\u{0}" + key, of: signature.text, title, who: visit.session.person.name, until: visit.patience) {
      known.withLock { known in known.first { $0.key == key && $0.signature == signature }?.answer }
    } make: { [self, path = visit.path] work in
      let answer = try make(study)
      known.withLock { known in
        known.removeAll { $0.key == key }
        known.append((path, key, signature, answer))
        if known.count > 100 { known.removeFirst(20) }
      }
      work.isKept()
      return answer
    }
  }

  /// What the command says, kept for as long as the network stays the same.
  ///
  /// - Parameters:
  ///   - arguments: as typed.
  ///   - path: of what the answer changes with.
  ///   - visit: whose patience counts; without one it is waited for.
  func run(_ arguments: [String], of path: String, for visit: Visit? = nil) throws -> CommandProgram.Run {
    let (key, signature) = (arguments.joined(separator: "\u{0}"), Signature(path))
    let typed = Visit.typed(
      ["chainwright"] + (visit.map { visit in arguments.map { $0 == visit.path ? visit.shownPath : $0 } } ?? arguments))
    return try works.result(
      "run\u{0}" + key, of: signature.text, LocalText(zh: typed, en: typed), who: visit?.session.person.name ?? "", until: visit?.patience
    ) {
      answers.withLock { answers -> CommandProgram.Run? in
        guard let at = answers.firstIndex(where: { $0.key == key && $0.signature == signature }) else { return nil }
        let found = answers.remove(at: at)
        answers.append(found)
        return found.run
      }
    } make: { [self] work in
      // Held while the command reads it.
      let file = frozenFile(for: arguments, visit)
      var run = try works.run(program, file.map { $0.arguments } ?? arguments, work)
      if let file, let visit { run.error = run.error.replacing(file.path, with: visit.path) }
      if run.status == 0, run.output.count < 8 << 20 {
        answers.withLock { answers in
          answers.removeAll { $0.key == key }
          answers.append((key, signature, run))
          work.isKept()
          while answers.reduce(0, { $0 + $1.run.output.count }) > 64 << 20 || answers.count > 400 { answers.removeFirst() }
        }
      }
      return run
    }
  }
}
