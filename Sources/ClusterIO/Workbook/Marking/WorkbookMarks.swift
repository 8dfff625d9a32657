import CZip
public import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A copy of a workbook with the cells that an audit found fault with marked, still to be written.
public struct MarkedWorkbook: Sendable {
  /// How many cells are marked.
  public let cells: Int
  private let source: String
  private let parts: [(name: String, bytes: [UInt8])]

  /// - Parameters:
  ///   - findings: errors and warnings among them are marked; those without a cell are passed over.
  ///   - source: where the workbook is.
  ///   - language: of the comments.
  /// - Throws: what the reading of the workbook throws.
  public init(_ findings: [Finding], from source: String, language: Language) throws(ClusterIOError) {
    self.source = source
    (parts, cells) = try WorkbookMarks.parts(findings, from: source, language: language)
  }

  func write(to file: OutputFile) throws(ClusterIOError) {
    try WorkbookMarks.copy(source, to: file)
    try WorkbookMarks.put(parts, into: file.partial)
  }
}

/// Gives a planner their own workbook back, the cells that an audit found fault with filled with colour and commented, everything else kept.
public enum WorkbookMarks {
  /// Writes a copy of the workbook at `source` to `path`, with marks for the errors and warnings among `findings`.
  ///
  /// The answer is how many cells were marked. Findings without a cell are passed over. Throws as the reading of the workbook does, and `exists`
  /// unless `force` is given, and `unwritable`. O(bytes of the sheets marked).
  public static func write(
    _ findings: [Finding], from source: String, to path: String, language: Language, force: Bool = false
  ) throws(ClusterIOError) -> Int {
    let marked = try MarkedWorkbook(findings, from: source, language: language)
    try OutputFiles.write([], workbooks: [(marked, path)], force: force)
    return marked.cells
  }

  /// The parts of the workbook that are other with the marks, and how many cells are marked.
  static func parts(
    _ findings: [Finding], from source: String, language: Language
  ) throws(ClusterIOError) -> (parts: [(name: String, bytes: [UInt8])], cells: Int) {
    var workbook = try WorkbookReader.open(source)
    let marks = Self.marks(findings, language)
    var parts: [(name: String, bytes: [UInt8])] = []
    var count = 0
    if !marks.isEmpty {
      var styles = try workbook.styles()
      var content = try workbook.part("[Content_Types].xml")
      for (number, sheet) in workbook.sheets.enumerated() {
        guard let cells = marks[FieldValue.shown(sheet.name)] else { continue }
        let edit = SheetMarking(sheet: sheet.entry, number: number + 1, cells: cells)
        parts += try edit.apply(&workbook, &styles, &content)
        count += cells.count
      }
      if let entry = styles.entry { parts.append((entry, styles.edited)) }
      parts.append(("[Content_Types].xml", content))
    }
    // A part takes the place of the one that has its name in the archive.
    return (parts.map { (workbook.storedName($0.name), $0.bytes) }, count)
  }

  /// Puts parts into the workbook at `path`, in the place of those of the same name.
  static func put(_ parts: [(name: String, bytes: [UInt8])], into path: String) throws(ClusterIOError) {
    var number: Int32 = 0
    guard let archive = SystemPath.use(path, { cw_zip_open($0, 1, &number) }) else { throw .unwritable(path, EIO) }
    for part in parts {
      let isPut = part.bytes.withUnsafeBytes { cw_zip_put(archive, part.name, $0.baseAddress, UInt64($0.count)) }
      guard isPut == 1 else {
        cw_zip_discard(archive)
        throw .unwritable(path, EIO)
      }
    }
    guard cw_zip_close(archive) == 1 else { throw .unwritable(path, EIO) }
  }

  static func copy(_ source: String, to file: OutputFile) throws(ClusterIOError) {
    let bytes = try FileBytes.open(path: source, shown: FieldValue.shownPath(source))
    try file.write { (sink) throws(ClusterIOError) in
      var at = 0
      while at < bytes.count {
        let end = min(bytes.count, at + (1 << 20))
        try sink(Array(Bytes(start: bytes.start + at, count: end - at)))
        at = end
      }
    }
  }

  /// What is to be said of each cell, by sheet.
  private static func marks(_ findings: [Finding], _ language: Language) -> [String: [CellMark]] {
    var marks: [String: [CellMark]] = [:]
    for finding in findings where finding.severity != .note {
      for place in finding.places where !place.cell.isEmpty {
        guard let row = place.row else { continue }
        // A whole row is marked at its first cell.
        let letters = place.cell.prefix { $0.isLetter }
        let column = letters.isEmpty ? 0 : letters.utf8.reduce(0) { $0 * 26 + Int($1) - 0x40 } - 1
        let word = finding.severity == .error ? (language == .zh ? "错误" : "error") : (language == .zh ? "提示" : "warning")
        let text = "\(word): \(finding.message[language])\n→ \(finding.remedy[language]) [\(finding.rule)]"
        var cells = marks[place.file] ?? []
        if let at = cells.firstIndex(where: { $0.row == row && $0.column == column }) {
          if !cells[at].texts.contains(text) { cells[at].texts.append(text) }
          cells[at].severity = max(cells[at].severity, finding.severity)
        } else {
          cells.append(CellMark(row: row, column: column, severity: finding.severity, texts: [text]))
        }
        marks[place.file] = cells
      }
    }
    return marks.mapValues { $0.sorted { ($0.row, $0.column) < ($1.row, $1.column) } }
  }
}

/// What is said of one cell; row from 1, column from 0.
struct CellMark {
  var row: Int
  var column: Int
  var severity: Severity
  var texts: [String]

  var reference: String { ListHeader.letters(column) + String(row) }
}

/// The styles of a workbook, to which looks with a coloured ground are added.
struct StyleEdits {
  /// `nil` where the workbook has no styles: then cells are commented and not coloured.
  let entry: String?
  private let bytes: [UInt8]
  private var looks: [Range<Int>] = []
  private var fills = 0
  private var (fillsEnd, looksEnd) = (0, 0)
  private var (fillsCount, looksCount): (Range<Int>?, Range<Int>?)
  private var prefix = ""
  private var added: [(old: Int, severity: Severity)] = []

  init(entry: String?, bytes: [UInt8]) {
    self.bytes = bytes
    var tags = XMLTags(bytes)
    var parents: [String] = []
    var start = 0
    while let tag = tags.next() {
      if tag.isEnd {
        parents.removeLast()
        if tag.name == "fills" { fillsEnd = tag.range.lowerBound }
        if tag.name == "cellXfs" { looksEnd = tag.range.lowerBound }
        if tag.name == "xf", parents.last == "cellXfs" { looks.append(start..<tag.range.upperBound) }
        continue
      }
      if tag.name == "fill", parents.last == "fills" { fills += 1 }
      if tag.name == "fills" { fillsCount = tags.value("count", in: tag) }
      if tag.name == "cellXfs" {
        looksCount = tags.value("count", in: tag)
        prefix = tag.prefix
      }
      if tag.name == "xf", parents.last == "cellXfs" {
        start = tag.range.lowerBound
        if tag.isEmpty { looks.append(tag.range) }
      }
      if !tag.isEmpty { parents.append(tag.name) }
    }
    self.entry = fillsEnd > 0 && looksEnd > 0 ? entry : nil
  }

  /// The number of the look that is `old` on a coloured ground.
  mutating func look(_ old: Int, _ severity: Severity) -> Int? {
    if entry == nil { return nil }
    if let at = added.firstIndex(where: { $0.old == old && $0.severity == severity }) { return looks.count + at }
    added.append((old, severity))
    return looks.count + added.count - 1
  }

  var edited: [UInt8] {
    if added.isEmpty { return bytes }
    var edits = ByteEdits()
    let colors = ["FFFFC7CE", "FFFFEB9C"]
    edits.insert(
      colors.map {
        "<\(prefix)fill><\(prefix)patternFill patternType=\"solid\"><\(prefix)fgColor rgb=\"\($0)\"/><\(prefix)bgColor indexed=\"64\"/></\(prefix)patternFill></\(prefix)fill>"
      }.joined(), at: fillsEnd)
    if let fillsCount { edits.replace(fillsCount, with: String(fills + colors.count)) }
    let new = added.map { old, severity -> String in
      let fill = fills + (severity == .error ? 0 : 1)
      guard looks.indices.contains(old) else {
        return "<\(prefix)xf numFmtId=\"0\" fontId=\"0\" fillId=\"\(fill)\" borderId=\"0\" xfId=\"0\" applyFill=\"1\"/>"
      }
      return Self.filled(Array(bytes[looks[old]]), fill)
    }
    edits.insert(new.joined(), at: looksEnd)
    if let looksCount { edits.replace(looksCount, with: String(looks.count + added.count)) }
    return edits.applied(to: bytes)
  }

  private static func filled(_ look: [UInt8], _ fill: Int) -> String {
    var tags = XMLTags(look)
    guard let tag = tags.next() else { return "" }
    var edits = ByteEdits()
    let end = tag.range.upperBound - (tag.isEmpty ? 2 : 1)
    for (name, value) in [("fillId", String(fill)), ("applyFill", "1")] {
      if let range = tags.value(name, in: tag) {
        edits.replace(range, with: value)
      } else {
        edits.insert(" \(name)=\"\(value)\"", at: end)
      }
    }
    return String(decoding: edits.applied(to: look), as: UTF8.self)
  }
}

extension WorkbookReader {
  /// The bytes of a part, which must be in UTF-8.
  mutating func part(_ name: String) throws(ClusterIOError) -> [UInt8] {
    let bytes = try archiveBytes(name)
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .damagedWorkbook(shown, part: name) }
    return bytes
  }

  mutating func styles() throws(ClusterIOError) -> StyleEdits {
    guard let entry = stylesEntry, hasPart(entry) else { return StyleEdits(entry: nil, bytes: []) }
    return StyleEdits(entry: entry, bytes: try part(entry))
  }
}
