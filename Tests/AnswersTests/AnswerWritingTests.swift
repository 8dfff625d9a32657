import ClusterModel
import Testing

@testable import Answers

/// The same answer as text, JSON and CSV: values written out by hand.
@Suite struct AnswerWritingTests {
  private var answer: Answer {
    var answer = Answer(zh: "题目", en: "A title")
    answer.facts = [("firms", .count(1200)), ("completeness", .share(0.5)), ("hhi", .unknown)]
    answer.tables = [
      Answer.Table(
        "members", zh: "企业", en: "Firms", ["firm_id", .data("county_code"), "county", "severity", "share"],
        rows: [
          [.text("A\"1"), .text("130600"), .name(Name(zh: "保定", en: "Baoding")), .word("error", zh: "错误", en: "error"), .share(0.125)],
          [.text("=B"), .unknown, .unknown, .word("note", zh: "提示", en: "note"), .nothing],
        ])
    ]
    return answer
  }

  /// Spreadsheets in some languages take signs at full width for the same.
  @Test(arguments: ["=1", "+1 a", "-a", "@a", "\ta", "＝1", "＋1", "－a", "＠a"]) func textsThatWouldBeFormulasAreNone(_ text: String) {
    #expect(CSVText.line([text]) == "'\(text)\n")
    var rows = ByteRows(["a"])
    rows.append(TextColumn([text]), 0)
    rows.endRow()
    #expect(String(decoding: rows.bytes, as: UTF8.self) == "a\n'\(text)\n")
  }

  /// U+001B begins a command to a terminal, and so does U+009B; a line end within a cell is data.
  @Test func whatControlsATerminalIsNotWritten() {
    #expect(CSVText.line(["a\u{1B}[31m", "\u{9B}31m\u{7F}", "Â©", "x\ny"]) == "a\u{FFFD}[31m,\u{FFFD}31m\u{FFFD},Â©,\"x\ny\"\n")
    var json = JSONText()
    json.string("a\u{1B}\u{9B}\u{7F}Â©")
    #expect(json.text == "\"a\\u001b\\u009b\\u007fÂ©\"")
  }

  @Test(arguments: ["-1.5", "1e3", "甲＝", "", "ａ"]) func otherTextsStay(_ text: String) { #expect(CSVText.line([text]) == "\(text)\n") }

  @Test func json() {
    #expect(
      answer.json(.zh) == """
        {
          "title": "题目",
          "firms": 1200,
          "completeness": 0.5,
          "hhi": null,
          "members": [
            {"firm_id": "A\\"1", "county_code": "130600", "county": "保定", "severity": "error", "share": 0.125},
            {"firm_id": "=B", "county_code": null, "county": null, "severity": "note", "share": null}
          ]
        }

        """)
  }

  @Test func csv() {
    #expect(answer.csv(.en) == "firm_id,county_code,county,severity,share\n\"A\"\"1\",130600,Baoding,error,0.125\n'=B,,,note,\n")
    #expect(answer.csv(.en, table: "nowhere") == nil)
  }

  /// Rows made one after another are written in pieces, and the pieces are the whole.
  @Test func longTablesGoOutInPieces() {
    func table(_ name: String, isStream: Bool) -> Answer.Table {
      let count = 20_000
      if !isStream {
        return Answer.Table(name, zh: "企业", en: "Firms", ["firm_id", "share"], over: Array(0..<count), shown: 3, cells: Self.row)
      }
      return Answer.Table(name, zh: "企业", en: "Firms", ["firm_id", "share"], count: count, shown: 3) {
        var numbers = (0..<count).makeIterator()
        return AnyIterator { numbers.next().map(Self.row) }
      }
    }
    var (held, stream) = (answer, answer)
    held.tables = [table("members", isStream: false)]
    stream.tables = [table("members", isStream: true)]
    for language in Language.allCases {
      var pieces: [String] = []
      stream.writeJSON(language) { pieces.append($0) }
      #expect(pieces.count > 10 && pieces.allSatisfy { $0.utf8.count < 70_000 } && pieces.joined() == held.json(language))
      #expect(stream.json(language) == held.json(language) && stream.text(language) == held.text(language))
      pieces = []
      let isThere = stream.writeCSV(language) { pieces.append($0) }
      #expect(isThere && pieces.count > 5 && pieces.joined() == held.csv(language))
    }
    #expect(stream.mismatches() == [] && stream.tables[0][19_999, "firm_id"].map { "\($0)" } == "text(\"企业19999\")")
    #expect(!stream.writeCSV(.en, table: "nowhere") { _ in Issue.record("nothing is written") })
  }

  private static func row(_ number: Int) -> [Cell] { [.text("企业\(number)"), .share(Double(number) / 64)] }

  @Test func text() {
    let text = answer.text(.zh)
    #expect(text.contains("1,200"))
    #expect(text.contains("50.0%"))
    #expect(text.contains("未知"))
    #expect(text.contains("错误"))
    #expect(!text.contains("130600"))
    #expect(answer.text(.en, limit: 1).contains("… and 1 more row\n"))
  }
}
