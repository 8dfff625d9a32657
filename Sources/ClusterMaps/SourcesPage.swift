import ClusterAnalysis
import ClusterModel
import Diagram

/// 招商路线图 on one page: a row for each stage that is missing or weak, with where its makers are and what they supply today.
extension MapSheet {
  private typealias Look = PagePicture.Look
  private typealias Face = PagePicture.Face

  /// What a cluster lacks, with the places that have makers of it.
  private struct SourceRow {
    var cluster: ClusterID
    var stage: StageID
    var gaps: [ChainGaps.Gap]
    var places: [StageSources.Source]
    var bought: Double { places.reduce(0) { $0 + ($1.bought ?? 0) } }
  }

  private static let rowLimit = 24

  mutating func sourcesPage() -> PagePicture? {
    guard let sources = facts.sources else { return nil }
    let rows = sourceRows(sources)
    guard !rows.isEmpty else { return nil }
    let shown = Array(rows.prefix(Self.rowLimit))
    let places = shown.flatMap(\.places)
    for source in places {
      for firm in source.makers { cover(firm) }
      for link in source.links { cover(network.supplies.provenance[link.row]) }
    }
    let isSingle = Set(rows.map(\.cluster)).count == 1
    var page = PagePicture()
    let (top, height) = (96.0, min(30, 414 / Double(shown.count)))
    let face = Face(8, isBold: true)
    if !isSingle { page.text(text("集群", "Cluster"), Self.left + 6, 88, face) }
    let stageX = isSingle ? Self.left : 140.0
    page.text(text("缺弱环节", "Stage"), stageX + 6, 88, face)
    page.text(text("在册企业在哪里：家数，现供金额", "Where its makers are: firms, and what they supply today"), stageX + 212, 88, face)
    let most = max(places.compactMap(\.bought).max() ?? 0, 1e-9)
    for (number, row) in shown.enumerated() {
      let y = top + height * (Double(number) + 0.5)
      if number % 2 == 0 { page.box(Self.left, y - height / 2, Self.right - Self.left, height, Look(fill: Color(0xF9FAFB))) }
      if !isSingle && (number == 0 || shown[number - 1].cluster != row.cluster) {
        page.text(network.label(row.cluster)[language], Self.left + 6, y + 2.8, Face(7.5), limit: 104)
      }
      drawSourceRow(row, stageX, y, min(height - 4, 20), most, &page)
    }
    sourcesLegend(&page)
    var notes = [
      text("各地按现供金额排列；实框为已有供应，点框为有企业而尚未供应", "Places by what they supply today; a dotted frame: makers on record that do not supply yet")
    ]
    if rows.count > shown.count {
      notes.append(
        text("另有 \(rows.count - shown.count) 个缺弱环节金额较小，未画", "\(rows.count - shown.count) more stages of smaller amounts are not drawn"))
    }
    let unknown = Set(places.filter { $0.county == nil }.flatMap(\.makers)).count
    if unknown > 0 { notes.append(text("\(unknown) 家企业所在县未知", "county unknown: \(words.firms(unknown))")) }
    finish(
      &page, title: sourcesTitle(rows),
      subtitle: text(
        "招商路线图：\(isSingle ? network.label(rows[0].cluster)[language] + "，" : "")缺弱环节 \(rows.count) 个，有在册企业的地方 \(Set(rows.flatMap(\.places).map(\.county)).count) 处",
        "Where to attract from: \(isSingle ? network.label(rows[0].cluster)[language] + ", " : "")\(rows.count) stages missing or weak, makers in \(Set(rows.flatMap(\.places).map(\.county)).count) places"
      ),
      description: shown.map { row in
        stageName(row.stage) + text("：", ": ")
          + row.places.map { "\(sourcePlace($0)) × \($0.makers.count)" }.joined(separator: text("、", ", "))
      }.joined(separator: text("；", "; ")), notes: notes)
    return page
  }

  /// One cluster's stages by position; of several clusters those first that buy most outside, and clusters together.
  private func sourceRows(_ sources: StageSources) -> [SourceRow] {
    var rows: [SourceRow] = []
    for source in sources.sources {
      if let last = rows.indices.last, rows[last].cluster == source.cluster, rows[last].stage == source.stage {
        rows[last].places.append(source)
      } else {
        rows.append(SourceRow(cluster: source.cluster, stage: source.stage, gaps: source.gaps, places: [source]))
      }
    }
    for entry in sources.without { rows.append(SourceRow(cluster: entry.cluster, stage: entry.stage, gaps: [], places: [])) }
    let limit = Self.rowLimit
    if rows.count > limit {
      let kept = rows.indices.sorted { rows[$0].bought != rows[$1].bought ? rows[$0].bought > rows[$1].bought : $0 < $1 }
      let (first, others) = (Set(kept.prefix(limit)), Set(kept.dropFirst(limit)))
      rows = rows.indices.filter { first.contains($0) }.map { rows[$0] } + rows.indices.filter { others.contains($0) }.map { rows[$0] }
      return Array(rows.prefix(limit)).sorted(by: rowOrder) + rows.dropFirst(limit)
    }
    return rows.sorted(by: rowOrder)
  }

  private func rowOrder(_ a: SourceRow, _ b: SourceRow) -> Bool {
    let (x, y) = (network.stages[a.stage.row].position, network.stages[b.stage.row].position)
    return (a.cluster.index, x, a.stage.index) < (b.cluster.index, y, b.stage.index)
  }

  private func sourcePlace(_ source: StageSources.Source) -> String {
    source.county == nil ? text("地点未知", "place unknown") : place(source.county)
  }

  private func drawSourceRow(_ row: SourceRow, _ start: Double, _ y: Double, _ tall: Double, _ most: Double, _ page: inout PagePicture) {
    let isMissing = row.gaps.contains(.missing)
    let look =
      isMissing
      ? Look(fill: Self.white, stroke: Palette.missing, width: 1.6, line: .dashed)
      : row.gaps.isEmpty
        ? Look(fill: Self.white, stroke: Palette.grey, width: 1, line: .dotted) : Look(fill: Self.pink, stroke: Palette.weak, width: 1.6)
    page.box(start + 2, y - tall / 2, 112, tall, radius: 4, look)
    page.text(stageName(row.stage), start + 8, y + 2.9, Face(8, isBold: true), limit: 102)
    var words: [(String, Color)] = []
    if isMissing { words.append((text("○ 缺链", "○ missing"), Palette.missing)) }
    if row.gaps.contains(.broken) { words.append((text("× 断", "× broken"), Palette.weak)) }
    if row.gaps.contains(.weak) { words.append((text("▼ 弱链", "▼ weak"), Palette.weak)) }
    if row.gaps.contains(.chokepoint) { words.append((text("■ 卡脖子", "■ choke"), Palette.choke)) }
    var x = start + 120
    for word in words where x < start + 196 {
      x += page.text(word.0, x, y + 2.8, Face(7.5, isBold: true, color: word.1), limit: start + 208 - x) + 5
    }
    x = start + 212
    if row.places.isEmpty {
      page.text(
        text("区域内外均无在册企业", "no maker on record anywhere"), x, y + 2.8, Face(7.5, isBold: true, color: Palette.weak), limit: Self.right - x)
      return
    }
    for (number, source) in row.places.enumerated() {
      let name = sourcePlace(source)
      let amount =
        source.suppliers.isEmpty
        ? text("未供应", "no supply yet") : source.bought.map { self.words.amount($0) } ?? text("金额未知", "amount unknown")
      let label = text("\(name) \(source.makers.count) 家", "\(name), \(source.makers.count)")
      let bar = source.suppliers.isEmpty ? 0 : 90 * (source.bought ?? 0) / most
      let width = PagePicture.width(label, Face(7.5, isBold: true)) + PagePicture.width(amount, Face(7)) + bar + 20
      let rest = row.places.count - number
      if number >= 5 || x + min(width, 330) + (rest > 1 ? 34 : 0) > Self.right && number > 0 {
        page.text(text("另 \(rest) 地", "+\(rest)"), x, y + 2.8, Face(7, color: Color(0x52606D)), limit: Self.right - x)
        return
      }
      let frame = Look(
        fill: Self.white, stroke: source.suppliers.isEmpty ? Palette.blue : Color(0x9AA5B1), width: 0.9,
        line: source.suppliers.isEmpty ? .dotted : .solid)
      let thing = PagePicture.Thing(
        key: "source:\(source.county.map { network.counties[$0.row].code } ?? "")>\(network.stages[row.stage.row].id)",
        title: "\(label) \(amount)",
        description: source.makers.prefix(20).map { network.firms.name($0, language) }.joined(separator: text("、", ", ")))
      page.group(thing) { page in
        let room = min(width, Self.right - x)
        page.box(x, y - min(tall, 16) / 2, room, min(tall, 16), radius: 3, frame)
        var at = x + 5
        at +=
          page.text(label, at, y + 2.7, Face(7.5, isBold: true), limit: max(room - 16 - bar - PagePicture.width(amount, Face(7)), 20)) + 4
        if bar > 0 { page.box(at, y - 3, bar, 6, Look(fill: Self.flowIn)) }
        page.text(amount, at + bar + (bar > 0 ? 3 : 0), y + 2.6, Face(7, color: source.suppliers.isEmpty ? Palette.blue : Self.black))
      }
      x += width + 5
    }
  }

  private func sourcesTitle(_ rows: [SourceRow]) -> String {
    let sum = rows.reduce(0) { $0 + $1.bought }
    var byPlace: [CountyID: Double] = [:]
    for source in rows.flatMap(\.places) { if let county = source.county { byPlace[county, default: 0] += source.bought ?? 0 } }
    guard sum > 0, let first = byPlace.sorted(by: { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }).first, first.value > 0
    else {
      return text("缺弱环节 \(rows.count) 个的在册企业所在地", "Where the makers are of \(rows.count) stages that are missing or weak")
    }
    return text(
      "缺弱的 \(rows.count) 个环节现外购 \(words.amount(sum))，\(Words.percent(first.value / sum)) 来自\(place(first.key))",
      "\(rows.count) stages missing or weak buy \(words.amount(sum)) outside, \(Words.percent(first.value / sum)) of it from \(place(first.key))"
    )
  }

  private func sourcesLegend(_ page: inout PagePicture) {
    legendRow(
      [
        (text("○ 缺链", "○ missing"), Self.legendBox(Look(fill: Self.white, stroke: Palette.missing, width: 1.6, line: .dashed))),
        (text("▼ 弱链、× 断链", "▼ weak, × broken"), Self.legendBox(Look(fill: Self.pink, stroke: Palette.weak, width: 1.6))),
        (text("已有供应的地方", "supplies today"), Self.legendBox(Look(fill: Self.white, stroke: Color(0x9AA5B1), width: 0.9))),
        (
          text("有企业、尚未供应", "makers, no supply yet"), Self.legendBox(Look(fill: Self.white, stroke: Palette.blue, width: 0.9, line: .dotted))
        ),
        (text("现供金额", "supplied today"), { page, x, y in page.box(x, y, 22, 6, Look(fill: Self.flowIn)) }),
      ], y: 530, &page)
  }
}
