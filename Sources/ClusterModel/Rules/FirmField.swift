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

  /// Share of all output lost when it stops and the cascade is at rest (M16), as `chainwright cascade` computes it.
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

  public var label: LocalText {
    switch self {
    case .revenue: LocalText(zh: "营业收入（万元）", en: "revenue (10k CNY)")
    case .research: LocalText(zh: "研发投入（万元）", en: "R&D (10k CNY)")
    case .employees: LocalText(zh: "从业人数", en: "employees")
    case .tax: LocalText(zh: "税收（万元）", en: "tax (10k CNY)")
    case .researchShare: LocalText(zh: "研发强度", en: "R&D share")
    case .revenuePerEmployee: LocalText(zh: "人均营收（万元）", en: "revenue per head (10k CNY)")
    case .output: LocalText(zh: "产出（万元）", en: "output (10k CNY)")
    case .clusterShare: LocalText(zh: "占集群产出", en: "share of the cluster")
    case .technologyHonours: LocalText(zh: "技术称号数", en: "technology honours")
    case .suppliers: LocalText(zh: "供应商数", en: "suppliers")
    case .buyers: LocalText(zh: "采购方数", en: "buyers")
    case .partnersInside: LocalText(zh: "集群内伙伴数", en: "partners inside")
    case .upstreamFirms: LocalText(zh: "上游企业数", en: "firms upstream")
    case .tier: LocalText(zh: "距领跑者层级", en: "tier to a leader")
    case .goodsBought: LocalText(zh: "采购产品数", en: "goods bought")
    case .singleSourced: LocalText(zh: "单一来源产品数", en: "single-sourced goods")
    case .highestHHI: LocalText(zh: "最高供应商HHI", en: "highest supplier HHI")
    case .localSupply: LocalText(zh: "本县配套率", en: "local supply ratio")
    case .topSupplierShare: LocalText(zh: "最大供应商占比", en: "largest supplier's share")
    case .topBuyerShare: LocalText(zh: "最大采购方占比", en: "largest buyer's share")
    case .targetsStopped: LocalText(zh: "单独致停的领跑者数", en: "leaders it alone stops")
    case .esri: LocalText(zh: "系统性风险指数", en: "ESRI")
    case .singlePoint: LocalText(zh: "是否单点", en: "single point")
    case .synthetic: LocalText(zh: "是否虚构", en: "synthetic")
    case .inside: LocalText(zh: "在本区域内", en: "inside the region")
    case .leader: LocalText(zh: "领跑者", en: "leader")
    case .chainLeader: LocalText(zh: "链主", en: "chain leader")
    case .listed: LocalText(zh: "上市", en: "listed")
    case .littleGiant: LocalText(zh: "小巨人", en: "little giant")
    case .srdi: LocalText(zh: "专精特新", en: "SRDI")
    case .highTech: LocalText(zh: "高新技术", en: "high-tech")
    case .firm: LocalText(zh: "企业", en: "firm")
    case .county: LocalText(zh: "县区", en: "county")
    case .cluster: LocalText(zh: "集群", en: "cluster")
    case .industry: LocalText(zh: "行业代码", en: "industry code")
    case .stage: LocalText(zh: "环节", en: "stage")
    }
  }
}
