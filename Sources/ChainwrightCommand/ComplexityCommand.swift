import ArgumentParser
import Chainwright

extension RegionalAmounts.Kind: ExpressibleByArgument {}
extension RegionalAmounts.Places: ExpressibleByArgument {}

struct ComplexityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "complexity",
    abstract: "What places are good at, how complex that is, and which new product fits which place, with the reasons (产业复杂度).",
    discussion: """
      RCA, proximity, density, fitness, and where they are determined ECI, PCI and the outlooks, of counties or clusters by product, stage or industry; or of any CSV of place, product and \
      value (--table). --county CODE lists what could come next there: related products that are there, where the inputs are made, and which gaps it would fill. Definitions: docs/guides/complexity.md.
      """)

  @Argument(help: ArgumentHelp("A network; leave it out with --table.", valueName: "network")) var network: String?
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("A CSV of place, product, value, instead of a network.", valueName: "file.csv")) var table: String?
  @Option(help: ArgumentHelp("The columns of --table, where they are not the first three: place,product,value.", valueName: "a,b,c")) var columns: String?
  @Option(help: "What is made: product, stage or industry.") var by: RegionalAmounts.Kind = .stage
  @Option(help: "Who makes it: county or cluster.") var places: RegionalAmounts.Places = .county
  @Option(help: ArgumentHelp("What could come next in this county.", valueName: "county-code")) var county: String?
  @Option(help: ArgumentHelp("What could come next in this place, by its id: a cluster, or a place of --table.", valueName: "id")) var place: String?
  @Option(help: ArgumentHelp("Write the proximity of every two products.", valueName: "file.csv")) var proximity: String?
  @Flag(help: "Overwrite files that are there.") var force = false
  @Option(help: ArgumentHelp("Rows shown as text.", valueName: "n")) var limit = 20

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit takes a number from 0 on") }
    if (network == nil) == (table == nil) { throw ValidationError("give a network, or --table with a CSV of place, product and value") }
    if county != nil && (place != nil || table != nil || places != .county) { throw ValidationError("--county is for counties of a network; use --place") }
    if let columns, columns.split(separator: ",", omittingEmptySubsequences: false).count != 3 || table == nil {
      throw ValidationError("--columns takes three names of columns of --table, like country,product,value")
    }
    if let proximity, !proximity.hasSuffix(".csv") { throw ValidationError("\(safe(proximity)): proximities are written as .csv") }
  }

  func run() throws {
    try OutputFiles.check([proximity].compactMap { $0 }, force: force)
    let (amounts, facts) = try read()
    if amounts.places.isEmpty {
      throw CommandFailure(
        .badData, LocalText(zh: "没有数额已知的地点", en: "no amount of any place is known"),
        remedy: LocalText(
          zh: "在 firms.csv 填写 county_code（或 cluster_id）、revenue_cny_wan，在 makes.csv 填写产品或环节",
          en: "give county_code (or cluster_id) and revenue_cny_wan in firms.csv, and products or stages in makes.csv"))
    }
    StandardStreams.progress(output.language == .zh ? "计算…" : "computing…")
    let complexity = RegionalComplexity(amounts)
    StandardStreams.progress("")
    if let proximity, let space = complexity.space {
      try OutputFiles.write([(proximity, Self.proximities(space, amounts))], force: force)
    }
    let page = ComplexityPage(complexity: complexity, facts: facts, kind: facts == nil ? nil : by, limit: output.format == .text ? limit : .max)
    guard let wanted = county ?? place else { return try output.write(page.overview) }
    guard let position = amounts.places.firstIndex(where: { $0.id == wanted }) else {
      if let county, let network = facts?.network { _ = try network.find(county: county) }
      let ids = amounts.places.prefix(12).map { safe($0.id) }.joined(separator: ", ")
      throw CommandFailure(
        .badData, LocalText(zh: "“\(safe(wanted))”没有已知的数额", en: "no amount of \"\(safe(wanted))\" is known"),
        remedy: LocalText(zh: "可选：\(ids)", en: "one of: \(ids)"))
    }
    try output.write(page.options(of: position))
  }

  private func read() throws -> (RegionalAmounts, BenchmarkFacts?) {
    if let network {
      let facts = BenchmarkFacts(try NetworkInput.load(network, output.language).network)
      return (RegionalAmounts(facts, places: places, by: by), facts)
    }
    let names = (columns?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []).map { Optional($0) }
    let path = table ?? ""
    let reading = try names.isEmpty ? PlaceProductReader.read(path) : PlaceProductReader.read(path, place: names[0], product: names[1], value: names[2])
    if !reading.findings.isEmpty {
      for finding in reading.findings.prefix(20) { StandardStreams.error(finding.line(output.language) + "\n") }
      throw CommandFailure(
        .badData, LocalText(zh: "\(safe(path))：有 \(reading.findings.count) 处错误", en: "\(safe(path)): \(reading.findings.count) errors in the table"),
        remedy: LocalText(zh: "更正上面列出的各行", en: "correct the rows named above"))
    }
    return (
      RegionalAmounts(
        places: reading.places.map { .init(id: $0) }, products: reading.products.map { .init(id: $0) }, amounts: reading.amounts), nil
    )
  }

  /// Pairs of different products with a proximity above 0, each once.
  private static func proximities(_ space: ProductSpace, _ amounts: RegionalAmounts) -> [UInt8] {
    var rows = ByteRows(["product_id", "other_id", "proximity"])
    for (at, product) in amounts.products.enumerated() {
      for other in (at + 1)..<max(at + 1, amounts.products.count) where space.proximity[at, other] > 0 {
        rows.append(product.id)
        rows.append(amounts.products[other].id)
        rows.append(space.proximity[at, other])
        rows.endRow()
      }
    }
    return rows.bytes
  }
}

/// Complexity as pages: all places and products, or what could come next in one place.
struct ComplexityPage {
  let complexity: RegionalComplexity
  /// `nil` for a foreign table.
  let facts: BenchmarkFacts?
  let kind: RegionalAmounts.Kind?
  let limit: Int

  private var amounts: RegionalAmounts { complexity.amounts }

  private func cut<Row>(_ rows: [Row]) -> (shown: ArraySlice<Row>, omitted: Int) { (rows.prefix(limit), max(0, rows.count - limit)) }

  private var head: [(name: String, label: LocalText, value: Page.Cell)] {
    [
      ("places_count", LocalText(zh: "地点", en: "places"), .integer(amounts.places.count)),
      ("products_count", LocalText(zh: "产品（环节、行业）", en: "products (stages, industries)"), .integer(amounts.products.count)),
      ("eigenvalue", LocalText(zh: "第二特征值", en: "second eigenvalue"), Page.Cell(complexity.eigenvalue)),
      ("eigen_gap", LocalText(zh: "与第三特征值之差", en: "its distance to the third"), Page.Cell(complexity.gap)),
    ]
  }

  var overview: Page {
    var page = Page(title: LocalText(zh: "复杂度", en: "Complexity"))
    page.facts = head
    let order = amounts.places.indices.sorted { a, b in
      let (x, y) = (complexity.places[a], complexity.places[b])
      if x.isNaN != y.isNaN { return y.isNaN }
      if !x.isNaN && x != y { return x > y }
      let (k, l) = (complexity.advantage?.diversity[a] ?? 0, complexity.advantage?.diversity[b] ?? 0)
      return k != l ? k > l : amounts.places[a].id < amounts.places[b].id
    }
    let (places, omitted) = cut(order)
    page.tables = [
      Page.Table(
        name: "places", title: LocalText(zh: "地点", en: "Places"),
        columns: [
          ("place_id", LocalText(zh: "编号", en: "place")), ("name", LocalText(zh: "名称", en: "name")), ("diversity", LocalText(zh: "多样性", en: "diversity")),
          ("eci", LocalText(zh: "ECI", en: "ECI")), ("coi", LocalText(zh: "前景（标准化）", en: "outlook (standardised)")), ("fitness", LocalText(zh: "适应度", en: "fitness")),
        ],
        rows: places.map { at in
          [
            .text(amounts.places[at].id), .local(amounts.places[at].name), Page.Cell(complexity.advantage?.diversity[at]), Page.Cell(complexity.places[at]),
            Page.Cell(complexity.standardisedOutlook[at]), Page.Cell(complexity.fitness?.fitness[at]),
          ]
        }, omitted: omitted), productTable,
    ]
    page.notes = notes
    return page
  }

  private var productTable: Page.Table {
    let order = amounts.products.indices.sorted { a, b in
      let (x, y) = (complexity.products[a], complexity.products[b])
      if x.isNaN != y.isNaN { return y.isNaN }
      return !x.isNaN && x != y ? x > y : amounts.products[a].id < amounts.products[b].id
    }
    let (shown, omitted) = cut(order)
    return Page.Table(
      name: "products", title: LocalText(zh: "产品（环节、行业）", en: "Products (stages, industries)"),
      columns: [
        ("product_id", LocalText(zh: "编号", en: "product")), ("name", LocalText(zh: "名称", en: "name")), ("ubiquity", LocalText(zh: "普遍性", en: "ubiquity")),
        ("pci", LocalText(zh: "PCI", en: "PCI")), ("complexity", LocalText(zh: "复杂度（适应度法）", en: "complexity (fitness)")),
      ],
      rows: shown.map { at in
        [
          .text(amounts.products[at].id), .local(amounts.products[at].name), Page.Cell(complexity.advantage?.ubiquity[at]), Page.Cell(complexity.products[at]),
          Page.Cell(complexity.fitness?.complexity[at]),
        ]
      }, omitted: omitted)
  }

  // MARK: One place

  func options(of place: Int) -> Page {
    let name = amounts.places[place].name
    var page = Page(title: LocalText(zh: "\(name.zh)：下一步适合发展什么", en: "\(name.en): what could come next"))
    page.facts =
      head + [
        ("place_id", LocalText(zh: "编号", en: "place"), .text(amounts.places[place].id)),
        ("diversity", LocalText(zh: "多样性（优势产品数）", en: "diversity (products it has an advantage in)"), Page.Cell(complexity.advantage?.diversity[place])),
        ("eci", LocalText(zh: "ECI", en: "ECI"), Page.Cell(complexity.places[place])),
      ]
    let gaps =
      facts.map { facts in
        facts.network.clusters.indices.compactMap { ChainGaps(of: ClusterID($0), in: facts.sourcing, firmStages: facts.firmStages) }
      } ?? []
    let county = facts?.network.county(code: amounts.places[place].id) ?? facts?.network.cluster(id: amounts.places[place].id).flatMap { facts?.network.clusters[$0.row].county }
    let options = EntryOptions(for: place, in: complexity, facts: facts, gaps: gaps, county: county).options
    page.tables = [optionTable(options, place), presentTable(place)]
    page.notes = notes
    return page
  }

  private func productName(_ at: Int) -> Name { Name(zh: amounts.products[at].name.zh, en: amounts.products[at].name.en) }

  private func optionTable(_ options: [EntryOptions.Option], _ place: Int) -> Page.Table {
    let (shown, omitted) = cut(options)
    let hasStages = facts != nil && amounts.stages.contains { $0 != nil }
    var columns: [(name: String, heading: LocalText)] = [
      ("product_id", LocalText(zh: "编号", en: "product")), ("name", LocalText(zh: "名称", en: "name")), ("rca", LocalText(zh: "RCA", en: "RCA")),
      ("density", LocalText(zh: "相关度", en: "density")), ("pci", LocalText(zh: "PCI", en: "PCI")), ("cog", LocalText(zh: "前景增益", en: "gain (COG)")),
      ("related", LocalText(zh: "已有的相近产品", en: "related and present")),
    ]
    if hasStages {
      columns += [
        ("inputs_here", LocalText(zh: "本县可供的投入", en: "inputs made here")), ("inputs_region", LocalText(zh: "市内可供", en: "in the region")),
        ("inputs_outside", LocalText(zh: "须外购", en: "from outside")), ("fills", LocalText(zh: "可补的缺口", en: "gaps it would fill")),
      ]
    }
    return Page.Table(
      name: "options", title: LocalText(zh: "可考虑的新产品（相关度高的在前）", en: "What it has no advantage in yet, nearest first"), columns: columns,
      rows: shown.map { option -> [Page.Cell] in
        var cells: [Page.Cell] = [
          .text(amounts.products[option.product].id), .local(amounts.products[option.product].name), .number(option.advantage), .number(option.density),
          Page.Cell(option.complexity), Page.Cell(option.gain), .names(option.related.map { productName($0.product) }),
        ]
        if hasStages, let network = facts?.network {
          func inputs(_ source: EntryOptions.Input.Source) -> Page.Cell {
            .names(option.inputs.filter { $0.source == source }.map { network.stages[$0.stage.row].name })
          }
          cells += [
            inputs(.county), inputs(.region), inputs(.outside),
            .names(
              option.gaps.map { gap in
                let cluster = network.clusters[gap.cluster.row].name
                return Name(zh: "\(cluster[.zh])·\(gap.gap.label.zh)", en: "\(cluster[.en]): \(gap.gap.label.en)")
              }),
          ]
        }
        return cells
      }, omitted: omitted)
  }

  private func presentTable(_ place: Int) -> Page.Table {
    let has = (complexity.advantage.map { Array($0.products(of: place)) } ?? []).map(Int.init).sorted { a, b in
      let (x, y) = (complexity.advantage?.values[place, a] ?? 0, complexity.advantage?.values[place, b] ?? 0)
      return x != y ? x > y : amounts.products[a].id < amounts.products[b].id
    }
    let (shown, omitted) = cut(has)
    return Page.Table(
      name: "present", title: LocalText(zh: "已有优势的产品", en: "What it has an advantage in"),
      columns: [
        ("product_id", LocalText(zh: "编号", en: "product")), ("name", LocalText(zh: "名称", en: "name")), ("rca", LocalText(zh: "RCA", en: "RCA")),
        ("density", LocalText(zh: "相关度", en: "density")), ("pci", LocalText(zh: "PCI", en: "PCI")),
      ],
      rows: shown.map { at in
        [
          .text(amounts.products[at].id), .local(amounts.products[at].name), Page.Cell(complexity.advantage?.values[place, at]),
          .number(complexity.density[place, at]), Page.Cell(complexity.products[at]),
        ]
      }, omitted: omitted)
  }

  private var notes: [LocalText] {
    var notes: [LocalText] = []
    if let refusal = complexity.refusal {
      notes.append(LocalText(zh: "未给出 ECI、PCI 与前景：\(refusal.zh)。", en: "ECI, PCI and outlooks are refused: \(refusal.en)."))
    }
    notes.append(
      LocalText(
        zh: "有优势：RCA ≥ 1，以表中全部地点为参照。相近度对角线为 1；ECI 取总体标准差、与多样性同号；前景由未减均值的 PCI 算出并标准化；适应度迭代 19 步。",
        en:
          "an advantage is RCA ≥ 1 against all places here. Proximity has diagonal 1; ECI has the population's deviation and the sign of diversity; outlooks are from PCI before its mean is taken off, then standardised; fitness after 19 steps."
      ))
    guard let facts else { return notes }
    notes.append(
      LocalText(
        zh: "企业产出由其各产品（环节）均分；\(amounts.firmsWithoutOutput) 家产出未知、\(amounts.firmsWithoutProduct) 家产品未知，未计入。相关不等于可行，土地、能耗、市场均未考虑。",
        en:
          "a firm's output is shared equally by what it makes; \(amounts.firmsWithoutOutput) firms of unknown output and \(amounts.firmsWithoutProduct) of unknown products are left out. Near is not feasible: land, energy and markets are not looked at."
      ))
    return notes + PageNotes.synthetic(facts.network)
  }
}
