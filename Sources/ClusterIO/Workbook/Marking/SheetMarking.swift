import ClusterModel

/// Marks cells of one sheet: the sheet's own part, its comments, the drawing that places them, and what points to them.
struct SheetMarking {
  let sheet: String
  let number: Int
  let cells: [CellMark]

  private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

  /// The parts that change, as they are to be.
  func apply(
    _ workbook: inout WorkbookReader, _ styles: inout StyleEdits, _ content: inout [UInt8]
  ) throws(ClusterIOError) -> [(name: String, bytes: [UInt8])] {
    let targets = try workbook.targets(of: sheet)
    let comments = targets.first { $0.type.hasSuffix("/comments") && workbook.hasPart($0.entry) }
    let before = try workbook.part(sheet)
    let drawingID = Self.drawingID(before)
    let drawing = targets.first { $0.id == drawingID && workbook.hasPart($0.entry) }
    let (xml, isPlaced) = marked(before, &styles, needsDrawing: drawing == nil)
    var parts = [(sheet, xml)]
    var new = cells
    var links: [(id: String, type: String, target: String)] = []
    if let comments {
      let merged = Self.added(cells, to: try workbook.part(comments.entry))
      parts.append((comments.entry, merged.bytes))
      new = merged.new
    } else {
      let name = "xl/chainwrightComments\(number).xml"
      parts.append((name, Array(Self.comments(cells).utf8)))
      links.append(("cwComments", "comments", "/" + name))
      Self.declare(
        "<Override PartName=\"/\(name)\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml\"/>",
        in: &content)
    }
    if let drawing {
      parts.append((drawing.entry, Self.addedShapes(new, to: try workbook.part(drawing.entry))))
    } else if isPlaced {
      let name = "xl/drawings/chainwrightComments\(number).vml"
      parts.append((name, Array(Self.drawing(cells, number).utf8)))
      links.append(("cwDrawing", "vmlDrawing", "/" + name))
      if !String(decoding: content, as: UTF8.self).contains("Extension=\"vml\"") {
        Self.declare("<Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>", in: &content)
      }
    }
    if !links.isEmpty { parts.append(try Self.linked(links, from: sheet, &workbook)) }
    return parts
  }

  /// The sheet with its cells marked, and whether its drawing was named in it.
  private func marked(_ bytes: [UInt8], _ styles: inout StyleEdits, needsDrawing: Bool) -> (bytes: [UInt8], isPlaced: Bool) {
    var tags = XMLTags(bytes)
    var edits = ByteEdits()
    var (row, column, depth, at) = (0, -1, 0, 0)
    var isPlaced = !needsDrawing
    /// The cells before a place in the row that are not in the sheet.
    func missing(before limit: Int, _ prefix: String) -> String {
      var text = ""
      while at < cells.count, cells[at].row < row || cells[at].row == row && cells[at].column < limit {
        if cells[at].row == row {
          let look = styles.look(0, cells[at].severity).map { " s=\"\($0)\"" } ?? ""
          text += "<\(prefix)c r=\"\(cells[at].reference)\"\(look)/>"
        }
        at += 1
      }
      return text
    }
    let behind: Set = ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"]
    while let tag = tags.next() {
      if tag.isEnd { depth -= 1 }
      let place = tag.range.lowerBound
      if !isPlaced, depth == (tag.isEnd ? 0 : 1), tag.isEnd || behind.contains(tag.name) {
        edits.insert("<\(tag.prefix)legacyDrawing xmlns:r=\"\(Self.relations)\" r:id=\"cwDrawing\"/>", at: place)
        isPlaced = true
      }
      if tag.name == "row", tag.isEnd { edits.insert(missing(before: .max, tag.prefix), at: place) }
      if tag.name == "row", !tag.isEnd {
        row = tags.text("r", in: tag).flatMap { Int($0) } ?? row + 1
        column = -1
        while at < cells.count, cells[at].row < row { at += 1 }
        if tag.isEmpty {
          let inside = missing(before: .max, tag.prefix)
          if !inside.isEmpty { edits.replace(tag.range.upperBound - 2..<tag.range.upperBound, with: ">\(inside)</\(tag.prefix)row>") }
        }
      }
      if tag.name == "c", !tag.isEnd {
        column = tags.text("r", in: tag).map { $0.utf8.prefix { $0 >= 0x41 }.reduce(0) { $0 * 26 + Int($1) - 0x40 } - 1 } ?? column + 1
        edits.insert(missing(before: column, tag.prefix), at: place)
        if at < cells.count, cells[at].row == row, cells[at].column == column {
          let old = tags.text("s", in: tag).flatMap { Int($0) } ?? 0
          if let look = styles.look(old, cells[at].severity) {
            if let range = tags.value("s", in: tag) {
              edits.replace(range, with: String(look))
            } else {
              edits.insert(" s=\"\(look)\"", at: tag.range.upperBound - (tag.isEmpty ? 2 : 1))
            }
          }
          at += 1
        }
      }
      if !tag.isEnd, !tag.isEmpty { depth += 1 }
    }
    return (edits.applied(to: bytes), isPlaced)
  }

  private static func text(_ mark: CellMark) -> String {
    ByteEdits.escaped(String(mark.texts.joined(separator: "\n").unicodeScalars.prefix(30_000)))
  }

  private static func comment(_ mark: CellMark, _ prefix: String, author: Int) -> String {
    "<\(prefix)comment ref=\"\(mark.reference)\" authorId=\"\(author)\"><\(prefix)text><\(prefix)t xml:space=\"preserve\">\(text(mark))"
      + "</\(prefix)t></\(prefix)text></\(prefix)comment>"
  }

  private static func comments(_ cells: [CellMark]) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"\(main)\"><authors><author>Chainwright</author></authors>"
      + "<commentList>" + cells.map { comment($0, "", author: 0) }.joined() + "</commentList></comments>"
  }

  /// The comments of the sheet and ours; where a cell has one already, ours is written below it.
  /// The second answer is the marks of cells that had none.
  private static func added(_ cells: [CellMark], to bytes: [UInt8]) -> (bytes: [UInt8], new: [CellMark]) {
    var tags = XMLTags(bytes)
    var edits = ByteEdits()
    var authors = 0
    var current = ""
    var done = Set<String>()
    while let tag = tags.next() {
      let place = tag.range.lowerBound
      if tag.name == "author", !tag.isEnd { authors += 1 }
      if tag.name == "authors", tag.isEnd { edits.insert("<\(tag.prefix)author>Chainwright</\(tag.prefix)author>", at: place) }
      if tag.name == "comment", !tag.isEnd { current = tags.text("ref", in: tag) ?? "" }
      if tag.name == "text", tag.isEnd, let mark = cells.first(where: { $0.reference == current }), done.insert(current).inserted {
        let prefix = tag.prefix
        edits.insert("<\(prefix)r><\(prefix)t xml:space=\"preserve\">\n\(text(mark))</\(prefix)t></\(prefix)r>", at: place)
      }
      if tag.name == "commentList", tag.isEnd {
        edits.insert(cells.filter { !done.contains($0.reference) }.map { comment($0, tag.prefix, author: authors) }.joined(), at: place)
      }
    }
    return (edits.applied(to: bytes), cells.filter { !done.contains($0.reference) })
  }

  /// What the sheet calls the drawing that its comments stand in.
  private static func drawingID(_ bytes: [UInt8]) -> String? {
    var tags = XMLTags(bytes)
    while let tag = tags.next() {
      if tag.name == "legacyDrawing", !tag.isEnd { return tags.text("r:id", in: tag) }
    }
    return nil
  }

  private static func shape(_ mark: CellMark, _ id: Int) -> String {
    let (row, column) = (mark.row - 1, mark.column)
    return
      "<v:shape id=\"_x0000_s\(id)\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">"
      + "<v:fill color2=\"#ffffe1\"/><v:textbox/><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>"
      + "<x:Anchor>\(column + 1), 15, \(max(0, row - 1)), 4, \(column + 5), 15, \(row + 5), 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
      + "<x:Row>\(row)</x:Row><x:Column>\(column)</x:Column></x:ClientData></v:shape>"
  }

  private static func drawing(_ cells: [CellMark], _ number: Int) -> String {
    "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">"
      + "<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"\(number)\"/></o:shapelayout>"
      + "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>"
      + "<v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
      + cells.enumerated().map { shape($1, number * 1024 + 1 + $0) }.joined() + "</xml>"
  }

  private static func addedShapes(_ cells: [CellMark], to bytes: [UInt8]) -> [UInt8] {
    var tags = XMLTags(bytes)
    var edits = ByteEdits()
    while let tag = tags.next() {
      if tag.name == "xml", tag.isEnd {
        edits.insert(cells.enumerated().map { shape($1, 9_000_001 + $0) }.joined(), at: tag.range.lowerBound)
      }
    }
    return edits.applied(to: bytes)
  }

  private static func declare(_ text: String, in content: inout [UInt8]) {
    var tags = XMLTags(content)
    var edits = ByteEdits()
    while let tag = tags.next() {
      if tag.name == "Types", tag.isEnd { edits.insert(text, at: tag.range.lowerBound) }
    }
    content = edits.applied(to: content)
  }

  /// The part that says what the sheet points to, with what it shall point to besides.
  private static func linked(
    _ links: [(id: String, type: String, target: String)], from sheet: String, _ workbook: inout WorkbookReader
  ) throws(ClusterIOError) -> (name: String, bytes: [UInt8]) {
    let parts = sheet.split(separator: "/").map(String.init)
    let name = (parts.dropLast() + ["_rels", parts.last! + ".rels"]).joined(separator: "/")
    let empty =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
      + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>"
    let bytes = workbook.hasPart(name) ? try workbook.part(name) : Array(empty.utf8)
    var tags = XMLTags(bytes)
    var edits = ByteEdits()
    while let tag = tags.next() {
      let text = links.map { "<\(tag.prefix)Relationship Id=\"\($0.id)\" Type=\"\(relations)/\($0.type)\" Target=\"\($0.target)\"/>" }
        .joined()
      guard tag.name == "Relationships" else { continue }
      if tag.isEnd {
        edits.insert(text, at: tag.range.lowerBound)
      } else if tag.isEmpty {
        edits.replace(tag.range.upperBound - 2..<tag.range.upperBound, with: ">\(text)</\(tag.prefix)Relationships>")
      }
    }
    return (name, edits.applied(to: bytes))
  }
}
