public import Answers
import Cascades
import ClusterAnalysis
public import ClusterModel
import GraphCore

/// Which firm's loss would cost most: every firm stopped in turn, and its economic systemic risk index?
public struct CascadeRisksQuestion: Sendable {
  public var assumptions = CascadeAssumptions()
  /// Counties and clusters, by code or name: losses of output inside and outside are told apart.
  public var inside: [String] = []
  /// The result does not depend on it.
  public var threads = Threads.standard

  public init() {}

  /// The cascades made ready to run, for those who want the rows as they come.
  ///
  /// - Throws: ``QuestionError`` where an option is outside its range, or the network lacks what it asks for.
  package func survey(_ network: Network) throws -> CascadeRisks {
    let place = try CascadePlace(inside, in: network)
    var groups: [(name: String, firms: [Bool])] = []
    if place.isNamed {
      let isInside = network.firms.all.map { place.contains($0) }
      groups = [(CascadeWeight.inside, isInside.map { $0 == true }), (CascadeWeight.outside, isInside.map { $0 == false })]
    }
    let model = try assumptions.model(network, groups: groups)
    let risks = CascadeRisks(model: model, question: self, settings: assumptions.settings, threads: max(1, threads))
    try Answer.check(names: risks.columns)
    return risks
  }

  /// How far a survey is.
  package static func report(_ done: Int, of count: Int) -> WorkBudget.Report {
    WorkBudget.Report(LocalText(zh: "逐家企业停产", en: "stopping one firm after another"), done: done, of: count)
  }

  /// Facts (what was reckoned with, and the largest index), and the table `risks` with every firm, the largest index first; of output inside where that is told
  /// apart. As much work as a cascade of every firm.
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - work: told now and then how many firms are done.
  /// - Throws: ``QuestionError`` where an option is outside its range, or the network lacks what it asks for.
  public func answer(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Answer { try survey(study.network).whole(work) }
}

/// Every firm's risk as a table, the largest first.
struct RisksAnswer: Sendable {
  let model: CascadeModel
  let risks: [FirmRisks]

  /// The weight that firms are ranked by: output inside where that is told apart, else the first.
  private var ranking: Int { model.weights.firstIndex { $0.name == CascadeWeight.inside } ?? 0 }

  var table: Answer.Table {
    let network = model.network
    var order: [(block: FirmRisks, firm: Int)] = risks.flatMap { block in block.firms.map { (block, $0) } }
    let ranking = ranking
    order.sort { a, b in
      let (x, y) = (a.block.risk(of: a.firm, weight: ranking).esri, b.block.risk(of: b.firm, weight: ranking).esri)
      return x != y ? x > y : network.firms.ids.precedes(a.firm, b.firm)
    }
    let further = model.weights.dropFirst().flatMap { [$0.column("esri"), $0.column("esri_down", .data), $0.column("esri_up", .data)] }
    return Answer.Table(
      "risks", zh: ranking > 0 ? "停产使内部损失最大的企业" : "停产损失最大的企业",
      en: ranking > 0 ? "Firms whose stop costs most inside" : "Firms whose stop costs most",
      ["firm_id", "name", .data("county_code"), "county", "sector", "esri", "esri_down", "esri_up", "iterations"] + further, over: order,
      shown: 10
    ) { [model] block, number in
      let firm = FirmID(number)
      let lead = block.risk(of: number)
      var cells = network.idAndName(firm) + network.county(firm)
      cells += [
        .text(model.sectorNames[Int(model.sectors[number])] as String?), .share(lead.esri), .share(lead.down), .share(lead.up),
        .count(Int(block.iterations[number - block.firms.lowerBound])),
      ]
      for weight in model.weights.indices.dropFirst() {
        let risk = block.risk(of: number, weight: weight)
        cells += [risk.esri, risk.down, risk.up].map { CascadeWeight.share($0, as: "esri") }
      }
      return cells
    }
  }
}
