import Chainwright
import FoundationEssentials

/// The minimal cut sets of some targets, written set by set, so that millions need no memory.
struct CutSetReport {
  let sets: TargetCutSets
  /// False when only counts are wanted.
  let listsSets: Bool
  /// Sets of each target and order shown as text.
  let limit: Int

  init(_ sets: TargetCutSets, listsSets: Bool, limit: Int) {
    self.sets = sets
    self.listsSets = listsSets
    self.limit = limit
  }

  func write(_ output: PageOutput) throws {
    switch output.format {
    case .text: writeText(output.language)
    case .csv: writeCSV(output.language)
    case .json: try writeJSON(output.language)
    }
  }

  private func ids(_ set: [Int32]) -> [String] { sets.events(set).map { sets.names.id($0) } }

  private var notes: [LocalText] {
    let order = sets.results.first.flatMap(\.cuts.completeToOrder)
    var notes = [
      LocalText(
        zh: "最小割集：共同失去即致目标停产、且缺一不可的集合；\(order.map { "完整至 \($0) 阶" } ?? "各阶均完整")。",
        en:
          "minimal cut sets: lost together they stop the target, and none of them can be left out; \(order.map { "complete to order \($0)" } ?? "complete, all orders")."
      ),
      LocalText(
        zh: "目标企业本身不计入；企业所需每种产品只要有一家在册供应商在产即可运行。",
        en: "the target's own firm is left out; a firm runs while each good it needs has a recorded supplier that runs."),
    ]
    let circles = sets.results.flatMap { sets.circles($0) }
    if !circles.isEmpty {
      let shown = circles[0].prefix(6).map { sets.model.network.firms.id($0) }.joined(separator: ", ") + (circles[0].count > 6 ? ", …" : "")
      let count = Set(circles).count
      notes.append(
        LocalText(
          zh: "目标上游有 \(count) 组企业循环互供（如 \(safe(shown))）：取最大不动点，能互相维持的视为在产。",
          en:
            "\(count == 1 ? "1 circle" : "\(count) circles") of firms supply each other upstream (\(safe(shown))): by the greatest fixed point, what keeps itself running runs."
        ))
    }
    return notes + PageNotes.model(sets.model)
  }

  // MARK: Text

  private func writeText(_ language: Language) {
    StandardStreams.out(page(language).text(language))
    if listsSets {
      var state = sets.startState()
      for result in sets.results { StandardStreams.out("\n" + text(result, &state, language)) }
    }
    var ending = Page(title: LocalText(zh: "", en: ""))
    ending.notes = notes
    StandardStreams.out(String(ending.text(language).dropFirst()))
  }

  private func page(_ language: Language) -> Page {
    let network = sets.model.network
    var page = Page(
      title: LocalText(zh: "最小割集：\(network.displayName(.zh))", en: "Minimal cut sets: \(network.displayName(.en))"))
    page.facts = [
      ("targets", LocalText(zh: "目标", en: "targets"), .integer(sets.results.count)),
      (
        "events", LocalText(zh: "可失去的", en: "what may be lost"),
        .text(EventKinds.named.filter { sets.kinds.contains($0.kind) }.map(\.name).joined(separator: ", "))
      ),
    ]
    let orders = sets.results.map(\.cuts.counts.count).max() ?? 0
    page.tables = [
      Page.Table(
        name: "targets", title: LocalText(zh: "目标", en: "Targets"),
        columns: [
          ("target_id", LocalText(zh: "编号", en: "target")), ("name", LocalText(zh: "名称", en: "name")),
          ("redundancy_depth", LocalText(zh: "冗余深度", en: "redundancy depth")),
        ] + (0..<orders).map { ("order_\($0 + 1)", LocalText(zh: "\($0 + 1) 阶", en: "order \($0 + 1)")) },
        rows: sets.results.map { result in
          let counts = result.cuts.counts
          return [.text(result.target.subject.id), .local(name(result.target.subject)), depth(result.cuts)]
            + (0..<orders).map { .text($0 < counts.count ? counts[$0].description : "0") }
        })
    ]
    return page
  }

  private func name(_ subject: Subject) -> LocalText { LocalText(zh: subject.name[.zh], en: subject.name[.en]) }

  private func depth(_ cuts: MinimalCutSets) -> Page.Cell {
    if let depth = cuts.redundancyDepth { return .integer(depth) }
    guard let order = cuts.completeToOrder else { return .local(LocalText(zh: "不会停产", en: "nothing stops it")) }
    return .local(LocalText(zh: "大于 \(order)", en: "more than \(order)"))
  }

  /// The first `limit` sets of each order, those of the orders 1 and 2 with the sentence that proves them.
  private func text(_ result: TargetCutSets.Result, _ state: inout Survival, _ language: Language) -> String {
    let subject = result.target.subject
    let shownName = subject.name[language].isEmpty ? subject.id : subject.name[language]
    var out = language == .zh ? "什么会使\(safe(shownName))停产\n" : "What stops \(safe(shownName))\n"
    var shown = 0
    var order = 0
    var ofOrder = 0
    let last = result.cuts.counts.lastIndex { $0 != SetCount() }.map { $0 + 1 } ?? 0
    for set in result.cuts.sets {
      if set.count != order { (order, ofOrder) = (set.count, 0) }
      ofOrder += 1
      if ofOrder > limit {
        if order == last { break }
        continue
      }
      shown += 1
      out += "  \(language == .zh ? "\(order) 阶" : "order \(order)")  " + Page.Cell.list(ids(set)).text(language) + "\n"
      if order <= 2, let why = sets.sentence(set, of: result, state: &state) { out += "      \(safe(why[language]))\n" }
    }
    if last == 0 { return out + (language == .zh ? "  （无）\n" : "  (none)\n") }
    let total = result.cuts.counts.reduce(SetCount(), +)
    if total != SetCount(UInt64(shown)) {
      out +=
        language == .zh ? "  共 \(total) 个，--limit 可多看，--format csv 可见全部\n" : "  \(total) in all; --limit shows more, --format csv all\n"
    }
    return out
  }

  // MARK: CSV

  private func writeCSV(_ language: Language) {
    if !listsSets {
      StandardStreams.out(csvLine(["target_id", "order", "count"]))
      for result in sets.results {
        for (order, count) in result.cuts.counts.enumerated() {
          StandardStreams.out(csvLine([result.target.subject.id, String(order + 1), count.description]))
        }
      }
      return
    }
    var state = sets.startState()
    var text = csvLine(["target_id", "order", "event_ids", "witness"])
    for result in sets.results {
      for set in result.cuts.sets {
        let why = set.count <= 2 ? sets.sentence(set, of: result, state: &state) : nil
        text += csvLine([result.target.subject.id, String(set.count), ids(set).joined(separator: ";"), why?[language] ?? ""])
        if text.utf8.count > 1 << 16 {
          StandardStreams.out(text)
          text = ""
        }
      }
    }
    StandardStreams.out(text)
  }

  // MARK: JSON

  private func writeJSON(_ language: Language) throws {
    var state = sets.startState()
    var quoted: [Int32: String] = [:]
    func id(_ vertex: Int32) throws -> String {
      if let known = quoted[vertex] { return known }
      let text = try sets.model.event(vertex).map { try Self.quoted(sets.names.id($0)) } ?? "null"
      quoted[vertex] = text
      return text
    }
    var text = "{\n  \"events\": ["
    text += try EventKinds.named.filter { sets.kinds.contains($0.kind) }.map { try Self.quoted($0.name) }.joined(separator: ", ")
    text += "],\n  \"notes\": [" + (try notes.map { try Self.quoted($0[language]) }.joined(separator: ", ")) + "],\n  \"targets\": ["
    for (number, result) in sets.results.enumerated() {
      let cuts = result.cuts
      text += number == 0 ? "\n" : ",\n"
      text += "    {\n      \"target\": \(try Self.quoted(result.target.subject.id)),\n"
      text += "      \"name\": \(try Self.quoted(result.target.subject.name[language])),\n"
      text += "      \"complete_to_order\": \(cuts.completeToOrder.map { String($0) } ?? "null"),\n"
      text += "      \"redundancy_depth\": \(cuts.redundancyDepth.map { String($0) } ?? "null"),\n"
      text += "      \"counts\": [\(cuts.counts.map(\.description).joined(separator: ", "))]"
      if listsSets {
        text += ",\n      \"cut_sets\": ["
        var isFirst = true
        for set in cuts.sets {
          text += isFirst ? "\n" : ",\n"
          isFirst = false
          text += "        [" + (try sets.events(set).map { try id(sets.model.vertex($0) ?? -1) }.joined(separator: ", ")) + "]"
          if text.utf8.count > 1 << 16 {
            StandardStreams.out(text)
            text = ""
          }
        }
        text += "],\n      \"witnesses\": ["
        isFirst = true
        for set in cuts.sets.prefix(throughOrder: 2) {
          text += (isFirst ? "\n        " : ",\n        ")
          isFirst = false
          text += try sets.sentence(set, of: result, state: &state).map { try Self.quoted($0[language]) } ?? "null"
        }
        text += "]"
      }
      text += "\n    }"
    }
    StandardStreams.out(text + "\n  ]\n}\n")
  }

  private static func quoted(_ text: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(text), as: UTF8.self)
  }
}
