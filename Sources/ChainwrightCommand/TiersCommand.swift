import ArgumentParser
import Chainwright

struct TiersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tiers", abstract: "Who stands behind a leader, and how many links away.",
    discussion:
      "Tier 1 supplies the leader, tier 2 supplies tier 1, and so on: fewest links, and most links where no circle of mutual supply makes that undefined."
  )

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The leader.", valueName: "firm-id")) var leader: String
  @Option(help: ArgumentHelp("Rows shown as text.", valueName: "n")) var limit = 40

  func run() throws {
    let network = try input.load(output.language).network
    let leader = try network.find(firm: leader)
    let tiers = Tiers(of: leader, in: network)
    var page = Page(title: LocalText(zh: "层级：\(network.firms.name(leader, .zh))", en: "Tiers of \(network.firms.name(leader, .en))"))
    page.facts = (0...tiers.depth).map { tier in
      ("tier_\(tier)_firms", LocalText(zh: "第 \(tier) 层", en: "tier \(tier)"), .integer(tiers.members.count { $0.shortest == tier }))
    }
    let shown = output.format.isForReading ? tiers.members.prefix(limit) : tiers.members[...]
    page.tables = [
      Page.Table(
        name: "members", title: LocalText(zh: "企业", en: "Firms"),
        columns: [
          ("firm_id", LocalText(zh: "企业编号", en: "firm")), ("name", LocalText(zh: "企业", en: "name")),
          ("county_code", LocalText(zh: "县区", en: "county")),
          ("tier", LocalText(zh: "最短层级", en: "tier")), ("longest", LocalText(zh: "最长层级", en: "longest")),
          ("circle", LocalText(zh: "循环组企业数", en: "circle")),
        ],
        rows: shown.map { member in
          [
            .text(network.firms.id(member.firm)), .local(network.firmName(member.firm)), network.countyCell(member.firm),
            .integer(member.shortest), Page.Cell(member.longest), .integer(member.circle),
          ]
        }, omitted: tiers.members.count - shown.count)
    ]
    try output.write(page)
  }
}
