import Chainwright

/// Cut sets, or path sets, on their way out, one after another.
struct CutSetsOutput {
  var tree: FaultTree
  var kind: MinimalSets.Kind
  /// `nil` is all orders.
  var order: Int?
  /// Of orders 1, 2, …
  var counts: [SetCount]
  /// `nil` leaves the sets out.
  var sets: SetSequence?
  var probability: Double?
  /// Vertices of events are their positions in the tree.
  var importance: [EventImportance]?

  private var isPaths: Bool { kind == .paths }
  var target: String { tree.gates[tree.top].name }

  /// One object: target, complete_to_order (null: all orders), counts, cut_sets; ids ascend by their bytes, sets by order, then by ids.
  func writeJSON() throws {
    var out = TextStream()
    let names = TextTable(try tree.events.map { try Self.quoted($0.name) })
    out.write("{\"target\": \(try Self.quoted(target)), \"complete_to_order\": \(order.map { "\($0)" } ?? "null"), \"counts\": [")
    out.write(counts.map { "\($0)" }.joined(separator: ", ") + "]")
    if let probability { out.write(", \"probability\": \(probability)") }
    if let importance {
      out.write(", \"importance\": [")
      for (number, row) in importance.enumerated() {
        out.write(number == 0 ? "\n{\"id\": " : ",\n{\"id\": ")
        names.write(Int(row.event), to: &out)
        for (name, value) in Self.figures(row) { out.write(", \"\(name)\": \(value.map { "\($0)" } ?? "null")") }
        out.write("}")
      }
      out.write("\n]")
    }
    if let sets {
      out.write(isPaths ? ", \"path_sets\": [" : ", \"cut_sets\": [")
      var isFirst = true
      var listing = sets.makeIterator()
      while let set = listing.nextSlice() {
        out.write(isFirst ? "\n[" : ",\n[")
        isFirst = false
        for place in set.indices {
          if place > set.startIndex { out.write(", ") }
          names.write(Int(set[place]), to: &out)
        }
        out.write("]")
      }
      out.write(isFirst ? "]" : "\n]")
    }
    out.write("}\n")
  }

  private static func quoted(_ text: String) throws -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C && $0 != 0x2F }) { return "\"\(text)\"" }
    // The encoder ends its text with a line break.
    return String(try JSON.string(text).text().dropLast())
  }

  /// The sets as records of order and ids; the counts, or the importance, where that is what was asked for.
  func writeCSV() {
    var out = TextStream()
    if let importance {
      out.write(CSVText.line(["event_id", "probability"] + (importance.first.map { Self.figures($0).map(\.name) } ?? [])))
      for row in importance {
        let event = tree.events[Int(row.event)]
        let figures = Self.figures(row).map { $0.value.map { "\($0)" } ?? "" }
        out.write(CSVText.line([event.name, event.probability.map { "\($0)" } ?? ""] + figures))
      }
    } else if let sets {
      out.write(CSVText.line(["order", "event_ids"]))
      for set in sets { out.write(CSVText.line(["\(set.count)", set.map { tree.events[Int($0)].name }.joined(separator: ";")])) }
    } else {
      out.write(CSVText.line(["order", isPaths ? "path_sets" : "cut_sets"]))
      for (place, count) in counts.enumerated() { out.write(CSVText.line(["\(place + 1)", "\(count)"])) }
    }
  }

  /// The page for a reader at a terminal; of the sets the first `limit`.
  func page(limit: Int) -> Page {
    let sets = isPaths ? LocalText(zh: "路集", en: "path sets") : LocalText(zh: "割集", en: "cut sets")
    let column = isPaths ? "path_sets" : "cut_sets"
    var page = Page(title: LocalText(zh: "最小\(sets.zh)：\(safe(target))", en: "Minimal \(sets.en): \(safe(target))"))
    let total = counts.reduce(SetCount(), +)
    page.facts = [
      ("gates", LocalText(zh: "门", en: "gates"), .integer(tree.gates.count)),
      ("events", LocalText(zh: "基本事件", en: "basic events"), .integer(tree.events.count)),
      (
        "complete_to_order", LocalText(zh: "完整到阶数", en: "complete to order"),
        order.map { .integer($0) } ?? .local(LocalText(zh: "全部", en: "all"))
      ),
      ("\(column)_count", LocalText(zh: "最小\(sets.zh)", en: "minimal \(sets.en)"), .text("\(total)")),
      (
        "redundancy_depth", LocalText(zh: "最小阶数", en: "smallest order"),
        counts.firstIndex { $0 > SetCount() }.map { .integer($0 + 1) } ?? .unknown
      ),
    ]
    if let probability { page.facts.append(("probability", LocalText(zh: "顶事件概率", en: "top probability"), .text("\(probability)"))) }
    page.tables = [
      Page.Table(
        name: "counts", title: LocalText(zh: "按阶数", en: "By order"),
        columns: [("order", LocalText(zh: "阶", en: "order")), (column, sets)],
        rows: counts.enumerated().map { [.integer($0 + 1), .text("\($1)")] })
    ]
    if let importance {
      page.tables.append(
        Page.Table(
          name: "importance", title: LocalText(zh: "重要度", en: "Importance"),
          columns: [
            ("event_id", LocalText(zh: "事件", en: "event")), ("birnbaum", LocalText(zh: "Birnbaum", en: "Birnbaum")),
            ("criticality", LocalText(zh: "关键重要度", en: "criticality")),
            ("fussell_vesely", LocalText(zh: "Fussell-Vesely", en: "Fussell-Vesely")),
            ("diagnosis", LocalText(zh: "诊断重要度", en: "diagnosis")),
          ],
          rows: importance.sorted { ($1.birnbaum, $0.event) < ($0.birnbaum, $1.event) }.prefix(limit).map { row in
            [.text(safe(tree.events[Int(row.event)].name))] + Self.figures(row).map { $0.value.map { .text(Self.short($0)) } ?? .unknown }
          }, omitted: max(0, importance.count - limit)))
    }
    if let listed = self.sets {
      let shown = Array(listed.prefix(limit))
      page.tables.append(
        Page.Table(
          name: column, title: isPaths ? LocalText(zh: "路集", en: "Path sets") : LocalText(zh: "割集", en: "Cut sets"),
          columns: [("order", LocalText(zh: "阶", en: "order")), ("event_ids", LocalText(zh: "事件", en: "events"))],
          rows: shown.map { [.integer($0.count), .list($0.map { safe(tree.events[Int($0)].name) })] },
          omitted: Int(clamping: total.exactly ?? .max) - shown.count))
    }
    return page
  }

  /// METRICS M3, each by its name in files.
  private static func figures(_ row: EventImportance) -> [(name: String, value: Double?)] {
    [
      ("birnbaum", row.birnbaum), ("criticality", row.criticality), ("fussell_vesely", row.fussellVesely), ("diagnosis", row.diagnosis),
    ]
  }

  /// Six digits: `1.23457e-06`.
  private static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "\(value)" }
    var scale = 1.0
    let magnitude = abs(value)
    while magnitude * scale < 1e5 && scale < 1e300 { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
  }
}
