/// 共享智造: a plant that takes one step of production over from many firms, as a scenario describes it.
///
/// What is not given is unknown: no capacity, no jobs and no cost is made up.
public struct SharedPlant: Sendable, Hashable {
  /// The firm that the plant will be; new in the network.
  public var id: String
  public var name: Name
  /// County and cluster, by id or name; where they are not given, those that all its firms have in common.
  public var county: String?
  public var cluster: String?
  /// How well it controls its emissions; `nil` when not said.
  public var grade: EmissionGrade?
  /// What it can make of the step in a year, 10,000 yuan.
  public var capacity: Double?
  public var jobs: Double?
  /// What it costs to build, 10,000 yuan.
  public var investment: Double?
  /// What its firms no longer spend in a year, 10,000 yuan.
  public var savings: Double?

  public init(id: String, name: Name = Name()) {
    self.id = id
    self.name = name
  }
}
