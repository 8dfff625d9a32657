import Answers
import Chainwright
import ClusterModel

/// Every answer of the command at an address: `/ask/weak-links?cluster=…`, and as files with the command's own bytes.
extension Visit {
  func askPage(_ path: [String]) throws -> HTTPResponse {
    guard let last = path.first, path.count == 1 else { return try questionsPage() }
    let parts = last.split(separator: ".", maxSplits: 1).map(String.init)
    guard QuestionTable.asked.contains(parts[0]) else { throw Office.Trouble.noPage(["ask"] + path) }
    let format = parts.count == 2 ? parts[1] : "page"
    guard ["page", "csv", "json", "xlsx", "html", "txt"].contains(format) else { throw Office.Trouble.noPage(["ask"] + path) }
    let command = parts[0]
    let options = try optionTable(command)
    let (words, shown) = try asked(command, options)
    if format != "page" {
      let table = format == "csv" ? request.address["table"].map { ["--table=\($0)"] } ?? [] : []
      return try file(command, words + table, format)
    }
    let run = try ask(command, words + ["--format=html"])
    let opened = try self.opened()
    let title = QuestionTable.list(office.help(language)).first { $0.name == command }?.about ?? command
    let query = request.address.query.filter { $0.name != "lang" }.map { Address.encoded($0.name) + "=" + Address.encoded($0.value) }
      .joined(separator: "&")
    let downloads = Self.downloads(command, query, ["XLSX", "CSV", "JSON", "HTML", "TXT"])
    let answer: Markup =
      run.status == 0
      ? AnswerBody(run.text).markup
      : "<div class=\"note bad\" role=\"alert\"><p class=\"said\">\(said(run))</p></div>"
    return page(
      title, .ask, opened: opened, command: [command, shownPath] + shown, downloads: run.status == 0 ? downloads : [],
      status: run.status == 0 ? 200 : 422,
      """
      <div class="head"><h1>\(run.status == 0 ? AnswerBody(run.text).title : title)</h1></div>
      \(optionForm(command, options))
      <div class="answer">\(answer)</div>
      """)
  }

  private func questionsPage() throws -> HTTPResponse {
    let items = QuestionTable.list(office.help(language)).map {
      "<li><a href=\"\(href("/ask/" + $0.name))\">\($0.about)</a> <code class=\"small soft\">\($0.name)</code></li>" as Markup
    }
    return page(
      t("全部问题", "All questions"), .ask, opened: try opened(),
      """
      <div class="head"><h1>\(t("全部问题", "All questions"))</h1><p class="soft">\(t("每个答案都有网址，可下载，并写明同样的命令", "Every answer has an address, files to download, and the command that gives the same"))</p></div>
      <ul class="questions">\(items)</ul>
      """)
  }

  /// The options of a question that may be asked here: none that writes.
  func optionTable(_ command: String) throws -> OptionTable {
    let run = try office.library.run([command, "--experimental-dump-help"], of: office.program.path)
    guard run.status == 0, let dump = try? JSON.read(run.output), var table = OptionTable(dump) else {
      throw Office.Trouble(message: LocalText(zh: "命令没有说明 \(command) 有哪些选项", en: "the command does not say what \(command) takes"))
    }
    let files: Set<String> = ["previous", "io-table", "amounts", "peers", "scenario", "candidates", "gates", "rules", "table", "shortlist"]
    table.options.removeAll { option in
      if ToolEntry.withheld.contains(option.name) || files.contains(option.name) { return true }
      return ["file", "dir", "network"].contains(option.valueName) || ["lang", "as-of"].contains(option.name)
    }
    return table
  }

  /// What the address asks for as options: as they are given to the command, and as they are shown.
  private func asked(_ command: String, _ table: OptionTable) throws -> ([String], [String]) {
    var (words, shown): ([String], [String]) = ([], [])
    if QuestionTable.ruled.contains(command) {
      guard let rules = office.rules, let name = request.address["rules"] ?? ruleFiles(command).first, let path = rules.existing(name)
      else {
        throw Office.Trouble(message: LocalText(zh: "没有规则文件", en: "there is no rule file"))
      }
      words.append(path)
      shown.append("Rules/" + name)
    }
    var given = request.address.query.filter {
      $0.name != "lang" && $0.name != "as-of" && $0.name != "rules" && $0.name != "table" && !$0.value.isEmpty
    }
    let known = Set(table.options.map(\.name))
    for (name, value) in scopeOptions(known) where !given.contains(where: { $0.name == name }) { given.append((name, value)) }
    for (name, value) in given {
      guard let option = table.options.first(where: { $0.name == name }) else {
        // The scope goes along from page to page; a question that knows no counties is asked of all.
        if ["county", "cluster", "firm"].contains(name) { continue }
        throw Office.Trouble(
          status: 404, message: LocalText(zh: "“\(command)”没有选项 \(name)", en: "\(command) has no option \(name)"),
          remedy: LocalText(zh: "有：\(known.sorted().joined(separator: "、"))", en: "it has: \(known.sorted().joined(separator: ", "))"))
      }
      words.append(option.isFlag ? "--" + name : "--\(name)=\(value)")
      shown += option.isFlag ? ["--" + name] : ["--" + name, value]
    }
    if let asOf { shown += ["--as-of", asOf] }
    return (words, shown)
  }

  /// The rule files that come with the program, for a question that takes one.
  func ruleFiles(_ command: String) -> [String] {
    guard let rules = office.rules else { return [] }
    let folder = ["gates": "gates", "shortlist": "shortlists", "programme": "programmes"][command] ?? command
    let all = Bounds.names(in: rules.root + "/" + folder).map { folder + "/" + $0 }
    return (all.isEmpty ? Bounds.names(in: rules.root).filter { $0.contains(command) } : all).filter {
      $0.hasSuffix(".yaml") || $0.hasSuffix(".csv") || $0.hasSuffix(".json")
    }
  }

  /// The same answer as files: what they are called, and where they are.
  static func downloads(_ command: String, _ query: String, _ kinds: [String] = ["XLSX", "CSV", "JSON", "HTML"]) -> [(String, String)] {
    kinds.map { ($0, "/ask/\(command).\($0.lowercased())" + (query.isEmpty ? "" : "?" + query)) }
  }

  private func file(_ command: String, _ words: [String], _ format: String) throws -> HTTPResponse {
    if format == "xlsx" {
      let made = try office.drawings.folder(self, ["ask", command] + words, LocalText(zh: "写工作簿", en: "Writing the workbook")) { [path] in
        [command, path] + words + ["--output=\($0.folder)/answer.xlsx"]
      }
      guard let bytes = Scratch.read(made.folder + "/answer.xlsx") else { throw Scratch.Failure(path: "answer.xlsx") }
      return .download("\(command).xlsx", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", .bytes(bytes))
    }
    let run = try ask(command, words + ["--format=" + (format == "txt" ? "text" : format)])
    if run.status != 0 { return trouble(said(run), "", opened: try? opened()) }
    let types = [
      "csv": "text/csv; charset=utf-8", "json": "application/json", "html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8",
    ]
    if format == "html" { return .alone(run.output) }
    return .download("\(command).\(format)", type: types[format] ?? "application/octet-stream", .bytes(run.output))
  }

  /// What the command said of what went wrong.
  func said(_ run: CommandProgram.Run) -> String {
    if run.isStopped { return t("到了时限，没有算完；请缩小范围再问", "stopped at the limit of time; ask about a smaller part") }
    var text = run.error.replacing(path, with: shownPath)
    if text.hasPrefix("chainwright: ") { text.removeFirst("chainwright: ".count) }
    return text
  }

  /// The options as a form.
  private func optionForm(_ command: String, _ table: OptionTable) -> Markup {
    let about = QuestionTable.about(office.help(language, of: command))
    let fields = table.options.map { option -> Markup in
      let (id, value) = ("o-" + option.name, request.address[option.name] ?? "")
      let hint = about[option.name] ?? option.about
      if option.isFlag {
        let isOn: Markup = value.isEmpty ? "" : " checked"
        return
          "<div class=\"field\"><label class=\"choice\" for=\"\(id)\"><input type=\"checkbox\" id=\"\(id)\" name=\"\(option.name)\" value=\"on\"\(isOn)><span>\(hint)</span></label></div>"
      }
      if !option.choices.isEmpty {
        let choices = ([""] + option.choices).map { "<option\($0 == value ? " selected" as Markup : "")>\($0)</option>" as Markup }.joined()
        return
          "<div class=\"field\"><label for=\"\(id)\">\(hint)</label><select id=\"\(id)\" name=\"\(option.name)\">\(choices)</select></div>"
      }
      return
        "<div class=\"field\"><label for=\"\(id)\">\(hint)</label><input id=\"\(id)\" name=\"\(option.name)\" value=\"\(value)\"></div>"
    }
    let rules: Markup =
      QuestionTable.ruled.contains(command)
      ? "<div class=\"field\"><label for=\"o-rules\">\(t("规则文件", "Rule file"))</label><select id=\"o-rules\" name=\"rules\">\(ruleFiles(command).map { "<option\($0 == request.address["rules"] ? " selected" as Markup : "")>\($0)</option>" as Markup })</select></div>"
      : ""
    let moment: Markup = asOf.map { "<input type=\"hidden\" name=\"as-of\" value=\"\($0)\">" } ?? ""
    return """
      <details class="panel options no-print"><summary>\(t("换个问法", "Ask it otherwise"))</summary><form class="body" action="/ask/\(command)">\(moment)<div class="form-grid">\(rules)\(fields)</div><p class="row gap"><button class="primary">\(t("再问", "Ask"))</button></p></form></details>
      """
  }
}

/// The body of a page that the command wrote, to be shown inside ours: its own markup, made of escaped texts.
struct AnswerBody {
  let title: String
  let markup: Markup

  init(_ html: String) {
    title = Self.between("<h1>", "</h1>", html).map { Self.plain(String($0)) } ?? ""
    let banner = Self.between("<div class=\"banner\"", "</div>", html).map { "<div class=\"banner\"" + $0 + "</div>" } ?? ""
    markup = Markup(trusted: banner + (Self.between("<main id=\"main\">", "</main>", html).map(String.init) ?? ""))
  }

  private static func between(_ begin: String, _ end: String, _ text: String) -> Substring? {
    guard let start = text.firstRange(of: begin), let stop = text[start.upperBound...].firstRange(of: end) else { return nil }
    return text[start.upperBound..<stop.lowerBound]
  }

  static func plain(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing(
      "&amp;", with: "&")
  }
}

extension HTTPResponse {
  /// A page of the command's own, as it is: it may show itself and do nothing else.
  ///
  /// - Parameters:
  ///   - bytes: the page.
  ///   - inOurs: a page of ours may show it inside itself.
  static func alone(_ bytes: [UInt8], inOurs: Bool = false) -> HTTPResponse {
    var response = HTTPResponse(bytes: bytes)
    response.headers.append(
      (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors \(inOurs ? "'self'" : "'none'"); sandbox allow-popups"
      ))
    if inOurs { response.headers.append(("X-Frame-Options", "SAMEORIGIN")) }
    return response
  }
}

extension Office {
  /// The help of the command, or of one of its questions.
  func help(_ language: Language, of command: String? = nil) -> String {
    (try? library.run((command.map { [$0] } ?? []) + ["--help", "--lang=\(language.rawValue)"], of: program.path))?.text ?? ""
  }
}
