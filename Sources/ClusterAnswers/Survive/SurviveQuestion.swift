public import Answers
public import ClusterAnalysis
public import ClusterModel
import GraphCore
import LinearPrograms

/// How long does a leader go on serving its customers when others stop, and what does it lose until they are back?
public struct SurviveQuestion: Sendable {
  /// Ids or names of the firms whose customers must be served; all leaders where it is empty.
  public var leaders: [String] = []
  /// Ids or names of firms that stop together, or of a common cause, county or cluster, a list for each time; each firm upstream and each common cause where it is empty.
  public var disruptions: [[String]] = []
  /// What counts where stocks and recovery times are not recorded.
  public var options = SurvivalOptions()
  /// Programs solved at a time; the answer does not depend on it.
  public var threads = Threads.standard

  public init() {}

  /// How many disruptions there are, survived and not, and the tables `disruptions` (heaviest loss first), `missing` (what is not recorded) and `short_capacities` (capacities that
  /// contradict what is made as usual, and are left out).
  ///
  /// Two linear programs for each leader and disruption.
  /// - Parameters:
  ///   - study: the network.
  ///   - work: told how many of a leader's disruptions are done.
  /// - Throws: ``QuestionError`` where a firm is unknown, no leader is named, or no leader can be served in full even when nobody stops (one of several is left out and named); the solver's error.
  public func answer(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Answer {
    try Self.checkDays(options)
    let network = study.network
    let firms = leaders.isEmpty ? network.leaders() : try network.each(leaders) { try network.find(firm: $0) }
    if firms.isEmpty {
      throw QuestionError(
        .missingData, zh: "网络中没有领跑者或链主", en: "the network names no leader",
        remedy: LocalText(
          zh: "指定企业，或在 roles.csv 列出领跑者（企业编号，角色填领跑者）", en: "name a firm, or list leaders in roles.csv (firm_id, role = leader)"))
    }
    let sets = try disruptions.map { try Self.disruption($0, network) }
    var results: [TimeToSurvive] = []
    var leftOut: [FirmID] = []
    for leader in firms {
      let model = SurvivalModel(study.model, leader: leader, options: options)
      let all = sets.isEmpty ? model.disruptions() : sets
      let name = network.firmName(leader)
      do {
        results.append(
          try TimeToSurvive(model, disruptions: all, solver: LinearSolver(), threads: threads) {
            work.tell(WorkBudget.Report(LocalText(zh: name.zh, en: name.en), done: $0, of: all.count))
          })
      } catch is SurvivalError {
        leftOut.append(leader)
      }
    }
    if results.isEmpty { throw Self.contradiction(leftOut, network) }
    return SurvivalAnswer(results: results, leftOut: leftOut, network: network).answer
  }

  static func checkDays(_ options: SurvivalOptions) throws {
    for days in [options.recoveryDays, options.defaultRecoveryDays, options.defaultStockDays] {
      if let days, !(days >= 0 && days <= 36_500) {
        throw QuestionError(.badOption, zh: "天数须在 0 至 36500 之间", en: "days lie between 0 and 36,500")
      }
    }
  }

  /// Firms that stop together: by id or name, or all of a common cause, county or cluster by its own.
  static func disruption(_ wanted: [String], _ network: Network) throws -> TimeToSurvive.Disruption {
    let parts = try network.each(wanted) { try Self.stop($0, network) }
    var seen = Set<FirmID>()
    let firms = parts.flatMap(\.firms).filter { seen.insert($0).inserted }
    if firms.isEmpty { throw QuestionError(.badOption, zh: "中断情形中没有企业", en: "a disruption names no firm") }
    if parts.count == 1 { return parts[0] }
    let names = parts.map { LocalText(zh: $0.subject.display(.zh), en: $0.subject.display(.en)) }
    return TimeToSurvive.Disruption(
      subject: Subject(
        table: "set", id: parts.map(\.subject.id).joined(separator: "+"),
        name: Name(zh: names.map(\.zh).joined(separator: "、"), en: names.map(\.en).joined(separator: ", "))), firms: firms)
  }

  private static func stop(_ wanted: String, _ network: Network) throws -> TimeToSurvive.Disruption {
    func isMeant(_ id: String, _ name: Name) -> Bool { id == wanted || (!wanted.isEmpty && (name.zh == wanted || name.en == wanted)) }
    if network.firm(id: wanted) == nil {
      if let group = network.groups.first(where: { isMeant($0.id, $0.name) }) {
        return TimeToSurvive.Disruption(subject: Subject(table: "group", id: group.id, name: group.name), firms: group.members.map(\.firm))
      }
      if let row = network.counties.firstIndex(where: { isMeant($0.code, $0.name) }) {
        let county = network.counties[row]
        return TimeToSurvive.Disruption(
          subject: Subject(table: "county", id: county.code, name: county.name),
          firms: network.firms.all.filter { network.firms.county($0)?.row == row })
      }
      if let row = network.clusters.firstIndex(where: { isMeant($0.id, $0.name) }) {
        let cluster = network.clusters[row]
        return TimeToSurvive.Disruption(
          subject: Subject(table: "cluster", id: cluster.id, name: cluster.name),
          firms: network.firms.all.filter { network.firms.cluster($0)?.row == row })
      }
    }
    let firm = try network.find(firm: wanted)
    let name = network.firmName(firm)
    return TimeToSurvive.Disruption(
      subject: Subject(table: "firm", id: network.firms.id(firm), name: Name(zh: name.zh, en: name.en)), firms: [firm])
  }

  /// The data contradict themselves, of every leader.
  private static func contradiction(_ leaders: [FirmID], _ network: Network) -> QuestionError {
    let names = leaders.map { network.firmName($0) }
    return QuestionError(
      .missingData,
      zh: "无需任何中断，\(Wording(.zh).list(names.map { SafeText.safe($0.zh) }, limit: 8))也无法足额供货：产能、库存与供应金额相互矛盾",
      en:
        "\(Wording(.en).list(names.map { SafeText.safe($0.en) }, limit: 8)) cannot be served in full even when nobody stops: capacities, stocks and supplies contradict one another",
      remedy: LocalText(
        zh: "核对 makes.csv 的 capacity_cny_wan 与 supplies.csv 的 amount_cny_wan",
        en: "check capacity_cny_wan in makes.csv against amount_cny_wan in supplies.csv"))
  }
}
