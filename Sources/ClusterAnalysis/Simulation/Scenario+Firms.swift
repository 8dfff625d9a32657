public import ClusterModel
public import InventoryDynamics

extension Scenario {
  /// The events on the firms of a network, and everything that does not fit it: unknown ids, a selection of nobody.
  public func disturbances(in network: Network) -> (disturbances: [Disturbance], findings: [Finding]) {
    var rows: [String: Int] = [:]
    if events.contains(where: { !$0.firms.firms.isEmpty }) { for firm in network.firms.all { rows[network.firms.id(firm)] = firm.row } }
    let stages = events.contains { $0.firms.stage != nil } ? FirmStages(network) : nil
    var disturbances: [Disturbance] = []
    var findings: [Finding] = []
    for event in events {
      let firms = event.firms.firms(of: network, rows: rows, stages: stages, at: event.place, into: &findings)
      disturbances.append(
        Disturbance(
          event.effect == .capacity ? .capacity : .demand, producers: firms.map(\.index), loss: event.loss, start: event.start,
          duration: event.duration, recoveryDays: event.recoveryDays, shape: event.recovery))
    }
    return (disturbances, findings)
  }
}

extension FirmSelector {
  /// The firms meant, by row; what is not in the network is a finding at `place`. O(firms + links).
  public func firms(of network: Network, at place: Place, into findings: inout [Finding]) -> [FirmID] {
    var rows: [String: Int] = [:]
    if !firms.isEmpty { for firm in network.firms.all { rows[network.firms.id(firm)] = firm.row } }
    return firms(of: network, rows: rows, stages: stage == nil ? nil : FirmStages(network), at: place, into: &findings)
  }

  /// The same for many events: `rows` are the firms by id, `stages` who works where.
  fileprivate func firms(
    of network: Network, rows: [String: Int], stages: FirmStages?, at place: Place, into findings: inout [Finding]
  ) -> [FirmID] {
    let before = findings.count
    func unknown(_ table: String, _ zh: String, _ id: String, _ examples: some Sequence<String>) {
      let shown = examples.prefix(5).joined(separator: ", ")
      findings.append(
        Finding(
          rule: "unknown-reference", severity: .error, subject: Subject(table: table, id: id),
          message: LocalText(
            zh: "网络中没有编号或名称为“\(id)”的\(zh)（或同名不止一个）", en: "there is no \(table) \"\(id)\" in the network, or more than one of that name"),
          remedy: LocalText(zh: "编号形如：\(shown)", en: "ids look like: \(shown)"), places: [place]))
    }
    var listed: Set<Int>?
    if !firms.isEmpty {
      listed = []
      for id in firms {
        if let row = rows[id] ?? network.firm(called: id)?.row {
          listed?.insert(row)
        } else {
          unknown("firm", "企业", id, network.firms.all.lazy.map { network.firms.id($0) })
        }
      }
    }
    let inCluster = cluster.flatMap { id -> ClusterID? in
      let found = network.cluster(called: id)
      if found == nil { unknown("cluster", "集群", id, network.clusters.map(\.id)) }
      return found
    }
    let inCounty = county.flatMap { code -> CountyID? in
      let found = network.county(called: code)
      if found == nil { unknown("county", "县（市、区）", code, network.counties.map(\.code)) }
      return found
    }
    let atStage = stage.flatMap { id -> StageID? in
      let found = network.stage(called: id)
      if found == nil { unknown("stage", "环节", id, network.stages.map(\.id)) }
      return found
    }
    if findings.count > before { return [] }
    let chosen = network.firms.all.filter { firm in
      if let listed, !listed.contains(firm.row) { return false }
      if let inCluster, network.firms.cluster(firm) != inCluster { return false }
      // Where a firm stands that says no county nobody knows, whatever its cluster.
      if let inCounty, network.firms.county(firm) != inCounty { return false }
      if let atStage, !(stages?[firm].contains(atStage) ?? false) { return false }
      if let sector, !network.firms.industry[firm.row].hasPrefix(sector) { return false }
      return true
    }
    if chosen.isEmpty {
      findings.append(
        Finding(
          rule: "no-firm-selected", severity: .error, subject: Subject(table: "network", id: network.name),
          message: LocalText(zh: "没有企业符合这个事件的条件", en: "no firm fits what this event says"),
          remedy: LocalText(
            zh: "放宽条件；各条件须同时满足", en: "ask for less: all conditions must hold at once"), places: [place]))
    }
    return chosen
  }
}
