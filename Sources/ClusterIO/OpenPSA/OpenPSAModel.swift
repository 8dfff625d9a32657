import ClusterModel

/// What the files of a model define, before names are looked up.
struct OpenPSAModel {
  /// Where something stands: a file by number, a line, a column, both from 1.
  struct Position {
    var file: Int32
    var line: Int32
    var column: Int32
  }

  /// A definition's name and where it may be seen.
  struct Header {
    var name: String
    /// The path of the fault tree and components around it, `Tree.Component`; empty for model data.
    var scope: String
    var isPublic: Bool
    var position: Position

    var path: String { scope.isEmpty ? name : scope + "." + name }
    /// How the thing is called in results: by its name when everyone sees it, else by its path.
    var shownName: String { isPublic ? name : path }
  }

  enum ReferenceKind: String {
    case any = "event"
    case gate
    case event = "basic-event"
    case house = "house-event"
  }

  enum Argument {
    case reference(String, ReferenceKind, Position)
    case formula(Int)
    case constant(Bool)
  }

  enum Operator: Equatable {
    case and, or
    case atLeast(Int)
    /// A gate that passes its only argument on.
    case pass
    /// One that makes the tree non-coherent.
    case other(String)
  }

  struct Formula {
    var kind: Operator
    var arguments: [Argument] = []
    var position: Position
  }

  struct Gate {
    var header: Header
    /// Position in ``formulas``; `nil` while none was read.
    var formula: Int?
  }

  struct Event {
    var header: Header
    var expression: OpenPSAExpression?
  }

  struct House {
    var header: Header
    var occurs = false
  }

  var files: [String] = []
  var gates: [Gate] = []
  var formulas: [Formula] = []
  var events: [Event] = []
  var houses: [House] = []
  /// Parameters are events in form: a name and an expression.
  var parameters: [Event] = []
  private(set) var findings: [Finding] = []
  private(set) var errorCount = 0

  static let keptFindings = 1000

  func place(_ position: Position) -> Place {
    Place(file: files[Int(position.file)], row: Int(position.line), column: "\(position.column)")
  }

  func finding(
    _ rule: String, of subject: String, severity: Severity = .error, _ message: LocalText, _ remedy: LocalText, at positions: [Position]
  ) -> Finding {
    Finding(
      rule: rule, severity: severity, subject: Subject(table: "fault_tree", id: subject), message: message, remedy: remedy,
      places: positions.map(place))
  }

  /// Writes down what is wrong.
  mutating func add(
    _ rule: String, of subject: String = "", severity: Severity = .error, _ message: LocalText, _ remedy: LocalText,
    at positions: [Position]
  ) {
    if severity == .error { errorCount += 1 }
    guard findings.count < Self.keptFindings else { return }
    findings.append(finding(rule, of: subject, severity: severity, message, remedy, at: positions))
  }
}
