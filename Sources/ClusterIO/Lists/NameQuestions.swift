public import ClusterModel

/// A name that may be a firm of the lists under another name: a person says which.
public struct NameQuestion: Sendable, Hashable {
  public struct Candidate: Sendable, Hashable {
    /// The firm's id in the lists, and its name.
    public var id: String
    public var name: String
    /// 0…1: how alike the two are.
    public var certainty: Double

    package init(id: String, name: String, certainty: Double) {
      self.id = id
      self.name = name
      self.certainty = certainty
    }
  }

  public var name: String
  /// Where it stands first.
  public var place: Place
  /// The most alike first; at most three.
  public var candidates: [Candidate]
  /// What was decided; `nil` where nothing was.
  public var decision: NameDecision.Choice?

  package init(name: String, place: Place, candidates: [Candidate], decision: NameDecision.Choice? = nil) {
    self.name = name
    self.place = place
    self.candidates = candidates
    self.decision = decision
  }

  /// A name as names are compared: without width, case and blanks.
  package static func folded(_ name: String) -> String { IdentifierText.folded(name).lowercased() }

  /// How alike two names are, 0…1, by their characters.
  package static func likeness(_ a: String, _ b: String) -> Double { NameLikeness.likeness(Array(folded(a)), Array(folded(b))) }
}

/// What a person said of a name.
public struct NameDecision: Sendable, Hashable {
  public enum Choice: Sendable, Hashable {
    /// The firm of this id or name.
    case firm(String)
    /// No firm of the lists.
    case outside
  }

  public var name: String
  public var choice: Choice?

  public init(name: String, choice: Choice?) {
    self.name = name
    self.choice = choice
  }

  private static let headZh = ["名称", "出处", "可能是", "把握", "决定"]
  private static let headEn = ["name", "place", "candidates", "certainty", "decision"]

  /// Reads a file of names and decisions, as ``text(_:kept:_:)`` writes it and a person fills it in: in the last column the number of a candidate, the name
  /// or id of a firm, or 名单外 (outside).
  ///
  /// - Parameter path: the file.
  ///
  /// Throws `unreadable`, and `badFile` for a file of another kind or a number that is no candidate's.
  public static func read(_ path: String) throws(ClusterIOError) -> [NameDecision] {
    let rows = try ListText.rows(path)
    let shown = FieldValue.shownPath(path)
    guard let head = rows.first, head.elementsEqual(headZh) || head.elementsEqual(headEn) else {
      throw ClusterIOError(
        .badFile,
        LocalText(
          zh: "不是名称确认表；第一行应为：\(headZh.joined(separator: ","))。",
          en: "is no list of names to confirm; its first row is: \(headEn.joined(separator: ","))."), place: Place(file: shown, row: 1))
    }
    var decisions: [NameDecision] = []
    for (at, row) in rows.enumerated().dropFirst() where !(row.first ?? "").isEmpty {
      let said = row.count > 4 ? row[4] : ""
      let candidates = (row.count > 2 ? row[2] : "").split(whereSeparator: { "；;".contains($0) }).map { part in
        String(part).trimmed.drop { $0.isNumber }.drop { ".、 ．".contains($0) }
      }
      var choice: Choice?
      if ["名单外", "外部", "不是", "否", "outside", "no", "0"].contains(said.lowercased()) {
        choice = .outside
      } else if ["是", "对", "√", "yes", "y"].contains(said.lowercased()), let only = candidates.first, candidates.count == 1 {
        choice = .firm(String(only))
      } else if let number = Int(said) {
        guard number <= candidates.count else {
          throw ClusterIOError(
            .badFile,
            LocalText(
              zh: "决定“\(said)”没有对应的候选；写候选的序号、企业名称，或“名单外”。",
              en: "there is no candidate \(said); write the number of one, the name of a firm, or “outside”."),
            place: Place(file: shown, row: at + 1, column: head[4]))
        }
        choice = .firm(String(candidates[number - 1]))
      } else if !said.isEmpty {
        choice = .firm(said)
      }
      decisions.append(NameDecision(name: row[0], choice: choice))
    }
    return decisions
  }

  /// The file: names to be settled, then those settled before that are not asked about now.
  ///
  /// - Parameters:
  ///   - questions: of the lists just read.
  ///   - kept: decisions of earlier lists.
  ///   - language: of its header and words.
  public static func text(_ questions: [NameQuestion], kept: [NameDecision], _ language: Language) -> String {
    let isChinese = language == .zh
    func word(_ choice: Choice?) -> String {
      switch choice {
      case .firm(let name): name
      case .outside: isChinese ? "名单外" : "outside"
      case nil: ""
      }
    }
    var rows = [isChinese ? headZh : headEn]
    let asked = Set(questions.map(\.name))
    for question in questions {
      let candidates = question.candidates.enumerated().map { "\($0 + 1). \($1.name.isEmpty ? $1.id : $1.name)" }
      let place =
        question.place.cell.isEmpty ? "\(question.place.file):\(question.place.row ?? 0)" : "\(question.place.file)!\(question.place.cell)"
      rows.append([
        question.name, place, candidates.joined(separator: isChinese ? "；" : "; "),
        question.candidates.first.map { percent($0.certainty) } ?? "",
        word(question.decision),
      ])
    }
    for decision in kept where !asked.contains(decision.name) && decision.choice != nil {
      rows.append([decision.name, "", "", "", word(decision.choice)])
    }
    return ListText.csv(rows)
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }
}

/// Decisions by the name that they are of, as a network is put together.
struct NameDecisions: Sendable {
  /// Names are asked about: one that belongs to several firms is no error.
  var isAsking = false
  private var choices: [String: NameDecision.Choice] = [:]

  init() {}

  init(_ decisions: [NameDecision]) {
    isAsking = true
    for decision in decisions {
      if let choice = decision.choice { choices[IdentifierText.folded(decision.name)] = choice }
    }
  }

  var isEmpty: Bool { choices.isEmpty }

  subscript(folded name: String) -> NameDecision.Choice? { choices.isEmpty ? nil : choices[name] }
}

extension NameQuestion {
  /// The firms outside the lists that may be firms of the lists, and names decided before that stand in them.
  static func all(_ reading: Reading, asked: [NameDecision]) -> [NameQuestion] {
    let network = reading.network
    let outside = reading.outsideFirms
    var decided: [String: NameDecision.Choice] = [:]
    for decision in asked { decided[IdentifierText.folded(decision.name)] = decision.choice }
    var questions: [NameQuestion] = []
    let likeness = outside.isEmpty ? nil : NameLikeness(network, firms: 0..<outside.lowerBound)
    for row in outside {
      let id = network.firms.ids[row]
      let candidates = likeness?.candidates(id) ?? []
      let decision = decided[IdentifierText.folded(id)]
      if candidates.isEmpty && decision == nil { continue }
      questions.append(
        NameQuestion(name: id, place: reading.located(reading.place("firms", row)), candidates: candidates, decision: decision))
    }
    return questions
  }
}

/// How alike names are: by the characters of their short forms, two by two.
struct NameLikeness {
  private struct Entry {
    var row: Int
    var id: String
    var name: String
    var short: [Character]
  }

  private var entries: [Entry] = []
  /// Entries by each of their characters.
  private var byCharacter: [Character: [Int32]] = [:]
  private let places: NameText.Places

  init(_ network: Network, firms: Range<Int>) {
    let names = firms.map { row in
      let name = network.firms.namesZh.count == 0 ? "" : network.firms.namesZh[row]
      return IdentifierText.folded(name.isEmpty ? network.firms.ids[row] : name)
    }
    places = NameText.Places(network.counties, firms: names)
    for row in firms {
      let (id, name) = (network.firms.ids[row], network.firms.namesZh.count == 0 ? "" : network.firms.namesZh[row])
      let text = name.isEmpty ? id : name
      let short = Array(NameText.short(IdentifierText.folded(text), places: places))
      guard NameText.isName(text) else { continue }
      for character in Set(short) { byCharacter[character, default: []].append(Int32(entries.count)) }
      entries.append(Entry(row: row, id: id, name: name, short: short))
    }
  }

  /// Characters that half of all names have say little, but a name is compared with those that share two with it.
  func candidates(_ name: String) -> [NameQuestion.Candidate] {
    let short = Array(NameText.short(IdentifierText.folded(name), places: places))
    guard short.count >= 2 else { return [] }
    var shared: [Int32: Int] = [:]
    for character in Set(short) { for entry in byCharacter[character] ?? [] { shared[entry, default: 0] += 1 } }
    let scored = shared.filter { $0.value >= 2 }.compactMap { at, _ -> NameQuestion.Candidate? in
      let entry = entries[Int(at)]
      let certainty = Self.likeness(short, entry.short)
      return certainty < 0.6 ? nil : NameQuestion.Candidate(id: entry.id, name: entry.name, certainty: certainty)
    }
    return Array(scored.sorted { ($1.certainty, $0.id) < ($0.certainty, $1.id) }.prefix(3))
  }

  /// 1 where they are the same; a short form that stands in the other as it is, or in its order, is likely the same; else by how few signs differ.
  static func likeness(_ a: [Character], _ b: [Character]) -> Double {
    if a == b { return 1 }
    let (short, long) = a.count <= b.count ? (a, b) : (b, a)
    let share = Double(short.count) / Double(long.count)
    if long.starts(with: short) { return 0.85 + 0.1 * share }
    if contains(long, short) { return 0.75 + 0.15 * share }
    let distance = distance(a, b)
    let edits = 1 - Double(distance) / Double(long.count)
    if isSubsequence(short, of: long), short.count >= 3 || short.first == long.first { return max(0.62 + 0.2 * share, edits) }
    // One sign of three may be another firm's.
    return short.count >= 4 ? edits : 0
  }

  private static func contains(_ long: [Character], _ short: [Character]) -> Bool {
    long.indices.contains { $0 + short.count <= long.count && long[$0..<$0 + short.count].elementsEqual(short) }
  }

  private static func isSubsequence(_ short: [Character], of long: [Character]) -> Bool {
    var at = 0
    for character in long where at < short.count && short[at] == character { at += 1 }
    return at == short.count
  }

  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, first) in a.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for (j, second) in b.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, corner + (first == second ? 0 : 1))
        corner = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[b.count]
  }
}
