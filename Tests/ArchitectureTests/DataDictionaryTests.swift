import Foundation
import Testing

/// docs/data-dictionary.md is written from the dictionary that the program reads by, so that it cannot say anything else.
@Suite("Data dictionary") struct DataDictionaryTests {
  @Test("docs/data-dictionary.md says what the dictionary says")
  func documentFollowsDictionary() throws {
    let rows = Self.rows(try Repository.text("Sources/ClusterIO/Resources/dictionary.csv"))
    try #require(rows.count > 40, "the dictionary was read")
    let document = Self.document(rows)
    if ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] == "1" {
      try document.write(to: Repository.root.appending(path: "docs/data-dictionary.md"), atomically: true, encoding: .utf8)
      Issue.record("recorded docs/data-dictionary.md: read the difference, then run without CHAINWRIGHT_RECORD")
    }
    #expect(try Repository.text("docs/data-dictionary.md") == document, "run `make golden`")
  }

  @Test func quotedCellsAndRequiredColumns() {
    let rows = Self.rows(
      "table,column,type,required,unit,default,values,label_zh,meaning_en,meaning_zh\nfirms,firm_id,id,yes,,,,编号,\"a, \"\"b\"\"\",甲\n")
    #expect(rows == [["firms", "firm_id", "id", "yes", "", "", "", "编号", "a, \"b\"", "甲"]])
    let document = Self.document(rows)
    #expect(document.contains("## firms.csv"))
    #expect(document.contains("| **firm_id** | 编号 | id |  | a, \"b\" | 甲 |"))
  }

  /// The cells of each row after the header; a cell may be quoted.
  static func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").dropFirst().map { line in
      var cells: [String] = [""]
      var isQuoted = false
      for character in line {
        switch character {
        case "\"":
          if !isQuoted && !cells[cells.count - 1].isEmpty { cells[cells.count - 1] += "\"" }
          isQuoted.toggle()
        case "," where !isQuoted: cells.append("")
        default: cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
  }

  static func document(_ rows: [[String]]) -> String {
    var text = """
      # Data dictionary

      A network is a folder of CSV tables, with a `datapackage.json` (Frictionless Data Package) or without. The smallest one has two: `firms.csv` with `firm_id`, and
      `supplies.csv` with `supplier_id` and `buyer_id`. Columns may stand in any order, in English or by one of their Chinese labels, in UTF-8 or GB18030; columns that are
      not listed here are kept. A **bold** column must be there; an empty cell is *unknown*, never zero.

      This page is written from `Sources/ClusterIO/Resources/dictionary.csv`, by which the program reads and checks (`make golden`).

      """
    var table = ""
    for row in rows where row.count >= 10 {
      if row[0] != table {
        table = row[0]
        text += "\n## \(table == "*" ? "Every table" : "\(table).csv")\n\n"
        if row[2] == "table" { text += row[8].prefix(1).uppercased() + row[8].dropFirst() + "; " + row[9] + "。\n\n" }
        if table == "*" { text += "Columns that every table may have.\n\n" }
        text += "| column | 中文列名 | type | unit, default | meaning | 含义 |\n|---|---|---|---|---|---|\n"
      }
      if row[2] == "table" { continue }
      let name = row[3] == "yes" ? "**\(row[1])**" : row[1]
      let type = row[6].isEmpty ? row[2] : row[6].replacing("|", with: " · ")
      let extras = [row[4], row[5].isEmpty ? "" : "default \(row[5])"].filter { !$0.isEmpty }.joined(separator: ", ")
      text += "| \(name) | \(row[7].replacing("|", with: "、")) | \(type) | \(extras) | \(row[8]) | \(row[9]) |\n"
    }
    return text + """

      Types: `id` and `code` are text (leading zeros live); `ref:T` is an id of table T; `amount` and `share` are numbers, not negative, a share at most 1; `year` is four digits; `date` is
      `2022`, `2022-09` or `2022-09-17`; `flag` is yes or no.

      """
  }
}
