import ArgumentParser
import Chainwright

struct WeakLinksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weak-links",
    abstract: "What stops a leader, a cluster or a chain, and which stages are missing or weak.",
    discussion: """
      A firm runs when it is up and, for every product it needs, some supplier of that product runs. A single point of failure is a firm \
      whose loss alone stops a target; the list is exact (every firm is deleted in turn), and each comes with the chain of losses that proves it. \
      Targets are all leaders unless one is named.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The firm that must not stop (repeatable).", valueName: "firm-id")) var leader: [String] = []
  @Option(help: ArgumentHelp("The cluster whose output must not stop (repeatable).", valueName: "cluster-id")) var cluster: [String] = []
  @Option(help: ArgumentHelp("The chain whose output must not stop (repeatable).", valueName: "chain-id")) var chain: [String] = []
  @Option(help: ArgumentHelp("Take the N largest firms as targets.", valueName: "n")) var largest: Int?
  @Option(help: "What losses are added up in: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Option(help: ArgumentHelp("Rows shown as text, and findings of each kind with their witness.", valueName: "n")) var limit = 5

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit takes a number from 0 on") }
    if let largest, largest < 1 { throw ValidationError("--largest takes a number from 1 on") }
  }

  func run() throws {
    let network = try input.load(output.language).network
    let view = SupplyView(network)
    let firmStages = FirmStages(network)
    let targets = try targets(in: network, firmStages: firmStages)
    let weakLinks = WeakLinks(view, targets: targets, measure: by)
    let sourcing = Sourcing(view)
    let gaps = clustersInView(of: network, targets).compactMap { ChainGaps(of: $0, in: sourcing, firmStages: firmStages) }
    try output.write(page(weakLinks, gaps: gaps, sourcing: sourcing))
  }

  private func targets(in network: Network, firmStages: FirmStages) throws -> [Target] {
    var targets: [Target] = []
    for id in leader { targets.append(.firm(try network.find(firm: id), in: network)) }
    for id in cluster {
      guard let target = Target.cluster(try network.find(cluster: id), in: network, firmStages: firmStages) else {
        throw CommandFailure(
          .badData,
          LocalText(
            zh: "集群 \(safe(id)) 既没有处在产业链环节的企业，也没有领跑者", en: "cluster \(safe(id)) has neither firms at stages of its chain nor leaders"),
          remedy: LocalText(zh: "在 makes.csv 填写企业所在环节，或用 --leader 指定", en: "give its firms' stages in makes.csv, or name --leader"))
      }
      targets.append(target)
    }
    for id in chain {
      guard let target = Target.chain(try network.find(chain: id), in: network, firmStages: firmStages) else {
        throw CommandFailure(
          .badData, LocalText(zh: "没有企业处在产业链 \(safe(id)) 的任何环节", en: "no firm works at any stage of chain \(safe(id))"),
          remedy: LocalText(zh: "在 makes.csv 填写企业所在环节", en: "give the firms' stages in makes.csv"))
      }
      targets.append(target)
    }
    if let largest {
      targets += FirmWeights(by, of: network).largest(largest, of: network).map { .firm($0, in: network) }
    }
    if targets.isEmpty { targets = network.leaders().map { .firm($0, in: network) } }
    if targets.isEmpty {
      throw CommandFailure(
        .badData, LocalText(zh: "网络中没有领跑者或链主", en: "the network names no leader"),
        remedy: LocalText(
          zh: "在 roles.csv 列出领跑者（firm_id，role = leader），或用 --leader、--cluster、--chain 指定编号，或用 --largest 10",
          en: "list leaders in roles.csv (firm_id, role = leader), or use --leader ID, --cluster ID, --chain ID or --largest 10"))
    }
    return targets
  }

  /// The clusters whose chains belong to the question: the named ones, those of the named firms, or all.
  private func clustersInView(of network: Network, _ targets: [Target]) -> [ClusterID] {
    let all = network.clusters.indices.map { ClusterID($0) }
    if leader.isEmpty && cluster.isEmpty && chain.isEmpty { return all }
    return all.filter { candidate in
      targets.contains { target in
        switch target.kind {
        case .firm(let firm): network.firms.cluster(firm) == candidate
        case .cluster(let cluster): cluster == candidate
        case .chain(let chain): network.clusters[candidate.row].chain == chain
        }
      }
    }
  }

  private func page(_ weakLinks: WeakLinks, gaps: [ChainGaps], sourcing: Sourcing) -> Page {
    let network = weakLinks.model.network
    var page = Page(
      title: LocalText(zh: "薄弱环节：\(network.displayName(.zh))", en: "Weak links: \(network.displayName(.en))"))
    let points = weakLinks.pointsByFirm()
    page.facts = [
      ("targets", LocalText(zh: "目标", en: "targets"), .integer(weakLinks.results.count)),
      (
        "targets_with_single_points", LocalText(zh: "存在单点的目标", en: "targets with a single point of failure"),
        .integer(weakLinks.results.count { !$0.singlePoints.isEmpty })
      ),
      ("single_points_count", LocalText(zh: "单点企业", en: "single points of failure"), .integer(points.count)),
    ]
    page.tables.append(pointTable(points, weakLinks))
    page.tables.append(PageTables.targets(weakLinks, sourcing: sourcing, limit: output.format == .text ? max(limit, 10) : .max))
    if !gaps.isEmpty { page.tables.append(PageTables.gaps(gaps, network)) }
    let gapFindings = gaps.flatMap { $0.findings() }.filter { $0.severity > .note }
    page.findings = weakLinks.findings(limit: limit) + gapFindings.prefix(limit)
    page.omittedFindings = points.count + gapFindings.count - page.findings!.count
    page.notes = PageNotes.conventions(weakLinks)
    return page
  }

  private func pointTable(_ points: [(point: WeakLinks.SinglePoint, targets: [Target])], _ weakLinks: WeakLinks) -> Page.Table {
    let network = weakLinks.model.network
    let shown = output.format == .text ? Array(points.prefix(limit)) : points
    let loss =
      switch by {
      case .output: LocalText(zh: "损失产出（万元/年）", en: "output lost (10k CNY/yr)")
      case .jobs: LocalText(zh: "损失岗位", en: "jobs lost")
      case .tax: LocalText(zh: "损失税收（万元/年）", en: "tax lost (10k CNY/yr)")
      case .firms: LocalText(zh: "停产企业", en: "firms lost")
      }
    return Page.Table(
      name: "single_points", title: LocalText(zh: "单点企业（一家停产即致目标停产）", en: "Single points of failure (one loss stops a target)"),
      columns: [
        ("firm_id", LocalText(zh: "企业编号", en: "firm")), ("name", LocalText(zh: "企业", en: "name")),
        ("county_code", LocalText(zh: "县区", en: "county")), ("targets_stopped", LocalText(zh: "致停目标", en: "targets")),
        ("stopped_firms", LocalText(zh: "连带停产", en: "firms stopped")), (weakLinks.lossColumn, loss),
        ("target_ids", LocalText(zh: "目标", en: "which")),
      ],
      rows: shown.map { row in
        let firm = row.point.firm
        let ids = row.targets.map(\.subject.id)
        let targets = output.format == .text && ids.count > 3 ? Array(ids.prefix(3)) + ["…"] : ids
        return [
          .text(network.firms.id(firm)), .local(network.firmName(firm)), network.countyCell(firm), .integer(row.targets.count),
          .integer(row.point.stoppedFirms), weakLinks.weights.unknownCount == network.firms.count ? .unknown : .number(row.point.loss),
          .list(targets),
        ]
      }, omitted: points.count - shown.count)
  }
}
