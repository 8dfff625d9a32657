import ClusterModel

/// Reads what somebody wrote down of a chain: an indented outline, a list, or JSON (docs/chain-draft.schema.json).
public enum ChainDraftReader {
  /// Reads the draft at `path`, in the form that its content has.
  ///
  /// A file that ends in `.json` or begins with `{` is JSON; a workbook, or a text whose header names products and inputs or 上游, 中游, 下游, is a list;
  /// any other text is an outline.
  ///
  /// - Parameter path: the file, at most 4 MiB where it is no list.
  /// - Returns: the draft, with at least one step.
  /// - Throws: ``ClusterIOError`` where it cannot be read, is not what it says, or says nothing.
  public static func read(_ path: String) throws(ClusterIOError) -> ChainDraft {
    let name = String(path.split(separator: "/").last ?? "")
    let shown = FieldValue.shownPath(name)
    let draft: ChainDraft
    if RawList.isWorkbook(path) {
      guard let list = try ChainLists.read(path, file: shown) else { throw noHeader(shown) }
      draft = list
    } else {
      let text = try TextEncoding.decode(try FileBytes.open(path: path, shown: shown), forced: nil, shown: shown)
      let bytes = Array(UnsafeBufferPointer(start: text.content.start + text.start, count: text.end - text.start))
      if bytes.count > 4 << 20 {
        throw ClusterIOError(
          .tooLarge, LocalText(zh: "超过 4 MiB，不像是一条产业链的草稿。", en: "is larger than 4 MiB, more than a draft of a chain."),
          place: Place(file: shown))
      }
      if name.hasSuffix(".json") || bytes.first(where: { $0 > 0x20 }) == 0x7B {
        draft = try json(bytes, file: shown)
      } else if let list = try ChainLists.read(path, file: shown) {
        draft = list
      } else {
        if ["csv", "tsv"].contains(name.split(separator: ".").last.map { $0.lowercased() } ?? "") { throw noHeader(shown) }
        draft = ChainOutline.read(String(decoding: bytes, as: UTF8.self), file: shown)
      }
    }
    if draft.steps.isEmpty {
      throw ClusterIOError(
        .badFile, LocalText(zh: "没有任何环节；每行写一个产品或环节。", en: "names no step; write a product or a step on each line."),
        place: Place(file: shown))
    }
    return draft
  }

  private static func noHeader(_ shown: String) -> ClusterIOError {
    ClusterIOError(
      .wrongColumn,
      LocalText(
        zh: "没有认得的表头；表头写“产品,上游产品”，或“上游,中游,下游”。",
        en: "has no header that is known; write “product,input”, or “upstream,midstream,downstream”."),
      place: Place(file: shown))
  }

  // MARK: JSON

  private static let linkFields = ["input", "output", "importance", "substitute_group", "confidence", "source"]
  private static let stageFields = ["name", "name_en", "products", "industry_code"]
  private static let rootFields = ["chain", "chain_en", "stages", "links"]

  static func json(_ bytes: [UInt8], file: String) throws(ClusterIOError) -> ChainDraft {
    let root: YAMLNode
    do {
      root = try YAMLNode.read(bytes)
    } catch {
      throw wrong(file, error.line, zh: error.message.zh, en: error.message.en)
    }
    let fields = try fields(root, rootFields, file)
    var draft = ChainDraft(name: Name(zh: try text(fields["chain"], file), en: try text(fields["chain_en"], file)))
    for node in try list(fields["stages"], file) {
      let stage = try self.fields(node, stageFields, file)
      let name = try text(stage["name"], file)
      if name.isEmpty { throw wrong(file, node.line, zh: "环节没有名称（name）", en: "a stage has no name") }
      var products: [String] = []
      for product in try list(stage["products"], file) { products.append(try text(product, file)) }
      let code = try text(stage["industry_code"], file)
      if !code.isEmpty && !IndustryCode.hasForm(code) {
        throw wrong(
          file, node.line, zh: "“\(FieldValue.shown(code))”不可能是 GB/T 4754 代码；不确定时留空",
          en: "“\(FieldValue.shown(code))” cannot be a code of GB/T 4754; leave it empty where it is not sure")
      }
      draft.add(
        ChainDraft.Step(
          name: bothNames(name, try text(stage["name_en"], file)), products: products.filter { !$0.isEmpty }, industryCode: code,
          source: "\(file):\(node.line)"))
    }
    for node in try list(fields["links"], file) { try addLink(node, to: &draft, file) }
    return draft
  }

  private static func addLink(_ node: YAMLNode, to draft: inout ChainDraft, _ file: String) throws(ClusterIOError) {
    let link = try fields(node, linkFields, file)
    let (input, output) = (try text(link["input"], file), try text(link["output"], file))
    func position(_ name: String) throws(ClusterIOError) -> Int {
      guard let at = draft.steps.firstIndex(where: { [$0.name.zh, $0.name.en].map { ChainDraft.key($0) }.contains(ChainDraft.key(name)) }),
        !name.isEmpty
      else {
        throw wrong(
          file, node.line, zh: "links 里的“\(FieldValue.shown(name))”不在 stages 中",
          en: "“\(FieldValue.shown(name))” of links is no stage of stages")
      }
      return at
    }
    let number = try text(link["confidence"], file)
    let confidence = number.isEmpty ? ChainDraft.Trust.model : Double(number) ?? -1
    guard (0...1).contains(confidence) else {
      throw wrong(file, node.line, zh: "confidence 须在 0 至 1 之间", en: "confidence lies between 0 and 1")
    }
    let said = try text(link["source"], file)
    draft.add(
      ChainDraft.Link(
        input: try position(input), output: try position(output), importance: ChainDraft.importance(try text(link["importance"], file)),
        group: try text(link["substitute_group"], file), confidence: confidence,
        source: "\(file):\(node.line)" + (said.isEmpty ? "" : " " + said)))
  }

  private static func bothNames(_ name: String, _ english: String) -> Name {
    let own = ChainDraft.name(name)
    return own.zh.isEmpty ? Name(en: name) : Name(zh: name, en: english)
  }

  private static func fields(_ node: YAMLNode, _ known: [String], _ file: String) throws(ClusterIOError) -> [String: YAMLNode] {
    guard case .fields(let fields) = node.value else {
      throw wrong(file, node.line, zh: "此处应为一组字段", en: "an object is wanted here")
    }
    if let other = fields.first(where: { !known.contains($0.name) }) {
      let shown = FieldValue.shown(other.name)
      throw wrong(
        file, other.line, zh: "不认得字段“\(shown)”；可用：\(known.joined(separator: "、"))",
        en: "there is no field “\(shown)”; known are \(known.joined(separator: ", "))")
    }
    return Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  private static func list(_ node: YAMLNode?, _ file: String) throws(ClusterIOError) -> [YAMLNode] {
    guard let node else { return [] }
    switch node.value {
    case .list(let items): return items
    case .text(""): return []
    default: throw wrong(file, node.line, zh: "此处应为列表", en: "a list is wanted here")
    }
  }

  private static func text(_ node: YAMLNode?, _ file: String) throws(ClusterIOError) -> String {
    guard let node else { return "" }
    guard case .text(let text) = node.value else { throw wrong(file, node.line, zh: "此处应为文字", en: "a text is wanted here") }
    return text.trimmed
  }

  private static func wrong(_ file: String, _ line: Int, zh: String, en: String) -> ClusterIOError {
    ClusterIOError(.badFile, LocalText(zh: zh + "。", en: en + "."), place: Place(file: file, row: line))
  }
}
