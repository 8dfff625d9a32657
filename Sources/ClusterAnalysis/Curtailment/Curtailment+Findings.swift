public import ClusterModel

extension CurtailedLeaders {
  /// One finding for each leader that is held back, the worst first, with the path to the firm, buyer or quota at its root.
  public func findings() -> [Finding] {
    rows.filter { $0.kept < 1 - 1e-6 }.map { row in
      let network = curtailment.model.network
      let leader = network.subject(row.firm)
      var finding = Finding(
        rule: row.isStopped ? "leader-stopped-by-curtailment" : "leader-curtailed", severity: .warning, subject: leader,
        message: message(row), remedy: remedy(row), figures: row.isOpen ? [] : [("output_kept", row.kept)])
      if let days = row.days { finding.figures.append(("days_in_full", days)) }
      finding.witness = row.path.enumerated().map { number, step in
        WitnessStep(sentence(step, following: row.path.dropFirst(number + 1).first?.firm), subjects: [network.subject(step.firm)])
      }
      finding.places = row.path.flatMap { places($0) }
      return finding
    }
  }

  private func message(_ row: Row) -> LocalText {
    let leader = curtailment.model.network.subject(row.firm)
    if row.isStopped { return LocalText(zh: "\(leader.display(.zh))停产", en: "\(leader.display(.en)) stops") }
    if row.isOpen, (row.keptRange.high ?? 1) >= 1 {
      return LocalText(
        zh: "\(leader.display(.zh))是否停产取决于未知的产出与金额",
        en: "whether \(leader.display(.en)) stops hangs on outputs and amounts that are not known")
    }
    if row.isOpen {
      let most = share(row.keptRange.high ?? 1)
      return LocalText(
        zh: "\(leader.display(.zh))至多保住平常产出的 \(most)，是否停产取决于未知的产出与金额",
        en:
          "\(leader.display(.en)) keeps \(most) of its usual output at most; whether it stops hangs on outputs and amounts that are not known"
      )
    }
    return LocalText(
      zh: "\(leader.display(.zh))只保住平常产出的 \(share(row.kept))",
      en: "\(leader.display(.en)) keeps \(share(row.kept)) of its usual output")
  }

  private func share(_ share: Double) -> String { ChainGaps.percent(share) }

  /// Why a firm is held back, in words.
  public func reason(_ row: Row) -> LocalText {
    guard let step = row.path.first else { return LocalText(zh: "", en: "") }
    return sentence(step, following: row.path.dropFirst().first?.firm, isShort: true)
  }

  private func sentence(_ step: Step, following next: FirmID?, isShort: Bool = false) -> LocalText {
    let (model, plan) = (curtailment.model, curtailment.plan)
    let network = model.network
    let name = network.subject(step.firm)
    func other(_ language: Language) -> String {
      guard let next else { return "" }
      if plan.made[next.row] < 1e-6 && standstill.kept(next).exact == nil {
        return language == .zh ? "：\(network.firms.name(next, .zh))少产" : ": \(network.firms.name(next, .en)) makes less"
      }
      let made = share(plan.made[next.row])
      return language == .zh
        ? "：\(network.firms.name(next, .zh))只产 \(made)" : ": \(network.firms.name(next, .en)) makes \(made)"
    }
    let body: LocalText
    switch step.reason {
    case .none: body = LocalText(zh: "", en: "")
    case .order:
      let grade = network.firms.emissionGrade(step.firm)
      let cut = share(model.cuts[step.firm.row])
      body = LocalText(
        zh: "\(model.alert.label.zh)减产 \(cut)（\(grade.map { "\($0.rawValue) 级" } ?? "无分级，按 \(model.rules.ungraded.rawValue) 级计")）",
        en:
          "gives up \(cut) at \(model.alert.label.en) (\(grade.map { "grade \($0.rawValue)" } ?? "no grade, taken as \(model.rules.ungraded.rawValue)"))"
      )
    case .need(let number):
      let goods = Set(model.needs[number].entries.map { model.supply.view.goods[model.supply.purchase(ofEntry: $0)] }).sorted()
        .map { model.supply.view.name($0) }
      body = LocalText(
        zh: "\(goods.map(\.zh).joined(separator: "/"))不足\(other(.zh))",
        en: "too little \(goods.map(\.en).joined(separator: "/"))\(other(.en))")
    case .sales: body = LocalText(zh: "客户少购\(other(.zh))", en: "its buyers take less\(other(.en))")
    case .quota(let number):
      let quota = model.quotas[number]
      let place = quota.county.map { network.counties[$0.row] }
      body = LocalText(
        zh: "用能限额已满（\(place?.name[.zh] ?? "全部")）", en: "the energy quota is used up (\(place.map { $0.name[.en] } ?? "all"))")
    }
    if isShort { return body }
    return LocalText(zh: "\(name.display(.zh))：\(body.zh)", en: "\(name.display(.en)): \(body.en)")
  }

  private func remedy(_ row: Row) -> LocalText {
    let network = curtailment.model.network
    guard let root = row.path.last else { return LocalText(zh: "核对数据", en: "check the data") }
    switch root.reason {
    case .order:
      let name = network.subject(root.firm)
      return LocalText(
        zh: "若无碍减排目标，将\(name.display(.zh))列入白名单，或为其产品另找供应",
        en: "put \(name.display(.en)) on the white list if emissions allow, or find another source of what it makes")
    case .quota:
      return LocalText(zh: "调高用能限额，或先保耗能少、产出多的企业", en: "raise the energy quota, or keep first the firms that make much of little energy")
    case .none, .need, .sales:
      let name = network.subject(root.firm)
      return LocalText(zh: "查看\(name.display(.zh))的供应与客户", en: "look at the suppliers and buyers of \(name.display(.en))")
    }
  }

  /// The rows that a step rests on.
  private func places(_ step: Step) -> [Place] {
    let model = curtailment.model
    let network = model.network
    let view = model.supply.view
    switch step.reason {
    case .none, .sales: return []
    case .order: return [network.firms.rowNumbers.place(of: step.firm.row, table: "firms", column: "emission_grade")]
    case .quota(let number): return model.quotas[number].place.file.isEmpty ? [] : [model.quotas[number].place]
    case .need(let number):
      return model.needs[number].entries.filter { curtailment.plan.made[Int(view.suppliers[$0])] < 1 - 1e-6 }.prefix(4).flatMap { entry in
        view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])].map {
          network.supplies.rowNumbers.place(of: Int($0), table: "supplies", column: "supplier_id")
        }
      }
    }
  }
}
