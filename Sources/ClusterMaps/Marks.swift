import ClusterModel

/// The findings that a map marks, by what they are about.
struct Marks {
  private var firms: [String: Finding] = [:]
  /// Findings of cut sets of two firms, by each of the two, with the other.
  private var pairs: [String: [(other: Subject, finding: Finding)]] = [:]
  private var stages: [String: [String: Finding]] = [:]

  static let stageRules = ["missing-link", "broken-link", "weak-link", "chokepoint"]

  init(_ findings: [Finding]) {
    for finding in findings {
      if finding.rule == "single-point-of-failure" && finding.subject.table == "firm" && firms[finding.subject.id] == nil {
        firms[finding.subject.id] = finding
      }
      if finding.rule == "cut-set-of-two", let lost = finding.witness.first?.subjects, lost.count == 2,
        lost.allSatisfy({ $0.table == "firm" })
      {
        pairs[lost[0].id, default: []].append((lost[1], finding))
        pairs[lost[1].id, default: []].append((lost[0], finding))
      }
      if finding.subject.table == "stage" && Self.stageRules.contains(finding.rule) {
        stages[finding.subject.id, default: [:]][finding.rule] = finding
      }
    }
  }

  var isEmptyOfFirms: Bool { firms.isEmpty }

  func ofFirm(_ id: String) -> Finding? { firms[id] }

  /// The firms that a firm is a cut set of two with, and the findings.
  func pairs(ofFirm id: String) -> [(other: Subject, finding: Finding)] { pairs[id] ?? [] }

  /// The finding of `rule` on a stage.
  func ofStage(_ id: String, _ rule: String) -> Finding? { stages[id]?[rule] }
}
