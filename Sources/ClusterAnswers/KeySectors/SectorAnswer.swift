import Answers
import ClusterModel
import InputOutput

/// What is said of a table of sectors.
struct SectorAnswer: Sendable {
  let question: KeySectorsQuestion
  let sectors: SectorTable
  /// Firms of each sector, where they are known.
  let firmCounts: [Int]?
  let model: LeontiefModel
  let linkages: Linkages
  let extraction: Extraction

  init(_ question: KeySectorsQuestion, _ sectors: SectorTable, firmCounts: [Int]?) throws {
    self.question = question
    self.sectors = sectors
    self.firmCounts = firmCounts
    do {
      model = try LeontiefModel(sectors.table)
    } catch {
      throw QuestionError(error, names: sectors.ids)
    }
    linkages = Linkages(model, forward: question.forward)
    extraction = Extraction(model)
  }

  func answer(_ title: LocalText) throws -> Answer {
    var answer = Answer(title)
    answer.facts = [
      ("sector_count", .count(sectors.ids.count)), ("key_sectors", .count(linkages.keySectors.count)),
      ("sector_output_total", .number(extraction.total)),
      ("forward_kind", .word(code: linkages.forwardKind.rawValue, Self.label(linkages.forwardKind))),
      (.data("residual"), .number(model.residual)), (.data("condition_number"), .number(model.condition)),
    ]
    answer.tables = [sectorTable]
    if let effects = try effectTable() { answer.tables.append(effects) }
    if let groups = try groupTable() { answer.tables.append(groups) }
    if sectors.table.finalDemand.contains(where: { $0 < -1e-9 * extraction.total }) {
      answer.notes.append(
        LocalText(
          zh: "有的部门最终需求为负（库存减少、进口或记录不全）；按原值计算。",
          en: "final demand of some sectors is negative (stocks run down, imports, or gaps in the records); taken as it is."))
    }
    if model.residual > 1e-6 || model.condition > 1e8 {
      answer.notes.append(
        LocalText(
          zh: "这张表接近无解，各系数只有前几位可信（条件数大或残差大，见 JSON）。",
          en:
            "the table is close to having no solution: only the first digits of the figures can be trusted (JSON has residual and condition number)."
        ))
    }
    return answer
  }

  private static func label(_ kind: ForwardLinkage) -> LocalText {
    switch kind {
    case .ghosh: LocalText(zh: "戈什逆矩阵的行和", en: "rows of the Ghosh inverse")
    case .leontief: LocalText(zh: "里昂惕夫逆矩阵的行和", en: "rows of the Leontief inverse")
    }
  }

  /// Sectors by what their extraction costs, ties by id.
  private var order: [Int] {
    let losses = extraction.singles
    return sectors.ids.indices.sorted { a, b in
      losses[a] != losses[b] ? losses[a] > losses[b] : sectors.ids[a].utf8.lexicographicallyPrecedes(sectors.ids[b].utf8)
    }
  }

  private func thing(_ sector: Int) -> Cell {
    .thing(id: sectors.ids[sector], Name(zh: sectors.names[sector], en: sectors.names[sector]))
  }

  private var sectorTable: Answer.Table {
    let (losses, multipliers, upstreamness) = (extraction.singles, model.outputMultipliers, model.upstreamness)
    let hasNames = sectors.names != sectors.ids
    var columns: [Answer.Column] = ["sector_id"]
    if hasNames { columns.append("name") }
    if firmCounts != nil { columns.append("firms") }
    columns += [
      "linkage_class", "sector_output", "output_multiplier", "backward", "forward", "spread", "upstreamness", "extraction_loss",
      "extraction_share",
    ]
    return Answer.Table("sectors", zh: "部门，按抽除损失排列", en: "Sectors, by what is lost without them", columns, over: order, shown: 30) {
      sector in
      var row: [Cell] = [.text(sectors.ids[sector])]
      if hasNames { row.append(.words(zh: sectors.names[sector], en: sectors.names[sector])) }
      if let firmCounts { row.append(.count(firmCounts[sector])) }
      let kind = linkages.sectorClass(sector)
      return row + [
        .word(code: kind.rawValue, Self.label(kind)), .number(sectors.table.output[sector]), .number(multipliers[sector]),
        .number(linkages.power[sector]), .number(linkages.forward[sector]), .number(linkages.spread[sector]),
        .number(upstreamness[sector]), .number(losses[sector]), .share(losses[sector] / extraction.total),
      ]
    }
  }

  private static func label(_ value: SectorClass) -> LocalText {
    switch value {
    case .key: LocalText(zh: "关键", en: "key")
    case .backward: LocalText(zh: "后向", en: "backward")
    case .forward: LocalText(zh: "前向", en: "forward")
    case .weak: LocalText(zh: "弱", en: "weak")
    }
  }

  /// `name=row+row`, or a row's own name.
  private func effectTable() throws -> Answer.Table? {
    if question.effects.isEmpty { return nil }
    let effects = try question.effects.map { given -> (name: String, values: Multipliers) in
      let parts = given.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let rows: [String]
      if sectors.account(given) != nil {
        rows = [given]
      } else if parts.count == 2, sectors.account(parts[1]) != nil {
        rows = [parts[1]]
      } else {
        rows = (parts.count == 2 ? parts[1] : given).split(separator: "+").map { String($0).trimmed }
      }
      var total = [Double](repeating: 0, count: sectors.ids.count)
      for row in rows {
        guard let values = sectors.account(row) else { throw unknownAccount(row) }
        total = zip(total, values).map { $0 + $1 }
      }
      return (parts[0], Multipliers(model, of: total))
    }
    let columns = effects.flatMap { effect -> [Answer.Column] in
      let name = SafeText.safe(effect.name)
      return [
        Answer.Column("\(effect.name)_direct", heading: LocalText(zh: "\(name) 直接", en: "\(name) direct")),
        Answer.Column("\(effect.name)_effect", heading: LocalText(zh: "\(name) 效应", en: "\(name) effect")),
        Answer.Column("\(effect.name)_multiplier", heading: LocalText(zh: "\(name) 乘数", en: "\(name) multiplier")),
      ]
    }
    return Answer.Table(
      "effects", zh: "效应与乘数（I 型）", en: "Effects and multipliers (type I)", ["sector_id"] + columns, over: order, shown: 30
    ) { sector in
      [thing(sector)]
        + effects.flatMap { effect -> [Cell] in
          [
            .number(effect.values.direct[sector]), .number(effect.values.effects[sector]), .number(effect.values.multipliers[sector]),
          ]
        }
    }
  }

  private func unknownAccount(_ name: String) -> QuestionError {
    let there = sectors.accounts.map { SafeText.safe($0.name) }
    return QuestionError(
      .unknownID, zh: "没有名为“\(SafeText.safe(name))”的行可求效应", en: "there is no row \"\(SafeText.safe(name))\" to take effects of",
      remedy: there.isEmpty
        ? LocalText(
          zh: "表中没有部门以外的行；网络须每家企业都有从业人数（jobs）或税收（tax）",
          en: "there are no rows besides the sectors; a network needs jobs (employees) or tax of every firm")
        : LocalText(zh: "可用的行：\(there.joined(separator: "、"))", en: "rows there are: \(there.joined(separator: ", "))"))
  }

  private func groupTable() throws -> Answer.Table? {
    let singles = extraction.singles
    var rows: [(choice: Cell, sectors: [Int], loss: Double, bound: Cell)] = []
    do {
      if !question.extracted.isEmpty {
        let group = try chosen()
        rows.append((.word("extract", zh: "指定", en: "as asked"), group, try extraction.loss(of: group), .nothing))
      }
      if let size = question.groupSize {
        guard size >= 1, size <= sectors.ids.count else {
          throw QuestionError(
            .badOption, zh: "成组抽除的部门数 \(size) 超过部门总数 \(sectors.ids.count)",
            en: "a group of \(size) is more than the \(sectors.ids.count) sectors",
            remedy: LocalText(zh: "请给出不小于 1 的较小的数", en: "give a smaller size, from 1 on"))
        }
        let worst = extraction.worstGroup(of: size)
        rows.append(
          (
            .word("worst", zh: "最严重", en: "worst"), worst.best.sectors, worst.best.loss,
            worst.bound.isFinite ? .number(worst.bound) : .unknown
          ))
        rows.append((.word("greedy", zh: "逐个选最重", en: "one after the other"), worst.greedy.sectors, worst.greedy.loss, .nothing))
        rows.append(
          (.word("worst_singles", zh: "单独最重的几个", en: "worst singles"), worst.worstSingles.sectors, worst.worstSingles.loss, .nothing))
      }
    } catch let error as InputOutputError {
      throw QuestionError(error, names: sectors.ids)
    }
    if rows.isEmpty { return nil }
    return Answer.Table(
      "groups", zh: "成组抽除", en: "Groups taken out together",
      ["extraction_choice", "extraction_loss", "extraction_share", "sum_of_singles", "extraction_bound", "sector_ids"], over: rows
    ) { row in
      [
        row.choice, .number(row.loss), .share(row.loss / extraction.total), .number(row.sectors.reduce(0) { $0 + singles[$1] }), row.bound,
        .list(row.sectors.map { thing($0) }),
      ]
    }
  }

  /// An id as it stands, else ids between commas.
  private func chosen() throws -> [Int] {
    let position = Dictionary(uniqueKeysWithValues: zip(sectors.ids, sectors.ids.indices))
    let wanted = question.extracted.flatMap { position[$0] != nil ? [$0] : $0.split(separator: ",").map { String($0).trimmed } }
    let missing = wanted.filter { position[$0] == nil }
    if !missing.isEmpty {
      let (names, examples) = (missing.map { SafeText.safe($0) }, sectors.ids.prefix(8).map { SafeText.safe($0) })
      throw QuestionError(
        .unknownID, zh: "没有这样的部门：\(names.joined(separator: "、"))", en: "there is no such sector: \(names.joined(separator: ", "))",
        remedy: LocalText(zh: "编号形如：\(examples.joined(separator: "、"))", en: "ids look like: \(examples.joined(separator: ", "))"))
    }
    return Set(wanted.compactMap { position[$0] }).sorted()
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
