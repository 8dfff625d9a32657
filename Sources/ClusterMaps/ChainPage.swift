import ClusterAnalysis
import ClusterModel
import Diagram

/// A chain on one page: its stages in bands, upstream over midstream over downstream, with what each lacks.
extension MapSheet {
  /// `nil` where the chain has more stages than cards a page holds.
  mutating func chainPage(_ chain: ChainID, inside cluster: ClusterID?) -> PagePicture? {
    let stages = stageFacts(chain, inside: cluster)
    guard !stages.isEmpty, stages.count <= 30 else { return nil }
    for stage in stages {
      cover(network.stages[stage.stage.row].provenance)
      for firm in stage.firms { cover(firm) }
    }
    let plan = chainPlan(stages, chain)
    guard var drawing = ChainDrawing(plan, self) else { return nil }
    var page = PagePicture()
    drawing.draw(self, &page)
    chainLegend(&page)
    let present = stages.count { !$0.firms.isEmpty }
    let firms = Set(stages.flatMap(\.firms)).count
    var subtitle =
      chainName(chain, cluster) + text("：环节 \(stages.count) 个，有企业的 \(present) 个", ": \(present) of \(stages.count) stages have firms")
    if let completeness = facts.gaps?.completeness, facts.gaps?.chain == chain {
      subtitle += text("，完整度 ", ", completeness ") + Words.percent(completeness)
    }
    subtitle += text("；在册企业 \(firms) 家", "; \(words.firms(firms)) on record")
    finish(
      &page, title: chainFinding(stages, chainName(chain, cluster)), subtitle: subtitle,
      description: stages.map {
        "\($0.name)" + text("（\($0.firms.count)）", " (\($0.firms.count)) ") + stateWords($0).map(\.text).joined(separator: " ")
      }.joined(
        separator: text("、", ", ")), notes: [drawing.note])
    return page
  }

  /// What the chain is called, without saying a word twice: 蠡县光伏产业链, and not 蠡县光伏：光伏产业链; Lixian PV: solar chain.
  func chainName(_ chain: ChainID, _ cluster: ClusterID?) -> String {
    let own = network.chains[chain.row].name[language]
    guard let place = cluster.map({ network.label($0)[language] }) else { return language.joined(own, text("产业链", "chain")) }
    // Without the noun, since 蠡县光伏 and 光伏产业链 share a word all the same.
    let root = Self.root(own, language)
    if language == .zh {
      if place.contains(root) || Self.root(place, language).hasSuffix(root) { return language.joined(place, text("产业链", "chain")) }
      return place + "：" + language.joined(own, text("产业链", "chain"))
    }
    // Pumps, pump and Pump are one word; and is none.
    func stem(_ word: Substring) -> String { word.lowercased().last == "s" ? String(word.lowercased().dropLast()) : word.lowercased() }
    let said = Set(place.split(separator: " ").map(stem) + ["and", "of"])
    var left = root.split(separator: " ")
    while let last = left.last, said.contains(stem(last)) { left.removeLast() }
    if left.allSatisfy({ said.contains(stem($0)) }) { return language.joined(place, "chain") }
    return place + ": " + left.joined(separator: " ") + " chain"
  }

  private static func root(_ name: String, _ language: Language) -> String {
    for noun in language == .zh ? ["产业链", "产业"] : [" chain", " industry"] where name.lowercased().hasSuffix(noun) && name.count > noun.count
    {
      return String(name.dropLast(noun.count))
    }
    return name
  }

  func chainPlan(_ stages: [StageFacts], _ chain: ChainID) -> ChainPlan {
    let at = Dictionary(uniqueKeysWithValues: stages.enumerated().map { ($0.element.stage, $0.offset) })
    var seen = Set<[Int]>()
    var needs: [(input: Int, output: Int, isEssential: Bool)] = []
    let sorted = network.requirements.sorted { a, b in
      (a.input.index, a.output.index, a.importance == .essential ? 0 : 1) < (
        b.input.index, b.output.index, b.importance == .essential ? 0 : 1
      )
    }
    for need in sorted {
      guard let input = at[need.input], let output = at[need.output], input != output, seen.insert([input, output]).inserted else {
        continue
      }
      needs.append((input, output, need.importance == .essential))
    }
    var supplied: [Int: Double] = [:]
    let firmsAt = Dictionary(
      stages.enumerated().flatMap { number, stage in stage.firms.map { ($0, [number]) } }, uniquingKeysWith: { $0 + $1 })
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      guard let from = firmsAt[network.supplies.supplier(link)], let to = firmsAt[network.supplies.buyer(link)] else { continue }
      let made = network.supplies.product(link).flatMap { network.products[$0.row].stage }.flatMap { at[$0] } ?? from[0]
      guard from.contains(made) else { continue }
      for target in to where seen.contains([made, target]) {
        supplied[made * 1_000 + target, default: 0] += network.supplies.amount[row] ?? 0
      }
    }
    return ChainPlan(stages, needs: needs, supplied: supplied)
  }

  private func chainFinding(_ stages: [StageFacts], _ name: String) -> String {
    let missing = stages.filter(\.isMissing)
    let sole = missing.filter { $0.suppliersOutside.count == 1 }.prefix(3).map(\.name)
    if !missing.isEmpty {
      let head = text("\(name)缺 \(missing.count) 环", "\(name) lacks \(missing.count) of \(stages.count) stages")
      if !sole.isEmpty {
        let names = sole.joined(separator: text("、", ", "))
        return head
          + (sole.count == 1
            ? text("：\(names)只靠外部一家", ": one outside firm alone supplies \(names)")
            : text("：\(names)各只靠外部一家", ": \(names) hang on one outside firm each"))
      }
      return head + text("：", ": ") + missing.prefix(3).map(\.name).joined(separator: text("、", ", "))
        + (missing.count > 3 ? text(" 等", " …") : "")
    }
    let weak = stages.filter(\.isWeak)
    if !weak.isEmpty {
      return text("\(name)\(weak.count) 环薄弱：", "\(name): \(weak.count) weak: ")
        + weak.prefix(3).map(\.name).joined(separator: text("、", ", "))
    }
    return name
  }

  private func chainLegend(_ page: inout PagePicture) {
    typealias Look = PagePicture.Look
    legendRow(
      [
        (
          text("○ 缺链（补链）", "○ missing"),
          Self.legendBox(Look(fill: Self.white, stroke: Palette.missing, width: 1.7, line: .dashed))
        ),
        (
          text("▼ 弱链、× 断链", "▼ weak, × broken"),
          Self.legendBox(Look(fill: Self.pink, stroke: Palette.weak, width: 1.9))
        ),
        (
          text("卡脖子：区域外唯一来源", "chokepoint: sole source outside"),
          { page, x, y in page.text("■", x + 14, y + 6, PagePicture.Face(8, isBold: true, color: Palette.choke)) }
        ),
        (
          text("无在册企业", "no firm on record"),
          Self.legendBox(Look(fill: Self.white, stroke: Palette.grey, width: 1, line: .dotted))
        ),
        (
          text("领跑者、单点", "leader, single point"),
          { page, x, y in page.text("★▲", x + 5, y + 6, PagePicture.Face(8, isBold: true, color: Palette.blue)) }
        ),
        (
          text("括号内各物须全部到齐", "all in the bracket must arrive"),
          { page, x, y in
            page.line([(x + 12, y - 2), (x + 18, y - 2), (x + 18, y + 8), (x + 12, y + 8)], Look(stroke: Self.black, width: 2.2))
          }
        ),
        (
          text("集群内供货，线上为亿元/年", "supply inside, CNY bn a year"),
          { page, x, y in page.line([(x, y + 3), (x + 22, y + 3)], Look(stroke: Self.flowWithin, width: 3.5)) }
        ),
        (
          text("模板有此关系，没有供货", "needed, no supply inside"),
          { page, x, y in page.line([(x, y + 3), (x + 22, y + 3)], Look(stroke: Color(0x9AA5B1), width: 1.6)) }
        ),
      ], y: 522, &page)
  }
}
