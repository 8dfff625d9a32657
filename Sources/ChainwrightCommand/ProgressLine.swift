import Chainwright
import Synchronization

extension WorkBudget {
  /// A clock from now on, and a line of the terminal that says how far the work is.
  static func onTerminal(_ language: Language) -> WorkBudget {
    let clock = ContinuousClock()
    let begin = clock.now
    return WorkBudget(elapsed: { (clock.now - begin) / .seconds(1) }, tell: { ProgressLine.say($0, language) })
  }
}

/// The one line that says what is being done, how far it is, and how long the rest may take; twice a second at most.
enum ProgressLine {
  private struct State {
    var what: LocalText?
    /// When the first word of it came, and how much of it was done then.
    var begin = ContinuousClock.now
    var first = 0
    var lastSaid: ContinuousClock.Instant?
  }

  private static let state = Mutex(State())

  static func say(_ report: WorkBudget.Report, _ language: Language) {
    let now = ContinuousClock.now
    let text: String? = state.withLock { state in
      if state.what != report.what { state = State(what: report.what, begin: now, first: report.done) }
      if let last = state.lastSaid, now - last < .seconds(0.5) { return nil }
      state.lastSaid = now
      let done = report.done - state.first
      let rest = done > 0 ? (now - state.begin) / .seconds(1) / Double(done) * Double(report.of - report.done) : nil
      return words(report, rest, Wording(language))
    }
    if let text { StandardStreams.progress(text) }
  }

  private static func words(_ report: WorkBudget.Report, _ rest: Double?, _ wording: Wording) -> String {
    let what = safe(report.what[wording.language])
    if report.of == 0 { return what + "…" }
    let (done, of) = (wording.count(report.done), wording.count(report.of))
    let left = rest.map { wording.count(Int(min($0, 1e9).rounded(.up))) }
    return wording.text(
      "\(what)：\(done) / \(of)" + (left.map { "，约余 \($0) 秒" } ?? "") + "…",
      "\(what): \(done) of \(of)" + (left.map { ", about \($0) s left" } ?? "") + "…")
  }
}
