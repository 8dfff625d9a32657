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
  /// Rows that a page shows of each table; `nil` leaves it to the page.
  var limit: Int?
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
    if let limit, limit < 0 { return "--limit takes a number from 0 on" }
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
    output.show = nil
    output.quiet = false
    return output
  }

  func run() throws {
    let tree = try load()
    var question = FaultTreeQuestion()
    question.kind = paths ? .paths : .cuts
    question.order = order ?? (count ? nil : 3)
    question.countsOnly = count
    question.asksProbability = probability
    question.asksImportance = importance
    question.secondsAllowed = timeLimit
    let limits = work.limits()(1)
    let result: FaultTreeSets
    do {
      result = try question.sets(
        tree, limits: (first: limits.first, fallback: limits.fallback ?? limits.first), exact: { work.undivided()(1) })
    } catch let error as QuestionError {
      throw work.withOptions(error, "--order")
    }
    let language = output.language
    switch format {
    case .text, .html: try output.write(result.page)
    case .json: CutSetsOutput(result).writeJSON()
    case .csv: CutSetsOutput(result).writeCSV()
    }
    if !format.isForReading, let note = result.emptySetNote {
      StandardStreams.error((language == .zh ? "注：" : "note: ") + note[language] + "\n")
    }
    if let shortfall = result.shortfall { throw work.withOptions(shortfall, "--order") }
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
