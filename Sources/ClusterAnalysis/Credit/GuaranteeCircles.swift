public import ClusterModel
import GraphCore

/// 互保、联保: firms that answer for each other's loans, directly (two) or around a circle (more).
public struct GuaranteeCircles: Sendable {
  /// The firms of each circle by id, the largest circles first.
  public let circles: [[FirmID]]

  /// The groups of firms each of which answers, by whatever ways, for each other one. O(guarantees).
  public init(_ book: CreditBook, _ network: Network) {
    var (sources, targets): ([Int32], [Int32]) = ([], [])
    for loan in book.loans {
      for guarantee in loan.guarantees {
        sources.append(guarantee.guarantor.index)
        targets.append(loan.borrower.index)
      }
    }
    let graph = GraphBuilder(vertexCount: network.firms.count, sources: sources, targets: targets).build()
    let components = Components.strong(of: graph)
    var members: [Int32: [FirmID]] = [:]
    for firm in network.firms.all { members[components.componentOfVertex[firm.row], default: []].append(firm) }
    let firms = network.firms
    circles = members.values.filter { $0.count > 1 }
      .map { $0.sorted { firms.id($0) < firms.id($1) } }
      .sorted { ($1.count, firms.id($0[0])) < ($0.count, firms.id($1[0])) }
  }
}
