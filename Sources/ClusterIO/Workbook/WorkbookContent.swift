/// How much stands in a workbook: enough to see that some of it was lost on the way to the disk.
struct WorkbookContent: Equatable {
  var texts = 0
  var numbers = 0
  /// Bytes of all texts, without blanks and breaks of lines, which XML may write anew.
  var textBytes = 0

  init() {}

  mutating func add(text: String) {
    texts += 1
    textBytes += text.utf8.count { $0 > 0x20 }
  }

  /// Of the sheets of a workbook that ``WorkbookFile`` wrote, all of whose parts are read. Throws what ``ZipArchive`` throws.
  init(of path: String, shown: String) throws(ClusterIOError) {
    var archive = try ZipArchive.open(path: path, shown: shown)
    for name in archive.entries.names where name.hasSuffix(".xml") || name.hasSuffix(".rels") {
      guard name.hasPrefix("xl/worksheets/sheet") else {
        // A part that ends too soon is told by the parser.
        var part = Part()
        try archive.read(name, &part)
        continue
      }
      var cells = Cells()
      try archive.read(name, &cells)
      texts += cells.content.texts
      numbers += cells.content.numbers
      textBytes += cells.content.textBytes
    }
  }

  private struct Part: XMLEvents {
    let hasStopped = false
    mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {}
    mutating func end(_ name: XMLName) {}
    mutating func text(_ bytes: Bytes) {}
  }

  private struct Cells: XMLEvents {
    var content = WorkbookContent()
    private var isText = false
    let hasStopped = false

    mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
      if name == "t" {
        isText = true
        content.texts += 1
      } else if name == "v" {
        content.numbers += 1
      }
    }

    mutating func end(_ name: XMLName) { isText = false }

    mutating func text(_ bytes: Bytes) {
      if isText { content.textBytes += bytes.count { $0 > 0x20 } }
    }
  }
}
