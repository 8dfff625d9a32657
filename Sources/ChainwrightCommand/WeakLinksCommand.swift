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
      --order K lists every minimal set of up to K events whose joint loss stops a target, each of order 1 and 2 with its proof; --events says what \
      may be lost; --count only counts, for all orders unless --order is given. --paths asks for the dual: every minimal set of events that keeps \
      a target running when everything else is lost.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @OptionGroup var aim: TargetOptions
  @OptionGroup var work: WorkLimits
  @Option(help: "What losses are added up in: output, jobs, tax or firms.") var by: LossMeasure = .output
  var limit: Int { output.limit ?? 5 }
  @Option(help: ArgumentHelp("List all minimal cut sets of up to this many events.", valueName: "k")) var order: Int?
  @Option(help: ArgumentHelp("What may be lost: firms, links, products, stages, groups; several parted by commas.", valueName: "kinds"))
  var events: String?
  @Flag(help: "Count the minimal cut sets of all orders (or up to --order) and leave them out.") var count = false
  @Flag(help: "Minimal path sets instead: what keeps a target running when everything else is lost; of all orders unless --order is given.")
  var paths = false

  func validate() throws {
    if let order, order < 1 { throw ValidationError("--order takes a number from 1 on") }
    _ = try kinds()
  }

  func run() throws {
    let network = try input.load(output.language).network
    let view = SupplyView(network)
    let firmStages = FirmStages(network)
    let targets = try aim.targets(in: network, firmStages: firmStages, by: by)
    if order != nil || events != nil || count || paths {
      try writeSets(view, targets)
      return
    }
    let weakLinks = WeakLinks(view, targets: targets, measure: by)
    let sourcing = Sourcing(view)
    let gaps = clustersInView(of: network, targets).compactMap { ChainGaps(of: $0, in: sourcing, firmStages: firmStages) }
    try output.write(page(weakLinks, gaps: gaps, sourcing: sourcing))
  }

  private func writeSets(_ view: SupplyView, _ targets: [Target]) throws {
    let wanted = order ?? (count || paths ? nil : 1)
    let sets = try TargetCutSets(
      view, targets: targets, sets: paths ? .paths : .cuts, kinds: try kinds(), order: wanted, limits: work.limits())
    // Counts are worth having as far as they go; a list is whole or not at all.
    let short = sets.results.first { $0.found.completeToOrder != wanted }
    if short == nil || count { try CutSetReport(sets, listsSets: !count, limit: limit).write(output) }
    if let short {
      throw work.outOfReach(
        paths ? .paths : .cuts, order: wanted, reached: short.found.completeToOrder ?? 0, target: short.target.subject.id,
        advice: targets.count > 1 ? LocalText(zh: "或用 --leader 只问一个目标", en: "or name one target with --leader") : nil)
    }
  }

  /// What may be lost: firms when nothing is said.
  private func kinds() throws -> EventKinds { try events.map { try EventKinds.parsed($0) } ?? .firms }

  /// The clusters whose chains belong to the question: the named ones, those of the named firms, or all.
  private func clustersInView(of network: Network, _ targets: [Target]) -> [ClusterID] {
    let all = network.clusters.indices.map { ClusterID($0) }
    if aim.leader.isEmpty && aim.cluster.isEmpty && aim.chain.isEmpty { return all }
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
    page.tables.append(PageTables.targets(weakLinks, sourcing: sourcing, limit: output.format.isForReading ? max(limit, 10) : .max))
    if !gaps.isEmpty { page.tables.append(PageTables.gaps(gaps, network)) }
    let gapFindings = gaps.flatMap { $0.findings() }.filter { $0.severity > .note }
    page.findings = weakLinks.findings(limit: limit) + gapFindings.prefix(limit)
    page.omittedFindings = points.count + gapFindings.count - page.findings!.count
    page.notes = PageNotes.conventions(weakLinks)
    return page
  }

  private func pointTable(_ points: [(point: WeakLinks.SinglePoint, targets: [Target])], _ weakLinks: WeakLinks) -> Page.Table {
    let network = weakLinks.model.network
    let shown = output.format.isForReading ? Array(points.prefix(limit)) : points
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
        let targets = output.format.isForReading && ids.count > 3 ? Array(ids.prefix(3)) + ["…"] : ids
        return [
          .text(network.firms.id(firm)), .local(network.firmName(firm)), network.countyCell(firm), .integer(row.targets.count),
          .integer(row.point.stoppedFirms), weakLinks.weights.unknownCount == network.firms.count ? .unknown : .number(row.point.loss),
          .list(targets),
        ]
      }, omitted: points.count - shown.count)
  }
}
