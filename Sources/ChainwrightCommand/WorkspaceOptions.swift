import ArgumentParser
import Chainwright
import FoundationEssentials
import Glibc

/// On whose word, and when, something is written into a workspace.
struct WorkspaceAuthor: ParsableArguments {
  @Option(
    name: .customLong("who"), help: ArgumentHelp("Who says it; the name you are logged in by when left out.", valueName: "name"))
  var named: String?
  @Option(help: ArgumentHelp("When it was said: 2026-06-30 or 2026-06-30T08:15:00Z; now when left out.", valueName: "date")) var at: String?
  @Flag(help: "Allow a date after today: until then nothing can be imported any more.") var future = false

  /// Refuses a date after today that is not asked for in so many words: the history is only added to, and every import after it would have to wait until then.
  func checkDate() throws {
    guard let at, !future, at.count >= 10 else { return }
    let (today, now) = (Self.time("%Y-%m-%d", isLocal: true), Self.now())
    guard at.count > 10 ? at > now : at > today else { return }
    throw CommandFailure(
      .badData,
      LocalText(
        zh: "--at \(safe(at)) 在今天（\(today)）之后；工作区的历史只能向后增加，此后在那天之前都不能再导入",
        en:
          "--at \(safe(at)) is after today (\(today)); a workspace's history is only added to, and nothing could be imported before that day any more"
      ),
      remedy: LocalText(zh: "更正日期；确实如此则加 --future", en: "correct the date; --future allows it where it is meant"))
  }

  var who: String { Self.name(named) }
  var when: String { at ?? Self.now() }
  /// Where no time is given: the time when the writing begins, which is after other programs have done.
  var clock: (() -> String)? {
    if at != nil { return nil }
    return { Self.now() }
  }

  static func name(_ given: String?) -> String {
    let environment = ProcessInfo.processInfo.environment
    return given ?? environment["LOGNAME"] ?? environment["USER"] ?? "unknown"
  }

  /// The time in UTC.
  static func now() -> String {
    time("%Y-%m-%dT%H:%M:%SZ", isLocal: false)
  }

  private static func time(_ format: String, isLocal: Bool) -> String {
    var seconds = Glibc.time(nil)
    var parts = tm()
    if isLocal { localtime_r(&seconds, &parts) } else { gmtime_r(&seconds, &parts) }
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, format, &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
