import ClusterModel

/// Reads chains from lists: of products and what each is made of, or of 上游, 中游, 下游.
struct ChainLists {
  private enum Kind: Hashable { case output, input, upstream, midstream, downstream, importance, confidence, source }

  private static let words: [(Kind, [String])] = [
    (.output, ["产品", "下游产品", "环节", "产出", "产出环节", "product", "output", "stage", "output_stage"]),
    (.input, ["上游产品", "上游", "投入", "投入环节", "原料", "原材料", "需要", "input", "upstream product", "needs", "input_stage"]),
    (.upstream, ["上游", "上游环节", "upstream"]), (.midstream, ["中游", "中游环节", "midstream"]),
    (.downstream, ["下游", "下游环节", "downstream"]), (.importance, ["重要性", "是否必需", "importance"]),
    (.confidence, ["置信度", "可信度", "confidence"]), (.source, ["来源", "出处", "依据", "source"]),
  ]

  /// The chain of the first sheet, or the file, that has such a header; `nil` where none has.
  static func read(_ path: String, file: String) throws(ClusterIOError) -> ChainDraft? {
    for list in try RawList.all(in: [path]) {
      for (at, row) in list.rows.prefix(20).enumerated() {
        guard let columns = header(row) else { continue }
        let below = list.rows.dropFirst(at + 1)
        let place = list.sheet.isEmpty ? file : file + "!" + list.sheet
        return columns[.midstream] == nil ? pairs(below, columns, place) : streams(below, columns, place)
      }
    }
    return nil
  }

  /// Which column is which, where the row is a header: of two columns 产品 and 上游产品, or of two of 上游, 中游, 下游.
  private static func header(_ row: HeaderRow) -> [Kind: Int]? {
    func column(_ kind: Kind) -> Int? {
      let names = words.first { $0.0 == kind }?.1 ?? []
      return row.cells.first { cell in names.contains { CSVDialect.normalizedHeader($0) == CSVDialect.normalizedHeader(cell.text) } }?
        .column
    }
    var found: [Kind: Int] = [:]
    if let middle = column(.midstream), column(.upstream) != nil || column(.downstream) != nil {
      found[.midstream] = middle
      for kind in [Kind.upstream, .downstream] { found[kind] = column(kind) }
      return found
    }
    guard let output = column(.output), let input = column(.input), output != input else { return nil }
    (found[.output], found[.input]) = (output, input)
    for kind in [Kind.importance, .confidence, .source] { found[kind] = column(kind) }
    return found
  }

  private static func pairs(_ rows: ArraySlice<HeaderRow>, _ columns: [Kind: Int], _ place: String) -> ChainDraft {
    var draft = ChainDraft(name: ChainDraft.name(String(place.prefix { $0 != "." })))
    for row in rows {
      func cell(_ kind: Kind) -> String { columns[kind].flatMap { column in row.cells.first { $0.column == column }?.text } ?? "" }
      let said = "\(place):\(row.row)" + (cell(.source).isEmpty ? "" : " " + cell(.source))
      let outputs = ChainOutline.values(cell(.output)).map { draft.add(ChainDraft.Step(name: ChainOutline.name($0), source: said)) }
      let inputs = ChainOutline.values(cell(.input)).map { draft.add(ChainDraft.Step(name: ChainOutline.name($0), source: said)) }
      let confidence = Double(cell(.confidence)).flatMap { (0...1).contains($0) ? $0 : nil } ?? ChainDraft.Trust.said
      let importance = ChainDraft.importance(cell(.importance))
      for output in outputs {
        for input in inputs {
          draft.add(ChainDraft.Link(input: input, output: output, importance: importance, confidence: confidence, source: said))
        }
      }
    }
    return draft
  }

  /// A row joins what stands beside each other; a cell with nothing beside it is joined, with little confidence, to the whole next column.
  private static func streams(_ rows: ArraySlice<HeaderRow>, _ columns: [Kind: Int], _ place: String) -> ChainDraft {
    var draft = ChainDraft(name: ChainDraft.name(String(place.prefix { $0 != "." })))
    let kinds = [Kind.upstream, .midstream, .downstream].filter { columns[$0] != nil }
    var all = [[Int]](repeating: [], count: kinds.count)
    var alone: [(column: Int, step: Int, isInput: Bool, source: String)] = []
    for row in rows {
      let source = "\(place):\(row.row)"
      let cells = kinds.map { kind -> [Int] in
        let text = row.cells.first { $0.column == columns[kind] }?.text ?? ""
        return ChainOutline.values(text).map { draft.add(ChainDraft.Step(name: ChainOutline.name($0), source: source)) }
      }
      for at in kinds.indices { all[at] += cells[at].filter { !all[at].contains($0) } }
      for at in kinds.indices.dropLast() {
        let (inputs, outputs) = (cells[at], cells[at + 1])
        for input in inputs {
          for output in outputs {
            draft.add(
              ChainDraft.Link(input: input, output: output, confidence: ChainDraft.Trust.besideEachOther, source: source))
          }
        }
        if outputs.isEmpty { alone += inputs.map { (at + 1, $0, true, source) } }
        if inputs.isEmpty { alone += outputs.map { (at, $0, false, source) } }
      }
    }
    for (column, step, isInput, source) in alone {
      // What another row joins to that side already needs no guess.
      if draft.links.contains(where: { isInput ? $0.input == step && all[column].contains($0.output) : $0.output == step }) { continue }
      for other in all[column] {
        draft.add(
          ChainDraft.Link(
            input: isInput ? step : other, output: isInput ? other : step, importance: .nonEssential,
            confidence: ChainDraft.Trust.columnToColumn, source: source))
      }
    }
    return draft
  }
}

extension ChainDraft {
  /// What a cell says of how needed an input is; essential where it says nothing.
  static func importance(_ text: String) -> Importance {
    switch text.trimmed.lowercased() {
    case "non_essential", "non-essential", "非必需", "1", "否", "optional": .nonEssential
    case "negligible", "可忽略", "0": .negligible
    default: .essential
    }
  }
}
