import ClusterModel

extension ScenarioReader {
  package static let plantFields = [
    "plant_id", "name", "name_en", "county", "cluster", "emission_grade", "capacity_cny_wan", "jobs", "investment_cny_wan",
    "savings_cny_wan",
  ]

  /// `share`: which firms hand over which step, and the plant that takes it.
  static func sharing(
    _ fields: ScenarioFields, _ owner: LocalText, _ file: String, into findings: inout [Finding]
  ) -> ScenarioChange.Action? {
    guard let node = fields.node("share_step"),
      let whose = ScenarioFields(
        node, known: selectorFields, owner: LocalText(zh: owner.zh + " 的 share_step", en: "share_step of " + owner.en), file: file,
        into: &findings)
    else { return nil }
    let selector = selector(whose, into: &findings)
    if selector.stage == nil {
      whose.report(
        "stage", "没有给出", "is not given", remedy: LocalText(zh: "写出要移入共享工厂的环节", en: "give the stage that moves into the plant"),
        into: &findings)
    }
    guard let node = fields.node("plant") else {
      fields.report(
        "plant", "没有给出", "is not given",
        remedy: LocalText(zh: "写出共享工厂：编号、名称、绩效分级、产能", en: "describe the plant: plant_id, name, emission_grade, capacity_cny_wan"),
        into: &findings)
      return nil
    }
    guard
      let inner = ScenarioFields(
        node, known: plantFields, owner: LocalText(zh: owner.zh + " 的 plant", en: "plant of " + owner.en), file: file, into: &findings)
    else { return nil }
    guard let id = given(inner, "plant_id", into: &findings) else {
      inner.report(
        "plant_id", "没有给出", "is not given", remedy: LocalText(zh: "给它一个新的企业编号", en: "give it an id that no firm has"), into: &findings)
      return nil
    }
    var plant = SharedPlant(
      id: id, name: Name(zh: inner.text("name", into: &findings), en: inner.text("name_en", into: &findings)))
    plant.county = given(inner, "county", into: &findings)
    plant.cluster = given(inner, "cluster", into: &findings)
    if inner.has("emission_grade") {
      plant.grade = inner.choice("emission_grade", of: EmissionGrade.allCases.map(\.rawValue), into: &findings).flatMap {
        EmissionGrade(rawValue: $0)
      }
    }
    func amount(_ name: String, unit: String = "10 000 CNY") -> Double? {
      inner.has(name) ? inner.number(name, in: 0...1e12, type: .amount, unit: unit, into: &findings) : nil
    }
    plant.capacity = amount("capacity_cny_wan")
    plant.jobs = amount("jobs", unit: "person")
    plant.investment = amount("investment_cny_wan")
    plant.savings = amount("savings_cny_wan")
    return .share(selector, plant: plant)
  }
}
