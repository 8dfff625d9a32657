import ClusterAnalysis
import ClusterModel
import Diagram

/// A cluster without a chain on one page: its firms by what they are in it, between what they buy and sell outside.
extension MapSheet {
  /// `nil` where the cluster has no firm.
  mutating func clusterGroupsPage(_ cluster: ClusterID) -> PagePicture? {
    let firms = coverCluster(cluster)
    guard !firms.isEmpty else { return nil }
    let (groups, keys) = groups(firms, cluster)
    let plan = ClusterPlan(groups: groups, keys: keys, cluster, self)
    let drawing = ClusterDrawing(plan, self, isByStage: false)
    var page = PagePicture()
    drawing.draw(self, &page)
    let structure = text("未设产业链，按角色分列", "no chain, by what they are in it")
    finish(
      &page, title: groupsFinding(plan, network.label(cluster)[language]), subtitle: clusterSubtitle(cluster, firms, structure, plan),
      description: groups.map { "\($0.name)（\($0.firms.count)）" }.joined(separator: text("、", ", ")),
      notes: clusterNotes(plan, drawing, 0))
    return page
  }

  /// Who sells to firms of the cluster, who leads it, and the others: those of them that there are.
  private func groups(_ firms: [FirmID], _ cluster: ClusterID) -> (groups: [StageFacts], keys: [String]) {
    var sells = Set<FirmID>()
    for row in 0..<network.supplies.count {
      let (supplier, buyer) = (network.supplies.supplier(SupplyID(row)), network.supplies.buyer(SupplyID(row)))
      if supplier != buyer, network.firms.cluster(supplier) == cluster, network.firms.cluster(buyer) == cluster { sells.insert(supplier) }
    }
    let leaders = Set(firms.filter { Palette.leading(rolesOf[$0] ?? []) != nil })
    let all: [(key: String, name: String, firms: [FirmID])] = [
      ("suppliers", text("集群内供应商", "Suppliers inside"), firms.filter { sells.contains($0) && !leaders.contains($0) }),
      ("leaders", text("领跑者、链主", "Leaders"), firms.filter { leaders.contains($0) }),
      (
        "others", leaders.isEmpty && sells.isEmpty ? text("在册企业", "Firms on record") : text("其他企业", "Other firms"),
        firms.filter { !sells.contains($0) && !leaders.contains($0) }
      ),
    ]
    let present = all.filter { !$0.firms.isEmpty }
    let groups = present.enumerated().map { number, group in
      var facts = StageFacts(stage: StageFacts.none, name: group.name, position: number)
      facts.firms = folded(group.firms, limit: .max).shown
      return facts
    }
    return (groups, present.map(\.key))
  }

  /// From where most of what is bought outside comes; the plain title where no amount is known.
  private func groupsFinding(_ plan: ClusterPlan, _ name: String) -> String {
    var places: [String: Double] = [:]
    for place in plan.sources.flatMap(\.places) { places[place.name, default: 0] += place.amount.amount }
    let first = places.max { a, b in a.value != b.value ? a.value < b.value : a.key > b.key }
    let into = plan.bought
    guard let first, first.value > 0, into.unknown == 0 else { return text("\(name)企业与供应图", "\(name): firms and supply") }
    let (amount, share) = (words.amount(into.amount), Words.percent(first.value / into.amount))
    return text("\(name)外购 \(amount)，\(share) 来自\(first.key)", "\(name) buys \(amount) outside, \(share) of it from \(first.key)")
  }
}
