public import ClusterModel
import CutSets

extension WeakLinks {
  /// The single points as findings, one a firm, heaviest first, each with its witness: the chain of losses from the firm to the first target it
  /// stops.
  ///
  /// - Parameter limit: how many firms; each costs one more cascade.
  public func findings(limit: Int = .max) -> [Finding] {
    var state = Survival(of: model.structure)
    return pointsByFirm().prefix(limit).map { entry in
      let vertex = vertex(of: entry.targets[0])
      let explanation = Explanation(loss: entry.point.firm, stops: vertex, in: model, state: &state)
      let remedy = Remedy(losses: [entry.point.firm.index], stops: vertex, in: model, state: &state)
      return finding(entry.point, entry.targets, explanation, remedy)
    }
  }

  private func finding(_ point: SinglePoint, _ targets: [Target], _ explanation: Explanation?, _ remedy: Remedy?) -> Finding {
    let firm = model.network.subject(point.firm)
    let goals = Language.allCases.map { language in
      let names = targets.prefix(2).map { $0.subject.display(language) }
      if targets.count == 1 { return names[0] }
      let list = names.joined(separator: language == .zh ? "、" : " and ")
      if targets.count == 2 { return list }
      return language == .zh ? "\(list)等 \(targets.count) 个目标" : "\(names.joined(separator: ", ")) and \(targets.count - 2) more"
    }
    var finding = Finding(
      rule: "single-point-of-failure", severity: .warning, subject: firm,
      message: LocalText(
        zh: "\(firm.name[.zh])一旦停产，\(goals[0])随之停产",
        en: "if \(firm.name[.en]) stops, \(goals[1]) \(targets.count == 1 ? "stops" : "stop")"),
      remedy: model.text(remedy, for: targets[0], isOneOfSeveral: targets.count > 1),
      figures: [
        ("targets_stopped", Double(targets.count)), ("stopped_firms", Double(point.stoppedFirms)),
      ] + (point.lost.value.map { [(lossColumn, $0)] } ?? []))
    guard let explanation else { return finding }
    finding.witness = model.witness(explanation, target: targets[0])
    finding.places = model.places(explanation)
    return finding
  }

  /// The name of the loss in files.
  public var lossColumn: String { weights.lossColumn }
}

extension FirmWeights {
  /// The name of a loss in these weights, in files.
  public var lossColumn: String {
    switch measure {
    case .output: "lost_output_cny_wan"
    case .jobs: "lost_jobs"
    case .tax: "lost_tax_cny_wan"
    case .firms: "lost_firms"
    }
  }
}
