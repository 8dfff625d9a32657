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
  private let counties: [County]
  private var places = NameText.Places([])
  private let rows: [(id: String, name: Name)]
  /// The first row of each name, and all of those that have several.
  private var exact = IDIndex()
  private var firstExact: [Int32] = []
  private var allExact: [Int32: [Int32]] = [:]
  /// Made when a text is no name as it stands.
  private var folded = Keys()
  private var short = Keys()
  private var isFolded = false
  /// What was asked already: lists name the same things again and again.
  private var asked = IDIndex()
  private var answers: [Answer] = []

  /// O(rows). Ids that are names count as names.
  init(_ target: NetworkAssembly.Target, _ network: Network, decisions: NameDecisions = NameDecisions()) {
    self.decisions = target == .firms ? decisions : NameDecisions()
    self.target = target
    counties = target == .counties ? [] : network.counties
    rows = NetworkAssembly.rows(target.table, network)
    exact = IDIndex(expected: rows.count)
    for (row, (id, name)) in rows.enumerated() {
      let row = Int32(truncatingIfNeeded: row)
      // A person may say by its id which firm is meant.
      for text in [name.zh, name.en, self.decisions.isAsking ? id : ""] where !text.isEmpty { addExact(text, row) }
    }
  }

  private mutating func addExact(_ text: String, _ row: Int32) {
    let entered = exact.insert(text)
    if entered.isNew {
      firstExact.append(row)
    } else if entered.position >= 0 {
      let first = firstExact[Int(entered.position)]
      if (allExact[entered.position]?.last ?? first) != row { allExact[entered.position, default: [first]].append(row) }
    }
  }

  private mutating func fold() {
    isFolded = true
    let named = rows.lazy.map { IdentifierText.folded($0.name.zh.isEmpty ? $0.id : $0.name.zh) }
    places = target == .firms ? NameText.Places(counties, firms: named) : NameText.Places(counties)
    for (row, (id, name)) in rows.enumerated() {
      let row = Int32(truncatingIfNeeded: row)
      for text in [name.zh, name.en, NameText.isName(id) ? id : ""] where !text.isEmpty {
        let plain = IdentifierText.folded(text)
        folded.add(plain, row)
        short.add(bare(plain), row)
      }
      // An id in wide digits or small letters is that id still.
      if !NameText.isName(id) { folded.add(IdentifierText.folded(id), row) }
    }
  }

  private func bare(_ plain: String) -> String {
    target == .counties ? NameText.shortPlace(plain) : NameText.short(plain, places: places)
  }

  /// The rows whose name it is as it stands.
  private func exactly(_ text: String) -> Answer? {
    var text = text
    let found = text.withUTF8 { exact.find(IDIndex.key($0)) }
    return found < 0 ? nil : allExact[found].map { .several($0) } ?? .row(firstExact[Int(found)], .exact)
  }

  mutating func find(_ text: String) -> Answer {
    // What a person decided goes before what stands there.
    if decisions.isEmpty, let exact = exactly(text) { return exact }
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

  private mutating func match(_ text: String) -> Answer {
    if let exact = exactly(text) { return exact }
    let plain = IdentifierText.folded(text)
    if !isFolded { fold() }
    for rule in [Rule.folded, .short] {
      let rows = rule == .folded ? folded.rows(plain) : short.rows(bare(plain))
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
