import Chainwright

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
          ("place_id", LocalText(zh: "编号", en: "place")), ("name", LocalText(zh: "名称", en: "name")),
          ("diversity", LocalText(zh: "多样性", en: "diversity")),
          ("eci", LocalText(zh: "ECI", en: "ECI")), ("coi", LocalText(zh: "前景（标准化）", en: "outlook (standardised)")),
          ("fitness", LocalText(zh: "适应度", en: "fitness")),
        ],
        rows: places.map { at in
          [
            .text(amounts.places[at].id), .local(amounts.places[at].name), Page.Cell(complexity.advantage?.diversity[at]),
            Page.Cell(complexity.places[at]),
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
        ("product_id", LocalText(zh: "编号", en: "product")), ("name", LocalText(zh: "名称", en: "name")),
        ("ubiquity", LocalText(zh: "普遍性", en: "ubiquity")),
        ("pci", LocalText(zh: "PCI", en: "PCI")), ("complexity", LocalText(zh: "复杂度（适应度法）", en: "complexity (fitness)")),
      ],
      rows: shown.map { at in
        [
          .text(amounts.products[at].id), .local(amounts.products[at].name), Page.Cell(complexity.advantage?.ubiquity[at]),
          Page.Cell(complexity.products[at]),
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
        (
          "diversity", LocalText(zh: "多样性（优势产品数）", en: "diversity (products it has an advantage in)"),
          Page.Cell(complexity.advantage?.diversity[place])
        ),
        ("eci", LocalText(zh: "ECI", en: "ECI"), Page.Cell(complexity.places[place])),
      ]
    let gaps =
      facts.map { facts in
        facts.network.clusters.indices.compactMap { ChainGaps(of: ClusterID($0), in: facts.sourcing, firmStages: facts.firmStages) }
      } ?? []
    let county =
      facts?.network.county(code: amounts.places[place].id)
      ?? facts?.network.cluster(id: amounts.places[place].id).flatMap { facts?.network.clusters[$0.row].county }
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
      ("product_id", LocalText(zh: "编号", en: "product")), ("name", LocalText(zh: "名称", en: "name")),
      ("rca", LocalText(zh: "RCA", en: "RCA")),
      ("density", LocalText(zh: "相关度", en: "density")), ("pci", LocalText(zh: "PCI", en: "PCI")),
      ("cog", LocalText(zh: "前景增益", en: "gain (COG)")),
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
          .text(amounts.products[option.product].id), .local(amounts.products[option.product].name), .number(option.advantage),
          .number(option.density),
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
        ("product_id", LocalText(zh: "编号", en: "product")), ("name", LocalText(zh: "名称", en: "name")),
        ("rca", LocalText(zh: "RCA", en: "RCA")),
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
