public import ClusterModel

/// What is to be known of a figure, whichever question it answers: `figures.csv`, a row each, is the one place of headings, units and digits.
public struct FigureEntry: Sendable {
  /// What a value is. Those of names and words are in the reader's language; all others are the same in each.
  public enum Kind: String, Sendable, CaseIterable {
    case id, code, text, name, words, count, number, share, points, flag, range
    /// Any, as in a table whose every row holds another figure.
    case value
    /// No figure: the label of a unit, of a rule of findings, or of what published figures are named.
    case unit, rule, published

    package var isInLanguage: Bool { self == .name || self == .words }
  }

  public let name: String
  public let kind: Kind
  /// Several, one after the other.
  public let isList: Bool
  /// The unit's code, `cny_wan_year`; empty where it has none.
  public let unitCode: String
  /// `nil` where it has none.
  public let unit: LocalText?
  /// Digits after the point, of a share in per cent; `nil`: as many as the size of the number asks for.
  public internal(set) var digits: Int?
  /// What the digits would show as nearly nothing is written with a power of ten: a probability of a billionth. `6e` in the column of digits.
  package let hasExponent: Bool
  public let label: LocalText
  /// `M33`, of docs/metrics.md; empty where it is none.
  public let metric: String
  public let meaning: LocalText

  /// For these cells, of a column or of a fact: without digits where every number is whole.
  package func fitted(to cells: some Sequence<Cell>) -> FigureEntry {
    guard let digits, digits > 0, kind == .number, cells.allSatisfy(\.isWhole) else { return self }
    var entry = self
    entry.digits = 0
    return entry
  }

  /// The label, and the unit in brackets.
  public func heading(_ language: Language) -> String {
    guard let unit else { return label[language] }
    return language == .zh ? "\(label.zh)（\(unit.zh)）" : "\(label.en) (\(unit.en))"
  }
}

extension FigureEntry {
  /// All of `figures.csv`, in its order.
  public static var all: [FigureEntry] { FigureRecords.standard.all.map { FigureEntry($0) } }

  /// The entry of this name, or `nil` where `figures.csv` has none.
  public static func known(_ name: String) -> FigureEntry? { FigureRecords.standard[name].map { FigureEntry($0) } }

  /// The entry of this name. One that is not there has its name as label; a test holds that no answer has such.
  public static func named(_ name: String) -> FigureEntry {
    known(name)
      ?? FigureEntry(
        name: name, kind: .value, isList: false, unitCode: "", unit: nil, digits: nil, hasExponent: false,
        label: LocalText(zh: name, en: name), metric: "",
        meaning: LocalText(zh: "", en: ""))
  }

  /// The words for a rule of findings, or the rule itself.
  package static func rule(_ rule: String) -> LocalText { known("rule:" + rule)?.label ?? LocalText(zh: rule, en: rule) }

  private init(_ record: [String]) {
    name = record[0]
    isList = record[1].hasSuffix("[]")
    kind = Kind(rawValue: isList ? String(record[1].dropLast(2)) : record[1]) ?? .value
    unitCode = record[2]
    unit =
      record[2].isEmpty
      ? nil
      : FigureRecords.standard["unit:" + record[2]].map { LocalText(zh: $0[4], en: $0[5]) } ?? LocalText(zh: record[2], en: record[2])
    hasExponent = record[3].hasSuffix("e")
    digits = Int(hasExponent ? String(record[3].dropLast()) : record[3])
    label = LocalText(zh: record[4], en: record[5])
    metric = record[6]
    meaning = LocalText(zh: record[7], en: record[8])
  }
}

/// The records of our own `figures.csv`: nine cells, quotes only around a whole cell. An answer asks for a few dozen of the thousand, so that the
/// places of all are noted and the cells of those alone are read.
struct FigureRecords: Sendable {
  private let bytes: [UInt8]
  private var lines: [Range<Int>] = []
  private var places: [String: Int] = [:]

  static let standard = FigureRecords(PackageResources.figures_csv)

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      // The header comes first.
      if start > 0 && end > start {
        let comma = bytes[start..<end].firstIndex(of: UInt8(ascii: ",")) ?? end
        let name = String(decoding: bytes[start..<comma], as: UTF8.self)
        if places[name] == nil { places[name] = lines.count }
        lines.append(start..<end)
      }
      start = end + 1
    }
  }

  var all: [[String]] { lines.map { cells($0) } }

  subscript(name: String) -> [String]? { places[name].map { cells(lines[$0]) } }

  private func cells(_ line: Range<Int>) -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    for byte in bytes[line] {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: ","), !isQuoted {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
      } else {
        cell.append(byte)
      }
    }
    cells.append(String(decoding: cell, as: UTF8.self))
    while cells.count < 9 { cells.append("") }
    return cells
  }
}
