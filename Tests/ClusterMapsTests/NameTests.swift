import Chainwright
import ChainwrightTesting
import Foundation
import Seeds
import Testing

@testable import Diagram

/// Names of firms on pages: no two firms read alike, whatever had to be cut.
@Suite struct NameTests {
  /// What is read of each firm, from the marks of the page alone: the last text of its group without the signs before it, or its last two where they
  /// stand below each other.
  static func read(_ page: PagePicture) -> [(firm: String, text: String)] {
    var found: [(firm: String, text: String)] = []
    var open: [(firm: String?, last: String?, at: Diagram.Point?)] = []
    for mark in page.marks {
      switch mark {
      case .begin(let thing):
        let key = thing.key.hasPrefix("firm:") ? String(thing.key.dropFirst(5).prefix { $0 != "@" }) : nil
        open.append((key, nil, nil))
      case .text(let text, let at, _, _):
        guard let own = open.indices.last else { continue }
        let isBelow = open[own].at.map { $0.x == at.x && at.y > $0.y && at.y < $0.y + 11 } ?? false
        (open[own].last, open[own].at) = (isBelow ? (open[own].last ?? "") + text : text, at)
      case .end:
        if let own = open.popLast(), let firm = own.firm, let last = own.last {
          found.append((firm, String(last.drop { "★▲".contains($0) })))
        }
      default: break
      }
    }
    return found
  }

  /// Texts that stand for two firms.
  static func alike(_ page: PagePicture) -> [String] {
    Dictionary(grouping: read(page), by: \.text).filter { Set($0.value.map(\.firm)).count > 1 }.map {
      "\($0.key): \(Set($0.value.map(\.firm)).sorted())"
    }.sorted()
  }

  @Test(arguments: ["towel-chain", "lanpu-2023", "baoding-2022"], Language.allCases)
  func shippedFirmsAreToldApart(name: String, language: Language) throws {
    let network = try NetworkReader.read("\(PageTests.graphs)/\(name)").network.inOrder().network
    var named = 0
    for view in PageTests.views(network) {
      let request = MapRequest(view, language: language)
      guard let page = request.page(of: request.facts(of: network)) else { continue }
      #expect(Self.alike(page).isEmpty, "\(view): \(Self.alike(page))")
      named += Self.read(page).count
    }
    #expect(named > 20)
  }

  /// Made networks whose firms are renamed so that they are hard to tell apart: long beginnings shared, numbers at the end, the same name twice.
  @Test(arguments: seeds(24)) func madeFirmsAreToldApart(seed: UInt64) {
    var generator = NetworkGenerator(firms: 40 + Int(seed % 7) * 60, links: 900, seed: seed)
    (generator.counties, generator.clusters, generator.hasTemplate) = (6, 3, true)
    var network = generator.make().network
    (network.firms.namesZh, network.firms.namesEn) = (Network(name: "").firms.namesZh, Network(name: "").firms.namesEn)
    for firm in network.firms.all {
      let at = firm.row
      let zh = ["虚构·保定蠡县华兴纺织染整\(at)厂", "蠡县华兴纺织染整有限公司", "蠡县第\(at / 3)毛纺厂有限公司", "蠡县\(at)"]
      let en = ["Baoding Lixian Huaxing Textile Dyeing Works \(at)", "Lixian Huaxing Co., Ltd.", "Lixian Wool \(at / 3) Ltd.", "L\(at)"]
      network.firms.namesZh.append(zh[(at + Int(seed)) % 4])
      network.firms.namesEn.append(en[(at + Int(seed)) % 4])
    }
    for language in Language.allCases {
      for view in PageTests.views(network).prefix(24) {
        let request = MapRequest(view, language: language)
        guard let page = request.page(of: request.facts(of: network)) else { continue }
        #expect(Self.alike(page).isEmpty, "\(view): \(Self.alike(page).prefix(4))")
      }
    }
  }

  /// By hand, at 7 points a Han character is 7.2 wide: five and the dots fit in 44.
  @Test func whatDiffersIsKept() {
    let face = PagePicture.Face(7)
    func first(_ name: String, _ shared: Int) -> String { PagePicture.forms(of: name, shared: shared, id: "f-001", face, 44)[0] }
    #expect(first("东风厂", 2) == "东风厂")
    #expect(first("蠡县华兴纺织染整", 1).hasPrefix("蠡县华"))
    #expect(first("蠡县华兴纺织十二厂", 6).hasSuffix("…十二厂"))
    // 12 and 13 share their first digit, but are read as numbers.
    #expect(first("蠡县华兴纺织 12", 8).hasSuffix("… 12") || first("蠡县华兴纺织 12", 8).hasSuffix("…12"))
    // The same beginning asked for by two keys: the second reads otherwise.
    var page = PagePicture()
    for key in ["a", "b"] { page.name("蠡县华兴纺织染整", of: key, shared: 0, id: key, 0, 0, face, limit: 44) }
    let texts = page.marks.compactMap { if case .text(let text, _, _, _) = $0 { text } else { nil as String? } }
    #expect(Set(texts).count == 2)
  }
}
