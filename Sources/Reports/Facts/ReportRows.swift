import ClusterAnalysis
import ClusterIO
import ClusterModel

/// Finds the rows of the input that stand behind a fact.
struct ReportRows: Sendable {
  let reading: Reading
  private let firmStages: FirmStages
  private var makings: [FirmID: [Int]] = [:]
  private var roles: [FirmID: [Int]] = [:]

  init(_ reading: Reading, _ firmStages: FirmStages) {
    self.reading = reading
    self.firmStages = firmStages
    for (row, making) in network.makings.enumerated() { makings[making.firm, default: []].append(row) }
    for (row, role) in network.roles.enumerated() { roles[role.firm, default: []].append(row) }
  }

  private var network: Network { reading.network }

  private func list(_ table: String, _ rows: some Sequence<Int>) -> RowList { RowList(rows.map { reading.place(table, $0) }) }

  func firms(_ firms: some Sequence<FirmID>) -> RowList { list("firms", firms.map(\.row)) }
  func supplies(_ links: some Sequence<SupplyID>) -> RowList { list("supplies", links.map(\.row)) }
  func stages(_ stages: some Sequence<StageID>) -> RowList { list("stages", stages.map(\.row)) }
  func cluster(_ cluster: ClusterID) -> RowList { list("clusters", [cluster.row]) }
  func figure(_ row: Int) -> RowList { list("figures", [row]) }
  func requirements(of stages: Set<StageID>) -> RowList {
    list("requires", network.requirements.indices.filter { stages.contains(network.requirements[$0].input) })
  }
  func roles(_ firms: some Sequence<FirmID>, _ kinds: Set<Role.Kind>) -> RowList {
    list("roles", firms.flatMap { self.roles[$0] ?? [] }.filter { kinds.contains(network.roles[$0].kind) })
  }
  func place(_ firm: FirmID) -> String { text(reading.place("firms", firm.row)) }
  func place(_ table: String, _ row: Int) -> String { text(reading.place(table, row)) }

  private func text(_ place: Place) -> String { place.row.map { "\(place.file):\($0)" } ?? place.file }

  /// The rows that put firms at a stage.
  func makers(_ firms: some Sequence<FirmID>, at stage: StageID) -> RowList {
    var rows: [Int] = []
    var sellers: Set<FirmID> = []
    for firm in firms {
      let own = (makings[firm] ?? []).filter { row in
        let making = network.makings[row]
        return (making.stage ?? making.product.flatMap { network.products[$0.row].stage }) == stage
      }
      if makings[firm] == nil { sellers.insert(firm) } else { rows += own }
    }
    if sellers.isEmpty { return list("makes", rows) }
    let links = (0..<network.supplies.count).filter { row in
      let link = SupplyID(row)
      return sellers.contains(network.supplies.supplier(link))
        && network.supplies.product(link).flatMap { network.products[$0.row].stage } == stage
    }
    return list("makes", rows) + list("supplies", links)
  }

  /// The links of purchases.
  func links(_ purchases: some Sequence<Int>, in view: SupplyView) -> [SupplyID] {
    purchases.flatMap { purchase -> [SupplyID] in
      let entries = view.entries(purchase)
      return view.links[Int(view.linkOffsets[entries.lowerBound])..<Int(view.linkOffsets[entries.upperBound])].map { SupplyID(Int($0)) }
    }
  }

  /// How the facts of firms and links are known.
  func kinds(firms: some Sequence<FirmID>, links: some Sequence<SupplyID> = [SupplyID]()) -> Set<ProvenanceKind> {
    var kinds = Set(firms.map { network.firms.isSynthetic($0) ? ProvenanceKind.synthetic : network.firms.provenance.kind($0.row) })
    for link in links { kinds.insert(kind(link)) }
    return kinds
  }

  /// A link from or to a synthetic firm is synthetic.
  func kind(_ link: SupplyID) -> ProvenanceKind {
    let ends = [network.supplies.supplier(link), network.supplies.buyer(link)]
    return ends.contains { network.firms.isSynthetic($0) } ? .synthetic : network.supplies.provenance.kind(link.row)
  }
}
