import Chainwright

/// Cut sets, or path sets, of a fault tree on their way out, one after another: millions of them are listed in no time and no memory.
struct CutSetsOutput {
  private let result: FaultTreeSets

  init(_ result: FaultTreeSets) { self.result = result }

  /// One object: target, complete_to_order (null: all orders), counts, cut_sets; ids ascend by their bytes, sets by order, then by ids.
  func writeJSON() {
    var out = TextStream()
    let names = TextTable(result.tree.events.map { Self.quoted($0.name) })
    out.write("{\"target\": \(Self.quoted(result.target)), \"complete_to_order\": \(result.order.map { "\($0)" } ?? "null"), \"counts\": [")
    out.write(result.counts.map { "\($0)" }.joined(separator: ", ") + "]")
    if let probability = result.probability { out.write(", \"probability\": \(Self.number(probability))") }
    if let importance = result.importance {
      out.write(", \"importance\": [")
      for (number, row) in importance.enumerated() {
        out.write(number == 0 ? "\n{\"id\": " : ",\n{\"id\": ")
        names.write(Int(row.event), to: &out)
        for (name, value) in FaultTreeSets.figures(row) { out.write(", \"\(name)\": \(Self.number(value))") }
        out.write("}")
      }
      out.write("\n]")
    }
    if let sets = result.sets {
      out.write(result.isPaths ? ", \"path_sets\": [" : ", \"cut_sets\": [")
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

  private static func quoted(_ text: String) -> String {
    var out = JSONText()
    out.string(text)
    return out.text
  }

  private static func number(_ value: Double?) -> String { value.map { CSVText.number($0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "null" }

  /// The sets as records of order and ids; the counts, or the importance, where that is what was asked for.
  func writeCSV() {
    var out = TextStream()
    if let importance = result.importance {
      out.write(CSVText.line(["event_id", "probability"] + (importance.first.map { FaultTreeSets.figures($0).map(\.name) } ?? [])))
      for row in importance {
        let event = result.tree.events[Int(row.event)]
        let figures = FaultTreeSets.figures(row).map { $0.value.map { CSVText.number($0) } ?? "" }
        out.write(CSVText.line([event.name, event.probability.map { CSVText.number($0) } ?? ""] + figures))
      }
    } else if let sets = result.sets {
      out.write(CSVText.line(["order", "event_ids"]))
      for set in sets { out.write(CSVText.line(["\(set.count)", set.map { result.tree.events[Int($0)].name }.joined(separator: ";")])) }
    } else {
      out.write(CSVText.line(["order", result.isPaths ? "path_sets" : "cut_sets"]))
      for (place, count) in result.counts.enumerated() { out.write(CSVText.line(["\(place + 1)", "\(count)"])) }
    }
  }
}
