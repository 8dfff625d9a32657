/// Which uncertain fact to ask about first.
///
/// With all worlds at hand, each is paired with the one that differs in the fact alone. Else the fact is turned over in some of the drawn worlds and
/// those are asked anew; of many facts only the most promising, by how far the drawn worlds in which they hold differ from the others.
struct WorldSurvey {
  let run: WorldRun
  /// Of all items of the run.
  let tally: WorldTally

  private var facts: UncertainFacts { run.facts }
  private var drawing: WorldDrawing { run.drawing }
  private var settings: Robustness.Settings { run.settings }

  /// Worlds in which each fact is turned over.
  static func trials(_ settings: Robustness.Settings) -> Int { max(1, min(20, settings.worlds)) }

  /// Analyses that this takes where worlds are drawn.
  static func flips(_ factCount: Int, _ settings: Robustness.Settings) -> Int { min(factCount, settings.surveyed) * trials(settings) }

  func surveys(_ progress: (Int) -> Void) -> [Robustness.Survey] {
    let changes = run.isExact ? exactChanges() : sampledChanges(progress)
    return changes.filter { $0.change > 0 }.map { fact, change in
      let confidence = facts.facts[fact].confidence
      return Robustness.Survey(fact: fact, change: change, worth: min(confidence, 1 - confidence) * change)
    }.sorted { $0.worth != $1.worth ? $0.worth > $1.worth : $0.fact < $1.fact }
  }

  private func exactChanges() -> [(fact: Int, change: Double)] {
    let worlds = 1 << facts.facts.count
    return facts.facts.indices.map { fact in
      let bit = 1 << fact
      var change = 0.0
      for world in 0..<worlds where world & bit == 0 {
        let difference = WorldTally.difference(tally.first(world), tally.first(world | bit))
        if difference > 0 { change += (drawing.weight(world) + drawing.weight(world | bit)) * Double(difference) }
      }
      return (fact, change)
    }
  }

  private func sampledChanges(_ progress: (Int) -> Void) -> [(fact: Int, change: Double)] {
    let trials = Self.trials(settings)
    let flags = (0..<trials).map { drawing.holds($0) }
    var done = 0
    // Of every fact they are asked with the other worlds; of facts that are chosen by those, here.
    let isKnown = run.turnedCount > 0
    return chosen().map { fact in
      var change = 0
      if isKnown {
        for world in 0..<trials { change += WorldTally.difference(tally.first(world), tally.turnedFirst(fact * trials + world)) }
        return (fact, Double(change) / Double(trials))
      }
      let turned = flags.map { flags in
        var flags = flags
        flags[fact].toggle()
        return flags
      }
      let answers = run.answers(turned)
      done += trials
      progress(done)
      for (world, answer) in answers.enumerated() {
        change += WorldTally.difference(tally.first(world), answer.ranking.prefix(settings.top))
      }
      return (fact, Double(change) / Double(trials))
    }
  }

  /// The facts worth turning over, ascending.
  private func chosen() -> [Int] {
    let count = facts.facts.count
    if settings.surveyed == 0 { return [] }
    if count <= settings.surveyed { return Array(0..<count) }
    let worlds = tally.firsts.count / max(1, tally.top)
    var slots: [Int32: Int] = [:]
    for firm in tally.firsts where firm >= 0 && slots[firm] == nil { slots[firm] = slots.count }
    let places = (0..<worlds).map { world in tally.first(world).compactMap { slots[$0] } }
    // How often each firm was among the first, in all worlds and in those where the fact holds.
    var overall = [Double](repeating: 0, count: slots.count)
    for place in places.joined() { overall[place] += 1 }
    let promise = (0..<count).map { fact -> Double in
      var given = [Double](repeating: 0, count: slots.count)
      var held = 0.0
      for world in 0..<worlds where drawing.holds(world, fact: fact) {
        held += 1
        for place in places[world] { given[place] += 1 }
      }
      let others = Double(worlds) - held
      if held == 0 || others == 0 { return 0 }
      let sum = zip(given, overall).reduce(0.0) { $0 + abs($1.0 / held - ($1.1 - $1.0) / others) }
      return sum * min(facts.facts[fact].confidence, 1 - facts.facts[fact].confidence)
    }
    let order = (0..<count).sorted { promise[$0] != promise[$1] ? promise[$0] > promise[$1] : $0 < $1 }
    return order.prefix(settings.surveyed).sorted()
  }
}
