public import Answers
import ClusterAnalysis
public import ClusterModel
public import Scenarios

/// What differs of a network after each of several scenarios: measures, findings, gates, and the numbers of firms, sectors and goods?
public struct WhatIfQuestion: Sendable {
  /// One a scenario, all of the same network.
  public var applied: [AppliedScenario]
  /// Clusters to measure and to look at closely, by id or name; all with a chain, and the planned ones that a scenario touches, when empty.
  public var clusters: [String] = []
  /// Firms that must not stop, by id or name; all leaders, of the clusters named, when empty.
  public var leaders: [String] = []
  public var gates: [GateSet] = []
  public var shortlists: [ShortlistRule] = []
  /// Also measures that stay the same.
  public var all = false
  /// Rows that a reader is shown of each measure that there are many of.
  public var most = 5
  /// Largest network, in firms, of which the numbers of every firm are compared.
  public var firmLimit = 5_000
  /// Largest number of firms upstream of a leader for which its time to survive is compared.
  public var survivalLimit = 100
  public var defaultProbability = 0.01
  /// Firms named for each missing stage that could diversify into it.
  public var candidates = 3

  public init(_ applied: [AppliedScenario]) { self.applied = applied }

  /// Facts `measures_changed` and `findings_changed`; the tables `measures`, `scenarios`, `findings_changed`, `gates`, `numbers`, `changes`, and of planned clusters
  /// `clusters`, `stages`, `attract`, `cluster_risks` and `candidates`. As much work as a snapshot of each network.
  ///
  /// - Parameter work: told what is looked at, and how many targets of it are done.
  /// - Throws: ``QuestionError`` where no network has a firm or cluster, an option is outside its range, or two rules have one name.
  public func answer(work: WorkBudget = WorkBudget()) throws -> Answer {
    try check()
    var request = SnapshotRequest()
    request.clusters = try clusterIDs()
    request.leaders = try ids(leaders) { network, wanted in try network.each([wanted]) { network.firms.id(try network.find(firm: $0)) } }
    (request.survivalLimit, request.failureProbability) = (survivalLimit, defaultProbability)
    request.everyFirm = coversEveryFirm
    (request.gates, request.shortlists) = (gates, shortlists)
    let before = applied[0].before
    func looking(at what: LocalText) -> (Int, Int) -> Void {
      let what = LocalText(zh: "分析 " + what.zh, en: "analysing " + what.en)
      work.tell(WorkBudget.Report(what))
      return { work.tell(WorkBudget.Report(what, done: $0, of: $1)) }
    }
    let first = Snapshot(before, request, progress: looking(at: LocalText(zh: "现状", en: "the network as it is")))
    var snapshots: [Snapshot] = []
    for applied in applied {
      let name = LocalText(zh: applied.scenario.name, en: applied.scenario.name)
      snapshots.append(Snapshot(applied.after, request, like: first, progress: looking(at: name)))
    }
    return WhatIfAnswer(
      question: self, comparison: Comparison(first, snapshots), clusters: try closeClusters(), names: names
    ).answer
  }

  /// For each scenario the clusters that are looked at closely, by id.
  public func closeClusters() throws -> [[String]] {
    let ids = try clusterIDs()
    return applied.map { ids.isEmpty ? $0.plannedClusters : ids }
  }

  private func clusterIDs() throws -> [String] {
    try ids(clusters) { network, wanted in try network.each([wanted]) { network.clusters[try network.find(cluster: $0).row].id } }
  }

  /// What scenarios are called in columns: unique.
  public var names: [String] {
    var seen = Set<String>()
    return applied.map { applied in
      var name = applied.scenario.name
      while !seen.insert(name).inserted { name += "-2" }
      return name
    }
  }

  /// Numbers of every firm are compared on all sides or on none.
  var coversEveryFirm: Bool { applied.allSatisfy { $0.before.firms.count <= firmLimit && $0.after.firms.count <= firmLimit } }

  /// Found in the network as it is, or in one that a scenario makes of it.
  private func ids(_ wanted: [String], _ find: (Network, String) throws -> [String]) throws -> [String] {
    try wanted.flatMap { wanted -> [String] in
      do { return try find(applied[0].before, wanted) } catch {
        for applied in applied { if let found = try? find(applied.after, wanted) { return found } }
        throw error
      }
    }
  }

  private func check() throws {
    if applied.isEmpty { throw QuestionError(.badOption, zh: "至少须有一个情景", en: "at least one scenario is needed") }
    if [most, firmLimit, survivalLimit, candidates].contains(where: { $0 < 0 }) {
      throw QuestionError(.badOption, zh: "各项上限须不小于 0", en: "limits start at 0")
    }
    if !(defaultProbability >= 0 && defaultProbability <= 1) {
      throw QuestionError(.badOption, zh: "默认停产概率须在 0 与 1 之间", en: "the default probability lies between 0 and 1")
    }
    for names in [gates.map(\.name), shortlists.map(\.name)] {
      var seen = Set<String>()
      for name in names where !seen.insert(name).inserted {
        throw QuestionError(
          .badOption, zh: "两份规则的 name 都是 \(SafeText.safe(name))", en: "two sets of rules are both named \(SafeText.safe(name))",
          remedy: LocalText(zh: "改其中一份的 name", en: "change the name in one of them"))
      }
    }
  }
}
