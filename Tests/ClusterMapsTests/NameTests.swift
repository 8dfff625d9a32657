import Chainwright
import ChainwrightTesting
import Seeds
import Testing

/// Two firms on a page never read the same, however their names are cut.
@Suite struct NameTests {
  /// What a reader sees of each firm drawn on a page: the words in its box but for marks, amounts and places, which stand at other anchors.
  static func visible(_ page: PagePicture) -> [(firm: String, text: String)] {
    var found: [(firm: String, text: String)] = []
    var open: [String] = []
    for mark in page.marks {
      switch mark {
      case .begin(let thing):
        open.append(thing.key)
        if thing.key.hasPrefix("firm:") { found.append((firm(of: thing.key), "")) }
      case .end: open.removeLast()
      case .text(let text, _, let type, _):
        guard let key = open.last, key.hasPrefix("firm:"), type.anchor != .end, text != "实" else { continue }
        // The box of the leader of a page has its role and county too, smaller than its name.
        if !key.contains("@") && type.size < 8 { continue }
        found[found.count - 1].text += text.filter { !"★▲".contains($0) }
      default: break
      }
    }
    return found.filter { !$0.text.isEmpty }
  }

  private static func firm(of key: String) -> String {
    let name = key.dropFirst(5)
    return String(name.lastIndex(of: "@").map { name[..<$0] } ?? name)
  }

  /// Texts that stand for more than one firm.
  static func doubles(_ page: PagePicture) -> [String] {
    Dictionary(grouping: visible(page), by: \.text).compactMap { text, all in
      let firms = Set(all.map(\.firm))
      return firms.count > 1 ? "\(text): \(firms.sorted().joined(separator: " "))" : nil
    }.sorted()
  }

  /// Firms with names as on an office's list: beginnings and ends that many share, some of them the same but for one character, some the same.
  static func network(_ seed: UInt64) -> Network {
    var random = SplitMix64(seed: seed)
    var generator = NetworkGenerator(firms: 60 + random.below(300), links: 200 + random.below(900), seed: seed)
    generator.counties = 2 + random.below(6)
    generator.clusters = 1 + random.below(3)
    generator.products = 4 + random.below(20)
    generator.hasTemplate = seed % 2 == 0
    generator.unknownAmounts = seed % 3 == 0 ? 0.3 : 0
    var network = generator.make().network
    let heads = ["", "蠡县", "高阳县", "虚构·", "虚构·示范县", "河北省保定市蠡县留史镇"]
    let ends = ["", "厂", "有限公司", "纺织有限公司", "精密机械配件制造有限责任公司", "（集团）股份有限公司"]
    let syllables = Array("宏达鑫源盛泰永兴")
    let common = (heads[random.below(heads.count)], ends[random.below(ends.count)])
    var (namesZh, namesEn) = (TextColumn(), TextColumn())
    for _ in 0..<network.firms.count {
      let own = random.below(3) == 0
      let head = own ? heads[random.below(heads.count)] : common.0
      let end = own ? ends[random.below(ends.count)] : common.1
      let middle = String((0..<(1 + random.below(3))).map { _ in syllables[random.below(syllables.count)] })
      namesZh.append(head + middle + end)
      namesEn.append(
        (random.below(2) == 0 ? "Invented: " : "") + "Lixian " + middle.unicodeScalars.map { "Name\($0.value % 7)" }.joined(separator: " ")
          + (end.isEmpty ? "" : " Precision Machinery Co., Ltd."))
    }
    (network.firms.namesZh, network.firms.namesEn) = (namesZh, namesEn)
    return network
  }

  @Test(arguments: seeds(24), Language.allCases) func firmsAreToldApart(seed: UInt64, language: Language) throws {
    let network = Self.network(seed)
    var views: [MapRequest.View] = network.leaders().prefix(3).map { .leader($0) }
    for cluster in network.clusters.indices.map({ ClusterID($0) }) {
      views.append(.cluster(cluster))
      for chain in network.chains.indices.prefix(1) {
        views += [.chain(ChainID(chain), inside: cluster), .chain(ChainID(chain), inside: nil)]
      }
    }
    var drawn = 0
    for view in views {
      let request = MapRequest(view, language: language)
      guard let page = request.page(of: request.facts(of: network)) else { continue }
      drawn += Self.visible(page).count
      let doubles = Self.doubles(page)
      #expect(doubles.isEmpty, "\(view): \(doubles.prefix(6).joined(separator: "\n"))")
      #expect(page.problems.isEmpty, "\(view): \(page.problems.prefix(6).joined(separator: "\n"))")
    }
    #expect(drawn > 10)
  }

  @Test(arguments: ["towel-chain", "lanpu-2023", "baoding-2022"], Language.allCases)
  func firmsOfShippedNetworksAreToldApart(name: String, language: Language) throws {
    let network = try NetworkReader.read("\(PageTests.graphs)/\(name)").network.inOrder().network
    for view in PageTests.views(network) {
      let request = MapRequest(view, language: language)
      guard let page = request.page(of: request.facts(of: network)) else { continue }
      let doubles = Self.doubles(page)
      #expect(doubles.isEmpty, "\(view): \(doubles.prefix(6).joined(separator: "\n"))")
    }
  }

  /// By hand: room for four Han characters. The first name is its own up to 鑫; 一厂 and 二厂 differ just before the end; of the fourth, whose
  /// beginning and end others have, the middle is its own; the fifth is the
  /// first once more, cut where the first is not.
  @Test func cutsKeepWhatTellsApart() {
    var page = PagePicture()
    let names = [
      ("蠡县鑫达厂", 2, 1), ("蠡县源达一厂", 4, 1), ("蠡县源达二厂", 4, 1), ("蠡县盛泰有限公司", 3, 5), ("蠡县鑫达厂", 5, 5),
    ]
    for (row, (name, shared, end)) in names.enumerated() {
      page.name(
        name, of: "f\(row)", shared: shared, sharedEnd: end, id: "id\(row)", 10, 20 * Double(row + 1), PagePicture.Face(10), limit: 46)
    }
    let texts = page.marks.compactMap { if case .text(let text, _, _, _) = $0 { text } else { nil } }
    #expect(texts == ["蠡县鑫…", "蠡…一厂", "蠡…二厂", "…泰有…", "蠡县…厂"])
  }
}
