public import GraphCore

/// Everything known about a region's chains: one graph of counties, clusters, firms, products, stages and supply links.
///
/// Firms and supply links, of which there may be millions, are tables of columns; the rest are arrays of small values.
/// Ids are unique in their table, references resolve: what a reader could not resolve it reports, and leaves unknown.
public struct Network: Sendable {
  /// The folder's name, or the data package's.
  public var name: String
  public var title: Name
  public var counties: [County] = []
  public var clusters: [Cluster] = []
  public var firms = FirmTable()
  public var products: [Product] = []
  public var chains: [Chain] = []
  public var stages: [Stage] = []
  public var requirements: [Requirement] = []
  public var makings: [Making] = []
  public var roles: [Role] = []
  public var figures: [Figure] = []
  public var supplies = SupplyTable()
  public var groups: [CommonCauseGroup] = []
  public var stocks: [Stock] = []
  public var credits: [Credit] = []
  /// 招商项目: planned firms, which no analysis takes for firms of today.
  public var projects: [Project] = []
  /// What every page about it must say of how it was read: rows that were left out.
  public var remarks: [LocalText] = []

  public init(name: String, title: Name = Name()) {
    self.name = name
    self.title = title
  }

  /// The supply graph: vertex = firm, edge = supply link, goods running source → target.
  ///
  /// `linkOfEdge[edge]` is the row of ``supplies`` that the edge stands for. O(firms + links).
  public func supplyGraph() -> (graph: CSRGraph, linkOfEdge: [Int32]) {
    let built = GraphBuilder(vertexCount: firms.count, sources: supplies.suppliers, targets: supplies.buyers).buildWithOrder()
    return (built.graph, built.order)
  }

  /// The firm with this id. O(firms): for one look-up by a user, not for loops.
  public func firm(id: String) -> FirmID? {
    let wanted = Array(id.utf8)
    return firms.all.first { firm in
      firms.ids.bytes[Int(firms.ids.offsets[firm.row])..<Int(firms.ids.offsets[firm.row + 1])].elementsEqual(wanted)
    }
  }

  public func cluster(id: String) -> ClusterID? { clusters.firstIndex { $0.id == id }.map { ClusterID($0) } }
  public func chain(id: String) -> ChainID? { chains.firstIndex { $0.id == id }.map { ChainID($0) } }
  public func county(code: String) -> CountyID? { counties.firstIndex { $0.code == code }.map { CountyID($0) } }

  /// The stages of a chain, by position and then by row.
  public func stages(of chain: ChainID) -> [StageID] {
    stages.indices.filter { stages[$0].chain == chain }
      .sorted { (stages[$0].position, $0) < (stages[$1].position, $1) }
      .map { StageID($0) }
  }
}
