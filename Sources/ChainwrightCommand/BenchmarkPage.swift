import Chainwright

/// A benchmark as a page: the gap by stage and part, the values behind it, the peers, and what could not be measured.
struct BenchmarkPage {
  let facts: BenchmarkFacts
  let benchmarks: [Benchmark]
  /// For a reader at a terminal: no column that says the same in every row.
  var isText = false
  /// Findings shown.
  var limit = 10

  private var network: Network { facts.network }

  var page: Page {
    let own = network.clusters[benchmarks[0].own.cluster.row].name
    let names = Language.allCases.map { language in
      benchmarks.map { network.clusters[$0.peer.cluster.row].name[language] }.joined(separator: language == .zh ? "、" : ", ")
    }
    var page = Page(title: LocalText(zh: "对标：\(own[.zh])对\(names[0])", en: "Benchmark: \(own[.en]) against \(names[1])"))
    if benchmarks.count == 1 { page.facts = facts(of: benchmarks[0]) }
    page.tables = [gapTable, valueTable]
    page.tables.insert(peerTable, at: benchmarks.count > 1 ? 0 : 1)
    page.tables.append(missingTable)
    if isText && benchmarks.count == 1 { page.tables = page.tables.map { Self.withoutPeer($0) } }
    let findings = benchmarks.flatMap { $0.findings(in: network) }
    page.findings = Array(findings.prefix(limit))
    page.omittedFindings = findings.count - (page.findings?.count ?? 0)
    page.notes = notes
    return page
  }

  private func facts(of benchmark: Benchmark) -> [(name: String, label: LocalText, value: Page.Cell)] {
    let similarity = Peers.similarity(benchmark.own.cluster, benchmark.peer.cluster, facts)
    return [
      ("gap", LocalText(zh: "差距（分，标杆减本集群）", en: "gap (points, peer minus cluster)"), .number(100 * benchmark.gap)),
      ("gap_low", LocalText(zh: "未知项补齐后至少", en: "at least, once the unknown is known"), .number(100 * benchmark.low)),
      ("gap_high", LocalText(zh: "未知项补齐后至多", en: "at most"), .number(100 * benchmark.high)),
      ("own_score", LocalText(zh: "本集群得分（可比部分）", en: "the cluster's score (comparable parts)"), .number(100 * benchmark.ownScore)),
      ("peer_score", LocalText(zh: "标杆得分（可比部分）", en: "the peer's score (comparable parts)"), .number(100 * benchmark.peerScore)),
      ("similarity", LocalText(zh: "环节结构相似度", en: "similarity of stage mix"), .ratio(similarity)),
      (
        "stages_lacking", LocalText(zh: "标杆有而本集群无的环节", en: "stages that only the peer has"), .integer(benchmark.rows.count { $0.isLacking })
      ),
    ]
  }

  private static func withoutPeer(_ table: Page.Table) -> Page.Table {
    guard table.name != "peers", table.columns.first?.name == "peer_id" else { return table }
    var table = table
    table.columns.removeFirst()
    table.rows = table.rows.map { Array($0.dropFirst()) }
    return table
  }

  private var peerTable: Page.Table {
    Page.Table(
      name: "peers", title: LocalText(zh: "标杆", en: "Peers"),
      columns: [
        ("peer_id", LocalText(zh: "标杆", en: "peer")), ("name", LocalText(zh: "名称", en: "name")),
        ("similarity", LocalText(zh: "相似度", en: "similarity")), ("gap", LocalText(zh: "差距", en: "gap")),
      ] + Benchmark.Part.allCases.map { ($0.rawValue, $0.label) },
      rows: benchmarks.map { benchmark in
        [
          .text(network.clusters[benchmark.peer.cluster.row].id), name(network.clusters[benchmark.peer.cluster.row].name),
          .ratio(Peers.similarity(benchmark.own.cluster, benchmark.peer.cluster, facts)), .number(100 * benchmark.gap),
        ] + Benchmark.Part.allCases.map { part in Page.Cell(benchmark.total(part).map { 100 * $0 }) }
      })
  }

  private var gapTable: Page.Table {
    Page.Table(
      name: "gaps", title: LocalText(zh: "各环节差距（分）", en: "Gap by stage (points)"),
      columns: [
        ("peer_id", LocalText(zh: "标杆", en: "peer")), ("stage_id", LocalText(zh: "环节编号", en: "stage")),
        ("name", LocalText(zh: "环节", en: "name")), ("weight", LocalText(zh: "权重", en: "weight")),
      ] + Benchmark.Part.allCases.map { ($0.rawValue, $0.label) } + [
        ("gap", LocalText(zh: "差距", en: "gap")), ("gap_low", LocalText(zh: "至少", en: "at least")),
        ("gap_high", LocalText(zh: "至多", en: "at most")),
      ],
      rows: benchmarks.flatMap { benchmark in
        benchmark.rows.map { row -> [Page.Cell] in
          let head: [Page.Cell] = [
            .text(network.clusters[benchmark.peer.cluster.row].id), .text(network.stages[row.stage.row].id),
            name(network.stages[row.stage.row].name), .ratio(row.weight),
          ]
          return head + Benchmark.Part.allCases.map { Page.Cell(row.parts[$0].map { 100 * $0 }) }
            + [.number(100 * row.gap), .number(100 * row.low), .number(100 * row.high)]
        }
      })
  }

  private var valueTable: Page.Table {
    let specialisation = Specialisation(facts)
    let columns: [(String, LocalText)] = [
      ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("stage_id", LocalText(zh: "环节编号", en: "stage")),
      ("firms", LocalText(zh: "企业", en: "firms")), ("scale", scaleLabel), ("hhi", LocalText(zh: "集中度HHI", en: "HHI")),
      ("lq", LocalText(zh: "区位商", en: "LQ")), ("local_supply", LocalText(zh: "配套率", en: "local supply")),
      ("redundancy", LocalText(zh: "多源率", en: "multi-sourced")), ("technology", LocalText(zh: "技术企业占比", en: "technology firms")),
      ("research", LocalText(zh: "研发强度", en: "R&D share")),
    ]
    let profiles = [benchmarks[0].own] + benchmarks.map(\.peer).filter { $0.cluster != benchmarks[0].own.cluster }
    return Page.Table(
      name: "values", title: LocalText(zh: "各环节数值", en: "Values by stage"), columns: columns,
      rows: profiles.flatMap { profile in
        profile.rows.filter(\.isPresent).map { row -> [Page.Cell] in
          [
            .text(network.clusters[profile.cluster.row].id), .text(network.stages[row.stage.row].id), .integer(row.firms.count),
            Page.Cell(row.scale.value), Page.Cell(row.concentration.value), Page.Cell(specialisation.quotient(row, of: profile).value),
            .ratio(row.localSupply.value), .ratio(row.redundancy.value), .ratio(row.technology.value), .ratio(row.research.value),
          ]
        }
      })
  }

  private var scaleLabel: LocalText {
    switch facts.weights.measure {
    case .output: LocalText(zh: "产出（万元/年）", en: "output (10k CNY/yr)")
    case .jobs: LocalText(zh: "从业人数", en: "jobs")
    case .tax: LocalText(zh: "税收（万元/年）", en: "tax (10k CNY/yr)")
    case .firms: LocalText(zh: "折合企业数", en: "firms, shared between stages")
    }
  }

  /// The same fact at several stages is one row.
  private var missingTable: Page.Table {
    struct Key: Hashable {
      var peer: String
      var part: Benchmark.Part
      var facts: LocalText
    }
    var order: [Key] = []
    var stages: [Key: [Name]] = [:]
    for benchmark in benchmarks {
      for row in benchmark.rows {
        for item in row.unmeasured {
          let key = Key(peer: network.clusters[benchmark.peer.cluster.row].id, part: item.part, facts: item.missing)
          if stages[key] == nil { order.append(key) }
          stages[key, default: []].append(network.stages[row.stage.row].name)
        }
      }
    }
    return Page.Table(
      name: "not_measured", title: LocalText(zh: "无法衡量（缺少的事实）", en: "Not measured: the facts that lack"),
      columns: [
        ("peer_id", LocalText(zh: "标杆", en: "peer")), ("part", LocalText(zh: "分项", en: "part")),
        ("missing", LocalText(zh: "缺少的事实", en: "missing facts")), ("stages", LocalText(zh: "环节", en: "stages")),
      ],
      rows: order.map { key in [.text(key.peer), .local(key.part.label), .local(key.facts), .names(stages[key] ?? [])] })
  }

  private var notes: [LocalText] {
    let weights = benchmarks[0].weights
    func list(_ language: Language) -> String {
      Benchmark.Part.allCases.map { "\($0.label[language]) \(percent(weights[$0]))" }.joined(separator: language == .zh ? "，" : ", ")
    }
    var notes = [
      LocalText(
        zh: "得分 = 环节权重 × 分项权重 × 分项值（0 至 1）之和；没有企业的环节得 0 分，其差距全部计入“有无”。分项权重：\(list(.zh))。",
        en:
          "score = the sum of stage weight x part weight x value (0 to 1); a stage without firms scores 0, and its whole gap is presence. Part weights: \(list(.en))."
      ),
      LocalText(
        zh: "规模、研发按两集群中较大者折算；无法衡量的分项不计分，列在表中，“至少”“至多”为其补齐后的范围。",
        en:
          "scale and R&D are taken as a share of the larger of the two; what cannot be measured is in no score, is listed, and bounds the gap."
      ),
    ]
    let unplaced = ([benchmarks[0].own] + benchmarks.map(\.peer)).filter { $0.unplacedFirms > 0 }
    for profile in unplaced.reduce(
      into: [ClusterProfile](), { list, item in if !list.contains(where: { $0.cluster == item.cluster }) { list.append(item) } })
    {
      let id = network.clusters[profile.cluster.row].id
      notes.append(
        LocalText(
          zh: "集群 \(id) 有 \(profile.unplacedFirms) 家企业未归入该产业链环节，未计入。",
          en: "\(profile.unplacedFirms) firms of \(id) are at no stage of this chain and not counted."))
    }
    let unknown = Specialisation(facts).unknownFirms
    if unknown > 0 {
      notes.append(
        LocalText(
          zh: "区位商以网络中全部集群为参照；\(unknown) 家企业的数值未知，未计入。",
          en: "LQ is against all clusters of the network; \(unknown) of their firms are left out, their figure being unknown."))
    }
    return notes + PageNotes.synthetic(network)
  }

  private func name(_ name: Name) -> Page.Cell { .local(LocalText(zh: name[.zh], en: name[.en])) }
}
