/// Names that have to be told apart on a page, even where they are cut.
extension PagePicture {
  /// A name on one line, no wider than `limit`, so that no other owner's name on the page reads the same.
  ///
  /// What does not fit is cut at its end where what is left is its own; else in the middle, or on both sides, so that what tells it apart stays; else
  /// its id stands there. Where there is room for nothing of all that, it is cut as any text.
  ///
  /// - Parameters:
  ///   - name: the whole name.
  ///   - owner: what it names; it may stand on the page more than once.
  ///   - shared: with how many of its first characters another name begins too.
  ///   - sharedEnd: with how many of its last characters another name ends too.
  ///   - id: a short name of the owner that is its own.
  ///   - mark: stands before the name whatever is cut.
  ///   - x: of the anchor.
  ///   - y: of the baseline.
  ///   - type: how it looks.
  ///   - limit: the width it may take.
  /// - Returns: its width as drawn.
  @discardableResult
  package mutating func name(
    _ name: String, of owner: String, shared: Int, sharedEnd: Int, id: String, mark: String = "", _ x: Double, _ y: Double, _ type: Face,
    limit: Double
  ) -> Double {
    let whole = SafeText.clean(name, limit: 400)
    if whole.isEmpty && mark.isEmpty { return 0 }
    let shown = shownName(
      whole, of: owner, shared: (shared, sharedEnd), id: SafeText.clean(id, limit: 60), mark: mark, type, limit: limit)
    owners[shown] = owner
    let drawn = Self.fitted(mark + shown, type, limit)
    add(.text(drawn, Diagram.Point(x, y), type, full: shown == whole && drawn == mark + shown ? "" : mark + whole))
    return Self.width(drawn, type)
  }

  /// A name on two lines that hold it whole; `nil` where it takes one line only, or more than two, or another owner's reads the same.
  ///
  /// - Parameters:
  ///   - name: the whole name.
  ///   - owner: what it names.
  ///   - type: how it looks.
  ///   - limit: the width of a line.
  package mutating func twoLines(_ name: String, of owner: String, _ type: Face, limit: Double) -> [String]? {
    let whole = SafeText.clean(name, limit: 400)
    if Self.width(whole, type) <= limit { return nil }
    guard owners[whole] ?? owner == owner else { return nil }
    let lines = TextWidth.wrap(whole, size: type.size * 1.03, isBold: type.isBold, limit: limit, lineLimit: 2)
    guard lines.count == 2, lines.joined().filter({ $0 != " " }) == whole.filter({ $0 != " " }) else { return nil }
    owners[whole] = owner
    return lines
  }

  private func shownName(
    _ whole: String, of owner: String, shared: (start: Int, end: Int), id: String, mark: String, _ type: Face, limit: Double
  ) -> String {
    func fits(_ text: String) -> Bool { limit == .infinity || Self.width(mark + text, type) <= limit }
    func isOwn(_ text: String) -> Bool { owners[text] ?? owner == owner }
    if fits(whole) && isOwn(whole) { return whole }
    let characters = Array(whole)
    let short = Array(id)
    /// The longest beginning (or end) of a name with what stands around it that fits; `nil` when none does.
    func longest(_ text: [Character], head: String, fromEnd: Bool, atLeast least: Int) -> String? {
      for count in stride(from: text.count - 1, through: least, by: -1) {
        let cut = fromEnd ? head + "…" + String(text.suffix(count)) : String(text.prefix(count)) + "…"
        if fits(cut) { return isOwn(cut) ? cut : nil }
      }
      return nil
    }
    // Cut at the end: what no other name begins with is still there.
    if let cut = longest(characters, head: "", fromEnd: false, atLeast: max(shared.start + 1, 1)) { return cut }
    // One letter of Latin script says little; one Han character does.
    let few = characters.last?.isASCII == true ? 2 : 1
    // Cut before the end, with what no other name ends with; else around what differs from the name most like it.
    for least in [max(shared.end + 1, few), few] {
      for length in [4, 3, 2, 1, 0] where characters.count > length + 1 {
        let head = String(characters.prefix(length))
        if let cut = longest(characters, head: head, fromEnd: true, atLeast: least) { return cut }
      }
      let inner = Array(characters.dropFirst(min(shared.start, characters.count)))
      for count in stride(from: inner.count - 1, through: few, by: -1) where fits("…" + String(inner.prefix(count)) + "…") {
        let cut = "…" + String(inner.prefix(count)) + "…"
        if isOwn(cut) { return cut }
        break
      }
    }
    if fits(id) && isOwn(id) { return id }
    if let cut = longest(short, head: "", fromEnd: true, atLeast: 1) { return cut }
    if let cut = longest(characters, head: "", fromEnd: false, atLeast: 1) { return cut }
    for number in 2..<1_000 where isOwn("…\(number)") { return "…\(number)" }
    return whole
  }
}
