import ClusterModel

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
}

/// One thing wrong with a cell or a row.
struct Problem: Sendable {
  var rule: ReadingRule
  var file: String
  var table: String
  var row: Int?
  var column: String
  /// The offending text, safe to show.
  var text: String
  /// What the rule says besides: the table referred to, the values allowed, the columns there are.
  var detail: String
}

/// The problems of a reading: all are counted, the first of each rule are kept.
struct ProblemLog: Sendable {
  /// How many of each rule are kept.
  static let keep = 1000

  private(set) var kept = [[Problem]](repeating: [], count: ReadingRule.allCases.count)
  private(set) var counts = [Int](repeating: 0, count: ReadingRule.allCases.count)

  /// Counts a problem, and makes and keeps it when it is among the first.
  mutating func add(
    _ rule: ReadingRule, file: String, table: String, row: Int?, column: String = "", text: @autoclosure () -> String = "",
    detail: @autoclosure () -> String = ""
  ) {
    let at = Self.index(rule)
    counts[at] += 1
    guard kept[at].count < Self.keep else { return }
    kept[at].append(Problem(rule: rule, file: file, table: table, row: row, column: column, text: text(), detail: detail()))
  }

  /// Adds what was found in the next part of the same file, which begins after `offset` rows.
  mutating func append(_ other: ProblemLog, rowOffset offset: Int) {
    for at in kept.indices {
      counts[at] += other.counts[at]
      for problem in other.kept[at].prefix(Self.keep - kept[at].count) {
        var problem = problem
        problem.row = problem.row.map { $0 + offset }
        kept[at].append(problem)
      }
    }
  }

  func kept(of rule: ReadingRule) -> [Problem] { kept[Self.index(rule)] }

  func count(_ rule: ReadingRule) -> Int { counts[Self.index(rule)] }

  private static func index(_ rule: ReadingRule) -> Int { ReadingRule.allCases.firstIndex(of: rule)! }
}
