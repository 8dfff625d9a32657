import ArgumentParser
import Chainwright

struct InferLinksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer-links",
    abstract: "Likely supply links that are not on record: who probably supplies whom, always marked inferred (推断供应关系).",
    discussion: """
      A buyer whose stage requires an input that nothing on record brings it must buy it from somebody. Each maker of that input gets a probability by the stripe-corrected gravity model \
      (Ialongo et al. 2022), as dense as the links on record. With -o the network is written with those links in it, provenance inferred, the probability as confidence; the network read is not changed.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("Links less likely than this are left out.", valueName: "share")) var least = 0.05
  @Option(name: .customLong("to"), help: ArgumentHelp("A folder to write the network with its inferred links to.", valueName: "folder"))
  var folder: String?
  var force: Bool { output.force }
  var limit: Int { output.limit ?? 10 }

  func validate() throws {
    if !(least > 0 && least < 1) { throw ValidationError("--least takes a share above 0 and below 1") }
  }

  func run() throws {
    let network = try input.load(output.language).network
    if network.requirements.isEmpty {
      throw CommandFailure(
        .badData, LocalText(zh: "网络没有产业链模板的投入关系", en: "the network has no requirements of a chain template"),
        remedy: LocalText(zh: "在 requires.csv 说明哪个环节需要哪个环节", en: "say in requires.csv which stage needs which"))
    }
    let inference = LinkInference(network, least: least)
    if let folder { try NetworkWriter.write(inference.addedToNetwork(), to: folder, force: force) }
    try output.write(page(inference))
  }

  private func page(_ inference: LinkInference) -> Page {
    let network = inference.network
    let limit = output.format.isForReading ? limit : .max
    var page = Page(title: LocalText(zh: "推断的供应关系：\(network.displayName(.zh))", en: "Inferred links: \(network.displayName(.en))"))
    let stripes = inference.stripes
    page.facts = [
      (
        "buyers_without_record", LocalText(zh: "缺供应记录的采购方", en: "buyers without a record"),
        .integer(stripes.reduce(0) { $0 + $1.buyers.count + $1.buyersLeftOut })
      ),
      (
        "buyers_inferred", LocalText(zh: "其中可推断", en: "of them inferred"),
        .integer(stripes.reduce(0) { $0 + ($1.makers.isEmpty ? 0 : $1.buyers.count) })
      ),
      ("candidates", LocalText(zh: "可能的供应关系", en: "likely links"), .integer(inference.candidates.count)),
      ("improbable", LocalText(zh: "概率过低未列", en: "too unlikely, left out"), .integer(inference.improbable)),
    ]
    let shown = inference.candidates.sorted { $0.probability > $1.probability }.prefix(limit)
    let rows = output.format.isForReading ? Array(shown) : inference.candidates
    page.tables = [
      Page.Table(
        name: "links", title: LocalText(zh: "可能的供应关系", en: "Likely links"),
        columns: [
          ("supplier_id", LocalText(zh: "供应商编号", en: "supplier")), ("supplier", LocalText(zh: "供应商", en: "name")),
          ("buyer_id", LocalText(zh: "采购方编号", en: "buyer")), ("buyer", LocalText(zh: "采购方", en: "name")),
          ("product_id", LocalText(zh: "产品", en: "product")), ("probability", LocalText(zh: "概率", en: "probability")),
          ("amount_cny_wan", LocalText(zh: "金额（万元）", en: "amount (10k CNY)")), ("provenance", LocalText(zh: "来源类别", en: "provenance")),
        ],
        rows: rows.map { candidate in
          [
            .text(network.firms.id(candidate.supplier)), .local(network.firmName(candidate.supplier)),
            .text(network.firms.id(candidate.buyer)),
            .local(network.firmName(candidate.buyer)), .text(network.products[candidate.product.row].id), .ratio(candidate.probability),
            .number(output.format.isForReading ? candidate.amount.rounded() : candidate.amount), .text("inferred"),
          ]
        }, omitted: inference.candidates.count - rows.count),
      stripeTable(inference, limit),
    ]
    page.notes =
      [
        LocalText(
          zh: "推断不是事实：概率由规模推算，不能据此断言某企业向某企业供货。",
          en: "an inference is no fact: the probabilities follow from sizes, and say of no firm that it supplies another."),
        LocalText(
          zh: "p = z s d / (1 + z s d)：s 为供方产能（无则在册销售额，再无则营业收入），d 为采购方营业收入乘同环节在册采购占比的中位数；z 使在册采购方的预期供应关系数等于在册数。",
          en:
            "p = z s d / (1 + z s d): s is the maker's capacity (else its recorded sales, else its revenue), d the buyer's revenue times the median share that buyers on record spend; z makes the expected number of links to buyers on record equal the recorded one."
        ),
      ] + PageNotes.synthetic(network)
    return page
  }

  private func stripeTable(_ inference: LinkInference, _ limit: Int) -> Page.Table {
    let shown = inference.stripes.prefix(limit)
    return Page.Table(
      name: "stages", title: LocalText(zh: "按投入环节", en: "By input stage"),
      columns: [
        ("stage_id", LocalText(zh: "环节", en: "stage")), ("makers", LocalText(zh: "供方", en: "makers")),
        ("makers_left_out", LocalText(zh: "规模不明", en: "of unknown size")),
        ("buyers_on_record", LocalText(zh: "在册采购方", en: "buyers on record")),
        ("links_on_record", LocalText(zh: "在册供应关系", en: "links on record")),
        ("buyers_without_record", LocalText(zh: "缺记录的采购方", en: "buyers without a record")),
        ("buyers_left_out", LocalText(zh: "需求不明", en: "of unknown demand")), ("basis", LocalText(zh: "依据", en: "basis")),
      ],
      rows: shown.map { stripe in
        [
          .text(inference.network.stages[stripe.stage.row].id), .integer(stripe.makers.count), .integer(stripe.makersLeftOut),
          .integer(stripe.recordedBuyers.count), .integer(stripe.recordedLinks), .integer(stripe.buyers.count),
          .integer(stripe.buyersLeftOut),
          .local(
            stripe.buyers.isEmpty || stripe.makers.isEmpty
              ? LocalText(zh: "无法推断", en: "cannot be inferred")
              : stripe.isAssumed
                ? LocalText(zh: "假定每家一个供应商", en: "one supplier each, assumed") : LocalText(zh: "在册密度", en: "density on record")),
        ]
      }, omitted: inference.stripes.count - shown.count)
  }
}
