import Chainwright
import ClusterModel
import Glibc
import Synchronization

/// Work that may take longer than a page: done once whoever asks for it, told how far it is, and ended by whoever says so.
final class Works: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// One piece of work, while it is done and a while after.
  final class Work: Sendable {
    struct State: Sendable {
      /// The process that does it, where one does.
      var child: pid_t?
      /// It waits until others are done.
      var isWaiting = false
      /// What the engine said last of how far it is.
      var said = ""
      /// Who ended it.
      var stoppedBy: String?
      var outcome: Result<any Sendable, any Error>?
      var ended: Instant?
      /// Somebody was told to come again: the outcome is kept for him.
      var isAwaited = false
      /// Who wait for it without being told to come again.
      var waiting = 0
      /// What it is done on is not what it was: nobody asks for it any more.
      var isSuperseded = false
      /// It lies where the next finds it.
      var isKept = false
    }

    let id = RandomToken.make()
    let name: String
    /// Of what it is done on.
    let version: String
    /// What is worked at.
    let title: LocalText
    /// Who asked first.
    let who: String
    let begun = ContinuousClock().now
    let state = Mutex(State())

    fileprivate init(_ name: String, _ version: String, title: LocalText, who: String) {
      (self.name, self.version, self.title, self.who) = (name, version, title, who)
    }

    /// Ends what nobody can get any more.
    fileprivate func endIfUseless() {
      state.withLock { state in
        guard state.isSuperseded, state.waiting == 0, state.outcome == nil, state.stoppedBy == nil else { return }
        state.stoppedBy = ""
        if let child = state.child { kill(-child, SIGKILL) }
      }
    }

    var isStopped: Bool { state.withLock { $0.stoppedBy != nil } }

    /// The process that does it now; it is ended where the work was stopped meanwhile.
    func isDone(by child: pid_t?) {
      state.withLock { state in
        state.child = child
        if let child, state.stoppedBy != nil { kill(-child, SIGKILL) }
      }
    }

    func isKept() { state.withLock { $0.isKept = true } }

    func say(_ text: String) { state.withLock { $0.said = text } }
  }

  /// It is not ready yet.
  struct Going: Error { var work: Work }

  /// It was ended by somebody.
  struct Stopped: Error { var work: Work }

  private struct All {
    var works: [Work] = []
    var running = 0
    /// Whose turn comes, the first first.
    var queue: [ObjectIdentifier] = []
    var hasEnded = false
  }

  private let all = Mutex(All())
  /// Processes at once.
  private let slots: Int

  init(slots: Int = max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) { self.slots = slots }

  /// What the work gives, waited for until `end`.
  ///
  /// - Parameters:
  ///   - name: of the work.
  ///   - version: of what it is done on: the same work on another ends this one, where nobody waits for it.
  ///   - title: what is worked at.
  ///   - who: asks.
  ///   - end: of the patience; without one it is waited for.
  ///   - known: what was made before, if it was.
  ///   - make: makes it, on a thread of its own, and keeps it where `known` finds it, so that it is not held here too.
  /// - Throws: ``Going`` where it takes longer, ``Stopped`` where somebody ended it, and what `make` throws.
  func result<Value: Sendable>(
    _ name: String, of version: String = "", _ title: LocalText, who: String, until end: Instant?, known: () -> Value?,
    make: @escaping @Sendable (Work) throws -> Value
  ) throws -> Value {
    all.withLock { Self.clean(&$0) }
    if let value = known() { return value }
    let work = entry(name, version, title, who) { work in
      let outcome = Result<any Sendable, any Error> { try make(work) }
      work.state.withLock { state in
        state.child = nil
        state.ended = ContinuousClock().now
        state.outcome = state.stoppedBy == nil ? outcome : .failure(Stopped(work: work))
      }
    }
    defer {
      work.state.withLock { $0.waiting -= 1 }
      work.endIfUseless()
    }
    var pause: UInt32 = 1_000
    while true {
      if let outcome = work.state.withLock({ $0.outcome }) {
        // It may have been of another kind only if two works shared a name.
        guard let value = try outcome.get() as? Value else { fatalError("two kinds of work are called \(name)") }
        return value
      }
      if let end, ContinuousClock().now >= end {
        work.state.withLock { $0.isAwaited = true }
        throw Going(work: work)
      }
      usleep(pause)
      pause = min(pause * 2, 16_000)
    }
  }

  /// Lets go of what has ended: a whole network may hang on it. Who waited has it by then; who was told to come again finds it where it is kept, and what went
  /// wrong, what is too large to be kept, or who ended it, here.
  private static func clean(_ all: inout All) {
    let now = ContinuousClock().now
    all.works.removeAll { work in
      work.state.withLock { state in
        guard let ended = state.ended else { return false }
        return now - ended > .seconds(state.isSuperseded ? 1 : state.stoppedBy != nil ? 600 : state.isAwaited && !state.isKept ? 60 : 1)
      }
    }
  }

  /// The work of this name, begun where it is not under way.
  private func entry(
    _ name: String, _ version: String, _ title: LocalText, _ who: String, _ body: @escaping @Sendable (Work) -> Void
  ) -> Work {
    var useless: [Work] = []
    let (work, isNew) = all.withLock { all -> (Work, Bool) in
      if let work = all.works.first(where: { $0.name == name && $0.version == version }) {
        work.state.withLock { $0.waiting += 1 }
        return (work, false)
      }
      useless = all.works.filter { $0.name == name }
      let work = Work(name, version, title: title, who: who)
      work.state.withLock { $0.waiting += 1 }
      all.works.append(work)
      return (work, true)
    }
    for old in useless {
      old.state.withLock { $0.isSuperseded = true }
      old.endIfUseless()
    }
    if isNew, !WorkThread.begin({ body(work) }) { body(work) }
    return work
  }

  /// Runs a program for a work once fewer than `slots` others do; where it was stopped meanwhile, not at all.
  func inTurn<Value>(_ work: Work, _ run: () throws -> Value) throws -> Value {
    all.withLock { $0.queue.append(ObjectIdentifier(work)) }
    while !all.withLock({ all -> Bool in
      if all.running >= slots || all.queue.first != ObjectIdentifier(work) { return false }
      all.queue.removeFirst()
      all.running += 1
      return true
    }) {
      work.state.withLock { $0.isWaiting = true }
      if work.isStopped {
        all.withLock { all in all.queue.removeAll { $0 == ObjectIdentifier(work) } }
        throw Stopped(work: work)
      }
      usleep(10_000)
    }
    defer { all.withLock { $0.running -= 1 } }
    work.state.withLock { $0.isWaiting = false }
    if work.isStopped || all.withLock({ $0.hasEnded }) { throw Stopped(work: work) }
    return try run()
  }

  /// The same of the command, which says how far it is.
  func run(_ program: CommandProgram, _ arguments: [String], _ work: Work) throws -> CommandProgram.Run {
    try inTurn(work) {
      program.run(arguments, begun: { work.isDone(by: $0) }, ending: { work.isDone(by: nil) }, said: { work.say($0) })
    }
  }

  func work(_ id: String) -> Work? { all.withLock { all in all.works.first { RandomToken.equal($0.id, id) } } }

  /// Ends a work: the process that does it is no more when this comes back or shortly after.
  func stop(_ work: Work, who: String) {
    work.state.withLock { state in
      guard state.outcome == nil else { return }
      state.stoppedBy = who
      if let child = state.child { kill(-child, SIGKILL) }
    }
  }

  /// Forgets a work that was stopped, so that it is begun anew by the next who asks.
  func forget(_ work: Work) { all.withLock { $0.works.removeAll { $0 === work && $0.isStopped } } }

  /// Ends all that is under way, as the program ends.
  func endAll() {
    let works = all.withLock { all in
      all.hasEnded = true
      return all.works
    }
    for work in works { stop(work, who: "") }
  }
}
