import ClusterIO
import ClusterModel
import FoundationEssentials
import Testing

@testable import Reports

@Suite("HTML as values") struct HTMLTests {
  @Test(
    "texts and attributes are escaped",
    arguments: ["<script>alert(1)</script>", "\" onmouseover=\"x", "a & b", "'", "]]>", "</p>", "中文 <&>"])
  func texts(text: String) {
    let markup = HTML(.p, [.label(text)], text).markup()
    #expect(markup.hasPrefix("<p aria-label=\"") && markup.hasSuffix("</p>\n"))
    // The element's own four marks, and none from the text.
    #expect(markup.filter { $0 == "<" }.count == 2 && markup.filter { $0 == ">" }.count == 2 && markup.filter { $0 == "\"" }.count == 2)
  }

  @Test func charactersThatHideOrReorder() {
    #expect(HTML(.p, "a\u{202E}b\u{0}c\u{1B}d\u{200B}e").markup() == "<p>abcde</p>\n")
    #expect(HTML(.p, [.text(" a "), HTML(.strong, "b")]).markup() == "<p> a <strong>b</strong></p>\n")
  }

  @Test(arguments: ["javascript:alert(1)", "//x", "../a", "a/b", ".a", "", "a b", "data:text/html,x", "x\"y"])
  func linksToFilesArePlainNames(name: String) {
    #expect(HTML(.a, [.href(file: name)], "x").markup() == "<a href=\"#\">x</a>")
  }

  @Test func links() {
    #expect(HTML(.a, [.href(file: "index.en.html")], "x").markup() == "<a href=\"index.en.html\">x</a>")
    #expect(HTML(.a, [.href(to: "a\"><b>é")], "x").markup().contains("href=\"#a---b---"))
    for address in ["javascript:1", "http://a b", "ftp://x", "https://x\"y", "HTTP://x", "http://\u{202E}"] {
      #expect(HTML.Attribute.href(web: address) == nil)
    }
    #expect(HTML.Attribute.href(web: "https://example.org/a?b=c&d") != nil)
  }

  @Test func drawingsAreMadeToStandTogether() throws {
    let svg =
      "<?xml version=\"1.0\"?>\n<svg xmlns=\"x\" width=\"20pt\" height=\"10pt\" viewBox=\"0 0 20 10\" aria-labelledby=\"t d\"><title id=\"t\">a</title><desc id=\"d\">b</desc><path fill=\"url(#h)\"/></svg>\n"
    let drawing = try #require(InlineDrawing(svg: svg, name: "one"))
    #expect(drawing.markup.hasPrefix("<svg xmlns=\"x\" viewBox=\"0 0 20 10\" aria-labelledby=\"one-t one-d\"><title id=\"one-t\">"))
    #expect(drawing.markup.contains("url(#one-h)") && drawing.width == 20 && drawing.height == 10)
    #expect(InlineDrawing(svg: "<p>no drawing</p>", name: "x") == nil)
  }
}

@Suite("Documents") struct DocumentTests {
  private var document: Document {
    Document(
      language: .en, title: "T <1>", banner: ["made up"],
      sections: [
        Document.Section(
          "a", "A",
          [
            .table(
              Document.Table(
                "t", caption: "C", columns: [Document.Column("x"), Document.Column("y")],
                rows: [
                  [Document.Cell("=1+1|`x`", mark: .synthetic), Document.Cell("2.5", number: 2.5, note: 1)],
                  [Document.Cell("b"), Document.Cell("unknown", mark: .missing, isNumeric: true)],
                ]))
          ])
      ], notes: [Document.Note(metric: "M1", formula: "f", rows: ["a.csv:2"], provenance: "synthetic")])
  }

  @Test func numbersLeadToNotes() {
    let page = document.html()
    #expect(page.contains("2.5<sup><a href=\"#note-1\"") && page.contains("<li id=\"note-1\"><strong>M1 </strong>f"))
    #expect(page.contains("<th scope=\"col\">x</th>") && page.contains("<caption>") && page.contains("lang=\"en\""))
    #expect(page.contains("> synthetic</small>") && page.contains("<title>T &lt;1&gt;</title>"))
    #expect(!page.contains("<script") && !page.contains("http:") && !page.contains("https:"), "nothing is fetched")
    #expect(page.components(separatedBy: "<h1").count == 2)
  }

  @Test func markdownTakesTextsLiterally() {
    let text = document.markdown { $0.name + ".svg" }
    #expect(text.hasPrefix("# T &lt;1&gt;\n"))
    #expect(text.contains("| =1+1\\|\\`x\\` (synthetic) | 2.5[^1] |\n") && text.contains("[^1]: **M1** f @ a.csv:2 (synthetic)\n"))
  }

  @Test func sheetsHaveNumbersAndNoFormulas() throws {
    let sheet = try #require(document.otherSheets.first)
    guard case .text("=1+1|`x`") = sheet.rows[0][0], case .number(2.5) = sheet.rows[0][1], case .empty = sheet.rows[1][1] else {
      Issue.record("\(sheet.rows)")
      return
    }
    #expect(sheet.columns == ["x", "y", "mark", "basis"])
    #expect(document.otherSheets.last?.rows.count == 1)
  }
}

@Suite("Lists of rows") struct RowListTests {
  @Test func rowsAsRuns() {
    let places = [5, 3, 4, 9, 3].map { Place(file: "a.csv", row: $0) } + [Place(file: "b.csv", row: 2), Place(file: "c.csv")]
    #expect(RowList(places).texts(.en) == ["a.csv:3–5, 9", "b.csv:2"])
    #expect(RowList(places).texts(.en, limit: 1) == ["a.csv:3–5… (4 rows in all)", "b.csv:2"])
  }
}
