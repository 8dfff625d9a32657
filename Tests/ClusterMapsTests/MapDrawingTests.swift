import Chainwright
import ChainwrightTesting
import Foundation
import Testing

func golden(_ name: String, _ bytes: [UInt8]) {
  let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)").path
  let isRecording = ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] == "1"
  if let problem = GoldenText.problem(String(decoding: bytes, as: UTF8.self), path: path, isRecording: isRecording) {
    Issue.record("\(problem)")
  }
}

private let names = ["chain", "chain-inside", "cluster", "county", "leader"]

@Test(arguments: Array(zip(names, SmallNetwork.views)), Language.allCases)
func mapsAreTheGoldenOnes(view: (name: String, view: MapRequest.View), language: Language) throws {
  let drawing = Drawing(MapRequest(view.view, language: language).diagram(of: SmallNetwork(kind: .synthetic).network))
  golden("\(view.name)-\(language.rawValue).dot", try drawing.file(.dot))
  golden("\(view.name)-\(language.rawValue).svg", try drawing.file(.svg))
}

@Test(arguments: SmallNetwork.views)
func theOrderOfRowsDoesNotMatter(view: MapRequest.View) throws {
  let small = SmallNetwork(weavers: 30)
  var shuffled = small
  let order = Array((0..<small.network.supplies.count).reversed())
  shuffled.network.supplies.suppliers = order.map { small.network.supplies.suppliers[$0] }
  shuffled.network.supplies.buyers = order.map { small.network.supplies.buyers[$0] }
  shuffled.network.supplies.products = order.map { small.network.supplies.products[$0] }
  shuffled.network.supplies.amount = NumberColumn(order.map { small.network.supplies.amount[$0] ?? .nan })
  shuffled.network.makings.reverse()
  shuffled.network.requirements.reverse()
  let first = Drawing(MapRequest(view, language: .zh).diagram(of: small.network)).dot.text
  #expect(Drawing(MapRequest(view, language: .zh).diagram(of: shuffled.network)).dot.text == first)
}

@Test(
  arguments: SmallNetwork.views,
  ["a\"]; b [image=\"x", "<script>&amp;\\N\\l", "\u{202E}gpj\u{0}\n", String(repeating: "长", count: 10_000), "", "🏭"])
func hostileFirmNamesAreDrawn(view: MapRequest.View, name: String) throws {
  let drawing = Drawing(MapRequest(view, language: .zh).diagram(of: SmallNetwork(name: name).network))
  let svg = String(decoding: try drawing.file(.svg), as: UTF8.self)
  #expect(svg.hasSuffix("</svg>\n"))
  #expect(!svg.contains("<script") && !svg.contains("<image") && !svg.contains("\u{202E}"))
  #expect(svg.utf8.count < 60_000)
}

@Test(arguments: SmallNetwork.views)
func anEmptyNetworkStillGivesAPage(view: MapRequest.View) throws {
  var small = SmallNetwork()
  small.network.supplies = SupplyTable()
  small.network.makings = []
  small.network.requirements = []
  small.network.roles = []
  let svg = try Drawing(MapRequest(view, language: .en).diagram(of: small.network)).file(.svg)
  #expect(!svg.isEmpty)
}
