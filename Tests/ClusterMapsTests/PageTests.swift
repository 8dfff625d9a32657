import Chainwright
import ChainwrightTesting
import Foundation
import Testing

/// Maps that are drawn on a page of A4.
@Suite struct PageTests {
  static let graphs =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path + "/Graphs"

  /// Every view of a network that has a page.
  static func views(_ network: Network) -> [MapRequest.View] {
    var views: [MapRequest.View] = [.county]
    for cluster in network.clusters.indices.map({ ClusterID($0) }) {
      views += [.cluster(cluster), .tree([cluster])]
      if let chain = network.clusters[cluster.row].chain { views.append(.chain(chain, inside: cluster)) }
    }
    views += network.leaders().map { .leader($0) }
    let all = network.clusters.indices.map { ClusterID($0) }
    views += [.steps(all), .tree(all), .sources(all)] + all.map { .sources([$0]) }
    views += network.leaders().prefix(3).map { .cascade([$0]) }
    let chained = all.filter { network.clusters[$0.row].chain != nil }
    for own in chained {
      for peer in chained where peer != own && network.clusters[own.row].chain == network.clusters[peer.row].chain {
        views.append(.benchmark(own, peer: peer))
      }
    }
    return views
  }

  /// No text on any page meets another, leaves the page, or is too small to read: every cluster, leader and chain of the shipped networks.
  @Test(arguments: ["towel-chain", "lanpu-2023", "baoding-2022"], Language.allCases)
  func noTextMeetsAnother(name: String, language: Language) throws {
    let network = try NetworkReader.read("\(Self.graphs)/\(name)").network.inOrder().network
    var pages = 0
    for view in Self.views(network) {
      let request = MapRequest(view, language: language)
      guard let page = request.page(of: request.facts(of: network)) else { continue }
      pages += 1
      #expect(page.problems.isEmpty, "\(view): \(page.problems.prefix(8).joined(separator: "\n"))")
      #expect(!page.title.isEmpty && !page.svg.contains("github") && !page.svg.contains("http://s") && !page.svg.contains("chainwright"))
    }
    #expect(pages > 3)
  }

  /// A large made network: 5,000 firms in 25 counties.
  @Test(arguments: Language.allCases) func largeNetworksAreLegible(language: Language) {
    var generator = NetworkGenerator(firms: 5_000, links: 12_000, seed: 7)
    generator.counties = 25
    generator.clusters = 8
    let network = generator.make().network
    let all = network.clusters.indices.map { ClusterID($0) }
    let views = [
      MapRequest.View.county, .leader(network.leaders()[0]), .tree(all), .cascade([network.leaders()[0]]),
      .cascade(Array(network.firms.all.prefix(40))),
    ]
    for view in views {
      let request = MapRequest(view, language: language)
      let page = request.page(of: request.facts(of: network))
      #expect(page != nil && page!.problems.isEmpty, "\(view): \(page?.problems.prefix(8).joined(separator: "\n") ?? "")")
    }
  }

  /// A chain before, after and what differs, each on a page, of a network that gains firms: nothing meets, and the news has its sign.
  @Test(arguments: Language.allCases) func differencesAreLegible(language: Language) throws {
    let network = try NetworkReader.read("\(Self.graphs)/baoding-2022").network.inOrder().network
    let path = Self.graphs + "/../Examples/09-four-new-clusters/lixian-pv.yaml"
    let reading = ScenarioReader.read(bytes: Array(try Data(contentsOf: URL(filePath: path))), name: "lixian-pv.yaml")
    let applied = try network.applying(try #require(reading.scenario))
    let map = try #require(applied.differenceMap(of: "lixian-pv", language: language))
    #expect(map.pages.count == 3)
    for (side, page) in map.pages { #expect(page.problems.isEmpty, "\(side): \(page.problems.prefix(8).joined(separator: "\n"))") }
    let svg = try #require(map.pages[.both]).svg
    // By hand: inverters, frames and backsheets get their first firm, of whom each is then the only one (Examples/09).
    for word in language == .zh ? ["0 → 1 家", "缺链消除", "新弱链"] : ["0 → 1 firms", "no longer missing", "now weak"] {
      #expect(svg.contains(word), "\(word)")
    }
    #expect(svg.contains(language == .zh ? "缺链 5 → 2 个" : "missing 5 → 2"))
    // Pages come from the pictures: what is drawn is the page.
    #expect(String(decoding: try map.drawing().file(.svg), as: UTF8.self) == svg)
  }

  /// By hand: the weavers need cotton from X alone, the dyer cloth of both: one red bracket behind a grey one.
  @Test func bracketsShowWhatIsNeeded() throws {
    let network = SmallNetwork().network
    let leader = try #require(network.firm(id: "D"))
    let request = MapRequest(.leader(leader), language: .zh)
    let svg = try #require(request.page(of: request.facts(of: network))).svg
    #expect(svg.contains("2 家，任一即可") && svg.contains("▲ 只此 1 家"))
  }

  /// By hand: without a chain, the two weavers stand as suppliers of the dyer, who leads; both buy cotton in West, 1 million yuan each.
  @Test(arguments: Language.allCases) func clustersWithoutAChainHaveAPage(language: Language) throws {
    var network = SmallNetwork(weavers: 2).network
    network.clusters[0].chain = nil
    let request = MapRequest(.cluster(ClusterID(0)), language: language)
    let page = try #require(request.page(of: request.facts(of: network)))
    #expect(page.problems.isEmpty, "\(page.problems.prefix(8).joined(separator: "\n"))")
    var keys: [String] = []
    for case .begin(let thing) in page.marks { keys.append(thing.key) }
    #expect(keys.filter { $0.hasPrefix("group:") } == ["group:suppliers", "group:leaders"])
    #expect(keys.filter { $0.hasPrefix("firm:") } == ["firm:W1@0", "firm:W2@0", "firm:D@1"])
    #expect(keys.filter { $0.hasPrefix("in:") } == ["in:suppliers"])
    #expect(page.title == (language == .zh ? "东县毛巾集群外购 200 万元，100 % 来自西县" : "East towels buys CNY 2 m outside, 100 % of it from West"))
  }

  /// By hand: of 81 weavers the last by revenue is real, and folded; what is marked as real is said to be only where something is marked.
  @Test func realFirmsAreSpokenOfWhereTheyAreNamed() throws {
    var small = SmallNetwork(weavers: 80, kind: .synthetic)
    small.add("R", "真实厂", county: 0, cluster: 0, revenue: 1, Provenance(.sourced, source: "名录", asOf: "2022"))
    small.network.makings.append(Making(firm: FirmID(82), product: ProductID(1), stage: StageID(1)))
    let request = MapRequest(.cluster(ClusterID(0)), language: .zh)
    let page = try #require(request.page(of: request.facts(of: small.network)))
    // 80 weavers, the dyer and the supplier of cotton, beside the real one.
    let notes = page.marks.compactMap { if case .text(let text, _, _, _) = $0, text.contains("虚构") { text } else { nil } }
    #expect(notes.contains { $0.hasPrefix("所涉企业 83 家，其中虚构 82 家") } && !notes.contains { $0.contains("除标") }, "\(notes)")
  }

  @Test(
    arguments: SmallNetwork.views,
    ["a\"]; b [image=\"x", "<script>&amp;\\N\\l", "\u{202E}gpj\u{0}\n", String(repeating: "长", count: 10_000), "", "🏭"])
  func hostileNamesAreDrawnOnPages(view: MapRequest.View, name: String) throws {
    let drawing = MapRequest(view, language: .zh).drawing(of: SmallNetwork(name: name).network)
    let svg = String(decoding: try drawing.file(.svg), as: UTF8.self)
    #expect(svg.hasSuffix("</svg>\n") && !svg.contains("<script") && !svg.contains("<image") && !svg.contains("\u{202E}"))
    #expect(svg.utf8.count < 60_000)
    _ = try drawing.file(.pdf)
    let model = SupplyModel(SupplyView(SmallNetwork(name: name).network))
    let live = String(decoding: drawing.live(model, scope: nil, language: .zh), as: UTF8.self)
    // Two scripts, both ours: the data and the program.
    #expect(live.components(separatedBy: "<script").count == 3 && live.components(separatedBy: "</script").count == 3)
  }

  /// A page that has something wrong is found out.
  @Test func problemsAreFound() {
    var page = PagePicture()
    page.text("one", 100, 100, PagePicture.Face(8))
    page.text("two", 104, 102, PagePicture.Face(8))
    page.text("small", 300, 300, PagePicture.Face(6))
    page.text("outside", 838, 200, PagePicture.Face(8))
    #expect(page.problems.count == 3)
  }

  /// > Source of the expected values: `printf abc | sha256sum | xxd -r -p | base64`.
  @Test func policiesNameTheScript() {
    #expect(LiveMap.hash("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  }
}
