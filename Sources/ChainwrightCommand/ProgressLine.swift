import Chainwright
import Synchronization

extension WorkBudget {
  /// A clock from now on, and a line of the terminal that says how far the work is.
  static func onTerminal(_ language: Language) -> WorkBudget {
    let clock = ContinuousClock()
    let begin = clock.now
    let line = ProgressLine(language)
    return WorkBudget(elapsed: { (clock.now - begin) / .seconds(1) }, tell: { line.say($0) })
  }
}

/// One line that says what is being done, how far it is, and how long the rest may take; twice a second at most.
final class ProgressLine: Sendable {
  private struct State {
    var what: LocalText?
    /// When the first word of it came, and how much of it was done then.
    var begin: ContinuousClock.Instant
    var first = 0
    var lastSaid: ContinuousClock.Instant?
  }

  private let wording: Wording
  private let clock = ContinuousClock()
  private let state: Mutex<State>

  init(_ language: Language) {
    wording = Wording(language)
    state = Mutex(State(begin: clock.now))
  }

  func say(_ report: WorkBudget.Report) {
    let now = clock.now
    let text: String? = state.withLock { state in
      if state.what != report.what { state = State(what: report.what, begin: now, first: report.done) }
      if let last = state.lastSaid, now - last < .seconds(0.5) { return nil }
      state.lastSaid = now
      let done = report.done - state.first
      let rest = done > 0 ? (now - state.begin) / .seconds(1) / Double(done) * Double(report.of - report.done) : nil
      return words(report, rest)
    }
    if let text { StandardStreams.progress(text) }
  }

  private func words(_ report: WorkBudget.Report, _ rest: Double?) -> String {
    let what = safe(report.what[wording.language])
    if report.of == 0 { return what + "…" }
    let (done, of) = (wording.count(report.done), wording.count(report.of))
    let left = rest.map { wording.count(Int(min($0, 1e9).rounded(.up))) }
    return wording.text(
      "\(what)：\(done) / \(of)" + (left.map { "，约余 \($0) 秒" } ?? "") + "…",
      "\(what): \(done) of \(of)" + (left.map { ", about \($0) s left" } ?? "") + "…")
  }
}
