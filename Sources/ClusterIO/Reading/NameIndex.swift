import ClusterModel

/// Which row of a table a text is the name of. Made and asked only where a text is no id.
struct NameIndex {
  /// How a text and a name are the same, most certain first.
  enum Rule: String, CaseIterable {
    /// A person said so.
    case confirmed
    /// They are the same text.
    case exact
    /// They differ in width, brackets, blanks or case.
    case folded
    /// They differ in the legal form at the end or the places before it.
    case short
  }

  enum Answer {
    case none
    case row(Int32, Rule)
    /// The surest rule by which it is a name at all gives several rows.
    case several([Int32])
  }

  private struct Keys {
    private var first: [String: Int32] = [:]
    /// All rows of the texts that have several.
    private var all: [String: [Int32]] = [:]

    /// Rows come in ascending order.
    mutating func add(_ text: String, _ row: Int32) {
      guard let known = first[text] else {
        first[text] = row
        return
      }
      if (all[text]?.last ?? known) != row { all[text, default: [known]].append(row) }
    }

    func rows(_ text: String) -> [Int32] { all[text] ?? first[text].map { [$0] } ?? [] }
  }

  private let target: NetworkAssembly.Target
  private let decisions: NameDecisions
  private let places: NameText.Places
  private var exact = Keys()
  private var folded = Keys()
  private var short = Keys()
  /// What was asked already: lists name the same things again and again.
  private var asked = IDIndex()
  private var answers: [Answer] = []

  /// O(rows). Ids that are names count as names.
  init(_ target: NetworkAssembly.Target, _ network: Network, decisions: NameDecisions = NameDecisions()) {
    self.decisions = target == .firms ? decisions : NameDecisions()
    self.target = target
    let firms = target == .firms ? network.firms.count : 0
    let named = (0..<firms).lazy.map { row in
      let name = network.firms.namesZh.count == 0 ? "" : network.firms.namesZh[row]
      return IdentifierText.folded(name.isEmpty ? network.firms.ids[row] : name)
    }
    places = NameText.Places(target == .counties ? [] : network.counties, firms: named)
    for (row, (id, name)) in NetworkAssembly.rows(target.table, network).enumerated() {
      let row = Int32(truncatingIfNeeded: row)
      // A person may say by its id which firm is meant.
      for text in [name.zh, name.en, self.decisions.isAsking ? id : ""] where !text.isEmpty { exact.add(text, row) }
      for text in [name.zh, name.en, NameText.isName(id) ? id : ""] where !text.isEmpty {
        let plain = IdentifierText.folded(text)
        folded.add(plain, row)
        short.add(bare(plain), row)
      }
    }
  }

  private func bare(_ plain: String) -> String {
    target == .counties ? NameText.shortPlace(plain) : NameText.short(plain, places: places)
  }

  func find(_ text: String) -> Answer {
    let plain = IdentifierText.folded(text)
    if plain.isEmpty { return .none }
    switch decisions[folded: plain] {
    case .outside: return .none
    case .firm(let said):
      if case .row(let row, _) = match(said) { return .row(row, .confirmed) }
    case nil: break
    }
    return match(text)
  }

  private func match(_ text: String) -> Answer {
    let plain = IdentifierText.folded(text)
    for rule in Rule.allCases {
      let rows =
        switch rule {
        case .confirmed: [Int32]()
        case .exact: exact.rows(text)
        case .folded: folded.rows(plain)
        case .short: short.rows(bare(plain))
        }
      if rows.count == 1 { return .row(rows[0], rule) }
      if rows.count > 1 { return .several(rows) }
    }
    return .none
  }

  /// The same for a cell, worked out once for each text.
  mutating func find(_ key: IDIndex.Key) -> Answer {
    let entered = asked.insert(key)
    if entered.isNew { answers.append(find(String(decoding: key.bytes, as: UTF8.self))) }
    return entered.position < 0 ? .none : answers[Int(entered.position)]
  }
}

extension NetworkAssembly {
  /// The names of a table that was given.
  mutating func withNames<Result>(_ target: Target, _ use: (inout NameIndex) -> Result) -> Result {
    if names[target] == nil { names[target] = NameIndex(target, reading.network, decisions: decisions) }
    return use(&names[target]!)
  }

  /// The row that a cell names, which is noted; `nil` where it is no name, or one of several rows.
  mutating func named(_ batch: inout RecordBatch, _ record: Int, _ column: Int, _ key: IDIndex.Key, _ target: Target) -> Int32? {
    if isImplied(target) { return nil }
    guard case .row(let row, let rule) = withNames(target, { $0.find(key) }) else { return nil }
    batch.add(.nameForID, record, column, detail: target.table + "\n" + rule.rawValue)
    return row
  }
}
