import Answers
import Chainwright
import ClusterIO
import ClusterModel
import Glibc
import Synchronization

/// Lists are put in, looked at on the sheet itself, asked about, held against what is known, and then taken in: all or nothing.
extension Visit {
  func importPage(isEmpty: Bool) throws -> HTTPResponse {
    let opened = try isEmpty ? nil : self.opened()
    let lots = office.own == path ? office.uploads.lots().prefix(20) : []
    let items = lots.map { lot -> Markup in
      let names = lot.files.compactMap { $0.split(separator: "/").last.map(String.init) }.joined(separator: t("、", ", "))
      let state: Markup =
        lot.importID.map { "<span class=\"mark met\">\(t("第 \($0) 次导入", "import \($0)"))</span>" }
        ?? "<span class=\"mark open\">\(t("尚未采用", "not yet taken"))</span>"
      return "<li><a href=\"/import/\(lot.id)\">\(names)</a> \(state)</li>"
    }
    let history: Markup =
      isEmpty || !isWorkspace
      ? ""
      : try { () throws -> Markup in
        let run = try ask("history", ["--format=html"])
        return run.status == 0 ? "<div class=\"answer gap2\">\(AnswerBody(run.text).markup)</div>" : ""
      }()
    return page(
      t("导入名单", "Take lists in"), .lists, opened: opened, command: ["import", t("名单.xlsx", "lists.xlsx"), "--into", shownPath],
      """
      <div class="head"><h1>\(t("导入名单", "Take lists in"))</h1><p class="soft">\(t("采用前什么都不写入", "Nothing is written before you take it"))</p></div>
      \(dropZone(isBig: false))<p class="gap"><a href="/template">\(t("下载空表", "Download an empty list"))</a></p>
      \(items.isEmpty ? nil : "<h2 class=\"gap2\">\(t("放进来的文件", "Files put in"))</h2><ul class=\"questions\">\(items)</ul>" as Markup)\(history)
      """)
  }

  func upload(_ files: [Multipart.File]) throws -> HTTPResponse {
    let chosen = files.filter { !$0.bytes.isEmpty }
    if chosen.isEmpty {
      throw Office.Trouble(
        message: LocalText(zh: "没有选文件，或文件是空的", en: "no file was chosen, or it is empty"),
        remedy: LocalText(zh: "选一个或几个 .xlsx、.csv 文件", en: "choose one or more .xlsx or .csv files"))
    }
    return .redirect("/import/" + (try office.uploads.add(chosen)).id)
  }

  func templateFile() throws -> HTTPResponse {
    let scratch = try office.drawings.folder(self, ["template"], LocalText(zh: "空表", en: "An empty list")) {
      ["template", "--simple", "--output=\($0.folder)/template.xlsx"]
    }
    guard let bytes = Scratch.read(scratch.folder + "/template.xlsx") else { throw Scratch.Failure(path: "template") }
    return .download(t("企业名单.xlsx", "firms.xlsx"), type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", .bytes(bytes))
  }

  private func lot(_ id: String) throws -> Uploads.Lot {
    guard office.own == path, let lot = office.uploads.lot(id) else {
      throw Office.Trouble(
        status: 404, message: LocalText(zh: "没有这批文件", en: "there are no such files"),
        remedy: LocalText(zh: "重新放进来", en: "put them in again"))
    }
    return lot
  }

  /// What the lists are taken for, with what was answered so far.
  private func read(_ lot: Uploads.Lot) throws -> ListImport {
    let mapping = access(lot.mappingFile, R_OK) == 0 ? try ListMapping.read(lot.mappingFile) : nil
    let decisions = access(lot.namesFile, R_OK) == 0 ? try NameDecision.read(lot.namesFile) : []
    return try ListImport.read(lot.files, mapping: mapping, decisions: decisions)
  }

  /// As they are named in the history: without the folder that they lie in.
  private func lists(_ made: ListImport, _ lot: Uploads.Lot) -> Workspace.Lists {
    let names = lot.files.compactMap { $0.split(separator: "/").last.map(String.init) }
    return Workspace.Lists(made.reading, path: names.joined(separator: " "), who: session.person.name, at: Self.now())
  }

  func importedPage(_ id: String, part: String?) throws -> HTTPResponse {
    let lot = try lot(id)
    if part == "marked.xlsx" { return try marked(lot) }
    let made = try read(lot)
    let isEmpty = Signature(path).isNothing
    let report = try Audit.run(made.reading)
    let names = lot.files.compactMap { $0.split(separator: "/").last.map(String.init) }.joined(separator: t("、", ", "))
    let open = made.questions.count { $0.decision == nil }
    let readCount = made.lists.count { $0.rows != nil }
    let opened = try isEmpty ? nil : self.opened()
    var difference: Markup = ""
    var bar: Markup = ""
    if let number = lot.importID {
      bar =
        "<p class=\"note good\" role=\"status\">\(t("已采用，第 \(number) 次导入。", "Taken in as import \(number).")) <a href=\"/\">\(t("去看今天要办的事", "See what to do today"))</a></p>"
    } else if !report.mayContinue {
      difference = errors(report)
    } else {
      let lists = lists(made, lot)
      let look = try Workspace.take(lists, into: path, commits: false, shownRows: 20)
      let answer = ImportQuestion(lists: names, workspace: shownPath).answer(look)
      difference = """
        <section class="gap2" aria-labelledby="hd"><div class="head"><h2 id="hd">\(t("与上次比", "Compared with last time"))</h2></div><div class="answer">\(AnswerBody(Document(answer, language: language, limit: 20).html()).markup)</div></section>
        """
      bar = takeBar(lot, look, open)
    }
    let sheets = try made.lists.enumerated().map { try sheet($0, $1, lot, made) }
    return page(
      t("导入：", "Lists: ") + names, .lists, opened: opened, command: ["import", names, "--into", shownPath, "--dry-run"],
      """
      <div class="head"><h1>\(t("导入：", "Lists: "))\(names)</h1><p class="soft">\(t("\(made.lists.count) 个表 · 读 \(readCount) 个", "\(made.lists.count) sheets · \(readCount) read"))\(lot.importID == nil ? t(" · 采用前什么都没有写入", " · nothing is written yet") : "")</p></div>
      <ol class="steps"><li><b>\(t("1 认列与单位", "1 Columns and units"))</b> <span class="mark met">\(t("已认出，可改", "recognised, may be changed"))</span></li><li><b>\(t("2 认名字", "2 Names"))</b> <span class="mark \(open > 0 ? "open" : "met")">\(open > 0 ? t("\(open) 处要问", "\(open) to settle") : t("都对上了", "all settled"))</span></li><li><b>\(t("3 与上次比", "3 Compared"))</b></li><li><b>\(t("4 全部采用或全部放弃", "4 All or nothing"))</b></li></ol>
      <form method="post" action="/import/\(lot.id)/answers">\(formToken)\(sheets)\(questions(made))
      \(lot.importID == nil ? "<p class=\"row gap\"><button>\(t("按现在的选择重新认一遍", "Read again with these choices"))</button><span class=\"soft small\">\(t("下面的差异按已保存的选择算", "What follows is by the choices saved"))</span></p>" as Markup : nil)</form>
      \(difference)\(bar)
      """)
  }

  private func errors(_ report: AuditReport) -> Markup {
    let items = report.findings.filter { $0.severity == .error }.prefix(20).map { finding -> Markup in
      "<li><span class=\"cell\">\(finding.places.first?.text ?? "")</span> \(finding.message[language])<br>→ \(finding.remedy[language])</li>"
    }
    return """
      <section class="gap2" aria-labelledby="he"><h2 id="he">\(t("要先更正的地方", "To be corrected first"))</h2><div class="note bad" role="alert"><ul>\(items)</ul><p>\(t("改好原表后重新放进来，或把那一列改为不读。没有写入任何东西。", "Correct the sheet and put it in again, or do not read that column. Nothing was written."))</p></div></section>
      """
  }

  /// A list as it stands, with what each column is taken for above it.
  private func sheet(_ at: Int, _ list: ListImport.List, _ lot: Uploads.Lot, _ made: ListImport) throws -> Markup {
    let title = list.mapping.table.flatMap { DataDictionary.standard[$0]?.title[language] }
    guard let table = list.mapping.table, let title else {
      return
        "<details class=\"panel gap\"><summary>\(list.shown)　<span class=\"soft\">\(t("不读", "not read"))：\(list.mapping.remark[language])</span></summary></details>"
    }
    let path = lot.files.first { $0.hasSuffix("/" + list.mapping.file) } ?? lot.files[0]
    let rows = (try? SourceRows.preview(list.mapping.sheet, in: path, limit: 14)) ?? []
    let width = min(30, rows.map(\.cells.count).max() ?? 0)
    let inQuestion = made.questions.enumerated().map { (number: $0.offset + 1, name: $0.element.name, place: $0.element.place) }
    // Which column a header stands in: the mapping names them in order, and so do the header's cells.
    let picks = list.mapping.columns.enumerated().map { index, column -> Markup in
      let name = "c.\(at).\(index)"
      let unit: Markup = column.unit.isEmpty ? "" : "<small><b>\(column.unit)</b></small>"
      return
        "<div class=\"field\"><label for=\"\(name)\">\(column.header)</label><select id=\"\(name)\" name=\"\(name)\">\(options(table, column))</select>\(unit)</div>"
    }
    let body = rows.map { row -> Markup in
      let cells = (0..<width).map { column -> Markup in
        let text = column < row.cells.count ? row.cells[column] : ""
        let asked = inQuestion.first { question in
          let isHere = question.place.file == list.shown || question.place.file == list.mapping.sheet
          return isHere && question.place.row == row.number && question.name == text
        }
        let style: Markup = asked != nil ? " class=\"ask\"" : Double(text) != nil ? " class=\"num\"" : ""
        let mark: Markup = asked.map { " <b>\(t("问 \($0.number)", "question \($0.number)"))</b>" } ?? ""
        return "<td\(style)>\(text)\(mark)</td>"
      }
      return "<tr><th class=\"rn\" scope=\"row\">\(row.number)</th>\(cells)</tr>"
    }
    let letters = (0..<width).map { "<th scope=\"col\">\(Assistant.letter($0))</th>" as Markup }
    return """
      <section class="gap" aria-labelledby="s\(at)"><div class="head"><h2 id="s\(at)">\(list.shown)</h2><p class="soft">\(t("认作", "read as")) <b>\(title)</b> · \(t("读 \(list.rows ?? 0) 行，不读 \(list.leftOut ?? 0) 行", "\(list.rows ?? 0) rows read, \(list.leftOut ?? 0) left out")) · \(list.mapping.remark[language])</p></div>
      <div class="form-grid picks">\(picks)</div>
      <div class="scroll gap" tabindex="0" role="region" aria-label="\(t("名单原样：", "the list as it is: ") + list.shown)"><table class="sheet"><caption class="sr">\(list.shown)</caption><thead><tr class="cl"><th class="rn" scope="col"><span class="sr">\(t("行号", "row"))</span></th>\(letters)</tr></thead><tbody>\(body)</tbody></table></div></section>
      """
  }

  private func options(_ table: String, _ column: ListMapping.Column) -> Markup {
    var choices: [(value: String, label: String)] = [("", t("不读", "not read"))]
    for known in DataDictionary.standard[table]?.columns ?? [] {
      choices.append((known.name, ListMapping.label(ListMapping.Column(header: "", table: table, column: known.name), language)))
    }
    if table == "firms" {
      for side in ["suppliers", "buyers", "products", "stage", "chain", "honours"] {
        choices.append((side, ListMapping.label(ListMapping.Column(header: "", table: table, column: side), language)))
      }
    }
    return choices.map {
      "<option value=\"\($0.value)\"\($0.value == column.column ? " selected" as Markup : "")>\($0.label)</option>" as Markup
    }.joined()
  }

  private func questions(_ made: ListImport) -> Markup {
    if made.questions.isEmpty { return "" }
    let items = made.questions.enumerated().map { at, question -> Markup in
      let name = "q.\(at)"
      var choices = question.candidates.map { (value: "firm:" + $0.id, label: $0.name.isEmpty ? $0.id : $0.name, sure: sure($0.certainty)) }
      choices.append(("outside", t("都不是，是名单外的企业", "none of them: a firm outside the list"), ""))
      var chosen: String?
      switch question.decision {
      case .firm(let id)?: chosen = "firm:" + id
      case .outside?: chosen = "outside"
      case nil: chosen = question.candidates.count == 1 && question.candidates[0].certainty >= 0.9 ? choices[0].value : nil
      }
      let boxes = choices.map { choice -> Markup in
        let isOn: Markup = choice.value == chosen ? " checked" : ""
        return
          "<label class=\"choice\"><input type=\"radio\" name=\"\(name)\" value=\"\(choice.value)\"\(isOn)><span>\(choice.label) <span class=\"sure\">\(choice.sure)</span></span></label>"
      }
      return
        "<fieldset class=\"q\"><legend>\(t("问 \(at + 1)　“\(question.name)”是哪一家？", "\(at + 1)  Which firm is “\(question.name)”?")) <span class=\"cell\">\(question.place.text)</span></legend><input type=\"hidden\" name=\"n.\(at)\" value=\"\(question.name)\">\(boxes)</fieldset>"
    }
    return """
      <section class="gap" aria-labelledby="hq"><div class="panel"><header><h2 id="hq">\(t("要问您 \(items.count) 处", "\(items.count) questions for you"))</h2><span class="soft small">\(t("把握大的已预选；不答的先按名单外企业处理", "Sure ones are chosen beforehand; what is not answered counts as a firm outside the list"))</span></header><div class="body"><div class="asks">\(items)</div></div></div></section>
      """
  }

  /// How alike two names are, in words: a number would say more than is known.
  private func sure(_ certainty: Double) -> String {
    certainty >= 0.9 ? t("很像", "very alike") : certainty >= 0.75 ? t("较像", "alike") : t("有点像", "somewhat alike")
  }

  private func takeBar(_ lot: Uploads.Lot, _ look: WorkspaceImport, _ open: Int) -> Markup {
    let changes = look.changes
    let (added, changed, removed) = (changes.count(.added), changes.count(.changed), changes.count(.removed))
    let counts = t("增 \(added) 行，改 \(changed) 行，去 \(removed) 行", "\(added) new, \(changed) changed, \(removed) gone")
    let unsettled = open > 0 ? t("还有 \(open) 处未答。", "\(open) not answered yet. ") : ""
    let isBook = lot.files.count == 1 && lot.files[0].hasSuffix(".xlsx")
    let marked: Markup =
      isBook ? "<a class=\"button\" href=\"/import/\(lot.id)/marked.xlsx\">\(t("下载标注过的工作簿", "Download the marked workbook"))</a>" : ""
    if changes.isEmpty {
      return
        "<div class=\"takebar\"><div class=\"wrap\"><p>\(t("与工作区里的完全相同，没有可写入的。", "Nothing new: the workspace holds all of it."))</p>\(marked)</div></div>"
    }
    return """
      <form class="takebar" action="/import/\(lot.id)/take" method="post">\(formToken)<input type="hidden" name="base" value="\(look.base)"><div class="wrap"><p>\(unsettled)<b>\(t("全部采用", "Take all"))</b>\(t("会记下：提供者 ", " records: by "))\(session.person.name)\(t("，导入序号 \(look.base + 1)。任何时候都可以看采用前的样子。", ", import \(look.base + 1). What was known before can be seen at any time."))</p><button name="take" value="no">\(t("全部放弃", "Take nothing"))</button>\(marked)<button class="primary" name="take" value="yes">\(t("全部采用（\(counts)）", "Take all (\(counts))"))</button></div></form>
      """
  }

  func decideImport(_ id: String, _ part: String) throws -> HTTPResponse {
    let lot = try lot(id)
    if lot.importID != nil { return .redirect("/import/" + lot.id) }
    if part == "answers" {
      try keepAnswers(lot)
      return .redirect("/import/" + lot.id)
    }
    guard part == "take" else { throw Office.Trouble.noPage(["import", id, part]) }
    if field("take") != "yes" { return .redirect("/import") }
    return try office.writing.withLock { _ -> HTTPResponse in
      let made = try read(lot)
      let report = try Audit.run(made.reading)
      guard report.mayContinue else { return .redirect("/import/" + lot.id) }
      // Somebody else may have taken lists in since this was looked at; then it is shown anew.
      guard let base = field("base").flatMap({ Int($0) }) else { return .redirect("/import/" + lot.id) }
      let taken = try Workspace.take(lists(made, lot), into: path, expected: base, now: { Self.now() })
      if let first = taken.errors.first {
        throw Office.Trouble(message: first.message, remedy: first.remedy)
      }
      if let number = taken.importID { try lot.take(as: number) }
      return .redirect("/import/" + lot.id)
    }
  }

  /// What was said of columns and names, as files that the command reads too.
  private func keepAnswers(_ lot: Uploads.Lot) throws {
    var made = try read(lot)
    for (name, value) in form where name.hasPrefix("c.") {
      let parts = name.split(separator: ".").compactMap { Int($0) }
      guard parts.count == 2, made.mapping.lists.indices.contains(parts[0]), made.mapping.lists[parts[0]].columns.indices.contains(parts[1])
      else { continue }
      let list = made.mapping.lists[parts[0]]
      guard let table = list.table, value != list.columns[parts[1]].column else { continue }
      made.mapping.lists[parts[0]].columns[parts[1]].column = value
      made.mapping.lists[parts[0]].columns[parts[1]].table = value.isEmpty ? "" : table
      made.mapping.lists[parts[0]].columns[parts[1]].unit = ""
    }
    var kept: [NameDecision] = access(lot.namesFile, R_OK) == 0 ? try NameDecision.read(lot.namesFile) : []
    for (name, value) in form where name.hasPrefix("q.") {
      guard let asked = form.first(where: { $0.name == "n." + name.dropFirst(2) })?.value else { continue }
      let choice: NameDecision.Choice = value == "outside" ? .outside : .firm(String(value.dropFirst("firm:".count)))
      kept.removeAll { $0.name == asked }
      kept.append(NameDecision(name: asked, choice: choice))
    }
    made.mapping.names = "names.csv"
    for at in made.mapping.lists.indices {
      let file = made.mapping.lists[at].file
      made.mapping.lists[at].file = file.hasPrefix("lists/") ? file : "lists/" + (file.split(separator: "/").last.map(String.init) ?? file)
    }
    try Scratch.write(Array(made.mapping.text(.en).utf8), to: lot.mappingFile)
    try Scratch.write(Array(NameDecision.text([], kept: kept, .en).utf8), to: lot.namesFile)
  }

  /// The workbook with what was found written beside its cells, as the command's audit does it.
  private func marked(_ lot: Uploads.Lot) throws -> HTTPResponse {
    guard let file = lot.files.first else { throw Scratch.Failure(path: "lists") }
    let scratch = try Scratch()
    let out = scratch.folder + "/marked.xlsx"
    let report = try Audit.run(try read(lot).reading)
    _ = try WorkbookMarks.write(report.findings, from: file, to: out, language: language, force: true)
    guard let bytes = Scratch.read(out) else { throw Scratch.Failure(path: "marked.xlsx") }
    let name = file.split(separator: "/").last.map { String($0.dropLast(5)) } ?? "lists"
    return .download(
      name + t("（标注）.xlsx", " (marked).xlsx"), type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", .bytes(bytes))
  }
}
