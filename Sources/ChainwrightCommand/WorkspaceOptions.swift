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
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
