import ClusterModel

/// What is to be known of a figure, whichever question it answers: `figures.csv`, a row each, is the one place of headings, units and digits.
public struct FigureEntry: Sendable {
  /// What a value is. Those of names and words are in the reader's language; all others are the same in each.
  public enum Kind: String, Sendable, CaseIterable {
    case id, code, text, name, words, count, number, share, points, flag, range
    /// Any, as in a table whose every row holds another figure.
    case value
    /// No figure: the label of a unit, or of a rule of findings.
    case unit, rule

    public var isInLanguage: Bool { self == .name || self == .words }
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
  public static let all: [FigureEntry] = {
    let records = FigureRecords.read(PackageResources.figures_csv)
    let units = Dictionary(
      records.filter { $0[1] == Kind.unit.rawValue }.map { ($0[0], LocalText(zh: $0[4], en: $0[5])) },
      uniquingKeysWith: { first, _ in first })
    return records.map { record in
      let isList = record[1].hasSuffix("[]")
      return FigureEntry(
        name: record[0], kind: Kind(rawValue: isList ? String(record[1].dropLast(2)) : record[1]) ?? .value, isList: isList,
        unitCode: record[2],
        unit: record[2].isEmpty ? nil : units["unit:" + record[2]] ?? LocalText(zh: record[2], en: record[2]), digits: Int(record[3]),
        label: LocalText(zh: record[4], en: record[5]), metric: record[6], meaning: LocalText(zh: record[7], en: record[8]))
    }
  }()

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// The entry of this name, or `nil` where `figures.csv` has none.
  public static func known(_ name: String) -> FigureEntry? { byName[name] }

  /// The entry of this name. One that is not there has its name as label; a test holds that no answer has such.
  public static func named(_ name: String) -> FigureEntry {
    byName[name]
      ?? FigureEntry(
        name: name, kind: .value, isList: false, unitCode: "", unit: nil, digits: nil, label: LocalText(zh: name, en: name), metric: "",
        meaning: LocalText(zh: "", en: ""))
  }

  /// The words for a rule of findings, or the rule itself.
  package static func rule(_ rule: String) -> LocalText { byName["rule:" + rule]?.label ?? LocalText(zh: rule, en: rule) }
}

/// The records of our own `figures.csv`: nine cells, quotes only around a whole cell.
enum FigureRecords {
  static func read(_ bytes: [UInt8]) -> [[String]] {
    var records: [[String]] = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst() {
      var cells: [String] = []
      var cell: [UInt8] = []
      var isQuoted = false
      for byte in line.utf8 {
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
      records.append(cells)
    }
    return records
  }
}
