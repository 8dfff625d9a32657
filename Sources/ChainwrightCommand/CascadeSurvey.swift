import Chainwright

/// Every firm shocked in turn: the rows as they come, with a word on standard error about how far it is.
struct CascadeSurvey {
  let model: CascadeModel
  let settings: CascadeSettings
  let threads: Int
  let language: Language

  /// Firms between two rows of progress, and between two writes to a file: a few seconds at most.
  private var blockLength: Int { max(256, min(2048, 200_000_000 / max(1, model.account.links))) }

  /// Gives the firms from `first` on, block by block in order; a thrown error ends the run.
  func run(from first: Int = 0, receive: (FirmRisks) throws -> Void) throws {
    let count = model.network.firms.count
    let clock = ContinuousClock()
    let begin = clock.now
    var failure: (any Error)?
    do throws(CascadeError) {
      try model.kernel.allFirms(settings, firms: first..<count, threads: threads, blockLength: blockLength) { block in
        do {
          try receive(block)
        } catch {
          failure = error
          return false
        }
        let done = block.firms.upperBound
        let seconds = (clock.now - begin) / .seconds(1)
        if done < count { StandardStreams.progress(progress(done, of: count, first: first, seconds: seconds)) }
        return true
      }
    } catch {
      throw CommandFailure(.kernel(error), language)
    }
    StandardStreams.progress("")
    if let failure { throw failure }
  }

  private func progress(_ done: Int, of count: Int, first: Int, seconds: Double) -> String {
    let left = Int((seconds / Double(done - first) * Double(count - done)).rounded(.up))
    return language == .zh
      ? "已算 \(grouped(done)) / \(grouped(count)) 家，约余 \(grouped(left)) 秒…"
      : "\(grouped(done)) of \(grouped(count)) firms, about \(grouped(left)) s left…"
  }

  // MARK: CSV

  /// The header of the CSV form: the first weight's columns, then three for each further one.
  var header: String {
    let further = model.weights.dropFirst().flatMap { ["esri_\($0.name)", "esri_down_\($0.name)", "esri_up_\($0.name)"] }
    return CSVText.line(["firm_id", "esri", "esri_down", "esri_up", "iterations"] + further)
  }

  /// The rows of a block in the CSV form, every number with the fewest digits that read back as the same.
  func rows(_ block: FirmRisks) -> [UInt8] {
    var rows = ByteRows()
    for firm in block.firms {
      rows.append(model.network.firms.ids, firm)
      for weight in 0..<block.weightCount {
        let risk = block.risk(of: firm, weight: weight)
        rows.append(risk.esri)
        rows.append(risk.down)
        rows.append(risk.up)
        if weight == 0 { rows.append(Int(block.iterations[firm - block.firms.lowerBound])) }
      }
      rows.endRow()
    }
    return rows.bytes
  }
}

/// Every firm's risk as a page: the largest first.
struct CascadeSurveyPage {
  let model: CascadeModel
  let risks: [FirmRisks]
  let options: CascadeOptions
  /// Rows of firms; all of them go in the order of the input.
  let limit: Int
  let isText: Bool

  var page: Page {
    let network = model.network
    var page = Page(
      title: LocalText(zh: "系统性风险指数（ESRI）：\(network.displayName(.zh))", en: "Systemic risk (ESRI): \(network.displayName(.en))"))
    let unconverged = risks.reduce(0) { $0 + $1.unconverged.count }
    page.facts = CascadePages.facts(model, options)
    page.facts.append(
      (
        "largest_esri", LocalText(zh: "最大指数", en: "largest index"),
        share(risks.flatMap { block in block.firms.map { block.risk(of: $0).esri } }.max() ?? 0)
      ))
    page.tables = [table]
    page.notes =
      [
        LocalText(
          zh: "指数：该企业全部停产、传导终了时，全网\(CascadePages.label(model.weights[0].name).zh)损失的份额（含其自身），不计库存与时间。",
          en:
            "the index: the share of all \(CascadePages.label(model.weights[0].name).en) lost when the firm stops and the cascade has come to rest, its own included; no stocks, no time."
        )
      ]
      + (unconverged == 0
        ? []
        : [
          LocalText(
            zh: "\(unconverged) 家企业在 \(CascadeOptions.iterationLimit) 轮后仍未收敛：其指数为下限。",
            en: "\(CascadePages.firms(unconverged)) not at rest after \(CascadeOptions.iterationLimit) iterations: lower bounds.")
        ]) + CascadePages.notes(model, options)
    return page
  }

  /// The weight that firms are ranked by: output inside where that is told apart, else the first.
  private var ranking: Int { model.weights.firstIndex { $0.name == "inside" } ?? 0 }

  private func share(_ value: Double) -> Page.Cell { isText ? .text(CascadeText.share(value)) : .number(value) }

  private var table: Page.Table {
    let network = model.network
    var order: [(block: FirmRisks, firm: Int)] = risks.flatMap { block in block.firms.map { (block, $0) } }
    if isText {
      order.sort { a, b in
        let (x, y) = (a.block.risk(of: a.firm, weight: ranking).esri, b.block.risk(of: b.firm, weight: ranking).esri)
        return x != y ? x > y : network.firms.ids.precedes(a.firm, b.firm)
      }
    }
    let shown = order.prefix(limit)
    let further = model.weights.dropFirst().flatMap { weight -> [(String, LocalText)] in
      let what = CascadePages.label(weight.name)
      if isText { return [("esri_" + weight.name, what)] }
      return ["esri", "esri_down", "esri_up"].map { ("\($0)_\(weight.name)", what) }
    }
    return Page.Table(
      name: "risks",
      title: ranking > 0
        ? LocalText(zh: "停产使内部损失最大的企业", en: "Firms whose stop costs most inside")
        : LocalText(zh: "停产损失最大的企业", en: "Firms whose stop costs most"),
      columns: [
        ("firm_id", LocalText(zh: "企业编号", en: "firm")), ("name", LocalText(zh: "企业", en: "name")),
        ("county_code", LocalText(zh: "县区", en: "county")), ("sector", LocalText(zh: "行业", en: "sector")),
        ("esri", LocalText(zh: "指数", en: "ESRI")), ("esri_down", LocalText(zh: "向下游", en: "down")),
        ("esri_up", LocalText(zh: "向上游", en: "up")), ("iterations", LocalText(zh: "轮数", en: "iterations")),
      ] + further,
      rows: shown.map { block, number in
        let firm = FirmID(number)
        let sector = model.sectorNames[Int(model.sectors[number])]
        let lead = block.risk(of: number)
        var cells: [Page.Cell] = [
          .text(network.firms.id(firm)), .local(network.firmName(firm)), network.countyCell(firm),
          sector.isEmpty ? .unknown : .text(sector), share(lead.esri), share(lead.down), share(lead.up),
          .integer(Int(block.iterations[number - block.firms.lowerBound])),
        ]
        for weight in model.weights.indices.dropFirst() {
          let risk = block.risk(of: number, weight: weight)
          cells += isText ? [share(risk.esri)] : [share(risk.esri), share(risk.down), share(risk.up)]
        }
        return cells
      }, omitted: order.count - shown.count)
  }
}
