import Chainwright

extension KeySectorsCommand {
  /// Firm by firm: where each stands between first inputs and final use.
  func firmPage(_ network: Network) throws -> Page {
    let streams: FirmStreams
    do {
      streams = try FirmStreams(network)
    } catch {
      throw failure(error, names: error.sectors.isEmpty ? [] : network.firms.all.map { network.firms.id($0) })
    }
    var page = Page(
      title: LocalText(zh: "上下游位置：\(network.displayName(.zh))", en: "Up and down the stream: \(network.displayName(.en))"))
    page.facts = [
      ("firms", LocalText(zh: "企业", en: "firms"), .integer(network.firms.count)),
      ("residual", LocalText(zh: "残差", en: "residual"), .text(KeySectorsPage.short(streams.residual))),
      ("iterations", LocalText(zh: "迭代次数", en: "iterations"), .integer(streams.iterations)),
    ]
    let (up, ids) = (streams.upstreamness, network.firms.ids)
    let rows = network.firms.all.filter { !up[$0.row].isNaN }.sorted { a, b in
      up[a.row] != up[b.row] ? up[a.row] > up[b.row] : ids.precedes(a.row, b.row)
    }
    let shown = output.format.isForReading ? rows.prefix(limit) : rows[...]
    page.tables = [
      Page.Table(
        name: "positions", title: LocalText(zh: "企业，自上游到下游", en: "Firms, from upstream to downstream"),
        columns: [
          ("firm_id", LocalText(zh: "企业编号", en: "firm")), ("name", LocalText(zh: "企业", en: "name")),
          ("output", LocalText(zh: "产出（万元）", en: "output (10k CNY)")), ("upstreamness", LocalText(zh: "上游度", en: "upstreamness")),
          ("downstreamness", LocalText(zh: "下游度（产出乘数）", en: "downstreamness (multiplier)")),
        ],
        rows: shown.map { firm in
          [
            .text(network.firms.id(firm)), .local(network.firmName(firm)), .number(streams.output.output[firm.row]), .number(up[firm.row]),
            .number(streams.downstreamness[firm.row]),
          ]
        }, omitted: rows.count - shown.count)
    ]
    page.notes = PageNotes.bounds(streams.output)
    if streams.output.oversoldCount > 0 {
      page.notes.append(
        LocalText(
          zh: "\(streams.output.oversoldCount) 家企业的记录销售额超过营业收入，其上游度偏高；请核对这些企业的数值。",
          en:
            "\(streams.output.oversoldCount) firms sell more than their revenue by the records, so their upstreamness is too high; check their figures."
        ))
    }
    return page
  }
}

extension PageNotes {
  /// How much of a network is not in its table of industries.
  static func outside(_ industries: IndustryTable) -> [LocalText] {
    var notes: [LocalText] = []
    if industries.outsideFirms > 0 {
      notes.append(
        LocalText(
          zh: "\(industries.outsideFirms) 家企业没有行业代码或没有任何金额，按网络之外处理（占已知供应额 \(percent(industries.outsideShare))）。",
          en:
            "\(industries.outsideFirms) firms have no industry or no figure at all and count as outside (\(percent(industries.outsideShare)) of the known amounts)."
        ))
    }
    return notes + bounds(industries.output) + [
      LocalText(
        zh: "只含有记录的供应关系：最终需求 = 产出减记录的销售，初始投入 = 产出减记录的采购。",
        en: "recorded links only: final demand is output less recorded sales, primary inputs are output less recorded purchases.")
    ]
  }

  /// Which outputs are not known.
  static func bounds(_ output: FirmOutput) -> [LocalText] {
    var notes: [LocalText] = []
    if output.boundedCount > 0 {
      notes.append(
        LocalText(
          zh: "\(output.boundedCount) 家企业营业收入未知，产出取记录的销售与采购中较大者（下限）。",
          en:
            "of \(output.boundedCount) firms revenue is unknown; the larger of recorded sales and purchases stands for output (a lower bound)."
        ))
    }
    if output.unknownCount > 0 {
      notes.append(
        LocalText(
          zh: "\(output.unknownCount) 家企业既无营业收入也无金额，不计入。",
          en: "\(output.unknownCount) firms have neither revenue nor an amount and are left out."))
    }
    if output.linksWithoutAmount > 0 {
      notes.append(
        LocalText(
          zh: "\(output.linksWithoutAmount) 条供应关系没有金额，不计入。", en: "\(output.linksWithoutAmount) links have no amount and are left out."))
    }
    return notes
  }
}
