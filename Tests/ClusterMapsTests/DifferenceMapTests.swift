import Chainwright
import ChainwrightTesting
import Testing

@Suite struct DifferenceMapTests {
  /// A weaver comes, another goes, cotton is made inside: figures and arrows of every kind.
  static func applied(weavers: Int = 3) throws -> AppliedScenario {
    let yaml = """
      name: cotton
      title: 引进棉社，一家织造退出
      title_en: A cotton firm comes, a weaver goes
      changes:
        - add: firms
          row: {firm_id: K, name: 东县棉社, name_en: Firm K, county_code: 130601, cluster_id: C}
        - add: makes
          row: {firm_id: K, product_id: p-cotton, stage_id: cotton}
        - add: supplies
          row: {supplier_id: K, buyer_id: W1, product_id: p-cotton, amount_cny_wan: 60}
        - change: supplies
          where: {supplier_id: X, buyer_id: W1}
          set: {amount_cny_wan: 40}
        - remove: firms
          where: {firm_id: W2}
      """
    let reading = ScenarioReader.read(bytes: Array(yaml.utf8), name: "cotton.yaml")
    return try SmallNetwork(weavers: weavers).network.applying(try #require(reading.scenario, "\(reading.findings.map(\.message.en))"))
  }

  @Test(arguments: [true, false], Language.allCases)
  func differencesAreTheGoldenOnes(isChain: Bool, language: Language) throws {
    let map = try #require(try Self.applied().differenceMap(of: "C", asChain: isChain, language: language))
    let drawing = map.drawing()
    let name = "difference-\(isChain ? "chain" : "cluster")-\(language.rawValue)"
    golden("\(name).dot", try drawing.file(.dot))
    golden("\(name).svg", try drawing.file(.svg))
  }

  @Test func whatComesAndGoesIsTold() throws {
    let map = try #require(try Self.applied().differenceMap(of: "C", language: .en))
    #expect(map.added.filter { $0.hasPrefix("firm:") } == ["firm:K@stage:cotton"])
    #expect(map.removed.filter { $0.hasPrefix("firm:") } == ["firm:W2@stage:weave"])
    #expect(map.added.contains("supply:firm:K@stage:cotton>firm:W1@stage:weave"))
    #expect(map.removed.contains { $0.hasPrefix("supply:firm:W2@") })
    // Never colour alone: a sign in the label, a weight and a line of their own.
    let came = try #require(map.diagram.nodes.first { $0.key == "firm:K@stage:cotton" })
    let went = try #require(map.diagram.nodes.first { $0.key == "firm:W2@stage:weave" })
    #expect(came.lines[0].text.hasPrefix("+ ") && came.style.line == .solid && came.style.strokeWidth > 2)
    #expect(went.lines[0].text.hasPrefix("− ") && went.style.line == .dashed)
    for edge in map.diagram.edges where map.added.contains(edge.key) { #expect(edge.label == "+" && edge.style.line == .solid) }
    for edge in map.diagram.edges where map.removed.contains(edge.key) { #expect(edge.label == "−" && edge.style.line == .dashed) }
  }

  /// What stays has the same place in the drawing of both sides and of each.
  @Test(arguments: [3, 30]) func whatStaysKeepsItsPlace(weavers: Int) throws {
    for isChain in [true, false] {
      let map = try #require(try Self.applied(weavers: weavers).differenceMap(of: "C", asChain: isChain, language: .zh))
      let whole = map.drawing().placed
      let frames = Dictionary(whole.nodes.filter { !$0.key.isEmpty }.map { ($0.key, $0.frame) }) { first, _ in first }
      for side in [DifferenceMap.Side.before, .after] {
        let page = map.drawing(side).placed
        let keys = Set(page.nodes.map(\.key)).union(page.edges.map(\.key)).union(page.boxes.map(\.key))
        #expect(keys.isDisjoint(with: map.hiding(side)))
        #expect(page.width == whole.width && page.height == whole.height)
        for node in page.nodes where !node.key.isEmpty { #expect(frames[node.key] == node.frame) }
        for edge in page.edges { #expect(page.nodes.indices.contains(edge.source) && page.nodes.indices.contains(edge.target)) }
        #expect(page.nodes.count < whole.nodes.count)
      }
      // Firms that fold on one side fold on the other: nobody comes or goes by rank.
      #expect(map.removed.union(map.added).filter { $0.hasPrefix("firm:") }.count == 2)
    }
  }

  /// Each drawing's words, seen and read aloud, are of what it shows.
  @Test(arguments: Language.allCases) func wordsAreOfTheSide(language: Language) throws {
    let map = try #require(try Self.applied().differenceMap(of: "C", language: language))
    let whole = map.drawing().placed
    #expect(whole.title == map.diagram.title && whole.description == map.diagram.description)
    func name(_ key: String) throws -> String { try #require(map.diagram.nodes.first { $0.key == key }).title }
    let (came, went) = (try name("firm:K@stage:cotton"), try name("firm:W2@stage:weave"))
    #expect(whole.description.contains(came) && whole.description.contains(went))
    for (side, heading, told, left) in [
      (DifferenceMap.Side.before, language == .zh ? "变化前：" : "Before: ", went, came),
      (.after, language == .zh ? "变化后：" : "After: ", came, went),
    ] {
      let page = map.drawing(side).placed
      #expect(page.title.hasPrefix(heading) && page.description.contains(told) && !page.description.contains(left))
      let lines = page.nodes.filter { $0.role == .furniture }.flatMap(\.lines).map(\.text)
      #expect(lines.count { $0.hasPrefix(heading) } == 1 && !lines.contains(map.diagram.title))
      let svg = String(decoding: try map.drawing(side).file(.svg), as: UTF8.self)
      #expect(svg.contains(">\(page.description)</desc>"))
    }
  }

  @Test func nothingDiffersWhereNothingChanges() throws {
    let network = SmallNetwork().network
    let applied = try network.applying(Scenario(name: "same", place: Place(file: "s")))
    #expect(try #require(applied.differenceMap(of: "C", language: .zh)).isEmpty)
    #expect(applied.differenceMap(of: "none", language: .zh) == nil)
  }
}
