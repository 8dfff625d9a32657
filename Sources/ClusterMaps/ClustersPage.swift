import ClusterAnalysis
import ClusterModel
import Diagram

/// Several clusters on one page: counties, their clusters, and how much of each chain is there.
extension MapSheet {
  private typealias Look = PagePicture.Look
  private typealias Face = PagePicture.Face

  private static let clusterRowLimit = 30

  /// `nil` where there are fewer than two clusters.
  mutating func clustersPage(_ clusters: [ClusterID]) -> PagePicture? {
    guard clusters.count > 1 else { return nil }
    let members = Dictionary(grouping: network.firms.all.filter { network.firms.cluster($0) != nil }) { network.firms.cluster($0)! }
    let order = clusters.sorted { a, b in
      let (x, y) = (network.clusters[a.row].county?.index ?? .max, network.clusters[b.row].county?.index ?? .max)
      return (x, a.index) < (y, b.index)
    }
    // Where there are too many, those with most firms.
    let kept = Set(
      order.sorted { a, b in
        let (x, y) = (members[a]?.count ?? 0, members[b]?.count ?? 0)
        return x != y ? x > y : a < b
      }.prefix(Self.clusterRowLimit))
    let shown = order.filter { kept.contains($0) }
    for cluster in shown {
      cover(network.clusters[cluster.row].provenance)
      for firm in members[cluster] ?? [] { cover(firm) }
    }
    let leaders = shown.flatMap { members[$0] ?? [] }.filter { Palette.leading(rolesOf[$0] ?? []) != nil }
    let names = ShortNames(leaders, self)
    var page = PagePicture()
    let (top, height) = (96.0, min(26, 416 / Double(shown.count)))
    for (x, words) in [
      (Self.left + 6, text("县（市、区）", "County")), (142, text("集群", "Cluster")), (318, text("产业链", "Chain")),
      (428, text("有企业的环节", "Stages with firms")), (560, text("企业", "Firms")),
    ] { page.text(words, x, 88, Face(8, isBold: true)) }
    let most = max(shown.map { members[$0]?.count ?? 0 }.max() ?? 0, 1)
    for (number, cluster) in shown.enumerated() {
      let y = top + height * (Double(number) + 0.5)
      let county = network.clusters[cluster.row].county
      let isFirst = number == 0 || network.clusters[shown[number - 1].row].county != county
      if isFirst {
        if number > 0 { page.line([(Self.left, y - height / 2), (Self.right, y - height / 2)], Look(stroke: Color(0xE4E9EE), width: 0.8)) }
        let name = county == nil ? text("县未知", "county unknown") : place(county)
        page.text(name, Self.left + 6, y + 2.9, Face(8, isBold: true), limit: 98)
      }
      drawClusterRow(cluster, members[cluster] ?? [], y, min(height - 4, 20), most, names, &page)
    }
    let firms = shown.reduce(0) { $0 + (members[$1]?.count ?? 0) }
    clustersLegend(&page)
    let left = order.count - shown.count
    let region = network.title[language].isEmpty ? network.name : network.title[language]
    let largest = shown.max { a, b in (members[a]?.count ?? 0, b.index) < (members[b]?.count ?? 0, a.index) }
    let planned = order.count { network.clusters[$0.row].status == .planned }
    finish(
      &page,
      title: largest.map { largest in
        text(
          "\(order.count) 个集群分布在 \(Set(order.map { network.clusters[$0.row].county }).count) 个县（市、区），企业最多的是\(network.label(largest)[.zh])",
          "\(order.count) clusters in \(Set(order.map { network.clusters[$0.row].county }).count) counties; most firms: \(network.label(largest)[.en])"
        )
      } ?? text("集群树状图", "Tree of the clusters"),
      subtitle: text(
        "\(region)：画出 \(shown.count) 个集群，在册企业 \(firms) 家；规划的集群 \(planned) 个",
        "\(region): \(shown.count) clusters drawn, \(words.firms(firms)) on record; planned clusters: \(planned)"),
      description: shown.map { "\(network.label($0)[language]) \(members[$0]?.count ?? 0)" }.joined(separator: text("；", "; ")),
      notes: [left > 0 ? text("另有 \(left) 个集群企业较少，未画", "\(left) clusters of fewer firms are not drawn") : ""])
    return page
  }

  private func drawClusterRow(
    _ cluster: ClusterID, _ firms: [FirmID], _ y: Double, _ tall: Double, _ most: Int, _ names: ShortNames,
    _ page: inout PagePicture
  ) {
    let own = network.clusters[cluster.row]
    let name = own.name[language].isEmpty ? own.id : own.name[language]
    page.line([(126, y), (138, y)], Look(stroke: Color(0x9AA5B1), width: 1.1))
    page.group(PagePicture.Thing(key: "cluster:\(own.id)", title: name, description: words.firms(firms.count))) { page in
      page.box(
        138, y - tall / 2, 168, tall, radius: 4,
        firms.isEmpty
          ? Look(fill: Self.white, stroke: Palette.grey, width: 1, line: .dotted)
          : Look(fill: Palette.pale, stroke: Color(0x9AA5B1), width: 1))
      CountyDrawing.pin(own.status, 147, y, &page)
      page.text(name, 154, y + 2.9, Face(8, isBold: true), limit: 148)
    }
    if let chain = own.chain {
      let stages = network.stages(of: chain)
      let there = Set(firms.flatMap { facts.firmStages[$0] })
      let present = stages.count { there.contains($0) }
      page.text(network.chains[chain.row].name[language], 318, y + 2.8, Face(7.5), limit: 104)
      let share = stages.isEmpty ? 0 : Double(present) / Double(stages.count)
      page.box(428, y - 3, 70, 6, Look(fill: Self.track))
      page.box(428, y - 3, 70 * share, 6, Look(fill: Self.flowWithin))
      page.text("\(present) / \(stages.count)", 504, y + 2.7, Face(7.5), limit: 48)
    } else {
      page.text(text("无对照的产业链", "no chain to compare"), 318, y + 2.8, Face(7, color: Color(0x52606D)), limit: 104)
    }
    if firms.isEmpty {
      page.text(text("无在册企业", "no firm on record"), 560, y + 2.8, Face(7, color: Color(0x52606D)))
      return
    }
    let length = 64 * Double(firms.count) / Double(most)
    page.box(560, y - 3, max(length, 0.8), 6, Look(fill: Color(0x829AB1)))
    var x = 564 + length + page.text(Words.grouped(firms.count), 564 + length, y + 2.7, Face(7.5, isBold: true)) + 8
    let leaders = folded(firms, limit: .max).shown.filter { Palette.leading(rolesOf[$0] ?? []) != nil }
    for (number, firm) in leaders.enumerated() {
      let words = "★" + names[firm]
      let rest = leaders.count - number
      if x + PagePicture.width(words, Face(7, isBold: true)) + (rest > 1 ? 24 : 0) > Self.right && x > 640 {
        page.text("+\(rest)", min(x, Self.right - 16), y + 2.7, Face(7, color: Color(0x52606D)))
        return
      }
      x += realMark(firm, x, y + 2.7, &page)
      page.add(.begin(PagePicture.Thing(key: "firm:\(network.firms.id(firm))@\(own.id)", title: network.firms.name(firm, language))))
      x += names.draw(firm, mark: "★", x, y + 2.7, Face(7, isBold: true, color: Palette.blue), limit: max(Self.right - x, 12), &page) + 5
      page.add(.end)
    }
  }

  private func clustersLegend(_ page: inout PagePicture) {
    func pin(_ status: Cluster.Status?) -> (inout PagePicture, Double, Double) -> Void {
      { page, x, y in CountyDrawing.pin(status, x + 14, y + 3, &page) }
    }
    legendRow(
      [
        (text("已形成的集群", "established cluster"), pin(.established)), (text("规划的集群", "planned"), pin(.planned)),
        (text("状态未注明", "not said"), pin(nil)),
        (
          text("有企业的环节占比", "part of the stages with firms"),
          { page, x, y in
            page.box(x, y, 22, 6, Look(fill: Self.track))
            page.box(x, y, 14, 6, Look(fill: Self.flowWithin))
          }
        ),
        (text("在册企业数", "firms on record"), { page, x, y in page.box(x, y, 22, 6, Look(fill: Color(0x829AB1))) }),
        (
          text("领跑者、链主", "leader, chain leader"),
          { page, x, y in page.text("★", x + 14, y + 6, Face(8, isBold: true, color: Palette.blue)) }
        ),
      ], y: 530, &page)
  }
}
