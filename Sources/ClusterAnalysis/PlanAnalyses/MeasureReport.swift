import ClusterModel

/// What an analysis says for a measure of a plan: one line, the numbers behind it with their rows, tables, findings, and what lacks.
public struct MeasureReport: Sendable {
  public enum Cell: Sendable {
    case text(String)
    case local(LocalText)
    case names([LocalText])
    case integer(Int)
    case number(Double)
    case share(Double)
    case unknown

    public static func number(_ value: Measured) -> Cell { value.value.map { .number($0) } ?? .unknown }
    public static func share(_ value: Measured) -> Cell { value.value.map { .share($0) } ?? .unknown }
  }

  public struct Number: Sendable {
    /// snake_case
    public var name: String
    public var label: LocalText
    public var value: Measured
    public var isShare = false
    /// The rows it is made of; empty where it is made of a whole table.
    public var rows: [RowReference] = []

    public init(_ name: String, _ zh: String, _ en: String, _ value: Measured, isShare: Bool = false, rows: [RowReference] = []) {
      self.name = name
      label = LocalText(zh: zh, en: en)
      self.value = value
      self.isShare = isShare
      self.rows = rows
    }

    public init(_ name: String, _ zh: String, _ en: String, count: Int, rows: [RowReference] = []) {
      self.init(name, zh, en, .known(Double(count)), rows: rows)
    }
  }

  public struct Table: Sendable {
    public var name: String
    public var title: LocalText
    public var columns: [(name: String, heading: LocalText)]
    public var rows: [[Cell]]

    public init(_ name: String, _ zh: String, _ en: String, _ columns: [(name: String, heading: LocalText)], _ rows: [[Cell]]) {
      self.name = name
      title = LocalText(zh: zh, en: en)
      self.columns = columns
      self.rows = rows
    }
  }

  public var call: AnalysisCall
  /// One line for whoever reads only one.
  public var headline: LocalText
  public var numbers: [Number] = []
  public var tables: [Table] = []
  public var findings: [Finding] = []
  public var missing: [MissingFacts] = []
  /// What to type for the same, after `chainwright`; `NETWORK` and `PLAN` stand for themselves, `PLAN/x` for a file beside the plan.
  public var command: String
  /// How the numbers are to be read.
  public var notes: [LocalText] = []

  public init(_ call: AnalysisCall, _ headline: LocalText, command: String) {
    self.call = call
    self.headline = headline
    self.command = command
  }
}

extension Network {
  /// A firm's name in both languages.
  func label(_ firm: FirmID) -> LocalText { LocalText(zh: firms.name(firm, .zh), en: firms.name(firm, .en)) }
  func label(_ cluster: ClusterID) -> LocalText { Self.label(clusters[cluster.row].name, clusters[cluster.row].id) }
  func label(_ county: CountyID) -> LocalText { Self.label(counties[county.row].name, counties[county.row].code) }
  func label(_ stage: StageID) -> LocalText { Self.label(stages[stage.row].name, stages[stage.row].id) }

  private static func label(_ name: Name, _ id: String) -> LocalText {
    name[.zh].isEmpty ? LocalText(zh: id, en: id) : LocalText(zh: name[.zh], en: name[.en])
  }

  /// In a county of the region under study; `nil` where its county is unknown.
  func isInside(_ firm: FirmID) -> Bool? { firms.county(firm).map { counties[$0.row].isInside } }

  /// The firms known to be in the region, by id; all firms where the network has no counties.
  func firmsInside() -> [FirmID] {
    let inside = counties.isEmpty ? Array(firms.all) : firms.all.filter { isInside($0) == true }
    return inside.sorted { firms.ids.precedes($0.row, $1.row) }
  }
}
