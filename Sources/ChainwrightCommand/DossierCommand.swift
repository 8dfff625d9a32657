import ArgumentParser
import Chainwright

struct DossierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dossier",
    abstract: "What is on record about one firm: two tiers, single points, dependence, peers, and which figures are unknown (企业档案).",
    discussion: """
      For coaching before a listing, for credit, for a visit. Shares of the largest supplier and buyer are of recorded trade; where an amount is unknown the share is. \
      How to read it: docs/guides/dossier.md.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The firm.", valueName: "firm-id")) var firm: String
  var limit: Int { output.limit ?? 10 }

  func run() throws {
    let network = try input.load(output.language).network
    let firm = try network.find(firm: firm)
    let facts = BenchmarkFacts(network)
    let dossier = FirmDossier(firm, in: FirmMeasures(facts, fields: Set(FirmDossier.told)))
    let weakLinks = WeakLinks(facts.sourcing.view, targets: [.firm(firm, in: network)])
    try output.write(page(dossier, weakLinks, facts))
  }

  private func page(_ dossier: FirmDossier, _ weakLinks: WeakLinks, _ facts: BenchmarkFacts) -> Page {
    let network = facts.network
    let name = network.firmName(dossier.firm)
    var page = Page(title: LocalText(zh: "企业档案：\(name.zh)", en: "Dossier: \(name.en)"))
    let roles = network.roles.filter { $0.firm == dossier.firm }
    page.facts = [
      ("firm_id", LocalText(zh: "编号", en: "id"), .text(network.firms.id(dossier.firm))),
      ("county", LocalText(zh: "县区", en: "county"), network.countyCell(dossier.firm)),
      (
        "cluster", LocalText(zh: "集群", en: "cluster"),
        network.firms.cluster(dossier.firm).map {
          .local(LocalText(zh: network.clusters[$0.row].name[.zh], en: network.clusters[$0.row].name[.en]))
        } ?? .unknown
      ),
      ("stages", LocalText(zh: "环节", en: "stages"), .names(facts.firmStages[dossier.firm].map { network.stages[$0.row].name })),
      (
        "roles", LocalText(zh: "称号", en: "honours on record"),
        .list(roles.map { $0.kind.rawValue + ($0.level.map { " " + $0.rawValue } ?? "") + ($0.year.map { " \($0)" } ?? "") })
      ),
      ("single_points", LocalText(zh: "一家停产即致其停产的企业", en: "firms whose loss alone stops it"), .integer(dossier.singlePoints.count)),
      ("rank", LocalText(zh: "同环节按产出名次", en: "rank by output among its peers"), Page.Cell(dossier.rank)),
      ("peers", LocalText(zh: "市内同环节企业", en: "peers in the region"), .integer(dossier.peers.count)),
    ]
    page.tables = [
      Page.Table(
        name: "figures", title: LocalText(zh: "指标", en: "Figures"),
        columns: [
          ("field", LocalText(zh: "指标", en: "figure")), ("value", LocalText(zh: "数值", en: "value")),
          ("missing", LocalText(zh: "缺少的事实", en: "missing facts")),
        ],
        rows: dossier.fields.map {
          [.local($0.field.label), $0.field.cell($0.value), .local($0.value.missing ?? LocalText(zh: "-", en: "-"))]
        }),
      partnerTable("suppliers", LocalText(zh: "供应商（两级）", en: "Suppliers, two tiers"), dossier.suppliers, network),
      partnerTable("buyers", LocalText(zh: "采购方（两级）", en: "Buyers, two tiers"), dossier.buyers, network),
      peerTable(dossier, facts),
    ]
    let findings = weakLinks.findings(limit: output.format.isForReading ? limit : .max)
    page.findings = findings
    page.omittedFindings = weakLinks.pointsByFirm().count - findings.count
    page.notes =
      [
        LocalText(
          zh: "金额为在册供应关系之和；占比以在册交易为分母，一处金额未知则占比未知。",
          en: "amounts are of links on record; shares are of recorded trade, and unknown where an amount is.")
      ] + PageNotes.synthetic(network)
    return page
  }

  private func partnerTable(_ name: String, _ title: LocalText, _ partners: [FirmDossier.Partner], _ network: Network) -> Page.Table {
    let shown = output.format.isForReading ? Array(partners.prefix(limit)) : partners
    return Page.Table(
      name: name, title: title,
      columns: [
        ("tier", LocalText(zh: "层级", en: "tier")), ("firm_id", LocalText(zh: "编号", en: "firm")), ("name", LocalText(zh: "名称", en: "name")),
        ("county", LocalText(zh: "县区", en: "county")), ("amount_cny_wan", LocalText(zh: "金额（万元/年）", en: "amount (10k CNY/yr)")),
      ],
      rows: shown.map { partner in
        [
          .integer(partner.tier), .text(network.firms.id(partner.firm)), .local(network.firmName(partner.firm)),
          network.countyCell(partner.firm),
          partner.tier == 1 ? Page.Cell(partner.amount) : .text("-"),
        ]
      }, omitted: partners.count - shown.count)
  }

  private func peerTable(_ dossier: FirmDossier, _ facts: BenchmarkFacts) -> Page.Table {
    let network = facts.network
    let shown = output.format.isForReading ? Array(dossier.peers.prefix(limit)) : dossier.peers
    return Page.Table(
      name: "peer_firms", title: LocalText(zh: "市内同环节企业（产出大的在前）", en: "Peers in the region, most output first"),
      columns: [
        ("firm_id", LocalText(zh: "编号", en: "firm")), ("name", LocalText(zh: "名称", en: "name")),
        ("county", LocalText(zh: "县区", en: "county")),
        ("output_cny_wan", LocalText(zh: "产出（万元/年）", en: "output (10k CNY/yr)")),
      ],
      rows: shown.map {
        [.text(network.firms.id($0)), .local(network.firmName($0)), network.countyCell($0), Page.Cell(facts.weights.values[$0.row])]
      },
      omitted: dossier.peers.count - shown.count)
  }
}
