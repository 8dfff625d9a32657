import Chainwright
import Testing

/// The small network's cluster beside a peer in the west, which alone has cotton and has one more weaver.
private func twoClusters(_ peer: String = "西县标杆集群") -> Network {
  var small = SmallNetwork(kind: .synthetic)
  small.network.clusters.append(
    Cluster(id: "P", name: Name(zh: peer, en: peer == "西县标杆集群" ? "West peer" : peer), county: CountyID(1), chain: ChainID(0)))
  small.network.firms.clusters[0] = 1
  small.add("P1", "西县织造", county: 1, cluster: 1, revenue: 3_000, Provenance(.synthetic, source: "手工", asOf: "2022-09"))
  small.network.makings.append(Making(firm: FirmID(small.network.firms.count - 1), product: ProductID(1), stage: StageID(1)))
  return small.network
}

private let view = MapRequest.View.benchmark(ClusterID(0), peer: ClusterID(1))

private func benchmark(_ network: Network) -> Benchmark {
  let facts = BenchmarkFacts(network)
  let profiles = (0..<2).map { ClusterProfile(of: ClusterID($0), along: ChainID(0), in: facts) }
  return Benchmark(profiles[0], against: profiles[1], in: network)
}

@Suite struct BenchmarkViewTests {
  @Test(arguments: Language.allCases) func `map and charts are the golden ones`(language: Language) throws {
    let network = twoClusters()
    let drawing = Drawing(MapRequest(view, language: language).diagram(of: network))
    golden("benchmark-\(language.rawValue).dot", try drawing.file(.dot))
    golden("benchmark-\(language.rawValue).svg", try drawing.file(.svg))
    let charts = BenchmarkCharts(benchmark(network), of: network, language: language)
    golden("benchmark-dots-\(language.rawValue).svg", Array(charts.dots.svg().utf8))
    golden("benchmark-bars-\(language.rawValue).svg", Array(charts.bars.svg().utf8))
  }

  @Test func eachStageSaysItsStateInWords() throws {
    let map = MapRequest(view, language: .zh).diagram(of: twoClusters())
    let marks = Dictionary(uniqueKeysWithValues: map.groups.map { ($0.key, $0.lines.filter { $0.role == .mark }.map(\.text)) })
    #expect(marks["stage:cotton"]?.first?.hasPrefix("○ 本集群缺") == true)
    // W1 and W2 have 999 + 998 of 3,000, and nothing else differs that is known.
    #expect(marks["stage:weave"]?.first?.hasPrefix("▼ 落后") == true)
    #expect(marks["stage:dye"]?.first?.hasPrefix("▲ 领先") == true)
    #expect(map.nodes.filter { $0.group == "stage:dye" }.map { $0.lines.last?.text } == ["1 家企业 · 产出 900 万元", "无在册企业"])
    #expect(map.description.contains("只有标杆才有：棉花"))
  }

  @Test(arguments: ["a\"]; b", "<script>&amp;", "\u{202E}gpj\n", String(repeating: "长", count: 5_000), ""])
  func hostileNames(name: String) throws {
    let network = twoClusters(name)
    let svg = String(decoding: try Drawing(MapRequest(view, language: .zh).diagram(of: network)).file(.svg), as: UTF8.self)
    let dots = BenchmarkCharts(benchmark(network), of: network, language: .zh).dots.svg()
    for text in [svg, dots] { #expect(!text.contains("<script") && !text.contains("\u{202E}") && text.hasSuffix("</svg>\n")) }
  }
}
