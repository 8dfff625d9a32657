public import Answers
import ClusterAnalysis
import ClusterIO
public import ClusterModel
import Scenarios

/// What turned between two dates (红黄绿灯): of each chain, county and leader its light then and now, and the facts that are others?
public struct WatchQuestion: Sendable {
  /// Where the network of the earlier date is from.
  public enum Earlier: Sendable {
    /// A network of its own, of this name: a workspace as it was known then, or the lists of then.
    case network(Study, name: String)
    /// The rows that are dated up to this day.
    case day(CalendarDay)
  }

  public var rules: WatchRules
  public var earlier: Earlier
  /// The date asked for, as pages name it.
  public var since: String
  /// Chains (clusters), counties and leaders, by id or name; all when empty.
  public var only: [String] = []

  /// - Parameters:
  ///   - rules: what is red and amber; those of ``standard()`` where nobody gives others.
  ///   - earlier: what is held against.
  ///   - since: the date, for readers.
  public init(_ rules: WatchRules, earlier: Earlier, since: String) {
    self.rules = rules
    self.earlier = earlier
    self.since = since
  }

  /// The rules that ship: example thresholds, no policy standard.
  public static func standard() throws -> WatchRules {
    guard let rules = RuleFile.defaultWatch.rules else {
      throw QuestionError(.missingData, zh: "随附的红黄绿灯规则读不出", en: "the rules that ship cannot be read")
    }
    return rules
  }

  /// Facts of how many lights there are and turned; the tables `turned`, `turned_rules`, `turned_facts` (the rows that are others), `turned_findings` and `lights`.
  /// Two snapshots' work.
  ///
  /// - Throws: ``QuestionError`` where nothing has a light, nothing is dated, or something named is not there.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let then: Network
    var reading: Reading?
    var records: RecordsByDay?
    switch earlier {
    case .network(let other, _): (then, reading) = (other.network, other.reading)
    case .day(let day):
      let found = try RecordsByDay(network, by: day)
      if found.onRecord + found.later == 0 {
        throw QuestionError(
          .missingData, zh: "没有一行注明日期，看不出 \(SafeText.safe(since)) 时在册的是哪些",
          en: "no row has a date: what was on record at \(SafeText.safe(since)) cannot be told",
          remedy: LocalText(zh: "填写“截至日期”列，或给出当时的名单，或用工作区", en: "fill in the column as_of, or give the lists of then, or use a workspace"))
      }
      (then, records) = (found.network, found)
    }
    // Before the first dated row nothing was on record: not the same as a network without firms.
    let isBlank = records.map { $0.onRecord == 0 && $0.undated == 0 } ?? false
    let (before, after) = (TrafficLights(then, rules), TrafficLights(network, rules))
    let watched = try Watched(before: before, after: after, isBlank: isBlank).only(only)
    if watched.isEmpty {
      throw QuestionError(
        .missingData, zh: "没有可看的产业链、县区或领跑者", en: "there is no chain, county or leader to watch",
        remedy: LocalText(
          zh: "在集群表写明产业链，在县区表列出县区，在荣誉表写明领跑者", en: "give clusters their chain, list the counties, and say in roles who leads"))
    }
    return WatchAnswer(
      question: self, watched: watched, then: (then, reading), now: (network, study.reading), snapshots: (before.snapshot, after.snapshot),
      records: records
    ).answer
  }
}

/// Something that has a light, then and now.
struct Watched: Sendable {
  struct Thing: Sendable {
    var kind: WatchRules.Kind
    var subject: Subject
    /// `nil`: it was not on record then, or is no longer.
    var before: TrafficLights.Subject?
    var after: TrafficLights.Subject?

    var lights: (before: TrafficLight, after: TrafficLight) { (before?.light ?? .unknown, after?.light ?? .unknown) }
    var turn: WatchTurn { WatchTurn(lights.before.colour, lights.after.colour) }
    var isTurned: Bool { turn != .same }
  }

  var things: [Thing]
  var isEmpty: Bool { things.isEmpty }

  init(before: TrafficLights, after: TrafficLights, isBlank: Bool) {
    let old = Dictionary(before.subjects.map { ($0.key, $0) }) { first, _ in first }
    let keys = Set(after.subjects.map(\.key))
    let all = after.subjects + before.subjects.filter { !keys.contains($0.key) }
    let new = Dictionary(after.subjects.map { ($0.key, $0) }) { first, _ in first }
    things = all.map { Thing(kind: $0.kind, subject: $0.subject, before: isBlank ? nil : old[$0.key], after: new[$0.key]) }
  }

  /// - Throws: ``QuestionError`` where nothing is called so.
  func only(_ wanted: [String]) throws -> Watched {
    if wanted.isEmpty { return self }
    var kept = self
    var found = Set<Int>()
    for name in wanted {
      let rows = things.indices.filter { row in
        let subject = things[row].subject
        return subject.id == name || subject.name.zh == name || subject.name.en == name
      }
      let near = rows.isEmpty ? things.indices.filter { things[$0].subject.name.zh.contains(name) && !name.isEmpty } : rows
      if near.isEmpty {
        throw QuestionError(
          .unknownID, zh: "没有编号或名称为“\(SafeText.safe(name))”的产业链、县区或领跑者",
          en: "there is no chain, county or leader \"\(SafeText.safe(name))\"",
          remedy: LocalText(
            zh: "形如：\(things.prefix(6).map { SafeText.safe($0.subject.id) }.joined(separator: "、"))",
            en: "they look like: \(things.prefix(6).map { SafeText.safe($0.subject.id) }.joined(separator: ", "))"))
      }
      found.formUnion(near)
    }
    kept.things = found.sorted().map { things[$0] }
    return kept
  }
}

/// How a light turned; what is unknown is neither better nor worse.
enum WatchTurn: String, Sendable, CaseIterable {
  case worse, better
  case becameKnown = "became_known"
  case becameUnknown = "became_unknown"
  case same

  init(_ before: TrafficLight.Colour?, _ after: TrafficLight.Colour?) {
    switch (before, after) {
    case (let a?, let b?): self = a == b ? .same : a < b ? .worse : .better
    case (nil, nil): self = .same
    case (nil, _?): self = .becameKnown
    case (_?, nil): self = .becameUnknown
    }
  }

  var label: LocalText {
    switch self {
    case .worse: LocalText(zh: "▼ 变差", en: "▼ worse")
    case .better: LocalText(zh: "▲ 变好", en: "▲ better")
    case .becameKnown: LocalText(zh: "新知", en: "now known")
    case .becameUnknown: LocalText(zh: "转为未知", en: "no longer known")
    case .same: LocalText(zh: "未变", en: "same")
    }
  }

  /// The order in which turns are told.
  var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
