import Answers
public import ClusterAnalysis
package import ClusterModel

/// What must not stop: firms, clusters and chains by id or name, or the largest firms; all leaders when nothing is chosen.
public struct TargetChoice: Sendable {
  public var leaders: [String] = []
  public var clusters: [String] = []
  public var chains: [String] = []
  /// The so many largest firms.
  public var largest: Int?

  public init() {}

  /// - Throws: ``QuestionError`` where an id is unknown, a name is not one thing's alone, or there is nothing that could stop.
  public func targets(_ study: Study, by measure: LossMeasure = .output) throws -> [Target] {
    let network = study.network
    if let largest, largest < 1 {
      throw QuestionError(.badOption, zh: "最大企业数须不小于 1", en: "the number of largest firms starts at 1")
    }
    var targets: [Target] = try network.each(leaders) { .firm(try network.find(firm: $0), in: network) }
    targets += try network.each(clusters) { id in
      guard let target = Target.cluster(try network.find(cluster: id), in: network, firmStages: study.firmStages) else {
        throw QuestionError(
          .missingData, zh: "集群 \(SafeText.safe(id)) 既没有处在产业链环节的企业，也没有领跑者",
          en: "cluster \(SafeText.safe(id)) has neither firms at stages of its chain nor leaders",
          remedy: LocalText(zh: "在 makes.csv 填写企业所在环节，或改为指定企业", en: "give its firms' stages in makes.csv, or name firms instead"))
      }
      return target
    }
    targets += try network.each(chains) { id in
      guard let target = Target.chain(try network.find(chain: id), in: network, firmStages: study.firmStages) else {
        throw QuestionError(
          .missingData, zh: "没有企业处在产业链 \(SafeText.safe(id)) 的任何环节", en: "no firm works at any stage of chain \(SafeText.safe(id))",
          remedy: LocalText(zh: "在 makes.csv 填写企业所在环节", en: "give the firms' stages in makes.csv"))
      }
      return target
    }
    if let largest {
      targets += FirmWeights(measure, of: network).largest(largest, of: network).map { .firm($0, in: network) }
    }
    if targets.isEmpty { targets = network.leaders().map { .firm($0, in: network) } }
    if targets.isEmpty {
      throw QuestionError(
        .missingData, zh: "网络中没有领跑者或链主", en: "the network names no leader",
        remedy: LocalText(
          zh: "在 roles.csv 列出领跑者（企业编号，角色填领跑者），或指定企业、集群、产业链，或取最大的若干家",
          en: "list leaders in roles.csv (firm_id, role = leader), or name firms, clusters or chains, or take the largest firms"))
    }
    return targets
  }
}

extension Network {
  /// What `find` gives for each id or name; one that is found nowhere is taken for several with commas between them.
  package func each<Found>(_ wanted: [String], _ find: (String) throws -> Found) throws -> [Found] {
    try wanted.flatMap { item -> [Found] in
      do { return [try find(item)] } catch let error as QuestionError {
        let parts = item.split(whereSeparator: { $0 == "," || $0 == "，" })
        guard error.code == .unknownID, parts.count > 1 else { throw error }
        return try parts.map { part in
          try find(String(part.drop { $0 == " " }))
        }
      }
    }
  }
}
