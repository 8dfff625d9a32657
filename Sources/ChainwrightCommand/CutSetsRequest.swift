import Chainwright

/// What `cut-sets` is asked for, and the answer to it.
struct CutSetsRequest: Equatable {
  var models: [String] = []
  var top: String?
  var order: Int?
  var count = false
  var paths = false
  var probability = false
  var importance = false
  var missionTime: Double?
  var limit = 50
  var timeLimit = 40.0
  var format = PageFormat.text
  var lang: Language?
  /// Where a page goes; lists of sets go to standard output, however long.
  var file: String?
  var force = false

  /// What is wrong with the numbers.
  var wrong: String? {
    if let order, order < 1 { return "--order takes a number from 1 on" }
    if let missionTime, !(missionTime >= 0 && missionTime.isFinite) { return "--mission-time takes hours from 0 on" }
    if limit < 0 { return "--limit takes a number from 0 on" }
    if file != nil && !format.isForReading { return "lists of sets go to standard output: send them to a file with >" }
    return WorkLimits.wrong(timeLimit)
  }

  private var work: WorkLimits {
    var work = WorkLimits()
    work.timeLimit = timeLimit
    return work
  }

  private var output: PageOutput {
    var output = PageOutput()
    output.format = format
    output.lang = lang
    output.file = file
    output.force = force
    output.table = nil
    output.limit = limit
    return output
  }

  func run() throws {
    let tree = try load()
    let wanted = order ?? (count ? nil : 3)
    let kind: MinimalSets.Kind = paths ? .paths : .cuts
    let problem = tree.cutSetProblem()
    let found = try reached(kind, problem, wanted, work.limits()(1))
    let failure =
      found.completeToOrder == wanted
      ? nil : work.outOfReach(kind, order: wanted, reached: found.completeToOrder ?? 0, target: tree.gates[tree.top].name)
    // Counts are worth having as far as they go; a list is whole or not at all.
    if let failure, !count { throw failure }
    if found.hasEmptySet { StandardStreams.error(emptySetNote[output.language]) }
    var result = CutSetsOutput(tree: tree, kind: kind, order: found.completeToOrder, counts: found.counts, sets: count ? nil : found.sets)
    if probability || importance {
      let given = tree.events.map { $0.probability ?? 0 }
      let limits = work.undivided()(1)
      if importance {
        let figures = try FailureImportance(of: problem, probabilities: given, limits: limits)
        result.probability = figures.probability
        result.importance = figures.events
      } else {
        result.probability = try FailureProbability(of: problem, probabilities: given, limits: limits).probability
      }
    }
    switch format {
    case .text, .html: try output.write(result.page(limit: limit))
    case .json: try result.writeJSON()
    case .csv: result.writeCSV()
    }
    if let failure { throw failure }
  }

  private func reached(
    _ kind: MinimalSets.Kind, _ problem: CutSetProblem, _ wanted: Int?, _ limits: TargetCutSets.Limits
  ) throws -> MinimalSets {
    do {
      return try MinimalSets.withinReach(kind, of: problem, order: wanted, limits: limits.first, fallback: limits.fallback ?? limits.first)
    } catch {
      guard error.code == .orderTooLarge else { throw error }
      throw work.outOfReach(kind, order: wanted, reached: 0, target: top ?? models[0])
    }
  }

  private var emptySetNote: LocalText {
    paths
      ? LocalText(
        zh: "注：无论哪些基本事件发生，顶事件都不会失效；唯一的最小路集是空集\n",
        en: "note: the top gate never fails, whatever happens; the empty set is the only minimal path set\n")
      : LocalText(
        zh: "注：房形事件或常量已使顶事件失效；唯一的最小割集是空集\n",
        en: "note: house events or constants make the top gate fail by themselves; the empty set is the only minimal cut set\n")
  }

  /// Reads the model; everything that is wrong with it is told at once.
  private func load() throws -> FaultTree {
    let reading = try FaultTreeReader.read(models, top: top, missionTime: missionTime)
    let errors = reading.findings.filter { $0.severity == .error }
    for finding in reading.findings.prefix(20) where finding.severity < .error || errors.count > 1 {
      StandardStreams.error(finding.line(output.language) + "\n")
    }
    guard let tree = reading.tree else {
      if errors.count == 1 { throw CommandFailure(errors[0]) }
      let files = models.map { safe($0) }.joined(separator: " ")
      throw CommandFailure(
        .badData, LocalText(zh: "\(files)：\(errors.count) 处错误", en: "\(files): \(errors.count) errors"),
        remedy: LocalText(zh: "改正上面列出的错误", en: "correct what is named above"))
    }
    if probability || importance {
      let missing = reading.unreadProbabilities.sorted { $0.key < $1.key }.map(\.value)
      if let first = missing.first {
        for finding in missing.dropFirst().prefix(19) { StandardStreams.error(finding.line(output.language) + "\n") }
        throw CommandFailure(first)
      }
    }
    return tree
  }
}
