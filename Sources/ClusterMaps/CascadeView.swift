import Cascades
import ClusterAnalysis
import ClusterModel
import Diagram

/// How much of its output a firm loses, in four steps that a picture can show.
enum LossLevel: Int, CaseIterable {
  case slight, low, middle, high

  init(_ loss: Double) { self = loss >= 0.5 ? .high : loss >= 0.1 ? .middle : loss >= 0.01 ? .low : .slight }

  /// Dots, so that a level is told without its colour.
  var dots: String {
    switch self {
    case .high: "●●●"
    case .middle: "●●○"
    case .low: "●○○"
    case .slight: "○○○"
    }
  }

  var entry: Palette.Entry {
    switch self {
    case .high: .lossHigh
    case .middle: .lossMiddle
    case .low: .lossLow
    case .slight: .lossSlight
    }
  }
}

/// The firms of a cascade in the columns of its drawing.
struct CascadeTiers {
  /// By first hit.
  var columns: [[CascadeLosses.Row]] = []
  var rowOf: [FirmID: CascadeLosses.Row] = [:]
  /// What a firm and all that was hit through it lose, in the first weight; decides who is drawn one by one.
  var branch: [FirmID: Double] = [:]
  var tooSmall = 0
  var tooLate = 0

  init(_ losses: CascadeLosses, tierLimit: Int) {
    let weights = losses.model.weights[0].known
    for row in losses.rows {
      if row.firstHit > 0 && row.loss < MapSheet.smallestLoss {
        tooSmall += 1
        continue
      }
      if row.firstHit > tierLimit {
        tooLate += 1
        continue
      }
      rowOf[row.firm] = row
      branch[row.firm] = weights[row.firm.row] * row.loss
      while columns.count <= row.firstHit { columns.append([]) }
      columns[row.firstHit].append(row)
    }
    for column in columns.reversed() {
      for row in column { if let parent = row.parent { branch[parent, default: 0] += branch[row.firm] ?? 0 } }
    }
    for column in columns.indices {
      columns[column].sort { a, b in
        let (x, y) = (branch[a.firm] ?? 0, branch[b.firm] ?? 0)
        if x != y { return x > y }
        return a.loss != b.loss ? a.loss > b.loss : losses.model.network.firms.ids.precedes(a.firm.row, b.firm.row)
      }
    }
  }
}

extension MapSheet {
  /// Firms that lose less are not drawn.
  static let smallestLoss = 0.001

  /// The tree of a cascade: the shocked firms at the left, a column for each iteration, an arrow from whoever passed on most of the first loss.
  mutating func drawCascade() {
    guard let losses = facts.cascade else {
      diagram.title = text("冲击传导图", "Map of a cascade")
      diagram.notes.append(text("网络中没有可计算的供应关系。", "The network has no supply links to reckon with."))
      return
    }
    headCascade(losses)
    let tiers = CascadeTiers(losses, tierLimit: request.tierLimit)
    diagram.columns = tiers.columns.enumerated().map { column, rows in
      Diagram.Heading(
        column == 0 ? text("冲击", "Shock") : text("第 \(column) 轮", "Iteration \(column)"),
        detail: column == 0 ? "" : words.firms(rows.count))
    }
    let figures = drawHits(tiers, losses)
    drawSpread(tiers, figures)
    noteLeftOut(tiers)
    diagram.description =
      diagram.subtitle + text("。", ". ")
      + tiers.columns.indices.dropFirst().map { column in
        text("第 \(column) 轮 \(tiers.columns[column].count) 家", "iteration \(column): \(words.firms(tiers.columns[column].count))")
      }.joined(separator: text("、", ", ")) + text("。", ".")
  }

  private mutating func headCascade(_ losses: CascadeLosses) {
    let names = losses.shocked.map { entry in
      network.firms.name(entry.firm, language) + (entry.loss == 1 ? "" : text("（损失 \(share(entry.loss))）", " (\(share(entry.loss)) lost)"))
    }
    let shown = names.prefix(3).joined(separator: text("、", ", "))
    let more = names.count > 3 ? text(" 等 \(names.count) 家", " and \(names.count - 3) more") : ""
    diagram.title = text("冲击传导图：\(shown)\(more)", "Cascade: \(shown)\(more)")
    let risk = losses.result.risks[0]
    let hit = losses.rows.count - losses.rows.count { $0.firstHit == 0 }
    diagram.subtitle = text(
      "全网产出损失 \(share(risk.esri))（缺投入 \(share(risk.down))，缺订单 \(share(risk.up))），波及 \(hit) 家，\(losses.result.iterations) 轮后平息",
      "\(share(risk.esri)) of all output lost (\(share(risk.down)) for want of inputs, \(share(risk.up)) of buyers), \(words.firms(hit)) hit, at rest after \(losses.result.iterations) \(losses.result.iterations == 1 ? "iteration" : "iterations")"
    )
  }

  /// A share with the digits that a picture can use.
  func share(_ value: Double) -> String {
    if value <= 0 { return "0 %" }
    if value > 0 && value < 0.000_5 { return "<0.1 %" }
    return Decimals.text(value * 100, value >= 0.0995 ? 0 : 1) + " %"
  }

  private mutating func drawHits(_ tiers: CascadeTiers, _ losses: CascadeLosses) -> [FirmID: String] {
    var figures: [FirmID: String] = [:]
    let total = tiers.columns.reduce(0) { $0 + $1.count }
    var limit = request.columnLimit
    if total > request.firmLimit { limit = min(limit, max(request.firmLimit / max(tiers.columns.count, 1), 4)) }
    for (column, rows) in tiers.columns.enumerated() {
      let shown = rows.count <= limit ? rows[...] : rows.prefix(max(limit - 1, 0))
      for (order, row) in shown.enumerated() {
        let key = "firm:\(network.firms.id(row.firm))"
        diagram.nodes.append(hitNode(row, key: key, column: column, order: Double(order)))
        figures[row.firm] = key
      }
      let rest = rows[shown.endIndex...]
      if rest.isEmpty { continue }
      let key = "rest@iteration\(column)"
      var node = foldedNode(rest.map(\.firm), isAll: shown.isEmpty, key: key, column: column)
      let largest = rest.map(\.loss).max() ?? 0
      node.lines.append(Diagram.Line(text("各损失至多 \(share(largest))", "at most \(share(largest)) each"), .detail))
      diagram.nodes.append(node)
      for row in rest { figures[row.firm] = key }
    }
    return figures
  }

  private mutating func hitNode(_ row: CascadeLosses.Row, key: String, column: Int, order: Double) -> Diagram.Node {
    let place = network.firms.county(row.firm).map { network.counties[$0.row].name[language] } ?? ""
    var node = firmNode(row.firm, key: key, column: column, order: order, detail: place)
    let line = node.style.line
    if row.firstHit == 0 {
      node.style = Palette.shocked
      node.lines.append(Diagram.Line("✕ " + text("受冲击，损失 ", "shocked, loses ") + share(row.loss), .mark))
      explain(.shocked)
    } else {
      let level = LossLevel(row.loss)
      node.style = Palette.hit(level)
      let way = row.direction == .down ? text("↓ 缺投入", "↓ inputs") : text("↑ 缺订单", "↑ buyers")
      node.lines.append(Diagram.Line("\(level.dots) \(share(row.loss)) \(way)", .mark))
      if let cause = cause(row) { node.lines.append(Diagram.Line(cause, .detail)) }
      explain(level.entry)
    }
    // The outline says how much is lost, so that the roles have only their marks.
    explain(.leaderMark, insteadOf: .leader)
    node.style.line = line
    var says = [node.description, text("缺投入损失 ", "lost for want of inputs: ") + share(row.down)]
    says.append(text("缺订单损失 ", "lost for want of buyers: ") + share(row.up))
    if let cause = cause(row) { says.append(cause) }
    if let partner = row.partner { says.append(text("主要经由", "mostly through ") + network.firms.name(partner, language)) }
    node.description = says.joined(separator: text("；", "; "))
    return node
  }

  /// What binds a firm, in a few words; `nil` where its own shock does, or it lacks buyers.
  func cause(_ row: CascadeLosses.Row) -> String? {
    let goods = row.products.prefix(2).map { product -> String in
      let name = network.products[product.row].name[language]
      return name.isEmpty ? network.products[product.row].id : name
    }.joined(separator: text("、", ", "))
    switch row.limit {
    case .shock, .sales: return nil
    case .otherInputs: return goods.isEmpty ? text("各种投入合计", "several inputs") : text("主要缺\(goods)", "mostly \(goods)")
    case .sector(let sector):
      if !goods.isEmpty { return text("缺\(goods)", "short of \(goods)") }
      return sector.isEmpty ? nil : text("缺行业 \(sector) 的投入", "short of inputs of \(sector)")
    }
  }

  private struct Spread: Hashable {
    var source: String
    var target: String
    var isDown: Bool
  }

  private mutating func drawSpread(_ tiers: CascadeTiers, _ figures: [FirmID: String]) {
    var counts: [Spread: Int] = [:]
    var names: [Spread: String] = [:]
    for row in tiers.columns.joined() {
      guard let parent = row.parent, let source = figures[parent], let target = figures[row.firm], source != target else { continue }
      let spread = Spread(source: source, target: target, isDown: row.hitDirection == .down)
      counts[spread, default: 0] += 1
      names[spread] = "\(network.firms.name(parent, language)) → \(network.firms.name(row.firm, language))"
    }
    let order = counts.keys.sorted { ($0.source, $0.target, $0.isDown ? 0 : 1) < ($1.source, $1.target, $1.isDown ? 0 : 1) }
    for spread in order {
      let count = counts[spread] ?? 0
      let way =
        spread.isDown ? text("供货中断，传向采购方", "supplies fail: to a buyer") : text("订单减少，传向供应商", "orders fail: to a supplier")
      explain(spread.isDown ? .spreadDown : .spreadUp)
      diagram.edges.append(
        Diagram.Edge(
          key: "cascade:\(spread.source)>\(spread.target):\(spread.isDown ? "down" : "up")", source: spread.source, target: spread.target,
          label: spread.isDown ? "" : "↑", style: spread.isDown ? Palette.spreadDown : Palette.spreadUp,
          title: count == 1 ? names[spread] ?? "" : text("\(count) 家", words.firms(count)), description: way))
    }
  }

  private mutating func noteLeftOut(_ tiers: CascadeTiers) {
    if diagram.nodes.contains(where: { $0.isLast }) {
      diagram.notes.append(
        text(
          "合并说明：每轮只画出自身及其后各家损失合计最大的企业，其余合并为“其余…家”。",
          "Folded: each iteration shows the firms that lose most, with all that was hit through them; the others are folded."))
    }
    if tiers.tooLate > 0 {
      diagram.notes.append(
        text(
          "第 \(request.tierLimit + 1) 轮及以后才波及的 \(tiers.tooLate) 家未画出。",
          "\(words.firms(tiers.tooLate)) first hit in iteration \(request.tierLimit + 1) or later are not drawn."))
    }
    if tiers.tooSmall > 0 {
      diagram.notes.append(
        text("损失不足 0.1 % 的 \(tiers.tooSmall) 家未画出。", "\(words.firms(tiers.tooSmall)) that lose less than 0.1 % are not drawn."))
    }
    diagram.notes.append(
      text(
        "箭头从首轮传来最大损失的一方画起；损失份额为传导终了时的停产份额，不计库存与时间。",
        "An arrow comes from whoever passed on most of the first loss; losses are shares of output at the end, without stocks or time."))
  }
}
