/// 县（市、区）: the level that clusters belong to.
public struct County: Sendable {
  /// GB/T 2260 code, or a statistical code; the key.
  public var code: String
  public var name: Name
  /// WGS 84 degrees of the county seat.
  public var longitude: Double?
  public var latitude: Double?
  /// Inside the region under study; false for a neighbour that is named only to show where flows go.
  public var isInside: Bool
  public var provenance: Provenance

  public init(
    code: String, name: Name, longitude: Double? = nil, latitude: Double? = nil, isInside: Bool = true,
    provenance: Provenance = Provenance()
  ) {
    self.code = code
    self.name = name
    self.longitude = longitude
    self.latitude = latitude
    self.isInside = isInside
    self.provenance = provenance
  }
}

/// 县域特色产业集群: a county-level characteristic industry cluster.
public struct Cluster: Sendable {
  public enum Status: String, Sendable, CaseIterable { case established, planned }

  public var id: String
  public var name: Name
  public var county: CountyID?
  public var leadingIndustry: Name
  public var chain: ChainID?
  /// `nil` when not said.
  public var status: Status?
  public var provenance: Provenance

  public init(
    id: String, name: Name, county: CountyID? = nil, leadingIndustry: Name = Name(), chain: ChainID? = nil, status: Status? = nil,
    provenance: Provenance = Provenance()
  ) {
    self.id = id
    self.name = name
    self.county = county
    self.leadingIndustry = leadingIndustry
    self.chain = chain
    self.status = status
    self.provenance = provenance
  }
}

/// What is bought and sold; belongs to at most one stage.
public struct Product: Sendable {
  public var id: String
  public var name: Name
  public var stage: StageID?
  public var provenance: Provenance

  public init(id: String, name: Name = Name(), stage: StageID? = nil, provenance: Provenance = Provenance()) {
    self.id = id
    self.name = name
    self.stage = stage
    self.provenance = provenance
  }
}

/// 产业链模板: the partially ordered stages of one industry.
public struct Chain: Sendable {
  public var id: String
  public var name: Name
  public var provenance: Provenance

  public init(id: String, name: Name, provenance: Provenance = Provenance()) {
    self.id = id
    self.name = name
    self.provenance = provenance
  }
}

/// 环节: a step of a chain.
public struct Stage: Sendable {
  public var id: String
  public var chain: ChainID
  public var name: Name
  /// Column from upstream, 0 first.
  public var position: Int
  /// Weight in completeness; 1 when not said.
  public var weight: Double
  /// GB/T 4754 code; empty when unknown.
  public var industryCode: String
  public var provenance: Provenance

  public init(
    id: String, chain: ChainID, name: Name, position: Int, weight: Double = 1, industryCode: String = "",
    provenance: Provenance = Provenance()
  ) {
    self.id = id
    self.chain = chain
    self.name = name
    self.position = position
    self.weight = weight
    self.industryCode = industryCode
    self.provenance = provenance
  }
}

/// How badly an output stage needs an input stage.
public enum Importance: Int, Sendable, CaseIterable {
  case negligible = 0
  case nonEssential = 1
  case essential = 2
}

/// A template edge: the output stage requires the input stage.
public struct Requirement: Sendable {
  public var input: StageID
  public var output: StageID
  public var importance: Importance
  /// Inputs of one output with the same non-empty group replace each other.
  public var substituteGroup: String
  /// Of the inputs in the group (or, without a group, of the suppliers of this input), how many are needed; 1 when not said.
  public var needs: Int
  /// 0…1 that the stage needs it; unknown counts as certain.
  public var confidence: Double?
  public var provenance: Provenance

  public init(
    input: StageID, output: StageID, importance: Importance = .essential, substituteGroup: String = "", needs: Int = 1,
    confidence: Double? = nil, provenance: Provenance = Provenance()
  ) {
    self.input = input
    self.output = output
    self.importance = importance
    self.substituteGroup = substituteGroup
    self.needs = needs
    self.confidence = confidence
    self.provenance = provenance
  }
}

/// A firm makes a product, or works at a stage.
public struct Making: Sendable {
  public var firm: FirmID
  public var product: ProductID?
  /// The stage given, or the product's.
  public var stage: StageID?
  /// Output of it a year, 10,000 yuan.
  public var capacity: Double?
  /// 0…1: what is lost for each yuan of output that is not made.
  public var margin: Double?
  /// 0…1 that the row holds; unknown counts as certain.
  public var confidence: Double?
  public var provenance: Provenance

  public init(
    firm: FirmID, product: ProductID? = nil, stage: StageID? = nil, capacity: Double? = nil, margin: Double? = nil,
    confidence: Double? = nil, provenance: Provenance = Provenance()
  ) {
    self.firm = firm
    self.product = product
    self.stage = stage
    self.capacity = capacity
    self.margin = margin
    self.confidence = confidence
    self.provenance = provenance
  }
}

/// A role or an honour of a firm, with its year and level.
public struct Role: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// 领跑者企业
    case leader
    /// 链主
    case chainLeader = "chain_leader"
    /// 上市企业
    case listed
    /// 专精特新“小巨人”
    case littleGiant = "little_giant"
    /// 专精特新
    case srdi
    /// 高新技术企业
    case highTech = "high_tech"
  }
  public enum Level: String, Sendable, CaseIterable { case county, city, province, nation }

  public var firm: FirmID
  public var kind: Kind
  public var level: Level?
  public var year: Int?
  public var provenance: Provenance

  public init(firm: FirmID, kind: Kind, level: Level? = nil, year: Int? = nil, provenance: Provenance = Provenance()) {
    self.firm = firm
    self.kind = kind
    self.level = level
    self.year = year
    self.provenance = provenance
  }
}

/// A figure of one year about a county, a cluster, a chain, a firm, or the region.
public struct Figure: Sendable {
  /// What kind of thing `subject` is the id of: `region`, `county`, `cluster`, `chain`, `firm`.
  public var table: String
  public var subject: String
  /// What was measured, in words of the source.
  public var attribute: String
  public var value: Double?
  /// The value as published, where it is no single number (“2000+”, “57 / 270+”).
  public var text: String
  public var unit: String
  /// `2021`, `2022H1`, …; empty when unknown.
  public var year: String
  /// 0…1 that the figure is right; unknown counts as certain.
  public var confidence: Double?
  public var provenance: Provenance

  public init(
    table: String, subject: String, attribute: String, value: Double?, text: String = "", unit: String = "", year: String = "",
    confidence: Double? = nil, provenance: Provenance = Provenance()
  ) {
    self.table = table
    self.subject = subject
    self.attribute = attribute
    self.value = value
    self.text = text
    self.unit = unit
    self.year = year
    self.confidence = confidence
    self.provenance = provenance
  }
}
