import Diagram
import Testing

@testable import DiagramLayout

@Test func hanIsOneEmAndLatinFollowsHelvetica() {
  // 2 em, and 3 % more.
  #expect(abs(TextWidth.width("毛巾", size: 10) - 20.6) < 1e-9)
  // Helvetica AFM: A 667, space 278, comma 278.
  #expect(abs(TextWidth.width("A ,", size: 1000) - 1223 * 1.03) < 1e-6)
  #expect(TextWidth.width("", size: 10) == 0)
  #expect(TextWidth.width("毛巾", size: 10, isBold: true) > TextWidth.width("毛巾", size: 10))
}

@Test(arguments: ["，", "（", "！", "ｗ", "あ", "한", "𠀀", "▲", "★", "→", "…", "·"])
func widerFormsCountAWholeEm(text: String) {
  #expect(TextWidth.width(text, size: 10) >= 10)
}

@Test(arguments: [
  "", "毛巾", "高阳县毛巾纺织产业集群示范企业联合会股份有限公司", "Lixian Photovoltaic Glass Manufacturing Company Limited",
  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "甲，乙，丙，丁，戊，己，庚，辛", "中文 and English 混排 的 企业 名称 Co., Ltd. 保定",
])
func wrappedLinesFitAndLoseNothingButTheEnd(text: String) {
  for limit in [30.0, 80, 132] {
    for lineLimit in 1...3 {
      let lines = TextWidth.wrap(text, size: 11, limit: limit, lineLimit: lineLimit)
      #expect(lines.count <= lineLimit)
      for line in lines { #expect(TextWidth.width(line, size: 11) <= limit + 1e-6, "\(line)") }
      let whole = text.filter { $0 != " " }
      let joined = lines.joined().filter { $0 != " " }
      if joined.hasSuffix("…") { #expect(whole.hasPrefix(String(joined.dropLast()))) } else { #expect(joined == whole) }
    }
  }
}

@Test func closingMarksDoNotBeginALine() {
  // Five Han letters fit a line of 60 points at 11; the comma would begin the second.
  let lines = TextWidth.wrap("一二三四五，六七八", size: 11, limit: 60, lineLimit: 3)
  #expect(lines == ["一二三四", "五，六七八"])
}
