public import Answers
package import ClusterAnalysis
public import ClusterModel

/// Which of the gates of a title (认定门槛) does each cluster meet, and which cannot be measured?
public struct GatesQuestion: Sendable {
  public var gates: GateSet
  /// Ids or names; all clusters where it is empty.
  public var clusters: [String] = []
  /// The last year that counts; the latest with a figure where it is `nil`.
  public var year: Int?

  public init(_ gates: GateSet) { self.gates = gates }

  /// How many clusters pass, and the table `gates` with a row for each cluster and gate. O(firms + links) for each cluster.
  ///
  /// - Throws: ``QuestionError`` where a cluster is unknown, or the network has none.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let chosen =
      try clusters.isEmpty ? network.clusters.indices.map { ClusterID($0) } : network.each(clusters) { try network.find(cluster: $0) }
    if chosen.isEmpty {
      throw QuestionError(
        .missingData, zh: "网络中没有集群", en: "the network has no clusters",
        remedy: LocalText(zh: "在 clusters.csv 列出集群", en: "list them in clusters.csv"))
    }
    let facts = study.facts()
    let results = chosen.map { ClusterGates($0, gates, in: facts, year: year) }
    let title = { (language: Language) in gates.title[language].isEmpty ? gates.name : gates.title[language] }
    var answer = Answer(zh: "门槛：\(title(.zh))", en: "Gates: \(title(.en))")
    answer.facts = [
      ("clusters", .count(results.count)), ("clusters_passed", .count(results.count { $0.isPassed == true })),
      ("clusters_failed", .count(results.count { $0.isPassed == false })),
      ("clusters_undecided", .count(results.count { $0.isPassed == nil })),
    ]
    if !gates.provenance.source.isEmpty { answer.facts.append(("rule_source", .text(gates.provenance.source))) }
    answer.tables = [
      Answer.Table(
        "gates", zh: "各门槛", en: "Gate by gate",
        [
          .data("cluster_id"), "cluster", "gate", "condition", .data("comparison"), .data("threshold"), .data("unit"), .data("years"),
          "outcome", .data("from_synthetic_firms"), "value", "distance", "basis", "missing_facts",
        ], over: results.flatMap { result in result.rows.map { (cluster: result.cluster, row: $0) } }
      ) { cluster, row in
        let gate = row.gate
        var missing: [LocalText] = []
        if case .unmeasured(let facts) = row.outcome { missing = facts }
        return network.cluster(cluster) + [
          .thing(id: gate.id, gate.title), .words(gate.condition), .text(gate.threshold.comparison.rawValue),
          .number(gate.threshold.value), .text(gate.unit), .count(gate.years), row.outcomeCell, .flag(row.isSynthetic),
          row.range.map { gate.cell($0) } ?? gate.cell(row.value),
          gate.isShare ? .figure("distance", .points(row.distance)) : gate.cell(row.distance),
          row.basis.zh.isEmpty ? .nothing : .words(row.basis),
          .list(missing.map { .words($0) }),
        ]
      }
    ]
    let unknown = RuleNames.findings(of: gates, in: network)
    if !unknown.isEmpty { answer.findings = unknown }
    answer.notes =
      [
        LocalText(
          zh: "多年门槛须逐年达到；已知一年不达即为未达到。部分未知时，无论未知部分为何都达到（或都达不到）才作判定。由虚构企业算出的数值只作演示。",
          en:
            "a gate of several years must hold in each; one known failure decides. Where a part is unknown, a gate is decided only if it holds, or fails, whatever that is. What is measured from synthetic firms is for demonstration only."
        )
      ] + Notes.synthetic(network)
    return answer
  }
}

extension GateSet.Gate {
  package var isShare: Bool {
    if isGrowth { return true }
    if case .measured(let field) = quantity { return field.isShare }
    return false
  }

  /// As the rule file gives it; empty where a share or a count has none.
  var unit: String {
    if case .figure(_, let unit) = quantity, !isGrowth { return unit }
    return ""
  }

  package func cell(_ value: Double?) -> Cell { cell(isShare ? .share(value) : .number(value)) }
  /// A value of which a part is unknown.
  package func cell(_ range: KnownRange) -> Cell {
    if case .measured(let field) = quantity, isShare { return .figure(field.rawValue, .share(range)) }
    return cell(isShare ? .share(range) : .number(range))
  }

  private func cell(_ cell: Cell) -> Cell {
    if case .measured(let field) = quantity, !isShare { return .figure(field.rawValue, cell) }
    return cell
  }

  /// `≥ 40 亿元，近 3 年每年`.
  package var condition: LocalText { LocalText(zh: condition(.zh), en: condition(.en)) }

  private func condition(_ language: Language) -> String {
    let wording = Wording(language)
    var text = threshold.words { wording.text(cell($0)) }
    if !unit.isEmpty { text += " " + Unit.label(unit)[language] }
    if years > 1 {
      text +=
        isGrowth ? wording.text("，\(years) 年", ", over \(years) years") : wording.text("，近 \(years) 年每年", ", in each of \(years) years")
    }
    return text
  }
}

extension ClusterGates.Row {
  package var outcomeCell: Cell { .word(code: outcomeCode, outcomeLabel) }

  private var outcomeCode: String {
    switch outcome {
    case .met: "met"
    case .notMet: "not_met"
    case .unmeasured: "not_measured"
    }
  }

  package var outcomeLabel: LocalText {
    let (zh, en) = isSynthetic ? ("（虚构企业）", " (synthetic firms)") : ("", "")
    return switch outcome {
    case .met: LocalText(zh: "达到" + zh, en: "met" + en)
    case .notMet: LocalText(zh: "未达到" + zh, en: "not met" + en)
    case .unmeasured: LocalText(zh: "无法衡量", en: "cannot be measured")
    }
  }
}
