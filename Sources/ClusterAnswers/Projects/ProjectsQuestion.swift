public import Answers
import ClusterAnalysis
import ClusterModel
import CutSets
import Scenarios

/// Which gaps do the projects of a network close, by when, and what is left when those due produce? 招商项目。
public struct ProjectsQuestion: Sendable {
  /// Ids or names; the projects of all clusters when empty, and those of none too.
  public var clusters: [String] = []

  public init() {}

  /// Facts, and the tables `projects`, `closings`, `years`, `chain_years` and `open_gaps`.
  ///
  /// - Throws: ``QuestionError`` where a cluster is not found or has no projects, or the network has none.
  /// - Complexity: O((projects + years) × rows of the network).
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let wanted = try network.each(clusters) { try network.find(cluster: $0) }
    let planned = PlannedFirms(network).inside(wanted)
    if planned.firms.isEmpty { throw noProjects(network) }
    let all = wanted.isEmpty ? network.clusters.indices.map { ClusterID($0) } : wanted
    // Leaders of the clusters that are asked about.
    let leaders = network.leaders().filter { leader in wanted.isEmpty || network.firms.cluster(leader).map { wanted.contains($0) } ?? false
    }
    let outlook: ProjectOutlook
    do {
      outlook = try ProjectOutlook(
        planned, of: network, view: study.view, clusters: all, targets: leaders.map { .firm($0, in: network) })
    } catch {
      throw QuestionError(.outOfReach, zh: "单点计算超出限额", en: SafeText.safe(error.message))
    }
    let tables = ProjectTables(outlook: outlook, network: network)
    let name = wanted.count == 1 ? network.label(wanted[0]) : LocalText(zh: network.displayName(.zh), en: network.displayName(.en))
    var answer = Answer(zh: "招商项目：\(name.zh)", en: "Projects: \(name.en)")
    answer.facts = tables.facts
    answer.tables = [tables.projects, tables.closings, tables.years, tables.chainYears, tables.openGaps]
    answer.notes = tables.notes + Notes.synthetic(network)
    return answer
  }

  private func noProjects(_ network: Network) -> QuestionError {
    let remedy = LocalText(
      zh: "在“招商项目”表（projects.csv）填写项目名称、集群、状态（洽谈、签约、开工、投产）、投产日期、环节或产品；模板工作簿中有这张表",
      en:
        "list name, cluster, status (negotiating, signed, started, in_production), date of production, and stage or product in projects.csv; the template workbook has the sheet"
    )
    return network.projects.isEmpty
      ? QuestionError(.missingData, zh: "网络中没有招商项目", en: "the network has no projects", remedy: remedy)
      : QuestionError(
        .missingData, zh: "集群 \(clusters.map { SafeText.safe($0) }.joined(separator: "、")) 没有招商项目",
        en: "cluster \(clusters.map { SafeText.safe($0) }.joined(separator: ", ")) has no projects", remedy: remedy)
  }
}
