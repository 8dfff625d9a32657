import ArgumentParser
import Chainwright

struct GapsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaps",
    abstract: "A cluster against its chain template, stage by stage: missing, broken, weak, chokepoint.",
    discussion: """
      missing (缺链): in demand inside and no firm of the cluster makes it. broken (断链): made inside and not supplied to the next stage inside. \
      weak (弱链): one maker only, or bought inside below the threshold. chokepoint (卡脖子): all from one supplier outside the region.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The cluster (repeatable; all clusters with a chain when left out).", valueName: "cluster-id")) var cluster:
    [String] = []
  @Option(help: ArgumentHelp("Local supply ratio below which a stage is weak, 0 to 1.", valueName: "ratio")) var threshold = 0.5

  func validate() throws {
    if !(0...1).contains(threshold) { throw ValidationError("--threshold takes a ratio from 0 to 1") }
  }

  func run() throws {
    let network = try input.load(output.language).network
    let clusters = try cluster.isEmpty ? network.clusters.indices.map { ClusterID($0) } : cluster.map { try network.find(cluster: $0) }
    let sourcing = Sourcing(SupplyView(network))
    let firmStages = FirmStages(network)
    let gaps = clusters.compactMap { ChainGaps(of: $0, in: sourcing, firmStages: firmStages, threshold: threshold) }
    if gaps.isEmpty {
      let named = cluster.map { safe($0) }.joined(separator: ", ")
      throw CommandFailure(
        .badData,
        cluster.isEmpty
          ? LocalText(zh: "网络中没有对照产业链的集群", en: "no cluster of the network has a chain")
          : LocalText(zh: "集群 \(named) 没有对照的产业链", en: "cluster \(named) has no chain"),
        remedy: LocalText(
          zh: "在 clusters.csv 填写 chain_id，在 chains.csv、stages.csv、requires.csv 给出产业链模板",
          en: "give chain_id in clusters.csv, and the template in chains.csv, stages.csv and requires.csv"))
    }
    try output.write(page(gaps, network))
  }

  private func page(_ gaps: [ChainGaps], _ network: Network) -> Page {
    let names = gaps.map { network.clusters[$0.cluster.row].name }
    var page = Page(
      title: gaps.count == 1
        ? LocalText(zh: "产业链缺口：\(names[0][.zh])", en: "Chain gaps: \(names[0][.en])")
        : LocalText(zh: "产业链缺口：\(gaps.count) 个集群", en: "Chain gaps: \(gaps.count) clusters"))
    if gaps.count == 1 {
      page.facts = [
        ("completeness", LocalText(zh: "完整度（加权）", en: "completeness (weighted)"), .ratio(gaps[0].completeness)),
        ("stages", LocalText(zh: "环节", en: "stages"), .integer(gaps[0].rows.count)),
        ("unplaced_firms", LocalText(zh: "未归入环节的企业", en: "firms at no stage of the chain"), .integer(gaps[0].unplacedFirms)),
      ]
    }
    page.tables = [Self.stageTable(gaps, network)]
    if gaps.count > 1 { page.tables.append(PageTables.gaps(gaps, network)) }
    page.findings = gaps.flatMap { $0.findings() }
    page.notes = [
      LocalText(
        zh: "配套率：集群内企业该环节采购额中购自集群内的比例；金额未知的采购不计入。弱链阈值 \(percent(threshold))。",
        en:
          "supply inside: share of what firms of the cluster buy of a stage that comes from the cluster; unknown amounts are left out. Weak below \(percent(threshold))."
      )
    ]
    return page
  }

  static func stageTable(_ gaps: [ChainGaps], _ network: Network) -> Page.Table {
    Page.Table(
      name: "stages", title: LocalText(zh: "环节", en: "Stages"),
      columns: [
        ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("stage_id", LocalText(zh: "环节编号", en: "stage")),
        ("name", LocalText(zh: "环节", en: "name")), ("gaps", LocalText(zh: "缺口", en: "gaps")),
        ("firms_inside", LocalText(zh: "集群内", en: "inside")), ("firms_in_county", LocalText(zh: "本县其他", en: "county")),
        ("firms_in_region", LocalText(zh: "市内其他", en: "region")), ("firms_beyond", LocalText(zh: "市外或未知", en: "beyond")),
        ("suppliers", LocalText(zh: "供应商", en: "suppliers")), ("local_supply_ratio", LocalText(zh: "配套率", en: "supply inside")),
      ],
      rows: gaps.flatMap { gap in
        gap.rows.map { row -> [Page.Cell] in
          let stage = network.stages[row.stage.row]
          return [
            .text(network.clusters[gap.cluster.row].id), .text(stage.id), .local(LocalText(zh: stage.name[.zh], en: stage.name[.en])),
            .names(gap.completeness == nil ? [] : row.gaps.map { Name(zh: $0.label.zh, en: $0.label.en) }), .integer(row.inside.count),
            .integer(row.inCounty.count), .integer(row.inRegion.count), .integer(row.beyond.count), .integer(row.suppliers.count),
            .ratio(row.sourcing.localRatio),
          ]
        }
      })
  }
}
