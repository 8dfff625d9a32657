import ClusterModel

/// The findings that a map marks, by what they are about.
struct Marks {
  private var firms: [String: Finding] = [:]
  private var stages: [String: [String: Finding]] = [:]

  static let stageRules = ["missing-link", "broken-link", "weak-link", "chokepoint"]

  init(_ findings: [Finding]) {
    for finding in findings {
      if finding.rule == "single-point-of-failure" && finding.subject.table == "firm" && firms[finding.subject.id] == nil {
        firms[finding.subject.id] = finding
      }
      if finding.subject.table == "stage" && Self.stageRules.contains(finding.rule) {
        stages[finding.subject.id, default: [:]][finding.rule] = finding
      }
    }
  }

  var isEmptyOfFirms: Bool { firms.isEmpty }

  func ofFirm(_ id: String) -> Finding? { firms[id] }

  /// The finding of `rule` on a stage.
  func ofStage(_ id: String, _ rule: String) -> Finding? { stages[id]?[rule] }
}
