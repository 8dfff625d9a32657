/// How much a finding matters.
public enum Severity: Int, Sendable, Comparable, CaseIterable {
  case note, warning, error

  public var word: String {
    switch self {
    case .note: "note"
    case .warning: "warning"
    case .error: "error"
    }
  }
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What a finding is about: a row of a table, by its id.
public struct Subject: Sendable, Hashable {
  /// The table: `firm`, `cluster`, `chain`, `stage`, `product`, `county`, `supply`, `network`.
  public var table: String
  public var id: String
  public var name: Name

  public init(table: String, id: String, name: Name = Name()) {
    self.table = table
    self.id = id
    self.name = name
  }
}

/// A place in an input file. `row` counts as a spreadsheet does: the header is row 1.
public struct Place: Sendable, Hashable {
  public var file: String
  public var row: Int?
  public var column: String
  /// The cell of the sheet `file`, `C7`; empty where the file is no sheet.
  public var cell = ""

  public init(file: String, row: Int? = nil, column: String = "") {
    self.file = file
    self.row = row
    self.column = column
  }
}

/// One step of the proof of a finding, in the order a reader follows it.
public struct WitnessStep: Sendable {
  /// What this step says: “印染厂 starves of 坯布”.
  public var text: LocalText
  /// The things it speaks of, by id, goods running first → last.
  public var subjects: [Subject]

  public init(_ text: LocalText, subjects: [Subject] = []) {
    self.text = text
    self.subjects = subjects
  }
}

/// The result of a check or of an analysis, with its proof.
public struct Finding: Sendable {
  /// The rule that was applied, in kebab-case: `single-point-of-failure`, `unknown-reference`.
  public var rule: String
  public var severity: Severity
  public var subject: Subject
  public var message: LocalText
  /// What to do about it.
  public var remedy: LocalText
  public var witness: [WitnessStep]
  /// Where in the input the facts stand.
  public var places: [Place]
  /// Figures behind the finding by name, in the order to show them: `lost_output_cny_wan`.
  public var figures: [(name: String, value: Double)]

  public init(
    rule: String, severity: Severity, subject: Subject, message: LocalText, remedy: LocalText, witness: [WitnessStep] = [],
    places: [Place] = [], figures: [(name: String, value: Double)] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.subject = subject
    self.message = message
    self.remedy = remedy
    self.witness = witness
    self.places = places
    self.figures = figures
  }
}
