/// 变更: one change of a network that a scenario asks for, as its file says it; rows are named by cells, to be found in a network later.
public struct ScenarioChange: Sendable {
  /// A cell of a row: the dictionary's name of the column, the text, and the line it stands on.
  public struct Cell: Sendable, Hashable {
    public var column: String
    public var text: String
    public var line: Int

    public init(_ column: String, _ text: String, line: Int = 1) {
      self.column = column
      self.text = text
      self.line = line
    }
  }

  public enum Action: Sendable {
    /// A new row of a table.
    case add(table: String, row: [Cell])
    /// Every row of a table whose cells are these goes, and with it what hangs on it.
    case remove(table: String, key: [Cell])
    /// Every row of a table whose cells are `key` gets the cells `set`.
    case change(table: String, key: [Cell], set: [Cell])
    /// Firms stop, and with them those that then lack something they need.
    case shut(FirmSelector)
    /// Firms make and sell less by a share of 0…1.
    case curtail(FirmSelector, loss: Double)
    /// What a supplier delivers to a buyer (of one product, or of all) comes days later.
    case delay(supplier: String, buyer: String, product: String?, days: Double)
    /// 共享智造: the step (`stage`) of the firms of a selector moves into one plant.
    case share(FirmSelector, plant: SharedPlant)

    /// The word of the file.
    public var word: String {
      switch self {
      case .add: "add"
      case .remove: "remove"
      case .change: "change"
      case .shut: "shut"
      case .curtail: "curtail"
      case .delay: "delay"
      case .share: "share_step"
      }
    }
  }

  public var action: Action
  /// Why, in words; empty when not said.
  public var reason: String
  public var provenance: Provenance
  public var place: Place

  public init(_ action: Action, reason: String = "", provenance: Provenance = Provenance(), place: Place) {
    self.action = action
    self.reason = reason
    self.provenance = provenance
    self.place = place
  }
}
