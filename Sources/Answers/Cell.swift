public import ClusterModel

/// A value of an answer: what data hold, and what readers see.
///
/// | case | in JSON and CSV | for readers |
/// |---|---|---|
/// | text | the text | the text |
/// | words | the text in the language asked for | the same |
/// | word | the code | its label |
/// | thing | the id | the name |
/// | number, share, points | all digits | as many digits as `figures.csv` says; a share in per cent |
/// | range | an object of value, at_least, at_most, known, of; `low..high` in CSV | `≥ 20.1 (82/84)`, `80 % (1/2 known; 0–100 %)` |
/// | unknown | null; empty | 未知, unknown |
/// | nothing | null; empty | - |
public indirect enum Cell: Sendable {
  /// As it stands in the data, in no language or in whatever its author chose.
  case text(String)
  /// Said to a reader: a name, a title, a message.
  case words(LocalText)
  case word(code: String, LocalText)
  case thing(id: String, Name)
  case count(Int)
  case number(Double)
  /// 0…1.
  case share(Double)
  /// A difference of two shares.
  case points(Double)
  case flag(Bool)
  case list([Cell])
  case range(KnownRange)
  /// The value of another figure than the column's own, whose unit and digits it takes.
  case figure(String, Cell)
  /// There is such a value, and it is not known; never 0.
  case unknown
  /// There is no such value.
  case nothing
}

extension Cell {
  public static func count(_ value: Int?) -> Cell { value.map { .count($0) } ?? .unknown }
  /// A count of which a part may be unknown.
  public static func count(_ range: KnownRange?) -> Cell { partly(range) { .count(Int($0)) } }
  public static func number(_ value: Double?) -> Cell { value.map { .number($0) } ?? .unknown }
  public static func share(_ value: Double?) -> Cell { value.map { .share($0) } ?? .unknown }
  public static func points(_ value: Double?) -> Cell { value.map { .points($0) } ?? .unknown }
  /// A number of which a part may be unknown: itself where it is certain, and unknown where nothing is known.
  public static func number(_ range: KnownRange?) -> Cell { partly(range) { .number($0) } }
  /// A share, likewise.
  public static func share(_ range: KnownRange?) -> Cell { partly(range) { .share($0) } }

  /// A difference of two shares, likewise.
  public static func points(_ range: KnownRange?) -> Cell { partly(range) { .points($0) } }

  /// How many there are, of which it cannot be told for some; certain where it can for all.
  ///
  /// - Parameters:
  ///   - certain: those of which it is known.
  ///   - open: those that may be.
  ///   - of: all that were looked at.
  public static func count(_ certain: Int, open: Int, of: Int) -> Cell {
    if open == 0 { return .count(certain) }
    let (low, high) = (Double(certain), Double(certain + open))
    return .range(KnownRange(value: low, low: low, high: high, known: of - open, of: of))
  }

  private static func partly(_ range: KnownRange?, _ cell: (Double) -> Cell) -> Cell {
    guard let range else { return .unknown }
    return range.exact.map(cell) ?? (range.value == nil && range.low == nil && range.high == nil ? .unknown : .range(range))
  }

  public static func text(_ value: String?) -> Cell { value.map { $0.isEmpty ? .unknown : .text($0) } ?? .unknown }

  public static func words(zh: String, en: String) -> Cell { .words(LocalText(zh: zh, en: en)) }
  public static func word(_ code: String, zh: String, en: String) -> Cell { .word(code: code, LocalText(zh: zh, en: en)) }

  /// A thing's name, for a column beside the one of its id.
  public static func name(_ name: Name) -> Cell {
    name.zh.isEmpty && name.en.isEmpty ? .unknown : .words(LocalText(zh: name[.zh], en: name[.en]))
  }

  public static func texts(_ texts: some Sequence<String>) -> Cell { .list(texts.map { .text($0) }) }
  public static func names(_ names: some Sequence<Name>) -> Cell { .list(names.map { .words(LocalText(zh: $0[.zh], en: $0[.en])) }) }

  /// A figure of `figures.csv` as a value: its name as code, its label for readers.
  public static func named(_ figure: String) -> Cell { .word(code: figure, FigureEntry.named(figure).label) }

  /// Written to the right in a column of its like.
  package var isNumber: Bool {
    switch self {
    case .count, .number, .share, .points, .range, .unknown, .nothing: true
    case .figure(_, let cell): cell.isNumber
    case .text, .words, .word, .thing, .flag, .list: false
    }
  }

  /// No number with a fraction.
  var isWhole: Bool {
    switch self {
    case .number(let value): !value.isFinite || value == value.rounded()
    case .range(let range): [range.value, range.low, range.high].allSatisfy { $0.map { $0 == $0.rounded() } ?? true }
    case .list(let cells): cells.allSatisfy(\.isWhole)
    default: true
    }
  }

  /// Unknown, or not a number after all.
  package var isUnknown: Bool {
    switch self {
    case .unknown: true
    case .number(let value), .share(let value), .points(let value): value.isNaN
    case .figure(_, let cell): cell.isUnknown
    default: false
    }
  }
}
