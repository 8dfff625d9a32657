/// What can be wrong with a cell or a row while it is read; each is an ``AuditRule`` of the same id.
enum ReadingRule: String, CaseIterable, Sendable {
  case raggedRow = "ragged-row"
  case brokenQuote = "broken-quote"
  case fieldTooLong = "field-too-long"
  case emptyTable = "empty-table"
  case misspeltColumn = "misspelt-column"
  case ignoredColumn = "ignored-column"
  case impliedRows = "implied-rows"
  case missingKey = "missing-key"
  case badIdentifier = "bad-identifier"
  case duplicateID = "duplicate-id"
  case unknownReference = "unknown-reference"
  case badNumber = "bad-number"
  case negativeAmount = "negative-amount"
  case shareRange = "share-range"
  case impossibleYear = "impossible-year"
  case unknownValue = "unknown-value"
  case unreadableCell = "unreadable-cell"
  case ignoredSheet = "ignored-sheet"
  case destroyedID = "destroyed-id"
  case severalValues = "several-values"
  case unknownCell = "unknown-cell"
  case inexactNumber = "inexact-number"
  case missingUnit = "missing-unit"
  case statedUnit = "stated-unit"
  case leftOutRow = "left-out-row"
  case filledDown = "filled-down"
  case shortRow = "short-row"
  case garbledText = "garbled-text"
  case guessedReading = "guessed-reading"
  case nameForID = "name-for-id"
  case outsideFirm = "outside-firm"
  case unreadValue = "unread-value"
  case leftOutPart = "left-out-part"
  case edgeDirection = "edge-direction"
  case smallPercent = "small-percent"

  /// The word and the number in the detail of a problem that counts things of a kind.
  static func counted(_ detail: String) -> (word: String, count: Int) {
    let lines = detail.split(separator: "\n")
    return (lines.first.map(String.init) ?? "", lines.count > 1 ? Int(lines[1]) ?? 1 : 1)
  }

  /// Cells of one column that break this rule are one finding, whatever they say.
  var isOneAColumn: Bool {
    switch self {
    case .missingKey, .destroyedID, .severalValues, .unknownCell, .inexactNumber, .leftOutRow, .shortRow, .nameForID, .outsideFirm,
      .smallPercent:
      true
    default: false
    }
  }
}

/// One thing wrong, in one cell or row or in many of a column.
struct Problem: Sendable {
  var rule: ReadingRule
  var file: String
  var table: String
  var row: Int?
  var column: String
  /// The offending text, safe to show; of the first cell.
  var text: String
  /// What the rule says besides: the table referred to, the values allowed, the columns there are.
  var detail: String
  /// The rows of all its cells, the first among them, as far as they are kept.
  var rows: [Int] = []
  /// How many cells or rows it is about.
  var count = 1
}

/// The problems of a reading by cause: all are counted, the first of each rule are kept.
struct ProblemLog: Sendable {
  /// How many of each rule are kept, and of how many cells of one the rows.
  static let keep = 1000

  private(set) var kept = [[Problem]](repeating: [], count: ReadingRule.allCases.count)
  /// Problems of each rule; cells with one cause are one.
  private(set) var counts = [Int](repeating: 0, count: ReadingRule.allCases.count)
  private var places: [Cause: Int] = [:]

  init() {}

  /// As it was kept: nothing more is added to it.
  init?(kept: [[Problem]], counts: [Int]) {
    guard kept.count == ReadingRule.allCases.count, counts.count == kept.count,
      zip(kept, counts).allSatisfy({ $0.count <= $1 && $1 <= Int(Int32.max) })
    else { return nil }
    for (at, problems) in kept.enumerated() where !problems.allSatisfy({ Self.index($0.rule) == at }) { return nil }
    (self.kept, self.counts) = (kept, counts)
  }

  private struct Cause: Hashable {
    var rule: ReadingRule
    var file: String
    var column: String
    var text: String
    var detail: String
  }

  /// Counts a problem, and keeps it when it is among the first; a cell with the cause of one that is kept is added to that.
  ///
  /// The answer is its place among those of its rule that are kept, for ``again(_:at:row:)``, or -1.
  @discardableResult
  mutating func add(
    _ rule: ReadingRule, file: String, table: String, row: Int?, column: String = "", text: @autoclosure () -> String = "",
    detail: @autoclosure () -> String = ""
  ) -> Int {
    let at = Self.index(rule)
    // Beyond the first, texts are not even made.
    if kept[at].count >= Self.keep && !rule.isOneAColumn {
      counts[at] += 1
      return -1
    }
    let (text, detail) = (text(), detail())
    return add(
      Problem(
        rule: rule, file: file, table: table, row: row, column: column, text: text, detail: detail, rows: row.map { [$0] } ?? []))
  }

  /// Adds a row to a problem that is kept: one more cell with its cause.
  mutating func again(_ rule: ReadingRule, at place: Int, row: Int) {
    let at = Self.index(rule)
    kept[at][place].count += 1
    if kept[at][place].rows.count < Self.keep { kept[at][place].rows.append(row) }
  }

  @discardableResult
  private mutating func add(_ problem: Problem) -> Int {
    let at = Self.index(problem.rule)
    let cause = Cause(
      rule: problem.rule, file: problem.file, column: problem.column, text: problem.rule.isOneAColumn ? "" : problem.text,
      detail: problem.detail)
    if problem.row != nil, let place = places[cause] {
      kept[at][place].count += problem.count
      let room = Self.keep - kept[at][place].rows.count
      kept[at][place].rows += problem.rows.prefix(room)
      return place
    }
    counts[at] += 1
    guard kept[at].count < Self.keep else { return -1 }
    places[cause] = kept[at].count
    kept[at].append(problem)
    return kept[at].count - 1
  }

  /// Adds what was found in the next part of the same file, which begins after `offset` rows.
  mutating func append(_ other: ProblemLog, rowOffset offset: Int) {
    for at in kept.indices {
      // What was counted there and not kept.
      counts[at] += other.counts[at] - other.kept[at].count
      for problem in other.kept[at] {
        var problem = problem
        problem.row = problem.row.map { $0 + offset }
        problem.rows = problem.rows.map { $0 + offset }
        add(problem)
      }
    }
  }

  /// Changes what is said of the problems of a rule that are kept; their causes stay.
  mutating func change(_ rule: ReadingRule, _ change: (inout Problem) -> Void) {
    let at = Self.index(rule)
    for place in kept[at].indices { change(&kept[at][place]) }
  }

  func kept(of rule: ReadingRule) -> [Problem] { kept[Self.index(rule)] }

  func count(_ rule: ReadingRule) -> Int { counts[Self.index(rule)] }

  private static let places: [ReadingRule: Int] = Dictionary(uniqueKeysWithValues: zip(ReadingRule.allCases, 0...))

  private static func index(_ rule: ReadingRule) -> Int { places[rule] ?? 0 }
}
