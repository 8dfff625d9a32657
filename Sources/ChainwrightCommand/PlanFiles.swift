import Chainwright

/// A plan with the rule files and scenarios beside it; everything wrong in any of the rules is told at once.
struct PlanFiles {
  let plan: Programme
  let shortlists: [String: ShortlistRule]
  let gates: [String: GateSet]
  /// Those that can be read.
  let scenarios: [String: Scenario]

  init(_ path: String, _ language: Language) throws {
    let plan = try RuleInput.rules(ProgrammeFile.read(path), path, language)
    var shortlists: [String: ShortlistRule] = [:]
    var gates: [String: GateSet] = [:]
    var scenarios: [String: Scenario] = [:]
    let folder = PlanCommands.folder(of: path)
    for call in plan.measures.flatMap(\.analyses) {
      for name in call.files where scenarios[name] == nil { scenarios[name] = try? ScenarioReader.read(folder + name).scenario }
      guard let name = call.rules else { continue }
      if call.kind == .gates {
        if gates[name] == nil { gates[name] = try RuleInput.rules(RuleFile.gates(folder + name), folder + name, language) }
      } else if shortlists[name] == nil {
        shortlists[name] = try RuleInput.rules(RuleFile.shortlist(folder + name), folder + name, language)
      }
    }
    self.plan = plan
    self.shortlists = shortlists
    self.gates = gates
    self.scenarios = scenarios
  }
}
