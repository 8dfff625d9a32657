import Answers
import Chainwright
import ClusterModel

/// The first screen: where, and what to do.
extension Visit {
  func emptyPage() -> HTTPResponse {
    let examples = office.examples.map { example -> Markup in
      let about: LocalText =
        example.name == "towel-chain"
        ? LocalText(zh: "一条小产业链：毛巾链教学网络，十分钟看完全部六件事。", en: "A small chain to learn on: all six tasks in ten minutes.")
        : LocalText(zh: "保定 2022：县域特色产业集群，22 个县区。", en: "Baoding 2022: clusters of 22 counties.")
      let title = example.name == "towel-chain" ? t("先看一条小产业链", "Look at a small chain") : t("先看保定的例子", "Look at the example of Baoding")
      return """
        <section class="panel"><header><h3>\(title)</h3></header><div class="body"><p>\(t(about))</p><p class="small"><span class="syn">\(t("虚构", "invented"))</span> \(t("企业为虚构，仅供演示。", "Firms are made up for demonstration."))</p><form method="post" action="/open">\(formToken)<button name="network" value="\(example.name)">\(t("打开", "Open"))</button></form></div></section>
        """
    }
    return page(
      t("空的工作区", "Empty workspace"), .today, opened: nil, command: ["serve", shownPath],
      """
      <div class="empty"><h1>\(t("这个工作区还是空的", "This workspace is empty"))</h1><p>\(t("放进一张企业名单就能开始；名单照您现在的样子即可，不用改表头、不用编号。", "Begin with a list of firms, as it is: no headers to change, no ids to give."))</p>
      \(dropZone(isBig: true))
      <h2 class="sr">\(t("没有现成名单", "No list at hand"))</h2><div class="trio">
      <section class="panel"><header><h3>\(t("要一张空表来填", "An empty list to fill in"))</h3></header><div class="body"><p>\(t("一张表就够：企业、环节、主要产品、供应商、客户、营业收入、人数、资质。", "One sheet is enough: firm, stage, products, suppliers, buyers, revenue, headcount, honours."))</p><a class="button" href="/template">\(t("下载空表", "Download"))</a></div></section>
      \(examples)</div></div>
      """)
  }

  /// Where a file is put, by dragging or by choosing.
  func dropZone(isBig: Bool) -> Markup {
    guard isWorkspace, !session.person.isGuest else { return "" }
    let head: Markup =
      isBig
      ? "<p class=\"big\">\(t("把企业名单拖到这里", "Drop a list of firms here"))</p><p>\(t("Excel、WPS 表格、CSV 都行，可一次放几个文件", "Excel, WPS or CSV, several at once"))</p>"
      : "<p><b>\(t("把 Excel 拖到这里", "Drop a spreadsheet here"))</b>\(t("，或从电脑里选。先给您看认成了什么，确认后才采用。", ", or choose one. You see what it is taken for before anything is written."))</p>"
    let foot: Markup =
      isBig
      ? "<p class=\"small soft\">\(t("先给您看认成了什么、有哪几处要问，确认后才采用；采用前不写入任何东西。", "Nothing is written before you have seen it and agreed."))</p>"
      : ""
    return """
      <div class="drop" data-drop>\(head)<form action="/import" method="post" enctype="multipart/form-data" class="row">\(formToken)<span class="pick"><span class="button" aria-hidden="true">\(t("选文件…", "Choose a file…"))</span><output class="small"></output><input id="file" name="file" aria-label="\(t("选名单文件", "Choose lists"))" type="file" multiple accept=".xlsx,.xls,.et,.ods,.csv"></span><button class="primary">\(t("上传并查看", "Upload and look"))</button></form>\(foot)</div>
      """
  }

  // MARK: what the scope is about

  /// The targets of the scope: a firm, a cluster, or what is in a county; all leaders of the region.
  func targets(_ network: Network) throws -> TargetChoice? {
    var choice = TargetChoice()
    if let firm {
      choice.leaders = [firm]
    } else if let cluster {
      choice.clusters = [cluster]
    } else if let county {
      let id = try network.find(county: county)
      choice.leaders = network.leaders().filter { network.firms.county($0) == id }.map { network.firms.id($0) }
      if choice.leaders.isEmpty { return nil }
    }
    return choice
  }

  /// What alone stops a target of the scope.
  func weakLinks(_ limit: Int) throws -> (answer: Answer, words: [String])? {
    let opened = try self.opened()
    guard let choice = try targets(opened.study.network) else { return nil }
    let words = choice.leaders.flatMap { ["--leader", $0] } + choice.clusters.flatMap { ["--cluster", $0] } + ["--limit", String(limit)]
    let answer = try office.library.answer(words.joined(separator: " "), LocalText(zh: "找薄弱环节", en: "Looking for weak links"), self) {
      study in
      var question = WeakLinksQuestion()
      question.targets = choice
      question.findings = limit
      return try question.answer(study)
    }
    return (answer, words)
  }

  func todayPage() throws -> HTTPResponse {
    let opened = try self.opened()
    let network = opened.study.network
    var things: Markup = "<p class=\"note info\">\(t("本县没有在册的领跑者；请选集群。", "No leader is recorded in this county; choose a cluster."))</p>"
    var words: [String] = []
    do {
      if let found = try weakLinks(5) {
        words = found.words
        things = five(found.answer, network)
      }
    } catch let error as QuestionError {
      things = "<div class=\"note\"><p>\(t(error.message))</p><p>→ \(t(error.remedy))</p></div>"
    }
    let map = try countyMap(network)
    let main: Markup = """
      <h1 class="sr">\(t("今天", "Today"))</h1><div class="today">
      <section class="map" aria-labelledby="h-map"><div class="head"><h2 id="h-map">\(t("选范围", "Choose a scope"))</h2><p class="soft small">\(t("点一个县，全部画面只看这个县", "All screens follow the county you choose"))</p></div>\(map)</section>
      <section class="act" aria-labelledby="h-five"><div class="head"><h2 class="big-h" id="h-five">\(t("今天要办的五件事", "Five things for today"))</h2><p class="soft small">\(t("先看一停就断的，按损失产出排", "What alone stops a target, the largest loss first")) · <a href="\(href("/weak-links"))">\(t("全部薄弱环节", "All weak links"))</a></p></div>\(things)</section>
      \(dropZone(isBig: false))</div>
      """
    return page(
      t("今天", "Today"), .today, opened: opened, command: ["weak-links", shownPath] + words + (asOf.map { ["--as-of", $0] } ?? []),
      downloads: Self.downloads("weak-links", Self.query(words)), main)
  }

  /// Options as they stand in an address.
  static func query(_ words: [String]) -> String {
    stride(from: 0, to: words.count - 1, by: 2).map { words[$0].dropFirst(2) + "=" + Address.encoded(words[$0 + 1]) }.joined(separator: "&")
  }

  private func five(_ answer: Answer, _ network: Network) -> Markup {
    let findings = answer.findings ?? []
    let points = findings.filter { $0.rule == "single-point-of-failure" }
    let shown = (points + findings.filter { $0.rule != "single-point-of-failure" }).prefix(5)
    if shown.isEmpty { return "<p class=\"note good\">\(t("没有发现。", "Nothing found."))</p>" }
    let known = office.decisions.all()
    let items = shown.enumerated().map { number, finding -> Markup in
      """
      <li><div>\(marks(finding, network))<h3><a href="\(href("/weak-links", [("finding", Self.key(finding))]))">\(finding.message[language])</a></h3>
      <p class="facts">\(facts(finding, network))</p><p class="first">\(t("先做：", "Do first: "))\(finding.remedy[language])</p>\(decide(finding, known[Self.key(finding)], number))</div></li>
      """
    }
    return "<ol class=\"five\">\(items)</ol>"
  }

  /// A finding by name, whichever network it is of.
  static func key(_ finding: Finding) -> String { finding.rule + "|" + finding.subject.table + "|" + finding.subject.id }

  func marks(_ finding: Finding, _ network: Network) -> Markup {
    let kinds = [
      "single-point-of-failure": "single", "missing-link": "missing", "chokepoint": "choke", "broken-link": "broken", "weak-link": "weak",
    ]
    let isInvented = finding.subject.table == "firm" && network.firm(id: finding.subject.id).map { network.firms.isSynthetic($0) } ?? false
    let invented: Markup = isInvented ? " <span class=\"syn\">\(t("虚构", "invented"))</span>" : ""
    return
      "<div class=\"row\"><span class=\"mark \(kinds[finding.rule] ?? "open")\">\(Wording(language).rule(finding))</span>\(invented)</div>"
  }

  func facts(_ finding: Finding, _ network: Network) -> Markup {
    let wording = Wording(language)
    var parts: [Markup] = []
    for figure in finding.figures {
      let entry = FigureEntry.named(figure.name)
      let value = wording.withUnit(entry.kind == .share ? .share(figure.value) : .number(figure.value), entry)
      parts.append("<span>\(entry.label[language]) <b class=\"num\">\(value)</b></span>")
    }
    if let county = responsible(finding, network) { parts.append("<span>\(t("责任县", "County responsible")) <b>\(county)</b></span>") }
    if !finding.places.isEmpty {
      parts.append(
        "<span><a href=\"\(href("/weak-links", [("finding", Self.key(finding))]))#rows\">\(t("依据 \(finding.places.count) 格", "\(finding.places.count) rows"))</a></span>"
      )
    }
    return parts.joined()
  }

  /// The first county of the region on the way from what stops to what is stopped.
  private func responsible(_ finding: Finding, _ network: Network) -> String? {
    for subject in [finding.subject] + finding.witness.flatMap(\.subjects) where subject.table == "firm" {
      guard let firm = network.firm(id: subject.id), let county = network.firms.county(firm), network.counties[county.row].isInside else {
        continue
      }
      return network.counties[county.row].shown(language)
    }
    return nil
  }

  // MARK: decisions

  func decide(_ finding: Finding, _ known: Decisions.Decision?, _ number: Int) -> Markup {
    let key = Self.key(finding)
    let back = "/" + request.address.path.map(Address.encoded).joined(separator: "/")
    let hidden: Markup =
      "\(formToken)<input type=\"hidden\" name=\"key\" value=\"\(key)\"><input type=\"hidden\" name=\"back\" value=\"\(href(back, [("finding", request.address["finding"])]))\">"
    if let known {
      let word =
        ["accept": t("已采纳", "Accepted"), "assign": t("已派发", "Assigned"), "untrue": t("已记为不属实，待核", "Not true, to be checked")][known.verb]
        ?? known.verb
      let to: Markup = known.to.isEmpty ? "" : " \(known.to)\(known.due.isEmpty ? "" : t("，\(known.due) 前办结", ", due \(known.due)"))"
      let note: Markup = known.note.isEmpty ? "" : " · \(known.note)"
      let undo: Markup =
        mayWrite
        ? "<form method=\"post\" action=\"/decide\">\(hidden)<button name=\"verb\" value=\"undo\">\(t("撤回", "Undo"))</button></form>" : ""
      return
        "<div class=\"decided\" role=\"status\"><span><b>\(word)</b>\(to)\(note) · \(known.who) \(String(known.at.prefix(16)).replacing("T", with: " "))</span>\(undo)</div>"
    }
    if !mayWrite { return "" }
    return """
      <div class="decide"><form method="post" action="/decide">\(hidden)<button name="verb" value="accept">\(t("采纳", "Accept"))</button></form>
      <details><summary class="button">\(t("派发…", "Assign…"))</summary><form method="post" action="/decide">\(hidden)<div class="field"><label for="to\(number)">\(t("派给", "To"))</label><input id="to\(number)" name="to" required></div><div class="field"><label for="by\(number)">\(t("办结期限", "Due by"))</label><input id="by\(number)" name="due" inputmode="numeric" placeholder="\(t("年-月-日", "year-month-day"))"></div><div class="field wide"><label for="say\(number)">\(t("交办意见（可不填）", "Note"))</label><input id="say\(number)" name="note"></div><div class="wide row"><button class="primary" name="verb" value="assign">\(t("派发", "Assign"))</button></div></form></details>
      <details><summary class="button">\(t("不属实…", "Not true…"))</summary><form method="post" action="/decide">\(hidden)<div class="field wide"><label for="why\(number)">\(t("哪里不对", "What is wrong"))</label><input id="why\(number)" name="note" required></div><div class="wide row"><button class="primary" name="verb" value="untrue">\(t("记为不属实", "Record it"))</button></div></form></details></div>
      """
  }

  /// Keeps what was decided, and comes back to where it was.
  func decide() throws -> HTTPResponse {
    guard let key = field("key"), key.utf8.count < 400, let verb = field("verb"), ["accept", "assign", "untrue", "undo"].contains(verb)
    else {
      throw Office.Trouble(status: 400, message: LocalText(zh: "没有写明要办什么", en: "what to do is not said"))
    }
    func short(_ name: String) -> String { String((field(name) ?? "").prefix(300)) }
    try office.decisions.add(
      Decisions.Decision(
        key: key, verb: verb, who: session.person.name, at: Self.now(), to: short("to"), due: short("due"), note: short("note")))
    let back = field("back") ?? "/"
    return .redirect(back.hasPrefix("/") && !back.hasPrefix("//") ? back : "/")
  }
}
