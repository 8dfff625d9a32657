/// 实施方案: a plan as data, read from a file: phases, actions with their measures, safeguards, and targets with the query that measures each.
public struct Programme: Sendable {
  /// A stretch of the plan that ends with a year.
  public struct Phase: Sendable, Hashable {
    public var title: Name
    public var year: Int

    public init(title: Name, year: Int) {
      self.title = title
      self.year = year
    }
  }

  /// 专项行动
  public struct Action: Sendable {
    /// `4`
    public var id: String
    public var title: Name
    public var measures: [Measure]
    public var place: Place

    public init(id: String, title: Name, measures: [Measure], place: Place = Place(file: "")) {
      self.id = id
      self.title = title
      self.measures = measures
      self.place = place
    }
  }

  /// 举措, or 保障措施, with the analyses that serve it.
  public struct Measure: Sendable {
    /// `4.3`
    public var id: String
    public var title: Name
    public var analyses: [AnalysisCall]
    /// Ids of the targets that it works towards.
    public var targets: [String]
    public var place: Place

    public init(id: String, title: Name, analyses: [AnalysisCall], targets: [String] = [], place: Place = Place(file: "")) {
      self.id = id
      self.title = title
      self.analyses = analyses
      self.targets = targets
      self.place = place
    }
  }

  public var name: String
  public var title: Name
  public var provenance = Provenance()
  /// From which day progress is counted.
  public var start: CalendarDay
  public var phases: [Phase]
  public var actions: [Action]
  public var safeguards: [Measure]
  public var targets: [PlanTarget]

  public init(
    name: String, title: Name = Name(), start: CalendarDay, phases: [Phase] = [], actions: [Action] = [], safeguards: [Measure] = [],
    targets: [PlanTarget] = []
  ) {
    self.name = name
    self.title = title
    self.start = start
    self.phases = phases
    self.actions = actions
    self.safeguards = safeguards
    self.targets = targets
  }

  /// The measures of all actions, then the safeguards, in the order of the plan.
  public var measures: [Measure] { actions.flatMap(\.measures) + safeguards }
}

/// 目标: a figure that a plan sets, by when, and the queries that measure it.
public struct PlanTarget: Sendable {
  public enum Aim: Sendable, Hashable {
    case atLeast(Double)
    /// The plan says “about”: met from `value` less `tolerance`, a share of it, on.
    case about(Double, tolerance: Double)

    public var value: Double {
      switch self {
      case .atLeast(let value), .about(let value, _): value
      }
    }
    /// From which value on it is met.
    public var threshold: Double {
      switch self {
      case .atLeast(let value): value
      case .about(let value, let tolerance): value * (1 - tolerance)
      }
    }
    public var sign: String {
      switch self {
      case .atLeast: "≥"
      case .about: "~"
      }
    }
  }

  public var id: String
  public var title: Name
  /// By the end of this year.
  public var year: Int
  public var aim: Aim
  /// As published; one that begins with `%` makes shares count in hundredths.
  public var unit: String
  /// Held anew in every year; the year that is looked at must have it.
  public var isYearly: Bool
  /// Only what came after this year counts.
  public var newSince: Int?
  /// The first that can be measured counts.
  public var queries: [TargetQuery]
  /// Which firms stand nearest: those that the rule leaves out last.
  public var nearest: ShortlistRule?
  /// How the plan's words were read, where they leave a choice.
  public var note: Name
  public var provenance: Provenance
  public var place: Place

  public init(
    id: String, title: Name = Name(), year: Int, aim: Aim, unit: String = "", isYearly: Bool = false, newSince: Int? = nil,
    queries: [TargetQuery], nearest: ShortlistRule? = nil, note: Name = Name(), provenance: Provenance = Provenance(),
    place: Place = Place(file: "")
  ) {
    self.id = id
    self.title = title
    self.year = year
    self.aim = aim
    self.unit = unit
    self.isYearly = isYearly
    self.newSince = newSince
    self.queries = queries
    self.nearest = nearest
    self.note = note
    self.provenance = provenance
    self.place = place
  }

  public var isPercent: Bool { unit.hasPrefix("%") }
}

/// How a target is measured: a closed set, so that every number leads back to rows.
public enum TargetQuery: Sendable {
  /// Firms with a role or honour in `roles.csv`; no levels: any.
  case roles(Role.Kind, levels: [Role.Level])
  /// Firms that meet all filters.
  case firms([ShortlistRule.Filter])
  /// Firms whose further column of `firms.csv` holds one of these texts, among those that meet the filters.
  case values(column: String, texts: [String], among: [ShortlistRule.Filter])
  /// The same as a share of the firms whose column is filled in.
  case valueShare(column: String, texts: [String], among: [ShortlistRule.Filter])
  /// The sum of a field over the firms that meet the filters.
  case sum(FirmField, among: [ShortlistRule.Filter])
  /// A sum by another.
  case ratio(FirmField, by: FirmField, among: [ShortlistRule.Filter])
  /// A row of `figures.csv`; an empty unit asks for none.
  case figure(table: String, subject: String, attribute: String, unit: String)
  /// Clusters of a list with a status.
  case clusters([String], Cluster.Status)
}

/// A row of a table of a network, as a number or a verdict leads back to it.
public struct RowReference: Sendable, Hashable, Comparable {
  /// The table's name in the dictionary: `roles`.
  public var table: String
  /// Position in the network's table; the reader knows the row of the file.
  public var row: Int

  public init(_ table: String, _ row: Int) {
    self.table = table
    self.row = row
  }

  public static func < (a: Self, b: Self) -> Bool { (a.table, a.row) < (b.table, b.row) }
}

/// Facts that lack: which table to fill in, which columns, and which rows.
public struct MissingFacts: Sendable, Hashable {
  /// `roles.csv`
  public var table: String
  public var columns: [String]
  /// Which rows, in words.
  public var rows: LocalText
  /// Where a row of `figures.csv` is what lacks: about what, and which.
  public var figure: Figure?

  /// What a row of `figures.csv` would have in these columns.
  public struct Figure: Sendable, Hashable {
    public var table: String
    public var subject: String
    public var attribute: String
    public var unit: String

    public init(table: String, subject: String, attribute: String, unit: String) {
      self.table = table
      self.subject = subject
      self.attribute = attribute
      self.unit = unit
    }
  }

  public init(_ table: String, _ columns: [String], _ rows: LocalText) {
    self.table = table
    self.columns = columns
    self.rows = rows
  }

  /// A row of `figures.csv`.
  public init(_ figure: Figure, _ rows: LocalText) {
    self.init("figures.csv", ["table", "subject_id", "attribute", "value", "unit", "year"], rows)
    self.figure = figure
  }

  /// `roles.csv (firm_id, role): a row for each little giant`.
  public var text: LocalText {
    let list = columns.joined(separator: ", ")
    return LocalText(
      zh: "\(table)\(list.isEmpty ? "" : "（\(list)）")：\(rows.zh)", en: "\(table)\(list.isEmpty ? "" : " (\(list))"): \(rows.en)")
  }
}
