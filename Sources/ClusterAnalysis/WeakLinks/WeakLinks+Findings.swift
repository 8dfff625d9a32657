import ClusterModel
import CutSets

extension WeakLinks {
  /// The single points as findings, one a firm, heaviest first, each with its witness: the chain of losses from the firm to the first target it
  /// stops.
  ///
  /// - Parameter limit: how many firms; each costs one more cascade.
  public func findings(limit: Int = .max) -> [Finding] {
    var state = Survival(of: model.structure)
    return pointsByFirm().prefix(limit).map { entry in
      let explanation = Explanation(loss: entry.point.firm, stops: vertex(of: entry.targets[0]), in: model, state: &state)
      return finding(entry.point, entry.targets, explanation)
    }
  }

  private func finding(_ point: SinglePoint, _ targets: [Target], _ explanation: Explanation?) -> Finding {
    let firm = model.network.subject(point.firm)
    let goals = Language.allCases.map { language in
      let names = targets.prefix(2).map { display($0.subject, language) }
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
      remedy: remedy(explanation),
      figures: [
        ("targets_stopped", Double(targets.count)), ("stopped_firms", Double(point.stoppedFirms)), (lossColumn, point.loss),
      ])
    guard let explanation else { return finding }
    finding.witness = witness(explanation, firm: firm, target: targets[0])
    finding.places = places(explanation)
    return finding
  }

  /// The name of the loss in files.
  public var lossColumn: String {
    switch weights.measure {
    case .output: "lost_output_cny_wan"
    case .jobs: "lost_jobs"
    case .tax: "lost_tax_cny_wan"
    case .firms: "lost_firms"
    }
  }

  private func display(_ subject: Subject, _ language: Language) -> String {
    let name = subject.name[language]
    return name.isEmpty ? subject.id : name
  }

  private func witness(_ explanation: Explanation, firm: Subject, target: Target) -> [WitnessStep] {
    let network = model.network
    var steps = explanation.steps.map { step -> WitnessStep in
      let buyer = network.subject(step.firm)
      let reasons = Language.allCases.map { language in
        step.starvesOf.map { reason in
          let suppliers = reason.suppliers.map { network.firms.name($0, language) }
          let shown = suppliers.prefix(4).joined(separator: language == .zh ? "、" : ", ")
          let rest = suppliers.count > 4 ? (language == .zh ? "等 \(suppliers.count) 家" : " and \(suppliers.count - 4) more") : ""
          let good = model.view.name(reason.good)[language]
          return language == .zh ? "\(good)断供（\(shown)\(rest)停产）" : "no \(good) (\(shown)\(rest) stopped)"
        }.joined(separator: language == .zh ? "、" : "; ")
      }
      return WitnessStep(
        LocalText(
          zh: "\(display(buyer, .zh))停产：\(reasons[0])", en: "\(display(buyer, .en)) stops: \(reasons[1])"),
        subjects: step.starvesOf.flatMap { $0.suppliers.map { network.subject($0) } } + step.starvesOf.map { model.view.subject($0.good) }
          + [buyer])
    }
    if !target.outputs.isEmpty {
      steps.append(
        WitnessStep(
          LocalText(
            zh: "\(display(target.subject, .zh))某一产出环节再无企业在产",
            en: "an output stage of \(display(target.subject, .en)) has no running firm left"),
          subjects: [target.subject]))
    }
    if explanation.path.count > 1 {
      let names = Language.allCases.map { language in explanation.path.map { network.firms.name($0, language) }.joined(separator: " → ") }
      steps.insert(
        WitnessStep(LocalText(zh: "路径：\(names[0])", en: "path: \(names[1])"), subjects: explanation.path.map { network.subject($0) }),
        at: 0)
    }
    return steps
  }

  private func remedy(_ explanation: Explanation?) -> LocalText {
    guard let step = explanation?.steps.first, let reason = step.starvesOf.first else {
      return LocalText(zh: "为该企业所供产品引进或培育第二供应商", en: "win or raise a second supplier of what it delivers")
    }
    let buyer = model.network.subject(step.firm)
    let good = model.view.name(reason.good)
    return LocalText(
      zh: "为\(display(buyer, .zh))落实“\(good.zh)”的第二供应商", en: "secure a second supplier of \(good.en) for \(display(buyer, .en))")
  }

  /// The rows of the supply links the proof rests on.
  private func places(_ explanation: Explanation) -> [Place] {
    let view = model.view
    return explanation.steps.flatMap { step in
      step.starvesOf.flatMap { reason -> [Place] in
        let lost = Set(reason.suppliers.map(\.index))
        return view.entries(reason.purchase).filter { lost.contains(view.suppliers[$0]) }.flatMap { entry in
          view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])].map {
            Place(file: "supplies.csv", row: model.network.supplies.rowNumbers[Int($0)], column: "supplier_id")
          }
        }
      }
    }
  }
}
