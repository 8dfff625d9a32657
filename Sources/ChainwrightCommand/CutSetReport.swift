import ArgumentParser
import Chainwright
import FoundationEssentials

/// The minimal cut sets, or path sets, of some targets, written set by set, so that millions need no memory.
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
    case .html: throw PageFormat.isNoPage
    }
  }

  private func ids(_ set: [Int32]) -> [String] { sets.events(set).map { sets.names.id($0) } }

  private var isPaths: Bool { sets.kind == .paths }

  /// What all results are complete to.
  private var completeness: LocalText {
    if let least = sets.results.compactMap(\.found.completeToOrder).min() {
      return LocalText(zh: "完整至 \(least) 阶", en: "complete to order \(least)")
    }
    return LocalText(zh: "各阶均完整", en: "complete, all orders")
  }

  private var notes: [LocalText] {
    var notes = [
      isPaths
        ? LocalText(
          zh: "最小路集：只要其中各项在产，其余全部失去，目标仍在产，且缺一不可的集合；\(completeness.zh)。",
          en:
            "minimal path sets: while all of one run, the target runs whatever else is lost, and none of them can be left out; \(completeness.en)."
        )
        : LocalText(
          zh: "最小割集：共同失去即致目标停产、且缺一不可的集合；\(completeness.zh)。",
          en:
            "minimal cut sets: lost together they stop the target, and none of them can be left out; \(completeness.en)."
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
    return notes + Notes.model(sets.model)
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
      title: isPaths
        ? LocalText(zh: "最小路集：\(network.displayName(.zh))", en: "Minimal path sets: \(network.displayName(.en))")
        : LocalText(zh: "最小割集：\(network.displayName(.zh))", en: "Minimal cut sets: \(network.displayName(.en))"))
    page.facts = [
      ("targets", LocalText(zh: "目标", en: "targets"), .integer(sets.results.count)),
      (
        "events", LocalText(zh: "可失去的", en: "what may be lost"),
        .text(EventKinds.named.filter { sets.kinds.contains($0.kind) }.map(\.name).joined(separator: ", "))
      ),
    ]
    let orders = sets.results.map(\.found.counts.count).max() ?? 0
    page.tables = [
      Page.Table(
        name: "targets", title: LocalText(zh: "目标", en: "Targets"),
        columns: [
          ("target_id", LocalText(zh: "编号", en: "target")), ("name", LocalText(zh: "名称", en: "name")),
          isPaths
            ? ("smallest_order", LocalText(zh: "最小阶数", en: "smallest order"))
            : ("redundancy_depth", LocalText(zh: "冗余深度", en: "redundancy depth")),
        ] + (0..<orders).map { ("order_\($0 + 1)", LocalText(zh: "\($0 + 1) 阶", en: "order \($0 + 1)")) },
        rows: sets.results.map { result in
          let counts = result.found.counts
          return [.text(result.target.subject.id), .local(name(result.target.subject)), depth(result.found)]
            + (0..<orders).map { .text($0 < counts.count ? counts[$0].description : "0") }
        })
    ]
    return page
  }

  private func name(_ subject: Subject) -> LocalText { LocalText(zh: subject.name[.zh], en: subject.name[.en]) }

  private func depth(_ found: MinimalSets) -> Page.Cell {
    if let depth = found.smallestOrder { return .integer(depth) }
    guard let order = found.completeToOrder else {
      return .local(isPaths ? LocalText(zh: "无法在产", en: "nothing keeps it running") : LocalText(zh: "不会停产", en: "nothing stops it"))
    }
    return .local(LocalText(zh: "大于 \(order)", en: "more than \(order)"))
  }

  /// The first `limit` sets of each order, those of the orders 1 and 2 with the sentence that proves them.
  private func text(_ result: TargetCutSets.Result, _ state: inout Survival, _ language: Language) -> String {
    let subject = result.target.subject
    let shownName = subject.name[language].isEmpty ? subject.id : subject.name[language]
    var out =
      isPaths
      ? (language == .zh ? "什么能保住\(safe(shownName))\n" : "What keeps \(safe(shownName)) running\n")
      : (language == .zh ? "什么会使\(safe(shownName))停产\n" : "What stops \(safe(shownName))\n")
    var shown = 0
    var order = 0
    var ofOrder = 0
    let last = result.found.counts.lastIndex { $0 != SetCount() }.map { $0 + 1 } ?? 0
    for set in result.found.sets {
      if set.count != order { (order, ofOrder) = (set.count, 0) }
      ofOrder += 1
      if ofOrder > limit {
        if order == last { break }
        continue
      }
      shown += 1
      out += "  \(language == .zh ? "\(order) 阶" : "order \(order)")  " + Page.Cell.list(ids(set)).text(language) + "\n"
      if !isPaths, order <= 2, let why = sets.sentence(set, of: result, state: &state) { out += "      \(safe(why[language]))\n" }
    }
    if last == 0 { return out + (language == .zh ? "  （无）\n" : "  (none)\n") }
    let total = result.found.counts.reduce(SetCount(), +)
    if total != SetCount(UInt64(shown)) {
      out +=
        language == .zh ? "  共 \(total) 个，--limit 可多看，--format csv 可见全部\n" : "  \(total) in all; --limit shows more, --format csv all\n"
    }
    return out
  }

  // MARK: CSV

  private func writeCSV(_ language: Language) {
    if !listsSets {
      StandardStreams.out(CSVText.line(["target_id", "order", "count"]))
      for result in sets.results {
        for (order, count) in result.found.counts.enumerated() {
          StandardStreams.out(CSVText.line([result.target.subject.id, String(order + 1), count.description]))
        }
      }
      return
    }
    var state = sets.startState()
    var text = CSVText.line(["target_id", "order", "event_ids"] + (isPaths ? [] : ["witness"]))
    for result in sets.results {
      for set in result.found.sets {
        let why = set.count <= 2 && !isPaths ? sets.sentence(set, of: result, state: &state) : nil
        text += CSVText.line(
          [result.target.subject.id, String(set.count), ids(set).joined(separator: ";")] + (isPaths ? [] : [why?[language] ?? ""]))
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
      let found = result.found
      text += number == 0 ? "\n" : ",\n"
      text += "    {\n      \"target\": \(try Self.quoted(result.target.subject.id)),\n"
      text += "      \"name\": \(try Self.quoted(result.target.subject.name[language])),\n"
      text += "      \"complete_to_order\": \(found.completeToOrder.map { String($0) } ?? "null"),\n"
      text += "      \"\(isPaths ? "smallest_order" : "redundancy_depth")\": \(found.smallestOrder.map { String($0) } ?? "null"),\n"
      text += "      \"counts\": [\(found.counts.map(\.description).joined(separator: ", "))]"
      if listsSets {
        text += ",\n      \"\(isPaths ? "path_sets" : "cut_sets")\": ["
        var isFirst = true
        for set in found.sets {
          text += isFirst ? "\n" : ",\n"
          isFirst = false
          text += "        [" + (try sets.events(set).map { try id(sets.model.vertex($0) ?? -1) }.joined(separator: ", ")) + "]"
          if text.utf8.count > 1 << 16 {
            StandardStreams.out(text)
            text = ""
          }
        }
        text += "]"
        if isPaths {
          text += "\n    }"
          continue
        }
        text += ",\n      \"witnesses\": ["
        isFirst = true
        for set in found.sets.prefix(throughOrder: 2) {
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
