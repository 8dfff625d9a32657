public import ArgumentParser
import Chainwright
import FoundationEssentials

extension Language: ExpressibleByArgument {}
extension LossMeasure: ExpressibleByArgument {}

enum PageFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, csv, html

  /// For a person: the first rows, amounts in words.
  var isForReading: Bool { self == .text || self == .html }
}

/// How a result is written: the options of every command that answers with a page.
struct PageOutput: ParsableArguments {
  @Option(help: "How the result is written: text, json, csv, or html (a page for a browser).") var format: PageFormat = .text
  @Option(help: ArgumentHelp("With --format csv: the table to write; the main one when left out.", valueName: "name")) var table: String?
  @Option(help: ArgumentHelp("Rows of each table, and findings, that text and html show; json and csv have all.", valueName: "n"))
  var limit: Int?
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write to this file instead of standard output; a name that ends with .xlsx makes a workbook, a sheet a table.", valueName: "file"))
  var file: String?
  @Flag(help: "Overwrite files that are there.") var force = false
  @Option(
    help: ArgumentHelp("Columns of the tables that text, html and csv show, by name, with commas between.", valueName: "names"))
  var show: String?
  @Flag(name: [.customShort("q"), .long], help: "Say nothing beside the answer.") var quiet = false
  @Option(help: "zh or en; the locale's language when left out.") var lang: Language?

  func validate() throws {
    if let limit, limit < 0 { throw UsageError(zh: "--limit 须为 0 或更大的数", en: "--limit takes a number from 0 on") }
    if show != nil && format == .json {
      throw UsageError(zh: "--show 不用于 json：json 总是写出全部", en: "--show is not for json, which has everything")
    }
    if isWorkbook && format != .text {
      throw UsageError(
        zh: "-o 后的 .xlsx 写成工作簿：去掉 --format，或换个后缀", en: "-o with .xlsx makes a workbook: leave --format out, or take another ending")
    }
    if table != nil && format != .csv { throw UsageError(zh: "--table 须与 --format csv 同用", en: "--table goes with --format csv") }
  }

  /// The file is a workbook: a sheet for each table, with all rows.
  var isWorkbook: Bool { file?.lowercased().hasSuffix(".xlsx") == true }

  /// Fails before the work where `-o` and the `others` that the command writes could not be written after it.
  func check(_ others: [String?] = []) throws {
    try CommandOutput.check((others + [file]).compactMap { $0 }, force: force)
  }

  var language: Language { lang ?? Self.environmentLanguage }

  static var environmentLanguage: Language { Settings.ofRun.language ?? localeLanguage(ProcessInfo.processInfo.environment) }

  /// The language that `--lang` asks for, for what is said before or after the options are read.
  static func language(arguments: [String]) -> Language? {
    for (position, argument) in arguments.enumerated() {
      if argument == "--lang", position + 1 < arguments.count { return Language(rawValue: arguments[position + 1]) }
      if argument.hasPrefix("--lang=") { return Language(rawValue: String(argument.dropFirst(7))) }
    }
    return nil
  }

  /// Chinese where the locale is (LC_ALL before LC_MESSAGES before LANG), English elsewhere.
  static func localeLanguage(_ environment: [String: String]) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return locale.hasPrefix("zh") ? .zh : .en
  }

  func write(_ whole: Answer) throws {
    let answer = try chosen(whole)
    if isWorkbook, let file {
      try CommandOutput.write([], lists: [(try answer.sheets(language), file)], force: force)
      return StandardStreams.say(SystemPath.shown(file + "\n"))
    }
    // What may be long goes out as it is made.
    switch format {
    case .json where file == nil: answer.writeJSON(language) { StandardStreams.out($0) }
    case .csv where file == nil: try csv(answer) { StandardStreams.out($0) }
    default: try deliver(try text(answer))
    }
  }

  /// The page, and the files beside it: none is put in its place before all are written. What goes to standard output is said when they are there.
  func write(_ answered: AnswerAndFiles) throws {
    if answered.files.isEmpty && answered.networks.isEmpty && answered.workbooks.isEmpty { return try write(answered.answer) }
    let answer = try chosen(answered.answer)
    let text = isWorkbook ? "" : try text(answer)
    let page = isWorkbook ? [] : file.map { [(path: $0, bytes: Array(text.utf8))] } ?? []
    let lists = isWorkbook ? try file.map { [(sheets: try answer.sheets(language), path: $0)] } ?? [] : []
    try CommandOutput.write(answered.files + page, networks: answered.networks, workbooks: answered.workbooks, lists: lists, force: force)
    for line in answered.told { StandardStreams.note(line + "\n") }
    if let file { return StandardStreams.say(SystemPath.shown(file + "\n")) }
    StandardStreams.out(text)
  }

  /// The answer with the columns that `--show` names.
  private func chosen(_ answer: Answer) throws -> Answer {
    guard let show else { return answer }
    let (chosen, unknown) = answer.keeping(columns: show.split(separator: ",").map { String($0) })
    guard unknown.isEmpty else {
      let names = answer.columnNames.joined(separator: ", ")
      throw CommandFailure(
        .badData,
        LocalText(zh: "没有名为“\(safe(unknown[0]))”的列", en: "there is no column \"\(safe(unknown[0]))\" in this answer"),
        remedy: LocalText(zh: "可选：\(names)", en: "one of: \(names)"))
    }
    return chosen
  }

  /// The answer as it is written.
  func text(_ answer: Answer) throws -> String {
    let limit = limit ?? Settings.ofRun.limit
    let more = LocalText(zh: "，用 --limit 查看", en: "; --limit shows them")
    switch format {
    case .text:
      let columns = LocalText(zh: "（--show 选列，或加宽窗口）", en: " (--show NAMES chooses columns)")
      return answer.text(language, limit: limit, more: more, width: file == nil ? Terminal.size?.columns : nil, moreColumns: columns)
    case .json: return answer.json(language)
    case .csv:
      var text = ""
      try csv(answer) { text += $0 }
      return text
    case .html: return Document(answer, language: language, limit: limit, more: more).html()
    }
  }

  private func csv(_ answer: Answer, to sink: (String) -> Void) throws {
    let names = answer.tableNames.joined(separator: ", ")
    if let table, !answer.tableNames.contains(table) {
      throw CommandFailure(
        .badData, LocalText(zh: "没有名为“\(safe(table))”的表", en: "there is no table \"\(safe(table))\" in this answer"),
        remedy: LocalText(zh: "可选：\(names)", en: "one of: \(names)"))
    }
    if table == nil && answer.tableNames.count > 1 {
      StandardStreams.note(language == .zh ? "各表：\(names)（--table 选择）\n" : "tables: \(names) (--table NAME)\n")
    }
    _ = answer.writeCSV(language, table: table, to: sink)
  }

  /// To the file that `-o` names, else to standard output.
  func deliver(_ text: String) throws {
    guard let file else {
      if format == .text && Terminal.page(text, with: Settings.ofRun.pager) { return }
      return StandardStreams.out(text)
    }
    try CommandOutput.write([(file, Array(text.utf8))], force: force)
    StandardStreams.say(SystemPath.shown(file + "\n"))
  }
}
