import Answers
import ClusterAnalysis
import ClusterModel

/// Analyses by county and level of government.
extension MeasureAnalyses {
  func responsibility(_ call: AnalysisCall) -> MeasureAnswer {
    struct Item {
      var finding: Finding?
      var isCounty: Bool
      var county: CountyID?
    }
    var items: [Item] = []
    for gap in gaps where gap.completeness != nil {
      let county = network.clusters[gap.cluster.row].county
      // Findings stand in the order of stages and their gaps.
      var findings = gap.findings().makeIterator()
      for row in gap.rows {
        for kind in row.gaps {
          // A county settles what it has the firms for; what must come from elsewhere is the city's.
          let isCounty =
            switch kind {
            case .missing: !row.inCounty.isEmpty
            case .broken, .weak: true
            case .chokepoint: false
            }
          items.append(Item(finding: findings.next(), isCounty: isCounty && county != nil, county: county))
        }
      }
    }
    // Each finding of a single point takes a cascade for its proof: the heaviest are shown.
    var findings = (weakLinks?.findings(limit: 200) ?? []).makeIterator()
    for point in weakLinks?.pointsByFirm() ?? [] {
      let home = network.firms.county(point.point.firm)
      let isCounty = point.targets.allSatisfy { target in
        if case .firm(let firm) = target.kind { return home != nil && network.firms.county(firm) == home }
        return false
      }
      items.append(Item(finding: findings.next(), isCounty: isCounty, county: home))
    }
    let (own, city) = (items.filter(\.isCounty), items.filter { !$0.isCounty })
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "\(items.count) 项发现：县级可办 \(own.count) 项，须市级牵头 \(city.count) 项",
        en: "\(Self.en.count(items.count, "", "finding", "findings")): \(own.count) for counties, \(city.count) for the city to lead"))
    report.numbers = [
      ("county_findings", .count(own.count), []), ("city_findings", .count(city.count), []),
    ]
    var byCounty: [CountyID: (own: Int, city: Int)] = [:]
    for item in items {
      guard let county = item.county, network.counties[county.row].isInside else { continue }
      if item.isCounty { byCounty[county, default: (0, 0)].own += 1 } else { byCounty[county, default: (0, 0)].city += 1 }
    }
    report.answer.tables = [
      Answer.Table(
        "counties", zh: "各县", en: "By county",
        [
          "county_code", "county",
          "county_findings", "city_findings",
        ],
        rows: byCounty.keys.sorted { network.counties[$0.row].code < network.counties[$1.row].code }.map { county in
          [
            .text(network.counties[county.row].code), .name(network.counties[county.row].name), .count(byCounty[county]?.own ?? 0),
            .count(byCounty[county]?.city ?? 0),
          ]
        })
    ]
    report.answer.findings = city.compactMap(\.finding) + own.compactMap(\.finding)
    report.answer.notes = [
      LocalText(
        zh: "县级可办：断链、弱链、本县已有企业的缺链，以及只影响本县领跑者的单点；其余须跨县或向市外解决，由市级牵头。此划分为本项目所定。",
        en:
          "for counties: broken and weak links, missing ones whose makers are in the county, single points that stop leaders of the same county only; the rest takes other counties or places outside. The division is ours."
      )
    ]
    return report
  }

  func scorecard(_ call: AnalysisCall) -> MeasureAnswer {
    let card = CountyScorecard(facts, weakLinks: weakLinks, gaps: gaps)
    let filled = card.rows.filter { $0.value(.firms).value != nil }
    let lowest = filled.filter { $0.value(.completeness).value != nil }
      .min {
        ($0.value(.completeness).value ?? 0, network.counties[$0.county.row].code) < (
          $1.value(.completeness).value ?? 0, network.counties[$1.county.row].code
        )
      }
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "\(card.rows.count) 个县区中 \(filled.count) 个有在册企业" + (lowest.map { "；链条最不完整的是\(network.label($0.county).zh)" } ?? ""),
        en: "\(filled.count) of \(card.rows.count) counties have firms on record"
          + (lowest.map { "; the least complete chain is in \(network.label($0.county).en)" } ?? "")))
    report.numbers = [
      ("counties_with_firms", .count(filled.count), filled.map { RowReference("counties_with_firms", $0.county.row) })
    ]
    let fields: [ScorecardField] = [.firms, .leaders, .output, .completeness, .localSupply, .singlePoints, .gaps]
    report.answer.tables = [
      Answer.Table(
        "counties_with_firms", zh: "县域记分卡", en: "County scorecard",
        ["county_code", "county"]
          + fields.map { Answer.Column($0.figure) },
        rows: filled.map { row in
          [.text(network.counties[row.county.row].code), .name(network.counties[row.county.row].name)]
            + fields.map { $0.isShare ? row.value($0).share : row.value($0).number }
        })
    ]
    if filled.count < card.rows.count {
      report.missing = [
        MissingFacts(
          "firms.csv", ["firm_id", "county_code"],
          LocalText(zh: "其余 \(card.rows.count - filled.count) 个县区的企业", en: "firms of the other \(card.rows.count - filled.count) counties"))
      ]
    }
    return report
  }

  func complexity(_ call: AnalysisCall) -> MeasureAnswer {
    let complexity = RegionalComplexity(RegionalAmounts(facts, places: .county, by: .stage))
    var best: (place: Int, option: EntryOptions.Option)?
    for place in complexity.amounts.places.indices {
      let county = network.county(code: complexity.amounts.places[place].id)
      for option in EntryOptions(for: place, in: complexity, facts: facts, gaps: gaps, county: county).options
      where option.gaps.contains(where: \.isOwn) && option.density > (best?.option.density ?? 0) {
        best = (place, option)
      }
    }
    var report = MeasureAnswer(
      call,
      best.map { item in
        let (place, product) = (complexity.amounts.places[item.place].name, complexity.amounts.products[item.option.product].name)
        return LocalText(
          zh: "最有基础的补链：\(place.zh)发展“\(product.zh)”（相关度 \(Self.zh.share(item.option.density))）",
          en: "the gap with most to build on: \(product.en) in \(place.en) (density \(Self.en.share(item.option.density)))")
      } ?? LocalText(zh: "没有既有基础又能补本县缺口的环节", en: "no stage has both something to build on and a gap of its county to fill"))
    report.numbers = [("counties_compared", .count(complexity.amounts.places.count), [])]
    report.subject = best.map { complexity.amounts.places[$0.place].id }
    if let refusal = complexity.refusal {
      report.answer.notes = [LocalText(zh: "未给出 ECI、PCI：\(refusal.zh)。", en: "ECI and PCI are not given: \(refusal.en).")]
    }
    return report
  }
}
