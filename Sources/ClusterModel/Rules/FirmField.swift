/// What can be asked about a firm in a rule file: one name and one definition for shortlists, leaders and comparisons.
public enum FirmField: String, Sendable, CaseIterable {
  case revenue = "revenue_cny_wan"
  case research = "rd_cny_wan"
  case employees
  case tax = "tax_cny_wan"
  /// Research by revenue.
  case researchShare = "rd_share"
  /// 10,000 yuan a head.
  case revenuePerEmployee = "revenue_per_employee"
  /// Revenue, else the sum of known sales.
  case output = "output_cny_wan"
  /// Output by that of its cluster's firms of which it is known.
  case clusterShare = "cluster_share"
  /// How many of the technology honours on record it has.
  case technologyHonours = "technology_honours"
  case suppliers, buyers
  /// Firms of its cluster that it buys from or sells to.
  case partnersInside = "partners_inside"
  /// Firms from which goods reach it, over any number of links.
  case upstreamFirms = "upstream_firms"
  /// Fewest links to a leader; 0 is a leader.
  case tier
  case goodsBought = "goods_bought"
  case singleSourced = "single_sourced_goods"
  /// Largest supplier HHI of a good it buys (M11).
  case highestHHI = "highest_hhi"
  /// Share bought in its own county (M13).
  case localSupply = "local_supply_ratio"
  /// The largest supplier's share of all it buys.
  case topSupplierShare = "top_supplier_share"
  /// The largest buyer's share of all it is recorded to sell.
  case topBuyerShare = "top_buyer_share"
  /// Leaders that its loss alone stops (M2).
  case targetsStopped = "targets_stopped"

  /// Share of all output lost when it stops and the cascade is at rest (M16), as a cascade computes it.
  case esri

  case singlePoint = "single_point"
  case synthetic
  /// In a county of the region under study.
  case inside
  case leader
  case chainLeader = "chain_leader"
  case listed
  case littleGiant = "little_giant"
  case srdi
  case highTech = "high_tech"

  case firm = "firm_id"
  case county = "county_code"
  case cluster = "cluster_id"
  case industry = "industry_code"
  case stage = "stage_id"

  public enum Kind: Sendable { case number, share, flag, text }

  public var kind: Kind {
    switch self {
    case .researchShare, .clusterShare, .localSupply, .topSupplierShare, .topBuyerShare, .esri: .share
    case .singlePoint, .synthetic, .inside, .leader, .chainLeader, .listed, .littleGiant, .srdi, .highTech: .flag
    case .firm, .county, .cluster, .industry, .stage: .text
    default: .number
    }
  }

  /// The honour or role that a flag stands for.
  public var role: Role.Kind? { Role.Kind(rawValue: rawValue) }
}
