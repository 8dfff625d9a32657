import Answers
import ClusterAnalysis
package import ClusterIO
import ClusterModel

/// Which stage of another network stands for which of ours: by id, name and industry code; what these leave open is asked.
///
/// A stage is taken without asking where its id is the same and its name or code too, or where its name is the same and no other has it. The same id alone may mean
/// anything in another city's lists, and the same code several things: these are candidates, and nothing is compared until a person says so. Each stage stands for one at most.
package struct StageMatching: Sendable {
  package enum Ground: String, Sendable {
    case confirmed
    case sameIDAndName = "same_id_and_name"
    case sameIDAndCode = "same_id_and_code"
    case sameName = "same_name"
    case open, outside, none
    /// A stage of the peer that stands for none of ours.
    case peerOnly = "peer_only"

    var label: LocalText {
      switch self {
      case .confirmed: LocalText(zh: "人工确认", en: "confirmed")
      case .sameIDAndName: LocalText(zh: "编号、名称相同", en: "same id and name")
      case .sameIDAndCode: LocalText(zh: "编号、行业代码相同", en: "same id and code")
      case .sameName: LocalText(zh: "名称相同", en: "same name")
      case .open: LocalText(zh: "待确认", en: "to be confirmed")
      case .outside: LocalText(zh: "确认无对应", en: "said to have none")
      case .none: LocalText(zh: "没有相近的", en: "none alike")
      case .peerOnly: LocalText(zh: "仅标杆有", en: "the peer's alone")
      }
    }
  }

  package struct Candidate: Sendable {
    var stage: StageID
    var certainty: Double
  }

  package struct Pair: Sendable {
    var own: StageID
    var peer: StageID?
    var ground: Ground
    /// The likeliest first, at most three; of what is open.
    var candidates: [Candidate] = []
  }

  /// A pair for each of our stages, in their order.
  package private(set) var pairs: [Pair]
  /// Stages of theirs that stand for none of ours.
  let rest: [StageID]
  let network: Network
  let peerNetwork: Network

  var matched: [StageID: StageID] {
    Dictionary(pairs.compactMap { pair in pair.peer.map { (pair.own, $0) } }, uniquingKeysWith: { first, _ in first })
  }

  func ground(_ stage: StageID) -> Ground { pairs.first { $0.own == stage }?.ground ?? .none }

  /// - Parameters:
  ///   - stages: ours.
  ///   - network: where they are.
  ///   - cluster: of the other network: the stages of its chain, and those of its firms, are looked at.
  ///   - facts: of the other network.
  ///   - decisions: what was said before; it goes before all else.
  /// - Throws: ``QuestionError`` where a decision names no stage of theirs, or one for two of ours.
  /// - Complexity: O(own stages · their stages).
  init(_ stages: [StageID], of network: Network, against cluster: ClusterID, _ facts: BenchmarkFacts, decisions: [NameDecision]) throws {
    self.network = network
    peerNetwork = facts.network
    let theirs = Self.stages(of: cluster, facts)
    var pairs = stages.map { Pair(own: $0, ground: .none) }
    var taken: Set<StageID> = []
    try Self.decide(decisions, &pairs, &taken, network, facts.network, theirs)
    let judge = Likeness(network, stages, facts.network, theirs)
    for rule in [Ground.sameIDAndName, .sameIDAndCode, .sameName] {
      for at in pairs.indices where pairs[at].ground == .none {
        let found = theirs.filter { !taken.contains($0) && judge.holds(rule, pairs[at].own, $0) }
        guard found.count == 1 else { continue }
        (pairs[at].peer, pairs[at].ground) = (found[0], rule)
        taken.insert(found[0])
      }
    }
    for at in pairs.indices where pairs[at].ground == .none {
      let own = pairs[at].own
      pairs[at].candidates = Array(
        theirs.filter { !taken.contains($0) }.map { Candidate(stage: $0, certainty: judge.certainty(own, $0)) }
          .filter { $0.certainty >= 0.5 }
          .sorted { ($1.certainty, facts.network.stages[$0.stage.row].id) < ($0.certainty, facts.network.stages[$1.stage.row].id) }
          .prefix(3))
      if !pairs[at].candidates.isEmpty { pairs[at].ground = .open }
    }
    rest = theirs.filter { !taken.contains($0) }
    self.pairs = pairs
  }

  /// Of the chain of the cluster, then those that its firms stand at, by chain and position.
  private static func stages(of cluster: ClusterID, _ facts: BenchmarkFacts) -> [StageID] {
    let network = facts.network
    let placed = (facts.members[cluster] ?? []).flatMap { facts.firmStages[$0] }
    // A cluster that names no chain has those that its firms are in: a stage of them without a firm is one that it lacks, and not one that cannot be compared.
    let chains =
      network.clusters[cluster.row].chain.map { [$0] } ?? Set(placed.map { network.stages[$0.row].chain }).sorted { $0.index < $1.index }
    var found = chains.flatMap { network.stages(of: $0) }
    let known = Set(found)
    let others = Set(placed).subtracting(known)
    found += others.sorted { network.stages[$0.row].id < network.stages[$1.row].id }
    return found
  }

  private static func decide(
    _ decisions: [NameDecision], _ pairs: inout [Pair], _ taken: inout Set<StageID>, _ network: Network, _ other: Network,
    _ theirs: [StageID]
  ) throws {
    var said: [String: NameDecision.Choice] = [:]
    for decision in decisions { if let choice = decision.choice { said[Likeness.folded(decision.name)] = choice } }
    for at in pairs.indices {
      let stage = network.stages[pairs[at].own.row]
      guard
        let choice = [stage.id, stage.name.zh, stage.name.en].filter({ !$0.isEmpty }).lazy.compactMap({ said[Likeness.folded($0)] }).first
      else { continue }
      guard case .firm(let wanted) = choice else {
        pairs[at].ground = .outside
        continue
      }
      let key = Likeness.folded(wanted)
      let found =
        theirs.first { Likeness.folded(other.stages[$0.row].id) == key }.map { [$0] }
        ?? theirs.filter { [other.stages[$0.row].name.zh, other.stages[$0.row].name.en].contains { Likeness.folded($0) == key } }
      let (shown, asked) = (SafeText.safe(stage.name[.zh]), SafeText.safe(wanted))
      guard found.count == 1 else {
        func list(_ language: Language) -> String {
          theirs.prefix(12).map { SafeText.safe("\(other.stages[$0.row].id) \(other.stages[$0.row].name[language])") }.joined(
            separator: language == .zh ? "、" : ", ")
        }
        throw QuestionError(
          found.isEmpty ? .unknownID : .ambiguousName, zh: "环节“\(shown)”的决定“\(asked)”不是标杆的一个环节",
          en: "the decision \"\(asked)\" for the stage \(SafeText.safe(stage.name[.en])) is no one stage of the peer",
          remedy: LocalText(zh: "写候选的序号，或其一：\(list(.zh))", en: "write the number of a candidate, or one of: \(list(.en))"))
      }
      guard taken.insert(found[0]).inserted else {
        throw QuestionError(
          .badOption, zh: "标杆的环节“\(asked)”对应了本集群的两个环节", en: "the peer's stage \"\(asked)\" stands for two stages of this chain",
          remedy: LocalText(zh: "只写给最接近的一个，另一个写“名单外”", en: "give it to the nearest alone, and write “outside” for the other"))
      }
      (pairs[at].peer, pairs[at].ground) = (found[0], .confirmed)
    }
  }
}

extension StageMatching {
  /// What a person has to settle, in the form of the names of an import: the stage, where it stands, whom it may be.
  ///
  /// - Parameter reading: of our network, for the places of its rows.
  package func questions(_ reading: Reading?) -> [NameQuestion] {
    pairs.filter { !$0.candidates.isEmpty }.map { pair in
      NameQuestion(
        name: Self.called(pair.own, among: pairs.map(\.own), network),
        place: reading.map { $0.place("stages", pair.own.row) } ?? Place(file: "stages"),
        candidates: pair.candidates.map { candidate in
          let stage = peerNetwork.stages[candidate.stage.row]
          let all = pairs.compactMap(\.peer) + rest
          return NameQuestion.Candidate(
            id: stage.id, name: Self.called(candidate.stage, among: all, peerNetwork), certainty: candidate.certainty)
        })
    }
  }

  /// The name where no other stage has it, else the id.
  private static func called(_ stage: StageID, among all: [StageID], _ network: Network) -> String {
    let name = network.stages[stage.row].name[.zh]
    return name.isEmpty || all.count(where: { network.stages[$0.row].name[.zh] == name }) > 1 ? network.stages[stage.row].id : name
  }
}

/// How alike stages of two networks are.
private struct Likeness {
  let network: Network
  let other: Network
  /// How often a code stands in each.
  private let ownCodes: [String: Int]
  private let otherCodes: [String: Int]
  private let ownNames: [String: Int]

  init(_ network: Network, _ own: [StageID], _ other: Network, _ theirs: [StageID]) {
    (self.network, self.other) = (network, other)
    func counts(_ texts: [String]) -> [String: Int] { texts.reduce(into: [:]) { if !$1.isEmpty { $0[$1, default: 0] += 1 } } }
    ownCodes = counts(own.map { network.stages[$0.row].industryCode })
    otherCodes = counts(theirs.map { other.stages[$0.row].industryCode })
    ownNames = counts(own.flatMap { Set(Self.names(network.stages[$0.row])) })
  }

  static func folded(_ text: String) -> String { NameQuestion.folded(text) }

  private static func names(_ stage: Stage) -> [String] { [stage.name.zh, stage.name.en].filter { !$0.isEmpty }.map { folded($0) } }

  func holds(_ rule: StageMatching.Ground, _ a: StageID, _ b: StageID) -> Bool {
    let (own, peer) = (network.stages[a.row], other.stages[b.row])
    let isNamedAlike = !Set(Self.names(own)).isDisjoint(with: Self.names(peer))
    switch rule {
    case .sameIDAndName: return own.id == peer.id && isNamedAlike
    case .sameIDAndCode: return own.id == peer.id && !own.industryCode.isEmpty && own.industryCode == peer.industryCode
    case .sameName: return isNamedAlike && Self.names(own).allSatisfy { ownNames[$0] == 1 }
    default: return false
    }
  }

  /// The likeness of the names; at least 0.7 where both have the same code and no other stage has it, 0.5 where another has it too, 0.6 where the id is the same.
  func certainty(_ a: StageID, _ b: StageID) -> Double {
    let (own, peer) = (network.stages[a.row], other.stages[b.row])
    // English names differ by too few letters (casting, coating): asked only where there is no Chinese.
    let isChinese = !own.name.zh.isEmpty && !peer.name.zh.isEmpty
    var best =
      isChinese ? NameQuestion.likeness(own.name.zh, peer.name.zh) : NameQuestion.likeness(own.name.en, peer.name.en)
    if best < (isChinese ? 0.6 : 0.8) { best = 0 }
    if own.id == peer.id { best = max(best, 0.6) }
    if !own.industryCode.isEmpty, own.industryCode == peer.industryCode {
      best = max(best, ownCodes[own.industryCode] == 1 && otherCodes[own.industryCode] == 1 ? 0.7 : 0.5)
    }
    return best
  }
}
