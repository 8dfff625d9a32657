import ClusterModel

/// Texts in a column of supply links that are no id, each once: what they are is asked when all are known.
struct UnknownNames: Sendable {
  struct Entry: Sendable {
    var text: String
    /// Cells that have it.
    var uses = 0
    /// The first row that has it.
    var row: Int
    /// A spreadsheet made it of an id.
    var isDamaged: Bool
    /// Of its rows the first in an order of its own: whatever the order of rows.
    var provenance: Provenance
    /// The cells of the provenance that was added last, as a number.
    var lastCells: UInt64 = 0
  }

  private(set) var entries: [Entry] = []
  private var index = IDIndex()

  var isEmpty: Bool { entries.isEmpty }

  /// Where the text is among the entries, or -1.
  func find(_ key: IDIndex.Key) -> Int { Int(index.find(key)) }

  /// Counts a cell with the text of an entry. `cells` is a number made of the cells of the row's provenance, which is asked for only where it is another
  /// one than the last time.
  mutating func again(_ at: Int, cells: UInt64, provenance: () -> Provenance) {
    if entries[at].lastCells == cells {
      entries[at].uses += 1
      return
    }
    entries[at].lastCells = cells
    add(uses: 1, provenance(), to: at)
  }

  mutating func add(_ key: IDIndex.Key, row: Int, isDamaged: Bool, cells: UInt64 = 0, provenance: () -> Provenance) {
    let entered = index.insert(key)
    if entered.position < 0 { return }
    if entered.isNew {
      entries.append(Entry(text: String(decoding: key.bytes, as: UTF8.self), row: row, isDamaged: isDamaged, provenance: provenance()))
      entries[Int(entered.position)].uses = 1
      entries[Int(entered.position)].lastCells = cells
      return
    }
    again(Int(entered.position), cells: cells, provenance: provenance)
  }

  /// Adds those of the next part of the same file, which begins after `offset` rows.
  mutating func append(_ other: UnknownNames, rowOffset offset: Int) {
    for entry in other.entries {
      let entered = index.insert(entry.text)
      if entered.isNew {
        var entry = entry
        entry.row += offset
        entries.append(entry)
      } else if entered.position >= 0 {
        add(uses: entry.uses, entry.provenance, to: Int(entered.position))
      }
    }
  }

  private mutating func add(uses: Int, _ provenance: Provenance, to at: Int) {
    entries[at].uses += uses
    let known = entries[at].provenance
    if provenance != known, Self.precedes(provenance, known) { entries[at].provenance = provenance }
  }

  /// A kind that is given goes before one that is not.
  static func precedes(_ a: Provenance, _ b: Provenance) -> Bool {
    (a.kind.rawValue &- 1, a.source, a.asOf) < (b.kind.rawValue &- 1, b.source, b.asOf)
  }
}

/// The rows that texts stand for in a table of supply links.
struct NameTable: Sendable {
  private var index = IDIndex()
  private var entries: [(row: Int32, kind: Int32)] = []
  /// What is said of the texts: few things, each of many.
  private var kinds: [(rule: ReadingRule, detail: String)] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ text: String, _ row: Int32, _ rule: ReadingRule, detail: String) {
    guard index.insert(text).isNew else { return }
    var kind = kinds.firstIndex { $0.rule == rule && $0.detail == detail }
    if kind == nil {
      kind = kinds.count
      kinds.append((rule, detail))
    }
    entries.append((row, Int32(kind ?? 0)))
  }

  /// The entry of the text, or -1.
  @inline(__always)
  func find(_ key: IDIndex.Key) -> Int { Int(index.find(key)) }

  @inline(__always)
  func row(_ entry: Int) -> Int32 { entries[entry].row }

  /// Whether the text names several rows in one cell.
  func isSeveral(_ key: IDIndex.Key) -> Bool {
    let entry = find(key)
    return entry >= 0 && kinds[Int(entries[entry].kind)].rule == .severalValues
  }

  /// Says what the text was taken for. `places` are those of what was said before, two for each kind of note.
  func note(_ entry: Int, _ batch: inout RecordBatch, _ record: Int, _ column: Int, isSecond: Bool, _ places: inout [Int]) {
    let kind = Int(entries[entry].kind)
    if places.isEmpty { places = [Int](repeating: -1, count: 2 * kinds.count) }
    let at = 2 * kind + (isSecond ? 1 : 0)
    if places[at] >= 0 {
      batch.again(kinds[kind].rule, at: places[at], record: record)
    } else {
      places[at] = batch.add(kinds[kind].rule, record, column, detail: kinds[kind].detail)
    }
  }
}

struct SupplyNames: Sendable {
  var firms = NameTable()
  var products = NameTable()
}

extension NetworkAssembly {
  /// Finds out which rows the names in the parts stand for, and makes firms of those that are in no list; whether there is any.
  mutating func settleNames(_ reader: inout SupplyReader, _ table: CSVTable, _ parts: [SupplyPart]) -> Bool {
    var (firms, products) = (UnknownNames(), UnknownNames())
    var offset = 0
    for part in parts {
      firms.append(part.unknownFirms, rowOffset: offset)
      products.append(part.unknownProducts, rowOffset: offset)
      offset += part.rowCount
    }
    var names = SupplyNames()
    for entry in products.entries {
      guard case .row(let row, let rule) = withNames(.products, { $0.find(entry.text) }) else { continue }
      names.products.add(entry.text, row, .nameForID, detail: "products\n" + rule.rawValue)
    }
    var unnamed: [UnknownNames.Entry] = []
    var resolved = parts.reduce(0) { $0 + 2 * $1.links.count + $1.loneEnds }
    var open = 0
    for entry in firms.entries {
      switch withNames(.firms, { $0.find(entry.text) }) {
      case .row(let row, let rule):
        names.firms.add(entry.text, row, .nameForID, detail: "firms\n" + rule.rawValue)
        resolved += entry.uses
      case .several:
        open += entry.uses
        if decisions.isAsking { unnamed.append(entry) }
      case .none:
        open += entry.uses
        let known = indexes[Target.firms.rawValue]
        let several = IdentifierText.several(entry.text) { part in
          if known.contains(part) { return true }
          if case .none = withNames(.firms, { $0.find(part) }) { return false }
          return true
        }
        if several != nil { names.firms.add(entry.text, -1, .severalValues, detail: "") } else { unnamed.append(entry) }
      }
    }
    // Where rows of the list of firms were left out by a filter, others are no firms outside it.
    if tables[Target.firms.table]?.filter == nil, decisions.isAsking || resolved > open || idsAreNames() {
      addOutside(unnamed, table, &names.firms)
    }
    if names.firms.isEmpty && names.products.isEmpty { return false }
    reader.names = names
    return true
  }

  /// Whether more than half of the firms have names for ids.
  private func idsAreNames() -> Bool {
    let ids = reading.network.firms.ids
    return (0..<ids.count).count { NameText.isName(ids[$0]) } * 2 > ids.count
  }

  /// Makes firms of names that no list has, in the order of their names.
  private mutating func addOutside(_ unnamed: [UnknownNames.Entry], _ table: CSVTable, _ names: inout NameTable) {
    let firms = unnamed.filter { entry in
      guard NameText.isName(entry.text), !NameText.isGeneric(entry.text), !entry.isDamaged else { return false }
      return entry.text.utf8.withContiguousStorageIfAvailable { FieldValue.isIdentifier($0) } == true
    }
    if firms.isEmpty { return }
    // One name in two spellings is one firm.
    let groups = Dictionary(grouping: firms) { IdentifierText.folded($0.text) }.values.map { group in
      group.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    }.sorted { $0[0].text.utf8.lexicographicallyPrecedes($1[0].text.utf8) }
    let before = reading.network.firms.count
    var rows = RowNumbers()
    let path = tables[Target.firms.table]?.file ?? "firms.csv"
    for row in 0..<before { rows.begin(at: row, file: path, fileRow: reading.network.firms.rowNumbers[row]) }
    for group in groups {
      let id = group[0].text
      let isChinese = id.unicodeScalars.contains { $0.value > 0x2E80 }
      let firm = reading.network.addFirm(
        id, isChinese ? Name(zh: id) : Name(en: id),
        provenance: group.map(\.provenance).min { UnknownNames.precedes($0, $1) } ?? Provenance())
      _ = indexes[Target.firms.rawValue].insert(id)
      rows.begin(at: firm.row, file: table.file, fileRow: group.map(\.row).min() ?? 1)
      for entry in group { names.add(entry.text, Int32(firm.row), .outsideFirm, detail: String(groups.count)) }
    }
    reading.network.firms.rowNumbers = rows
    reading.outsideFirms = before..<reading.network.firms.count
  }
}
