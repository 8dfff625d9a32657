import ClusterModel
import Foundation
import Testing

@testable import Answers

/// docs/figures.md is written from the dictionary that every answer is written by, so that it cannot say anything else.
@Suite struct FiguresPageTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "docs/figures.md")

  @Test func pageFollowsDictionary() throws {
    let text = Self.text(FigureEntry.all)
    if ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] == "1" {
      if (try? String(contentsOf: Self.page, encoding: .utf8)) == text { return }
      try text.write(to: Self.page, atomically: true, encoding: .utf8)
      Issue.record("recorded docs/figures.md: read the difference, then run without CHAINWRIGHT_RECORD")
    }
    #expect(try String(contentsOf: Self.page, encoding: .utf8) == text, "run `make golden`")
  }

  static func text(_ entries: [FigureEntry]) -> String {
    var text = """
      # The figures

      What facts and columns of answers are called, in JSON and CSV and for readers. This page is written from `Sources/Answers/Resources/figures.csv`, from which every heading,
      unit and number of digits comes (`make golden`). M-numbers are those of [metrics](metrics.md).

      Kinds: `id` and `code` are the same in every language, `name` and `words` are in the reader's; `share` is 0 to 1 in data and per cent for readers, `points` a difference of shares;
      `flag` is true or false; `6e` among the digits: six, and a power of ten where they would show nearly nothing; `value` is any, as where every row holds another figure. `[]` is a list. In data an unknown value is null, or the empty cell; it is never 0.

      | name | 中文 | English | kind | unit | digits | metric | meaning | 含义 |
      |---|---|---|---|---|---|---|---|---|

      """
    for entry in entries where ![.unit, .rule, .published].contains(entry.kind) {
      let cells = [
        "`\(entry.name)`", entry.label.zh, entry.label.en, entry.kind.rawValue + (entry.isList ? "[]" : ""), entry.unit?.en ?? "",
        entry.digits.map { "\($0)" + (entry.hasExponent ? "e" : "") } ?? "", entry.metric, entry.meaning.en, entry.meaning.zh,
      ]
      text += "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    text += "\n## Rules of findings\n\n| rule | 中文 | English |\n|---|---|---|\n"
    for entry in entries where entry.kind == .rule { text += "| `\(entry.name.dropFirst(5))` | \(entry.label.zh) | \(entry.label.en) |\n" }
    text +=
      "\n## Published figures\n\nWhat `attribute` of `figures.csv` may be called, in either language.\n\n| English | 中文 |\n|---|---|\n"
    for entry in entries where entry.kind == .published { text += "| \(entry.label.en) | \(entry.label.zh) |\n" }
    return text
  }
}
