import Chainwright
import Testing

private func cascadeMap(_ network: Network, _ shocked: [FirmID], _ language: Language = .zh, limit: Int = 60) -> Diagram {
  var request = MapRequest(.cascade(shocked), language: language)
  request.firmLimit = limit
  request.columnLimit = min(12, limit)
  return request.diagram(of: network)
}

@Test func aCascadeRunsFromColumnToColumn() throws {
  // X sells cotton to the weavers W1 and W2, who sell cloth to D: X is hit 0, the weavers 1, D 2. No sectors: inputs add up.
  let map = cascadeMap(SmallNetwork().network, [FirmID(0)])
  #expect(map.columns.map(\.title) == ["冲击", "第 1 轮", "第 2 轮"])
  #expect(map.nodes.map(\.column) == [0, 1, 1, 2])
  let shocked = try #require(map.nodes.first { $0.key == "firm:X" })
  #expect(shocked.lines.contains { $0.text == "✕ 受冲击，损失 100 %" })
  let dyer = try #require(map.nodes.first { $0.key == "firm:D" })
  #expect(dyer.lines.contains { $0.text == "●●● 100 % ↓ 缺投入" } && dyer.lines.contains { $0.text == "主要缺坯布" })
  #expect(Set(map.edges.map { "\($0.source)>\($0.target)" }) == ["firm:X>firm:W1", "firm:X>firm:W2", "firm:W1>firm:D"])
  #expect(map.edges.allSatisfy { $0.style.line == .solid })
  #expect(!map.description.isEmpty && map.notes.contains { $0.contains("箭头") })
}

@Test func ordersFailAgainstTheGoods() {
  let map = cascadeMap(SmallNetwork().network, [FirmID(1)], .en)
  #expect(map.edges.count == 3 && map.edges.allSatisfy { $0.style.line == .dotted && $0.label == "↑" })
  #expect(map.nodes.filter { $0.column > 0 }.allSatisfy { node in node.lines.contains { $0.text == "●●● 100 % ↑ buyers" } })
}

@Test func aLargeCascadeFoldsAndSaysSo() throws {
  let map = cascadeMap(SmallNetwork(weavers: 100, kind: .synthetic).network, [FirmID(0)], limit: 20)
  #expect(map.nodes.count <= 12)
  let rest = try #require(map.nodes.first { $0.isLast })
  #expect(rest.lines[0].text.hasPrefix("其余") && map.notes.contains { $0.contains("合并说明") })
  #expect(map.nodes.allSatisfy { $0.style.line == .dashed } && map.subtitle.contains("虚构"))
}

@Test func lossesDifferInMoreThanColour() {
  for language in Language.allCases {
    var network = SmallNetwork(weavers: 70, kind: .sourced).network
    // A buyer of many suppliers loses little by one.
    network.supplies.amount.numbers[1] = 3_000
    let map = cascadeMap(network, [FirmID(2)], language)
    let marks = map.legend.map { $0.text.split(separator: " ")[0] }
    #expect(Set(marks).count == marks.count, "\(marks)")
  }
}

@Test func aNetworkWithoutLinksHasNoCascade() {
  var network = Network(name: "none")
  network.firms.ids.append("A")
  let map = cascadeMap(network, [FirmID(0)])
  #expect(map.nodes.isEmpty && !map.notes.isEmpty)
}
