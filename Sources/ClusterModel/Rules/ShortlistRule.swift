/// A rule that makes a list of firms: filters that all must hold, an order, and a limit. Data, read from a file.
public struct ShortlistRule: Sendable {
  public enum Test: Sendable, Hashable {
    case number(Threshold)
    /// Yes or no.
    case flag(Bool)
    /// One of these texts; an industry code by its beginning.
    case oneOf([String])
    case noneOf([String])
  }

  public struct Filter: Sendable {
    public var field: FirmField
    public var test: Test
    /// Why the rule is there, for whoever is left out by it; empty when not said.
    public var why: Name
    public var place: Place

    public init(_ field: FirmField, _ test: Test, why: Name = Name(), place: Place = Place(file: "")) {
      self.field = field
      self.test = test
      self.why = why
      self.place = place
    }
  }

  public struct Key: Sendable, Hashable {
    public var field: FirmField
    public var isDescending: Bool

    public init(_ field: FirmField, isDescending: Bool = true) {
      self.field = field
      self.isDescending = isDescending
    }
  }

  public var name: String
  public var title: Name
  public var provenance = Provenance()
  public var filters: [Filter]
  /// The first key first; ties by id.
  public var order: [Key]
  /// The most firms on the list; `nil` is all.
  public var limit: Int?

  public init(name: String, title: Name = Name(), filters: [Filter], order: [Key] = [], limit: Int? = nil) {
    self.name = name
    self.title = title
    self.filters = filters
    self.order = order
    self.limit = limit
  }
}
