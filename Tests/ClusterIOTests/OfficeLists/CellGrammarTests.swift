import ClusterModel
import Testing

@testable import ClusterIO

/// What a cell says, by hand: nobody needs a source to read 1.2亿元.
@Suite("Numbers, dates and blanks as people write them") struct CellGrammarTests {
  static let amounts: [(String, CellNumber)] = [
    ("1,234.5 万元", .value(1234.5)), ("2.5亿元", .value(25_000)), ("12345元", .value(1.2345)), ("３，０００万元", .value(3000)), ("1,2345", .none),
    ("12,34", .none), ("约1000", .inexact), ("1000-2000", .inexact), ("-5万元", .value(-5)), ("万元", .none), ("1.", .none),
    ("1 234", .value(1234)),
    ("5%", .none), ("0.1百万元", .value(10)), ("1,234,567", .value(1_234_567)), ("1,234,56", .none), ("￥1,234.50", .value(1234.5)),
    ("(1,234)", .value(-1234)), ("'10", .value(10)), ("1.2E+05", .value(120_000)), ("人民币5万元", .value(5)), ("5000万以上", .inexact),
    ("200余万元", .inexact), ("近3亿", .inexact), ("—", .unknown), ("#N/A", .unknown), ("NULL", .unknown), ("涉密", .unknown), ("#REF!", .failed),
    ("很多", .none), ("1234-", .none), ("3.4.5", .none), ("１．２亿", .value(12_000)), ("\u{A0}7\u{200B}", .value(7)),
  ]

  @Test(arguments: amounts) func amount(text: String, number: CellNumber) {
    #expect(NumberText.read(text, unit: "10 000 CNY", type: .amount) == number)
  }

  @Test(arguments: [
    ("3.1%", CellNumber.value(0.031)), ("3.1％", .value(0.031)), ("0.031", .value(0.031)), ("5‰", .value(0.005)), ("3元", .none),
    ("三成", .value(0.3)),
    ("四成五", .value(0.45)), ("30%左右", .inexact), ("３５％", .value(0.35)),
  ])
  func share(text: String, number: CellNumber) { #expect(NumberText.read(text, unit: "", type: .share) == number) }

  @Test(arguments: [
    ("300人", CellNumber.value(300)), ("3百", .value(300)), ("1.2万人", .value(12_000)), ("300人以下", .inexact), ("200余人", .inexact),
    ("300多", .inexact),
    (">300", .inexact), ("100~200人", .inexact), ("1,2O0", .none),
  ])
  func people(text: String, number: CellNumber) { #expect(NumberText.read(text, unit: "person", type: .amount) == number) }

  /// The cell's own unit is stronger than the column's; a decimal comma is one only where the file has them.
  @Test func styles() {
    let inYuan = NumberStyle(exponent: -4)
    #expect(NumberText.read("12000000", unit: "10 000 CNY", type: .amount, style: inYuan) == .value(1200))
    #expect(NumberText.read("1.2亿", unit: "10 000 CNY", type: .amount, style: inYuan) == .value(12_000))
    let comma = NumberStyle(hasDecimalComma: true)
    #expect(NumberText.read("8.699,8", unit: "10 000 CNY", type: .amount, style: comma) == .value(8699.8))
    #expect(NumberText.read("1.234", unit: "10 000 CNY", type: .amount, style: comma) == .value(1234))
    #expect(NumberText.read("0,35", unit: "", type: .share, style: comma) == .value(0.35))
    #expect(NumberText.read("￥5", unit: "10 000 CNY", type: .amount, style: NumberStyle(isStated: false)) == .value(0.0005))
    #expect(NumberText.read("-999", unit: "", type: .number, style: NumberStyle(missing: ["-999"])) == .unknown)
  }

  @Test(arguments: [
    ("2022年9月17日", "2022-09-17"), ("2022/9/7", "2022-09-07"), ("2022.09", "2022-09"), ("2022", "2022"), ("2022-9", "2022-09"),
    ("22/9/7", nil), ("约2022", nil), ("", nil), ("2022年9月底", nil), ("20230821", "2023-08-21"), ("202308", "2023-08"),
    ("2023年8月", "2023-08"),
    ("2023-08-21 00:00:00", "2023-08-21"), ("2023-08-21T08:30:00", "2023-08-21"), ("21/08/2023", "2023-08-21"), ("8/21/2023", "2023-08-21"),
    ("5/4/2023", nil), ("20231301", nil), ("２０２３／８／１", "2023-08-01"), ("2023年2月30日", nil), ("44927", nil),
  ])
  func date(text: String, date: String?) { #expect(DateText.date(text) == date) }

  @Test(arguments: [
    ("2022年", 2022), ("2022年度", 2022), ("2023.0", 2023), ("２０２３", 2023), ("2023-08-21", 2023), ("23", nil), ("20220", nil), ("3022", nil),
  ])
  func year(text: String, year: Int32?) { #expect(DateText.year(text) == year) }

  private func damage(_ text: String) -> String? {
    var text = text
    return text.withUTF8 { IdentifierText.damage($0) }
  }

  @Test func destroyedIDs() {
    for text in ["9.11306E+17", "9.11e+5"] { #expect(damage(text) == "notation", "\(text)") }
    for text in ["3月1日", "2022年3月1日", "Mar-02", "2-Mar", "2023/3/1", "1-Sep-23"] { #expect(damage(text) == "date", "\(text)") }
    for text in ["2.5", "10.00"] { #expect(damage(text) == "fraction", "\(text)") }
    for text in [
      "SYN-1", "91130601MA0A001X1P", "1E5", "3-1", "March", "Mar", "2022-03-01", "1.2.3", "虚构三月纺织有限公司", "911306017033333338", "13/14",
    ] {
      #expect(damage(text) == nil, "\(text)")
    }
  }

  @Test func severalValues() {
    let known: Set<String> = ["P1", "甲/乙"]
    func parts(_ text: String) -> Int { IdentifierText.several(text, isKnown: { known.contains($0) })?.count ?? 1 }
    for text in ["C1、C2", "毛巾；浴巾", "P1,P2", "130637/130638", "P1/P9", "a\nb"] { #expect(parts(text) == 2, "\(text)") }
    for text in ["PVC/PE管", "Bolt, M8", "毛巾", "A-B"] { #expect(parts(text) == 1, "\(text)") }
  }

  @Test func blanks() {
    for text in ["A1\u{A0}", "\u{200B}A1", "\u{FEFF}A1 ", "\u{3000}A1\u{3000}", "\u{2003}A1\u{2060}\u{202F}"] {
      #expect(text.trimmed == "A1")
    }
    // Ends that share a byte with blanks.
    for text in ["（甲）", "“甲”", "か゠", "甲厂€", "é"] { #expect(text.trimmed == text) }
    func isIdentifier(_ text: String) -> Bool {
      var text = text
      return text.withUTF8 { FieldValue.isIdentifier($0) }
    }
    #expect(!isIdentifier("A\u{200B}1") && !isIdentifier("A\u{202E}1") && !isIdentifier("A\u{FEFF}1") && isIdentifier("虚构“甲”（集团）有限公司"))
  }
}
