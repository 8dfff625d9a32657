import Answers
import ClusterIO
import ClusterModel
import Glibc

extension Assistant {
  /// The rows that places name, cell by cell under their headings.
  func rows(_ given: JSON) throws -> JSON {
    let named = given["network"]?.string ?? "."
    guard let network = bounds.existing(named) else {
      throw Trouble(message: "there is no network \(named) below the folder", remedy: "name the one that was asked")
    }
    // As findings have them in data, or as they are written.
    let places = (given["places"]?.list ?? []).map { place in
      place.string ?? "\(place["file"]?.string ?? ""):\(place["row"]?.line ?? "")"
    }
    if places.isEmpty || places.count > 100 {
      throw Trouble(message: "\(places.count) places were given", remedy: "give 1 to 100, as findings name them: supplies.csv:158")
    }
    var wanted: [(list: String, rows: Set<Int>)] = []
    for place in places {
      guard let (list, row) = Self.place(place) else {
        throw Trouble(message: "\(place) names no row", remedy: "places look like supplies.csv:158 or 供应关系!A158")
      }
      if let at = wanted.firstIndex(where: { $0.list == list }) { wanted[at].rows.insert(row) } else { wanted.append((list, [row])) }
    }
    var (tables, said): ([JSON], [String]) = ([], [])
    for (list, numbers) in wanted {
      guard let found = try SourceRows.read(list, rows: numbers, in: [network]) else {
        said.append("\(list): not found in \(bounds.shown(network))")
        continue
      }
      let headings = found.header?.cells ?? []
      for row in found.rows {
        let cells = row.cells.enumerated().filter { !$1.isEmpty }.map { column, text in
          JSON.Field(
            name: column < headings.count && !headings[column].isEmpty ? headings[column] : Self.letter(column), value: .text(text))
        }
        tables.append(.object(["place": .text("\(list):\(row.number)"), "cells": .fields(cells)]))
        said.append("\(list):\(row.number)  " + cells.map { "\($0.name) = \($0.value.string ?? "")" }.joined(separator: "; "))
      }
    }
    return .object([
      "content": .list([.object(["type": "text", "text": .text(said.joined(separator: "\n"))])]),
      "structuredContent": .object(["rows": .list(tables)]), "isError": .flag(tables.isEmpty),
    ])
  }

  /// A, B, …, Z, AA.
  static func letter(_ column: Int) -> String {
    var (text, rest) = ("", column + 1)
    while rest > 0 {
      text = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + text
      rest = (rest - 1) / 26
    }
    return text
  }

  /// `supplies.csv:158`, with a column behind it or not, or `供应关系!A158`.
  static func place(_ text: String) -> (list: String, row: Int)? {
    if let mark = text.lastIndex(of: "!") {
      let cell = text[text.index(after: mark)...].drop { $0.isLetter }
      return Int(cell).map { (String(text[..<mark]), $0) }
    }
    let parts = text.split(separator: ":")
    guard parts.count >= 2, let row = Int(parts[1].prefix { $0.isNumber }), row > 0 else { return nil }
    return (String(parts[0]), row)
  }

  /// Shows what lists would change in a workspace, and with "take" writes it.
  func lists(_ given: JSON, _ begun: (pid_t) -> Void) throws -> JSON {
    let names = given["lists"]?.list?.compactMap(\.string) ?? []
    let paths = try names.map { name in
      guard let path = bounds.existing(name) else {
        throw Trouble(message: "there is no file \(name) below the folder", remedy: "name a workbook or CSV file below the folder")
      }
      return path
    }
    guard !paths.isEmpty, let named = given["network"]?.string, named.hasSuffix(".sqlite"), let workspace = bounds.new(named) else {
      throw Trouble(message: "lists and a workspace are needed", remedy: "network is the name of a workspace: city.sqlite")
    }
    guard let who = given["who"]?.string, !who.isEmpty else {
      throw Trouble(message: "nobody is named", remedy: "say in who, who agreed to it")
    }
    let takes = given["take"] == .flag(true)
    let arguments =
      ["import"] + paths + ["--into=\(workspace)", "--who=\(who)", takes ? "--yes" : "--dry-run", "--lang=\(language.rawValue)"]
    let run = program.run(arguments, begun: begun)
    let said = [run.text, run.error].filter { !$0.isEmpty }.joined(separator: "\n").replacing(bounds.root + "/", with: "")
    return .object([
      "content": .list([.object(["type": "text", "text": .text(said)])]),
      "structuredContent": .object(["written": .flag(takes && run.status == 0)]), "isError": .flag(run.status != 0),
    ])
  }
}
