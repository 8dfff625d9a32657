import Chainwright

/// What `key-sectors` says of a table of sectors.
struct KeySectorsPage {
  let command: KeySectorsCommand
  let sectors: SectorTable
  /// Firms of each sector, where they are known.
  let firmCounts: [Int]?
  let model: LeontiefModel
  let linkages: Linkages
  let extraction: Extraction

  init(_ command: KeySectorsCommand, _ sectors: SectorTable, firmCounts: [Int]?) throws {
    self.command = command
    self.sectors = sectors
    self.firmCounts = firmCounts
    do {
      model = try LeontiefModel(sectors.table)
    } catch {
      throw command.failure(error, names: sectors.ids)
    }
    linkages = Linkages(model, forward: command.forward)
    extraction = Extraction(model)
  }

  /// Three digits of a number far from 1: `1.21e-14`.
  static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "\(value)" }
    var scale = 1.0
    while abs(value) * scale < 100 && scale < 1e300 { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
  }

  func page(_ title: LocalText) throws -> Page {
    var page = Page(title: title)
    let key = linkages.keySectors.count
    page.facts = [
      ("sector_count", LocalText(zh: "部门", en: "sectors"), .integer(sectors.ids.count)),
      ("key_sectors", LocalText(zh: "关键部门（两项联系均大于 1）", en: "key sectors (both linkages above 1)"), .integer(key)),
      ("output", LocalText(zh: "总产出", en: "output in all"), .number(extraction.total)),
      ("forward", LocalText(zh: "前向联系取自", en: "forward linkage by"), .text(linkages.forwardKind.rawValue)),
      ("residual", LocalText(zh: "残差 max|(I-A)L-I|", en: "residual max|(I-A)L-I|"), .text(Self.short(model.residual))),
      ("condition", LocalText(zh: "条件数（1 范数）", en: "condition number (1-norm)"), .number(model.condition)),
    ]
    page.tables = [sectorTable()]
    if let effects = try effectTable() { page.tables.append(effects) }
    if let groups = try groupTable() { page.tables.append(groups) }
    if sectors.table.finalDemand.contains(where: { $0 < -1e-9 * extraction.total }) {
      page.notes.append(
        LocalText(
          zh: "有的部门最终需求为负（库存减少、进口或记录不全）；按原值计算。",
          en: "final demand of some sectors is negative (stocks run down, imports, or gaps in the records); taken as it is."))
    }
    return page
  }

  /// Sectors by what their extraction costs, ties by id.
  private var order: [Int] {
    let losses = extraction.singles
    return sectors.ids.indices.sorted { a, b in
      losses[a] != losses[b] ? losses[a] > losses[b] : sectors.ids[a].utf8.lexicographicallyPrecedes(sectors.ids[b].utf8)
    }
  }

  private func shown(_ rows: [Int]) -> ArraySlice<Int> { command.output.format.isForReading ? rows.prefix(command.limit) : rows[...] }

  private func sectorTable() -> Page.Table {
    let losses = extraction.singles
    let multipliers = model.outputMultipliers
    let upstreamness = model.upstreamness
    let hasNames = sectors.names != sectors.ids
    let rows = order
    var columns: [(name: String, heading: LocalText)] = [("sector_id", LocalText(zh: "部门", en: "sector"))]
    if hasNames { columns.append(("name", LocalText(zh: "名称", en: "name"))) }
    if firmCounts != nil { columns.append(("firms", LocalText(zh: "企业", en: "firms"))) }
    columns += [
      ("class", LocalText(zh: "类别", en: "class")), ("output", LocalText(zh: "产出", en: "output")),
      ("output_multiplier", LocalText(zh: "产出乘数", en: "multiplier")), ("backward", LocalText(zh: "后向 U", en: "backward U")),
      ("forward", LocalText(zh: "前向", en: "forward")), ("spread", LocalText(zh: "离散 V", en: "spread V")),
      ("upstreamness", LocalText(zh: "上游度", en: "upstreamness")), ("extraction_loss", LocalText(zh: "抽除损失", en: "lost without")),
      ("extraction_share", LocalText(zh: "占总产出", en: "share")),
    ]
    return Page.Table(
      name: "sectors", title: LocalText(zh: "部门，按抽除损失排列", en: "Sectors, by what is lost without them"), columns: columns,
      rows: shown(rows).map { sector in
        var row: [Page.Cell] = [.text(sectors.ids[sector])]
        if hasNames { row.append(.text(sectors.names[sector])) }
        if let firmCounts { row.append(.integer(firmCounts[sector])) }
        return row + [
          classCell(linkages.sectorClass(sector)), .number(sectors.table.output[sector]), .number(multipliers[sector]),
          .number(linkages.power[sector]), .number(linkages.forward[sector]), Page.Cell(linkages.spread[sector]),
          .number(upstreamness[sector]), .number(losses[sector]), .ratio(losses[sector] / extraction.total),
        ]
      }, omitted: rows.count - shown(rows).count)
  }

  private func classCell(_ value: SectorClass) -> Page.Cell {
    guard command.output.format.isForReading else { return .text(value.rawValue) }
    return switch value {
    case .key: .local(LocalText(zh: "关键", en: "key"))
    case .backward: .local(LocalText(zh: "后向", en: "backward"))
    case .forward: .local(LocalText(zh: "前向", en: "forward"))
    case .weak: .local(LocalText(zh: "弱", en: "weak"))
    }
  }

  /// `--effect name=row+row`, or a row's own name.
  private func effectTable() throws -> Page.Table? {
    if command.effect.isEmpty { return nil }
    let effects = try command.effect.map { given -> (name: String, values: Multipliers) in
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
    let rows = order
    return Page.Table(
      name: "effects", title: LocalText(zh: "效应与乘数（I 型）", en: "Effects and multipliers (type I)"),
      columns: [("sector_id", LocalText(zh: "部门", en: "sector"))]
        + effects.flatMap { effect -> [(name: String, heading: LocalText)] in
          let name = safe(effect.name)
          return [
            ("\(effect.name)_direct", LocalText(zh: "\(name) 直接", en: "\(name) direct")),
            ("\(effect.name)_effect", LocalText(zh: "\(name) 效应", en: "\(name) effect")),
            ("\(effect.name)_multiplier", LocalText(zh: "\(name) 乘数", en: "\(name) multiplier")),
          ]
        },
      rows: shown(rows).map { sector in
        [.text(sectors.ids[sector])]
          + effects.flatMap { effect in
            [
              Page.Cell(effect.values.direct[sector]), Page.Cell(effect.values.effects[sector]),
              Page.Cell(effect.values.multipliers[sector]),
            ]
          }
      }, omitted: rows.count - shown(rows).count)
  }

  private func unknownAccount(_ name: String) -> CommandFailure {
    let there = sectors.accounts.map { safe($0.name) }.joined(separator: ", ")
    return CommandFailure(
      .badData, LocalText(zh: "没有名为“\(safe(name))”的行可用于 --effect", en: "there is no row \"\(safe(name))\" for --effect"),
      remedy: there.isEmpty
        ? LocalText(
          zh: "表中没有部门以外的行；网络须每家企业都有从业人数（jobs）或税收（tax）",
          en: "there are no rows besides the sectors; a network needs jobs (employees) or tax of every firm")
        : LocalText(zh: "可用的行：\(there)", en: "rows there are: \(there)"))
  }

  /// What `--extract` and `--size` ask for.
  private func groupTable() throws -> Page.Table? {
    let singles = extraction.singles
    var rows: [(name: String, label: LocalText, sectors: [Int], loss: Double, bound: Page.Cell)] = []
    do {
      if !command.extract.isEmpty {
        let group = try chosen()
        rows.append(("extract", LocalText(zh: "指定", en: "as asked"), group, try extraction.loss(of: group), .unknown))
      }
      if let size = command.size {
        guard size <= sectors.ids.count else {
          throw CommandFailure(
            .badData,
            LocalText(
              zh: "--size \(size) 超过部门数 \(sectors.ids.count)",
              en: "--size \(size) is more than the \(sectors.ids.count) sectors"),
            remedy: LocalText(zh: "请给出更小的数", en: "give a smaller size"))
        }
        let worst = extraction.worstGroup(of: size)
        let bound: Page.Cell = worst.bound.isFinite ? .number(worst.bound) : .unknown
        rows.append(("worst", LocalText(zh: "最严重", en: "worst"), worst.best.sectors, worst.best.loss, bound))
        rows.append(("greedy", LocalText(zh: "逐个贪心", en: "greedy"), worst.greedy.sectors, worst.greedy.loss, .unknown))
        rows.append(
          ("worst_singles", LocalText(zh: "单独最重的几个", en: "worst singles"), worst.worstSingles.sectors, worst.worstSingles.loss, .unknown))
      }
    } catch let error as InputOutputError {
      throw command.failure(error, names: sectors.ids)
    }
    if rows.isEmpty { return nil }
    return Page.Table(
      name: "groups", title: LocalText(zh: "成组抽除", en: "Groups taken out together"),
      columns: [
        ("choice", LocalText(zh: "方法", en: "choice")), ("loss", LocalText(zh: "损失", en: "lost")),
        ("share", LocalText(zh: "占总产出", en: "share")), ("sum_of_singles", LocalText(zh: "逐个之和", en: "one by one")),
        ("bound", LocalText(zh: "已证上界", en: "proven bound")), ("sector_ids", LocalText(zh: "部门", en: "sectors")),
      ],
      rows: rows.map { row in
        [
          command.output.format.isForReading ? .local(row.label) : .text(row.name), .number(row.loss), .ratio(row.loss / extraction.total),
          .number(row.sectors.reduce(0) { $0 + singles[$1] }), row.bound, .list(row.sectors.map { sectors.ids[$0] }),
        ]
      })
  }

  /// The sectors of `--extract`: an id as it stands, else ids between commas.
  private func chosen() throws -> [Int] {
    let position = Dictionary(uniqueKeysWithValues: zip(sectors.ids, sectors.ids.indices))
    let wanted = command.extract.flatMap { position[$0] != nil ? [$0] : $0.split(separator: ",").map { String($0).trimmed } }
    let missing = wanted.filter { position[$0] == nil }
    if !missing.isEmpty {
      let (names, examples) = (missing.map { safe($0) }, sectors.ids.prefix(8).map { safe($0) })
      throw CommandFailure(
        .badData,
        LocalText(zh: "没有这样的部门：\(names.joined(separator: "、"))", en: "there is no such sector: \(names.joined(separator: ", "))"),
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
