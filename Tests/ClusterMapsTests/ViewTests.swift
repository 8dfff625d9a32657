import Chainwright
import Testing

private func chainMap(_ small: SmallNetwork, _ language: Language = .zh) -> Diagram {
  MapRequest(.chain(ChainID(0), inside: ClusterID(0)), language: language).diagram(of: small.network)
}

@Test func aMissingStageIsAnEmptyDashedBox() throws {
  let map = chainMap(SmallNetwork())
  let cotton = try #require(map.groups.first { $0.key == "stage:cotton" })
  #expect(cotton.style.line == .dashed)
  #expect(cotton.lines.contains { $0.text.hasPrefix("○ 缺链") && $0.role == .mark })
  #expect(!map.nodes.contains { $0.group == "stage:cotton" })
  // The template's arrow leads on from it; between stages with supply links the links are drawn instead.
  #expect(map.edges.contains { $0.key == "requires:stage:cotton>stage:weave" })
  #expect(!map.edges.contains { $0.key == "requires:stage:weave>stage:dye" })
  #expect(map.edges.filter { $0.key.hasPrefix("supply:") }.count == 2)
  #expect(map.description.contains("缺链：棉花"))
}

@Test func stagesStandByPositionAndFirmsInThem() throws {
  let map = chainMap(SmallNetwork())
  #expect(map.groups.map(\.column) == [0, 1, 2])
  #expect(map.nodes.filter { $0.group == "stage:weave" }.map(\.title).sorted() == ["织造2厂", "织造一厂"])
  #expect(map.nodes.first { $0.title == "印染厂" }?.lines.map(\.text).contains("★ 领跑者") == true)
  // D is the only dyer, and the cluster's output: it is a single point of failure.
  let dyer = try #require(map.nodes.first { $0.title == "印染厂" })
  #expect(dyer.lines.contains { $0.text == "▲ 单点" })
  #expect(dyer.style.strokeWidth > 1.9)
}

@Test func aChokepointAndABrokenLinkHaveTheirOwnMarks() throws {
  let small = SmallNetwork()
  let stage = { (id: String) in Subject(table: "stage", id: id) }
  let none = LocalText(zh: "说明", en: "reason")
  let facts = MapFacts(
    small.network,
    findings: ["weak-link", "broken-link", "chokepoint"].map {
      Finding(rule: $0, severity: .warning, subject: stage("weave"), message: none, remedy: none)
    })
  let map = MapRequest(.chain(ChainID(0), inside: ClusterID(0)), language: .en).diagram(of: facts)
  let weave = try #require(map.groups.first { $0.key == "stage:weave" })
  let marks = weave.lines.filter { $0.role == .mark }
  #expect(marks.map(\.text) == ["▼ weak", "× broken", "■ chokepoint"])
  #expect(Set(marks.map(\.color)).count == 2)
  #expect(weave.description.contains("reason"))
}

@Test func statesDifferInMoreThanColour() {
  // Every pair of legend samples is told apart with all colours taken away, or by the mark that begins its words.
  for language in Language.allCases {
    for view in SmallNetwork.views {
      let map = MapRequest(view, language: language).diagram(of: SmallNetwork(weavers: 70, kind: .synthetic).network)
      var looks = Set<String>()
      for entry in map.legend {
        let look: String
        switch entry.sample {
        case .node(let style): look = "node \(style.shape) \(style.line) \(style.strokeWidth) \(style.outlines)"
        case .edge(let style): look = "edge \(style.line) \(style.width) \(style.hasArrow)"
        case .mark(let text, _): look = text
        }
        let mark = entry.text.first.map { "▲▼★◆■○●×✕↓↑".contains($0) ? String($0) : "" } ?? ""
        looks.insert(look + mark + (entry.text.hasPrefix("县") || entry.text.hasPrefix("county:") ? "●" : ""))
      }
      #expect(looks.count == map.legend.count, "\(map.legend.map(\.text))")
    }
  }
}

@Test func manyFirmsFoldAndTheDrawingSaysSo() throws {
  let small = SmallNetwork(weavers: 100)
  let map = chainMap(small)
  let inWeave = map.nodes.filter { $0.group == "stage:weave" }
  #expect(inWeave.count <= MapRequest(.county, language: .zh).columnLimit)
  let rest = try #require(inWeave.first { $0.isLast })
  #expect(rest.lines[0].text == "其余 \(100 - (inWeave.count - 1)) 家")
  #expect(map.notes.contains { $0.contains("合并说明") && $0.contains("\(100 - (inWeave.count - 1)) 家") })
  // Large firms first: the revenue falls with the number.
  #expect(inWeave.contains { $0.title == "织造一厂" } && !inWeave.contains { $0.title == "织造100厂" })
  #expect(rest.style.outlines == 2)
}

@Test func singlePointsAreShownOneByOneBeforeLargerFirms() throws {
  let small = SmallNetwork(weavers: 100)
  let none = LocalText(zh: "说明", en: "reason")
  let facts = MapFacts(
    small.network,
    findings: [
      Finding(rule: "single-point-of-failure", severity: .warning, subject: Subject(table: "firm", id: "W100"), message: none, remedy: none)
    ])
  let map = MapRequest(.chain(ChainID(0), inside: nil), language: .zh).diagram(of: facts)
  #expect(map.nodes.contains { $0.title == "织造100厂" && $0.lines.contains { $0.text == "▲ 单点" } })
}

@Test func syntheticFirmsAreDashedAndAnnounced() {
  for view in SmallNetwork.views {
    let map = MapRequest(view, language: .zh).diagram(of: SmallNetwork(kind: .synthetic).network)
    #expect(map.notes.contains { $0.contains("虚构") }, "\(view)")
    #expect(map.subtitle.contains("虚构"))
    let supplies = map.edges.filter { $0.key.hasPrefix("supply:") }
    #expect(!supplies.isEmpty)
    #expect(supplies.allSatisfy { $0.style.line == .dashed })
    #expect(map.nodes.filter { $0.key.hasPrefix("firm:") }.allSatisfy { $0.style.line == .dashed })
    let sourced = MapRequest(view, language: .zh).diagram(of: SmallNetwork().network)
    #expect(!sourced.notes.contains { $0.contains("虚构") })
    #expect(sourced.edges.filter { $0.key.hasPrefix("supply:") }.allSatisfy { $0.style.line == .solid })
  }
}

@Test func theLastLineNamesSourceAndDate() {
  #expect(chainMap(SmallNetwork()).sourceLine == "数据：小网络；来源：手工；截至 2022-09。")
  #expect(chainMap(SmallNetwork(), .en).sourceLine == "Data: Small network; source: 手工; as of 2022-09.")
}

@Test func theClusterViewShowsWhatComesInAndGoesOut() throws {
  var small = SmallNetwork()
  small.add("Y", "南县市场", county: 2, cluster: -1, revenue: 1, Provenance(.sourced))
  small.link(1, small.network.firms.count - 1, product: -1, amount: 12_000, Provenance(.sourced))
  let map = MapRequest(.cluster(ClusterID(0)), language: .zh).diagram(of: small.network)
  let west = try #require(map.nodes.first { $0.key == "in:130602" })
  #expect(west.column == 0)
  #expect(west.lines.map(\.text) == ["西县", "供应商 1 家"])
  // X delivers 100 to each of two weavers.
  #expect(map.edges.first { $0.source == "in:130602" }?.label == "200 万元")
  let south = try #require(map.nodes.first { $0.key == "out:130603" })
  #expect(south.column == map.groups.map(\.column).max()! + 1)
  #expect(map.edges.first { $0.target == "out:130603" }?.label == "1.2 亿元")
  #expect(!map.groups.contains { $0.key == "stage:cotton" })
}

@Test func countiesStandTrueAndFlowsAreSums() throws {
  let map = MapRequest(.county, language: .en).diagram(of: SmallNetwork().network)
  func place(_ key: String) throws -> Diagram.Point { try #require(map.nodes.first { $0.key == key }?.position) }
  let (east, west, south) = (try place("county:130601"), try place("county:130602"), try place("county:130603"))
  // One degree of longitude at the mean latitude 38.667°: 111.32 · cos(38.667°) = 86.92 km; of latitude 111.32 km.
  #expect(abs(east.x - west.x - 86.92) < 0.01)
  #expect(abs(south.y - east.y - 111.32) < 1e-9)
  #expect(east.y == west.y && east.x == south.x)
  let flow = try #require(map.edges.first { $0.source == "county:130602" })
  #expect(flow.target == "county:130601" && flow.label == "CNY 2 m")
  #expect(map.edges.count == 1)
}

@Test func aCountyWithoutCoordinatesIsSaidToHaveNone() {
  var small = SmallNetwork()
  small.network.counties[2].latitude = nil
  let map = MapRequest(.county, language: .zh).diagram(of: small.network)
  #expect(map.nodes.first { $0.key == "county:130603" }?.position == nil)
  #expect(map.notes.contains { $0.contains("1 个县没有坐标") })
}

@Test func tiersRunTowardsTheLeader() {
  let map = MapRequest(.leader(FirmID(1)), language: .zh).diagram(of: SmallNetwork().network)
  let columns = Dictionary(uniqueKeysWithValues: map.nodes.map { ($0.title, $0.column) })
  #expect(columns == ["西县棉社": 0, "织造一厂": 1, "织造2厂": 1, "印染厂": 2])
  #expect(map.columns.map(\.title) == ["2 级供应商", "1 级供应商", "核心企业"])
  #expect(map.subtitle == "上游 3 家供应企业，共 2 级")
}

@Test func deepTiersAreCutAndSaid() {
  var small = SmallNetwork()
  for step in 0..<9 {
    small.add("U\(step)", "上游\(step)", county: 1, cluster: -1, revenue: 1, Provenance(.sourced))
    small.link(small.network.firms.count - 1, step == 0 ? 0 : small.network.firms.count - 2, product: -1, amount: nil, Provenance(.sourced))
  }
  // X is tier 2, so U0 … U8 are tiers 3 … 11, and five of them stand beyond tier 6.
  let map = MapRequest(.leader(FirmID(1)), language: .zh).diagram(of: small.network)
  #expect(map.nodes.map(\.column).max() == 6)
  #expect(map.notes.contains { $0 == "第 7 级及以上的 5 家未画出。" })
}

@Test func aLeaderWithoutSuppliersStandsAlone() {
  let map = MapRequest(.leader(FirmID(0)), language: .en).diagram(of: SmallNetwork().network)
  #expect(map.nodes.map(\.title) == ["Firm X"])
  #expect(map.notes == ["No supplier of this firm is on record."])
}

@Test func manyArrowsBetweenTwoStagesBecomeOne() {
  var request = MapRequest(.chain(ChainID(0), inside: nil), language: .zh)
  request.arrowLimit = 5
  let facts = MapFacts(SmallNetwork(weavers: 10).network)
  let map = request.diagram(of: facts)
  let bundle = map.edges.first { $0.source == "stage:weave" && $0.target == "stage:dye" }
  #expect(bundle?.description.contains("10 条供应关系，3,000 万元／年") == true)
  #expect(map.notes.contains { $0.contains("箭头合并") })
}
