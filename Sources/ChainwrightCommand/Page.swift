import Chainwright

/// What a command has to say, before it is put into text, JSON or CSV: facts, one main table, further tables, findings.
struct Page {
  /// A cell of a table: unknown is shown as such, never as 0.
  enum Cell {
    case text(String)
    case local(LocalText)
    case number(Double)
    case integer(Int)
    case ratio(Double)
    case list([String])
    case names([Name])
    case unknown
  }
  struct Table {
    var name: String
    var title: LocalText
    /// The name in JSON and CSV, and the heading in text.
    var columns: [(name: String, heading: LocalText)]
    var rows: [[Cell]]
    /// Rows that exist beyond those here.
    var omitted = 0
  }

  var title: LocalText
  /// Single values, in order.
  var facts: [(name: String, label: LocalText, value: Cell)] = []
  /// The first table is what `--format csv` writes.
  var tables: [Table] = []
  var findings: [Finding]?
  /// Findings that exist beyond those here.
  var omittedFindings = 0
  /// Conventions and caveats a reader must know.
  var notes: [LocalText] = []
}

extension Page.Cell {
  init(_ number: Double?) { self = number.map { $0.isNaN ? .unknown : .number($0) } ?? .unknown }
  init(_ integer: Int?) { self = integer.map { .integer($0) } ?? .unknown }
  static func ratio(_ ratio: Double?) -> Self { ratio.map { $0.isNaN ? .unknown : Self.ratio($0) } ?? .unknown }
}

extension Network {
  func countyCell(_ firm: FirmID) -> Page.Cell {
    guard let county = firms.county(firm) else { return .unknown }
    let name = counties[county.row].name
    return .local(LocalText(zh: name[.zh], en: name[.en]))
  }
}
