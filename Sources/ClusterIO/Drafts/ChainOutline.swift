import ClusterModel

/// Reads a chain from an indented outline: what stands further in below a line is what that line needs.
///
///     假发
///       发丝：化纤发丝、人发发丝
///         化纤丝 / 人发
///       网帽
///       包装？
///
/// Products come after a colon, alternatives are parted by `/`, a question mark says that it goes without, and Latin words in brackets are the English name.
/// Bullets and numbers before a line, and empty lines, do not count. A line that begins with `#` names the chain.
struct ChainOutline {
  private var draft: ChainDraft
  private let file: String
  /// Open lines: how far in, and their steps.
  private var open: [(indent: Int, steps: [Int])] = []
  private var title = ""
  private var roots: [Int] = []

  /// - Parameters:
  ///   - text: of the file.
  ///   - file: as it is named in sources.
  static func read(_ text: String, file: String) -> ChainDraft {
    var outline = ChainOutline(draft: ChainDraft(name: Name()), file: file)
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      outline.add(line, number + 1)
    }
    let stem = String(file.prefix { $0 != "." })
    let only = outline.roots.count == 1 ? outline.draft.steps[outline.roots[0]].name : ChainDraft.name(stem)
    outline.draft.name = outline.title.isEmpty ? only : ChainDraft.name(outline.title)
    return outline.draft
  }

  private init(draft: ChainDraft, file: String) { (self.draft, self.file) = (draft, file) }

  private mutating func add(_ line: Substring, _ number: Int) {
    var rest = line
    var indent = 0
    while let first = rest.first, first == " " || first == "\t" || first == "\u{3000}" {
      indent += first == "\t" ? 4 : first == "\u{3000}" ? 2 : 1
      rest = rest.dropFirst()
    }
    if rest.first == "#" {
      if title.isEmpty { title = String(rest.drop { $0 == "#" }).trimmed }
      return
    }
    let text = Self.withoutBullet(rest)
    if text.isEmpty { return }
    let source = "\(file):\(number)"
    while let last = open.last, last.indent >= indent { open.removeLast() }
    let parts = Self.parts(text)
    if parts.names.isEmpty { return }
    let steps = parts.names.map { name in
      draft.add(ChainDraft.Step(name: name, products: parts.names.count == 1 ? parts.products : [], source: source))
    }
    if open.isEmpty { roots += steps }
    let first = draft.steps[steps.first ?? 0].name
    let group = steps.count > 1 ? (first.zh.isEmpty ? first.en : first.zh) : ""
    for output in open.last?.steps ?? [] {
      for input in steps {
        draft.add(
          ChainDraft.Link(
            input: input, output: output, importance: parts.isOptional ? .nonEssential : .essential, group: group,
            confidence: ChainDraft.Trust.said, source: source))
      }
    }
    open.append((indent, steps))
  }

  /// `- 纱线`, `1. 纱线`, `（2）纱线` without what stands before the name.
  private static func withoutBullet(_ line: Substring) -> String {
    var rest = Substring(String(line).trimmed)
    if let first = rest.first, "-*•·+–—".contains(first) { rest = rest.dropFirst() }
    let bare = Substring(String(rest).trimmed)
    let number = bare.drop { $0 == "(" || $0 == "（" }
    let after = number.drop { $0.isNumber || $0 == "." }
    if after.startIndex > number.startIndex {
      if let mark = after.first, ")）、".contains(mark) { return String(after.dropFirst()).trimmed }
      if number[..<after.startIndex].hasSuffix(".") { return String(after).trimmed }
    }
    return String(bare).trimmed
  }

  /// What a line says.
  private static func parts(_ line: String) -> (names: [Name], products: [String], isOptional: Bool) {
    var text = line
    var isOptional = false
    for mark in ["（可选）", "(可选)", "（非必需）", "(非必需)", "(optional)", "（optional）", "？", "?"] where text.contains(mark) {
      text = text.replacing(mark, with: "")
      isOptional = true
    }
    var products: [String] = []
    if let colon = text.firstIndex(where: { $0 == "：" || $0 == ":" }) {
      products = values(text[text.index(after: colon)...])
      text = String(text[..<colon])
    }
    let names = text.split { "/／|｜".contains($0) }.map { String($0).trimmed }.filter { !$0.isEmpty }.map(name)
    return (names, products, isOptional)
  }

  /// The texts of a cell that holds several.
  static func values(_ text: some StringProtocol) -> [String] {
    text.split { "、;；,，".contains($0) }.map { String($0).trimmed }.filter { !$0.isEmpty }
  }

  /// `发丝 (hair fibre)` has both names.
  static func name(_ text: String) -> Name {
    guard let begin = text.firstIndex(where: { $0 == "(" || $0 == "（" }), let last = text.last, last == ")" || last == "）" else {
      return ChainDraft.name(text)
    }
    let inner = String(text[text.index(after: begin)...].dropLast()).trimmed
    let outer = String(text[..<begin]).trimmed
    guard !outer.isEmpty, !inner.isEmpty, inner.allSatisfy(\.isASCII), ChainDraft.name(outer).en.isEmpty else {
      return ChainDraft.name(text)
    }
    return Name(zh: outer, en: inner)
  }
}
