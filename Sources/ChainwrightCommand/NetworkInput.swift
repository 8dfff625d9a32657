import ArgumentParser
import Chainwright

/// The network a command works on.
struct NetworkInput: ParsableArguments {
  static let help = ArgumentHelp(
    "A folder with datapackage.json, or with firms.csv and supplies.csv; or a workbook (.xlsx), workspace (.sqlite), frozen network (.cw) or graph file (.graphml, .gexf, .jgf, .geojson).",
    valueName: "network")
  @Argument(help: help) var network: String
  @OptionGroup var history: AsOfOption
  @OptionGroup var work: WorkOptions
  @Flag(help: "Stop at any error in the data; without it single rows and cells with errors are left out, and every page says so.")
  var strict =
    false
  /// Read before, for questions that follow one another.
  var kept: Reading?

  private enum CodingKeys: CodingKey { case network, history, work, strict }

  /// Reads and audits the network, and puts the rows of every table in one order. Single rows and cells with errors are left out, which is told, and noted on
  /// every page; other errors stop here, all of them told at once.
  func load(_ language: Language) throws -> Reading {
    if let kept { return kept }
    return try Self.load(network, asOf: history.asOf, language, isStrict: strict)
  }

  static func load(_ network: String, asOf: String? = nil, _ language: Language, isStrict: Bool = false) throws -> Reading {
    try read(network, asOf: asOf, language, isStrict: isStrict).inOrder()
  }

  /// The same with the rows as they were given, and every error one that stops.
  static func read(_ path: String, asOf: String?, _ language: Language, isStrict: Bool = true) throws -> Reading {
    let network = safe(path)
    StandardStreams.progress(language == .zh ? "读取 \(network)…" : "reading \(network)…")
    let reading = try StandardInput.use(path) { try NetworkReader.read($0, asOf: asOf, converter: Spreadsheets.converter) }
    // What was frozen was accepted then.
    if reading.isPrepared && !isStrict {
      StandardStreams.progress("")
      tellLeftOut(reading, network, language)
      return reading
    }
    let report = try Audit.run(reading)
    StandardStreams.progress("")
    guard !report.mayContinue else { return reading }
    let shown = report.findings.filter { $0.severity == .error }
    for finding in shown.prefix(20) { StandardStreams.error(finding.line(language) + "\n") }
    let total = report.errorCount
    if !isStrict, let accepted = report.accepted(reading) {
      tellLeftOut(accepted, network, language)
      return accepted
    }
    throw CommandFailure(
      .badData,
      LocalText(
        zh: "\(network)：数据中有 \(total) 处错误" + (total > 20 ? "，上面列出前 20 处" : ""),
        en: "\(network): \(total) \(total == 1 ? "error" : "errors") in the data" + (total > 20 ? ", the first 20 are above" : "")),
      remedy: LocalText(
        zh: "更正上面列出的各行；`chainwright audit \(network)` 列出全部",
        en: "correct the rows named above; `chainwright audit \(network)` lists everything"))
  }

  /// Rows and cells that every page says were left out.
  private static func tellLeftOut(_ reading: Reading, _ network: String, _ language: Language) {
    for remark in reading.network.remarks {
      let said = SafeText.safe(remark[language], limit: 4096)
      StandardStreams.error(
        language == .zh
          ? "\(network)：\(said)`chainwright audit \(network)` 列出全部；--strict 则有错就停\n"
          : "\(network): \(said) `chainwright audit \(network)` lists them; --strict stops at any\n")
    }
  }
}

/// How many threads work, for every command that reads a network.
struct WorkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Threads to work on, all processors where it is left out; no answer depends on it.", valueName: "n")) var threads:
    Int?

  func validate() throws {
    guard let threads else { return }
    if threads < 1 { throw ValidationError("--threads takes a number from 1 on") }
    Threads.use(threads)
  }
}

/// The moment that a workspace is asked about.
struct AsOfOption: ParsableArguments {
  @Option(help: ArgumentHelp("What a workspace knew at the end of this day, month or year.", valueName: "date")) var asOf: String?
}

/// How old facts are, and how soon they are old.
struct AgeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The day that ages are counted to; the latest date of the lists where it is left out.", valueName: "date"))
  var agedTo: String?
  @Option(help: ArgumentHelp("Months after which half of the supply links are gone.", valueName: "months")) var halfLife = 13.0

  var day: CalendarDay? { agedTo.flatMap { CalendarDay($0) } }

  func validate() throws {
    if let agedTo, day == nil { throw ValidationError("--aged-to takes a day like 2023-06-30, and not \"\(safe(agedTo))\"") }
    if !(halfLife > 0 && halfLife.isFinite) { throw ValidationError("--half-life takes a number of months above 0") }
  }
}

extension Finding {
  /// The finding in one line for a terminal: place, message, remedy.
  func line(_ language: Language) -> String {
    let place = places.first.map { safe($0.text) + ": " } ?? ""
    return "\(place)\(safe(message[language])) [\(rule)] → \(safe(remedy[language]))"
  }
}
