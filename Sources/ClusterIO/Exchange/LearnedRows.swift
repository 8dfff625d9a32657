import Dispatch

/// The ways in which the elements of a graph are written, as far as they are known, and the reading by them: two stretches of the text at a time.
struct LearnedRows {
  /// Where an element begins that nobody knew how to read; the next one learns from it.
  var start: Int?
  private(set) var isEdge = false
  var threads = 1
  /// Whether anything is learned; if not, every element is taken apart.
  var isOn = true

  private var templates: [RowTemplate] = []
  /// Elements that a template was sought for; ones that are never alike do not go on being learned from.
  private var trials = 0
  private var buffers: [RecordBuffer<UInt8>] = []

  /// So much is read by each thread at a time.
  private static let stretch = 1 << 20
  private static let templateLimit = 8
  private static let trialLimit = 256

  /// Nodes are written in other ways than edges.
  mutating func turn(isEdge: Bool) {
    if isEdge == self.isEdge { return }
    self.isEdge = isEdge
    templates = []
    trials = 0
  }

  mutating func add(_ template: RowTemplate) {
    trials += 1
    if !isOn { return }
    if templates.first?.fieldCount != template.fieldCount { templates = [] }
    if templates.count < Self.templateLimit { templates.append(template) }
  }

  /// Reads the elements from `at` on that are written in a known way into `rows`; the answer is where the next one is.
  mutating func read(_ text: Bytes, _ at: Int, into rows: inout ExchangeRows) -> Int {
    guard let first = templates.first, first.fieldCount == rows.names.count, trials < Self.trialLimit else { return at }
    let capacity = Self.stretch + 2 * RowTemplate.room
    while buffers.count < 2 { buffers.append(RecordBuffer(repeating: 0, count: capacity)) }
    let middle = at + Self.stretch
    // The second stretch begins with the next element of the kind: a guess, which is right when the first one ends there.
    guard threads > 1, middle + Self.stretch / 4 < text.count, let second = Self.element(text, after: middle, isEdge: isEdge) else {
      let (count, next, written) = RowTemplate.read(text, from: at, before: middle, templates, into: buffers[0].start, capacity: capacity)
      rows.append(Bytes(start: buffers[0].start, count: written), count: count)
      return next
    }
    let results = RecordBuffer(repeating: (rows: 0, at: 0, written: 0), count: 2)
    nonisolated(unsafe) let (shared, outs, known, text) = (results.start, (buffers[0].start, buffers[1].start), templates, text)
    DispatchQueue.concurrentPerform(iterations: 2) { part in
      shared[part] =
        part == 0
        ? RowTemplate.read(text, from: at, before: second, known, into: outs.0, capacity: capacity)
        : RowTemplate.read(text, from: second, before: second + Self.stretch, known, into: outs.1, capacity: capacity)
    }
    let (one, two) = (results.start[0], results.start[1])
    rows.append(Bytes(start: outs.0, count: one.written), count: one.rows)
    guard one.at == second, two.rows > 0 else { return one.at }
    rows.append(Bytes(start: outs.1, count: two.written), count: two.rows)
    return two.at
  }

  private static func element(_ text: Bytes, after start: Int, isEdge: Bool) -> Int? {
    let letter: UInt8 = isEdge ? 0x65 : 0x6E
    for at in start..<min(start + RowTemplate.lengthLimit, text.count - 1) where text[at] == 0x3C && text[at + 1] == letter { return at }
    return nil
  }
}
