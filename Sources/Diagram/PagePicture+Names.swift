/// Names that have to be told from all others on the page, even where they are cut.
extension PagePicture {
  /// Adds a name so that no other key's name on the page reads the same.
  ///
  /// - Parameters:
  ///   - name: unlike that of any other key.
  ///   - key: whose name it is; it may stand on the page more than once.
  ///   - shared: how many of its first characters the name most like it begins with too.
  ///   - id: stands in for the name where nothing else tells it apart.
  ///   - mark: stands before it, whatever is cut.
  ///   - x: of the anchor.
  ///   - y: of the baseline.
  ///   - type: how it looks.
  ///   - limit: the room for mark and name.
  /// - Returns: its width as drawn, with the mark.
  @discardableResult
  package mutating func name(
    _ name: String, of key: String, shared: Int, id: String, mark: String = "", _ x: Double, _ y: Double, _ type: Face, limit: Double
  ) -> Double {
    let whole = SafeText.clean(name, limit: 400)
    if (mark + whole).isEmpty { return 0 }
    let room = limit == .infinity ? limit : limit - (mark.isEmpty ? 0 : Self.width(mark, type))
    let forms = Self.forms(of: whole, shared: shared, id: SafeText.clean(id, limit: 400), type, room)
    let shown = forms.first { owners[$0, default: key] == key } ?? forms[0]
    owners[shown] = owners[shown] ?? key
    let drawn = Self.fitted(mark + shown, type, limit)
    add(.text(drawn, Diagram.Point(x, y), type, full: drawn == mark + whole ? "" : whole))
    return Self.width(drawn, type)
  }

  /// A name on two lines that hold it whole.
  ///
  /// - Parameters:
  ///   - name: unlike that of any other key.
  ///   - type: how it looks.
  ///   - limit: the room of a line.
  /// - Returns: `nil` where it takes one line, or more than two.
  package static func twoLines(_ name: String, _ type: Face, limit: Double) -> [String]? {
    let whole = SafeText.clean(name, limit: 400)
    if width(whole, type) <= limit { return nil }
    let lines = TextWidth.wrap(whole, size: type.size * 1.03, isBold: type.isBold, limit: limit, lineLimit: 2)
    return lines.count == 2 && lines.joined().filter { $0 != " " } == whole.filter { $0 != " " } ? lines : nil
  }

  /// A name's forms that fit, the most legible first: whole; its beginning, where that tells it apart; a little of its beginning with what differs; both
  /// ends; two letters with the end of the id; the id. Never empty.
  static func forms(of name: String, shared: Int, id: String, _ type: Face, _ limit: Double) -> [String] {
    if limit == .infinity || width(name, type) <= limit { return [name, name + " " + id] }
    let letters = Array(name)
    var forms: [String] = []
    func add(_ form: String) {
      if width(form, type) <= limit && !forms.contains(form) { forms.append(form) }
    }
    let start = fitted(name, type, limit)
    if start.count - 1 > shared { add(start) }
    // A number or a word is not cut in two: 12 and 13 differ as a whole.
    var from = min(shared, letters.count)
    while from > 0, from < letters.count, isWordLike(letters[from]), isWordLike(letters[from - 1]) { from -= 1 }
    let rest = String(letters[from...])
    if !rest.isEmpty {
      for head in stride(from: min(from - 1, 12), through: 0, by: -1) where forms.count < 4 { add(String(letters[..<head]) + "…" + rest) }
      // What differs without the dots, where these are too wide before a number.
      if from > 0, rest.count > 1 { add(rest) }
      let cut = fitted("…" + rest, type, limit)
      if cut.count > 3 { add(cut) }
    }
    for length in stride(from: min(letters.count - 1, 24), through: 2, by: -1) where forms.count < 10 {
      add(String(letters[..<((length + 1) / 2)]) + "…" + String(letters[(letters.count - length / 2)...]))
    }
    let end = Array(id)
    for count in stride(from: min(8, end.count), through: 1, by: -1) { add(String(letters.prefix(2)) + "…" + String(end.suffix(count))) }
    for count in stride(from: end.count, through: 1, by: -1) { add((count < end.count ? "…" : "") + String(end.suffix(count))) }
    return forms.isEmpty ? [start] : forms
  }

  private static func isWordLike(_ letter: Character) -> Bool { letter.isASCII && letter.isLetter || letter.isNumber }
}
