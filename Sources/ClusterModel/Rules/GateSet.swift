/// What can be measured of a set of firms: a cluster, a county.
public enum FirmSetField: String, Sendable, CaseIterable {
  case firms
  case output = "output_cny_wan"
  case employees
  case tax = "tax_cny_wan"
  case researchShare = "rd_share"
  /// Of the output, the share of small and medium-sized firms (under 1,000 people or under 400 million yuan of revenue).
  case smeOutputShare = "sme_output_share"
  /// Of the output, the share of firms at stages of the cluster's own chain.
  case chainOutputShare = "chain_output_share"
  /// Of what its firms buy, the share from each other (M13).
  case localSupply = "local_supply_ratio"
  /// Of what its firms buy, the share of goods with one supplier.
  case singleSourcedShare = "single_sourced_share"
  case technologyShare = "technology_share"
  /// HHI of output over its firms.
  case concentration = "output_hhi"
  /// Weighted share of the chain's stages with a firm (M33).
  case completeness

  public var isShare: Bool {
    switch self {
    // An index of 0 to 1, never per cent.
    case .firms, .output, .employees, .tax, .concentration: false
    default: true
    }
  }
}

/// The gates (M29) that a cluster must pass for some title: a rule set as data, read from a file.
public struct GateSet: Sendable {
  public enum Quantity: Sendable, Hashable {
    /// A published figure of the cluster (`figures.csv`), with the unit the gate is in; an empty unit asks for none.
    case figure(attribute: String, unit: String)
    /// Measured from the firms on record.
    case measured(FirmSetField)
  }

  public struct Gate: Sendable {
    public var id: String
    public var title: Name
    public var quantity: Quantity
    /// The gate must hold in each of so many years, the last being the one asked for.
    public var years: Int
    /// Held against the mean yearly growth over ``years`` instead of the figure itself.
    public var isGrowth: Bool
    public var threshold: Threshold
    public var place: Place

    public init(
      id: String, title: Name, quantity: Quantity, years: Int = 1, isGrowth: Bool = false, threshold: Threshold,
      place: Place = Place(file: "")
    ) {
      self.id = id
      self.title = title
      self.quantity = quantity
      self.years = years
      self.isGrowth = isGrowth
      self.threshold = threshold
      self.place = place
    }
  }

  public var name: String
  public var title: Name
  public var provenance = Provenance()
  public var gates: [Gate]

  public init(name: String, title: Name = Name(), gates: [Gate]) {
    self.name = name
    self.title = title
    self.gates = gates
  }
}
