/// What is red, what amber and what green (红黄绿灯) of what is measured of chains, counties and leaders: rules as data, read from a file.
public struct WatchRules: Sendable {
  /// What has a light.
  public enum Kind: String, Sendable, CaseIterable {
    /// A cluster along its chain.
    case chain
    case county
    case leader

    /// Names of the figures that rules may be of, as ``Rule/measure``.
    public var measures: [String] {
      switch self {
      case .chain:
        [
          "stages_missing", "stages_broken", "stages_weak", "stages_chokepoint", "stages_present", "completeness", "single_points", "pairs",
          "worst_stopped_firms", "worst_loss_cny_wan", "firms", "output_cny_wan", "employees", "tax_cny_wan", "rd_share",
          "sme_output_share", "chain_output_share", "technology_share", "output_hhi", "cluster_supply_ratio", "local_supply_ratio",
          "single_sourced_share", "single_sourced", "goods_bought",
        ]
      case .county:
        [
          "stages_with_gaps", "leader_stopping_firms", "completeness", "local_supply_ratio", "single_sourced_share", "firms",
          "leader_firms", "listed_firms", "little_giant_firms", "srdi_firms", "high_tech_firms", "output_cny_wan", "employees", "rd_share",
          "clusters", "diversity",
        ]
      case .leader:
        [
          "single_points", "pairs", "worst_stopped_firms", "worst_loss_cny_wan", "direct_suppliers", "upstream_firms", "tiers",
          "goods_bought", "single_sourced", "local_supply_ratio",
        ]
      }
    }
  }

  public struct Rule: Sendable {
    public var id: String
    public var title: Name
    public var of: Kind
    /// A name of `figures.csv`, one of ``Kind/measures``.
    public var measure: String
    /// Red where it holds.
    public var red: Threshold?
    /// Amber where it holds, and red does not.
    public var amber: Threshold?
    public var place: Place

    public init(
      id: String, title: Name = Name(), of: Kind, measure: String, red: Threshold? = nil, amber: Threshold? = nil,
      place: Place = Place(file: "")
    ) {
      self.id = id
      self.title = title
      self.of = of
      self.measure = measure
      self.red = red
      self.amber = amber
      self.place = place
    }
  }

  public var name: String
  public var title: Name
  public var provenance = Provenance()
  public var rules: [Rule]

  public init(name: String, title: Name = Name(), rules: [Rule]) {
    self.name = name
    self.title = title
    self.rules = rules
  }
}
