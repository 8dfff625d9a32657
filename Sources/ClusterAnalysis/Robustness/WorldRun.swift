import ClusterModel

/// The worlds of a network with facts in doubt, made ready to be asked: by one process, or by many of which each asks a range of them.
///
/// Its items are the worlds drawn and then, where every fact in doubt is turned over, the worlds that this makes. What is counted of them are whole numbers, so that
/// it does not matter which process asks which. Where all worlds are gone through they are one item: their weights are added up in one order, and they are soon done.
package struct WorldRun: Sendable {
  package let facts: UncertainFacts
  package let question: WorldQuestion
  package let settings: Robustness.Settings
  package let isExact: Bool
  /// Worlds gone through or drawn.
  package let worlds: Int
  let drawing: WorldDrawing

  /// - Parameters:
  ///   - facts: the rows in doubt.
  ///   - question: what is asked of every world.
  ///   - settings: how many worlds, and which.
  package init(_ facts: UncertainFacts, asking question: WorldQuestion, settings: Robustness.Settings) {
    self.facts = facts
    self.question = question
    self.settings = settings
    isExact = Robustness.isExact(facts, asking: question, settings)
    drawing = WorldDrawing(facts, seed: settings.seed, isExact: isExact)
    worlds = isExact ? 1 << facts.facts.count : max(1, settings.worlds)
  }

  /// Worlds with one fact turned over that can be asked before all others are known: those of every fact, in the order of facts; none where facts have to be chosen.
  package var turnedCount: Int {
    isExact || facts.facts.count > settings.surveyed ? 0 : facts.facts.count * WorldSurvey.trials(settings)
  }

  /// What can be asked by itself.
  package var itemCount: Int { isExact ? 1 : worlds + turnedCount }

  /// The worlds of a range of items, as they are drawn.
  package func worlds(of range: Range<Int>) -> Range<Int> {
    if isExact { return range.isEmpty ? 0..<0 : 0..<worlds }
    return range.clamped(to: 0..<worlds)
  }

  /// The turned worlds of a range of items, counted from the first of all.
  package func turned(of range: Range<Int>) -> Range<Int> {
    if isExact { return 0..<0 }
    let turned = range.clamped(to: worlds..<worlds + turnedCount)
    return turned.lowerBound - worlds..<turned.upperBound - worlds
  }

  /// Ranks that are kept of each world.
  package var top: Int { min(settings.top, facts.network.firms.count) }

  /// Whether a statement is one that this run can make.
  package func isPossible(_ statement: Statement) -> Bool {
    let network = facts.network
    let subjects =
      switch statement.rule {
      case .singlePoint: network.firms.count
      case .gateMet: question.gates?.gates.count ?? 0
      case .missing, .broken, .weak, .chokepoint: network.stages.count
      }
    let about = statement.rule == .singlePoint ? question.targets.count : network.clusters.count
    return (0..<Int32(subjects)).contains(statement.subject) && (0..<Int32(about)).contains(statement.about)
  }

  /// Asks the worlds of a range of items. O(worlds x one analysis); memory O(worlds x top + statements).
  ///
  /// - Parameters:
  ///   - range: of ``itemCount``.
  ///   - progress: told how many worlds are done, now and then.
  package func tally(_ range: Range<Int>, progress: (Int) -> Void = { _ in }) -> WorldTally {
    let (asked, turned) = (worlds(of: range), turned(of: range))
    var tally = WorldTally(top: top, worlds: asked.count)
    let block = 64 * max(1, settings.threads)
    for first in stride(from: asked.lowerBound, to: asked.upperBound, by: block) {
      let range = first..<min(asked.upperBound, first + block)
      for (world, answer) in zip(range, answers(range.map { drawing.holds($0) })) {
        tally.add(answer, weight: isExact ? drawing.weight(world) : 1)
      }
      progress(range.upperBound - asked.lowerBound)
    }
    for first in stride(from: turned.lowerBound, to: turned.upperBound, by: block) {
      let range = first..<min(turned.upperBound, first + block)
      for answer in answers(range.map { turnedOver($0) }) { tally.addTurned(answer) }
      progress(asked.count + range.upperBound - turned.lowerBound)
    }
    return tally
  }

  /// Which facts hold in turned world `number`: the first fact in each of its trials, then the next.
  private func turnedOver(_ number: Int) -> [Bool] {
    let trials = WorldSurvey.trials(settings)
    var flags = drawing.holds(number % trials)
    flags[number / trials].toggle()
    return flags
  }

  /// Asks several worlds, on several threads; one answer a world, in their order.
  func answers(_ worlds: [[Bool]]) -> [WorldQuestion.Answer] {
    concurrentMap(worlds.count, threads: settings.threads) { question.ask(facts.world(worlds[$0])) }
  }
}
