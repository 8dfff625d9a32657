public import ClusterModel
import GraphAlgorithms
import GraphCore

/// The supply distance of every firm to a leader (METRICS M8): tier 1 supplies it directly, tier 2 supplies tier 1, and so on.
public struct Tiers: Sendable {
  public struct Member: Sendable {
    public var firm: FirmID
    /// Fewest links to the leader; 0 is the leader.
    public var shortest: Int
    /// Most links between firms that do not supply each other in a circle; `nil` inside a circle, where it is not defined.
    public var longest: Int?
    /// Firms that supply each other in a circle with this one, itself included; 1 when there are none.
    public var circle: Int
  }
  public let leader: FirmID
  /// Every firm from which goods reach the leader, by shortest tier and then id.
  public let members: [Member]

  /// O(firms + links).
  public init(of leader: FirmID, in network: Network) {
    self.leader = leader
    let layers = Layers.upstream(of: VertexID(leader.row), in: network.supplyGraph().graph)
    let ids = network.firms.ids
    members = network.firms.all.filter { layers.shortest[$0.row] >= 0 }.map { firm in
      let circle = Int(layers.componentSizes[firm.row])
      return Member(
        firm: firm, shortest: Int(layers.shortest[firm.row]), longest: circle > 1 ? nil : Int(layers.longest[firm.row]),
        circle: circle)
    }.sorted { $0.shortest != $1.shortest ? $0.shortest < $1.shortest : ids.precedes($0.firm.row, $1.firm.row) }
  }

  public var depth: Int { members.last?.shortest ?? 0 }
}
