public import Answers
import ClusterAnalysis
import ClusterModel

/// How much of a cluster's growth between two years is that of all, of its industry, and its own?
public struct ShiftShareQuestion: Sendable {
  /// Id or name.
  public var cluster: String
  /// A figure of the clusters in `figures.csv`.
  public var attribute = "output value"
  /// As they are written there.
  public var first: String
  public var last: String

  public init(cluster: String, from first: String, to last: String) {
    self.cluster = cluster
    self.first = first
    self.last = last
  }

  /// Facts only: both values, the three parts of the change, and the clusters compared with. O(figures · clusters).
  ///
  /// - Throws: ``QuestionError`` with the rows that are missing.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let cluster = try network.find(cluster: cluster)
    let share: ClusterShiftShare
    do {
      share = try ClusterShiftShare(of: cluster, attribute: attribute, years: (first, last), in: network)
    } catch {
      throw refusal(error, network.clusters[cluster.row].id)
    }
    let name = network.label(cluster)
    let (attribute, first, last) = (SafeText.safe(attribute), SafeText.safe(first), SafeText.safe(last))
    var answer = Answer(
      zh: "偏离—份额分解：\(name[.zh])，\(attribute)，\(first)→\(last)", en: "Shift-share: \(name[.en]), \(attribute), \(first) to \(last)")
    if let unit = network.clusterFigure(self.attribute, of: cluster, year: self.last)?.unit, !unit.isEmpty {
      answer.facts = [("unit", .word(code: unit, Unit.label(unit)))]
    }
    answer.facts += [
      ("value_at_start", .number(share.start)), ("value_at_end", .number(share.end)), ("value_change", .number(share.end - share.start)),
      ("growth_of_all", .number(share.split.overall)), ("industry_mix", .number(share.split.industry)),
      ("own_growth", .number(share.split.own)), ("reference_clusters", .list(share.reference.map { network.thing($0) })),
      ("same_industry_clusters", .list(share.industry.map { network.thing($0) })), ("clusters_left_out", .count(share.leftOut.count)),
    ]
    answer.notes = [
      LocalText(
        zh: "变化 = 总体增长份额 + 产业结构偏离 + 自身竞争力偏离，恒等；总体为两年均有数据的集群之和，产业为其中同一产业链的集群。",
        en:
          "change = growth of all + industry mix + its own, exactly; all = the clusters with figures for both years, an industry = those of one chain."
      )
    ]
    return answer
  }

  private func refusal(_ error: ClusterShiftShare.Missing, _ cluster: String) -> QuestionError {
    let rows = error.rows.prefix(12).map { SafeText.safe("cluster \($0.subject), \($0.attribute), \($0.year)") }.joined(separator: "; ")
    let isOwn = error.rows.allSatisfy { $0.subject == cluster }
    return QuestionError(
      .missingData, zh: isOwn ? "缺少本集群的数据，无法分解" : "其他集群没有两年都有的数据，没有参照",
      en: isOwn
        ? "figures of the cluster are missing: its change cannot be split"
        : "no other cluster has the figure for both years: there is nothing to compare with",
      remedy: LocalText(
        zh: "在 figures.csv 补充（table, attribute, year）：\(rows)", en: "add to figures.csv (table, attribute, year): \(rows)"))
  }
}

/// Units as they are published, for readers.
enum Unit {
  static func label(_ unit: String) -> LocalText {
    FigureEntry.known("unit:" + unit)?.label ?? LocalText(zh: SafeText.safe(unit), en: SafeText.safe(unit))
  }
}
