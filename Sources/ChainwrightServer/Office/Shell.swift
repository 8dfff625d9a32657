import Answers
import Chainwright
import ClusterModel

/// The frame of every page: tasks, scope, what the data are worth, and the command that gives the same.
extension Visit {
  enum Task: String, CaseIterable {
    case today = "/"
    case lists = "/import"
    case chains = "/chains"
    case weakLinks = "/weak-links"
    case whatIf = "/what-if"
    case plan = "/plan"
    case handIn = "/report"
    case ask = "/ask"

    var title: LocalText {
      switch self {
      case .today: LocalText(zh: "今天", en: "Today")
      case .lists: LocalText(zh: "导入名单", en: "Take lists in")
      case .chains: LocalText(zh: "产业链", en: "Chains")
      case .weakLinks: LocalText(zh: "薄弱环节", en: "Weak links")
      case .whatIf: LocalText(zh: "试一试", en: "Try it")
      case .plan: LocalText(zh: "对照方案", en: "Against the plan")
      case .handIn: LocalText(zh: "交材料", en: "Hand in")
      case .ask: LocalText(zh: "全部问题", en: "All questions")
      }
    }
  }

  /// - Parameters:
  ///   - title: of the page.
  ///   - task: that it belongs to.
  ///   - opened: the network; without it there is no scope to choose.
  ///   - command: what a shell would be given for the same.
  ///   - downloads: the same answer as files.
  ///   - head: for the browser alone.
  ///   - main: what stands on it.
  func page(
    _ title: String, _ task: Task?, opened: Library.Opened?, command: [String] = [], downloads: [(String, String)] = [], status: Int = 200,
    head: Markup? = nil, _ main: Markup
  ) -> HTTPResponse {
    let name =
      opened.map { t(LocalText(zh: $0.study.network.displayName(.zh), en: $0.study.network.displayName(.en))) }
      ?? (Signature(path).isNothing ? t("空的工作区", "empty workspace") : shownPath)
    let tasks = Task.allCases.map { item -> Markup in
      let isHere: Markup = item == task ? " aria-current=\"page\"" : ""
      return "<li><a href=\"\(href(item.rawValue))\"\(isHere)>\(t(item.title))</a></li>"
    }.joined()
    let nav: Markup =
      opened == nil
      ? "<span class=\"tasks-wide\"></span>"
      : "<nav aria-label=\"\(t("任务", "Tasks"))\" class=\"tasks-wide\"><ul class=\"tasks\">\(tasks)</ul></nav>"
    let phone: Markup =
      opened == nil
      ? ""
      : "<details class=\"menu-phone\"><summary>\(t("任务", "Tasks"))</summary><nav aria-label=\"\(t("任务（手机）", "Tasks (phone)"))\"><ul class=\"tasks\">\(tasks)</ul></nav></details>"
    let example: Markup =
      office.own == path
      ? ""
      : """
      <div class="note info no-print"><div class="wrap"><form class="row" method="post" action="/open">\(formToken)<span>\(t("这是随附的例子，只看不写。", "This is a shipped example; nothing is written."))</span><button>\(t("回到我的工作区", "Back to my workspace"))</button></form></div></div>
      """
    let html: Markup = """
      <!doctype html>
      <html lang="\(language == .zh ? "zh-Hans" : "en")"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>\(title) · \(name) · \(t("链匠", "Chainwright"))</title>
      <link rel="icon" href="/favicon.ico"><link rel="stylesheet" href="/files/workspace.css"><link rel="stylesheet" href="/files/answer.css"><script src="/files/workspace.js" defer></script>\(head)</head><body>
      <a class="skip" href="#main">\(t("跳到正文", "Skip to the text"))</a>
      <header class="top"><div class="wrap"><a class="brand" href="/">\(t("链匠", "Chainwright")) <small>\(name)</small></a>
      \(nav)
      <div class="who"><span class="name">\(t("操作人：", "by "))\(session.person.name)\(session.person.isGuest ? t("（只看）", " (guest)") : "")</span><a href="\(otherLanguage)" hreflang="\(language == .zh ? "en" : "zh")" lang="\(language == .zh ? "en" : "zh-Hans")">\(language == .zh ? "English" : "中文")</a></div>
      \(phone)</div></header>\(example)
      \(opened.map { scopeBar($0) })
      <main id="main"><div class="wrap">\(main)</div></main>
      \(foot(command, downloads))
      </body></html>
      """
    return HTTPResponse(status, html.text)
  }

  private func foot(_ command: [String], _ downloads: [(String, String)]) -> Markup {
    let same: Markup =
      command.isEmpty ? "" : "<span>\(t("同样的结果：", "The same: "))<code>\(Self.typed(["chainwright"] + command))</code></span>"
    let links = downloads.map { "<a href=\"\($0.1)\">\($0.0)</a>" as Markup }.joined("　")
    let files: Markup = downloads.isEmpty ? "" : "<span>\(t("下载：", "Download: "))\(links)</span>"
    let place = office.isLocal ? t("只在本机运行，文件不外传", "Runs on this machine only") : t("在本单位内运行，文件不外传", "Runs inside the office")
    return "<footer class=\"foot\"><div class=\"wrap\">\(same)\(files)<span>\(place)</span></div></footer>"
  }

  private func scopeBar(_ opened: Library.Opened) -> Markup {
    let network = opened.study.network
    func crumb(_ text: String, _ address: String?) -> Markup {
      address.map { "<li><a href=\"\($0)\">\(text)</a></li>" } ?? "<li><span aria-current=\"true\">\(text)</span></li>"
    }
    let here = "/" + request.address.path.map(Address.encoded).joined(separator: "/")
    let clusterID = cluster.flatMap { network.cluster(id: $0) }
    let firmID = firm.flatMap { network.firm(id: $0) }
    let countyID =
      county.flatMap { network.county(code: $0) } ?? clusterID.flatMap { network.clusters[$0.row].county }
      ?? firmID.flatMap { network.firms.county($0) }
    let whole = countyID == nil && clusterID == nil && firmID == nil
    var crumbs = crumb(t("全市", "Whole region"), whole ? nil : href(here, [("county", nil), ("cluster", nil), ("firm", nil)]))
    if let countyID {
      let named = network.counties[countyID.row]
      let isLast = clusterID == nil && firmID == nil
      crumbs += crumb(named.shown(language), isLast ? nil : href(here, [("county", named.code), ("cluster", nil), ("firm", nil)]))
    }
    if let clusterID {
      let named = network.clusters[clusterID.row]
      crumbs += crumb(named.name[language], firmID == nil ? nil : href(here, [("cluster", named.id), ("firm", nil)]))
    }
    if let firmID { crumbs += crumb(network.firms.name(firmID, language), nil) }
    return """
      <section aria-label="\(t("范围与数据", "Scope and data"))"><div class="scope"><div class="wrap">
      <nav aria-label="\(t("范围", "Scope"))"><ol class="crumbs">\(crumbs)\(next(network, countyID, clusterID, here))</ol></nav>
      <form class="find" role="search" action="/find"><label class="sr" for="find">\(t("查找企业、集群、县区", "Find firms, clusters, counties"))</label><input id="find" name="q" type="search" placeholder="\(t("查找：名称、简称、编号", "Find: name, short name, id"))"><kbd aria-hidden="true">/</kbd><button>\(t("查找", "Find"))</button></form>
      \(isWorkspace ? asOfForm(here) : nil)
      </div></div>
      \(strip(opened))</section>
      """
  }

  /// The next level of the scope, to choose from.
  private func next(_ network: Network, _ county: CountyID?, _ cluster: ClusterID?, _ here: String) -> Markup {
    var (name, label, items): (String, String, [(String, String)])
    if let cluster {
      let firms = network.firms.all.lazy.filter { network.firms.cluster($0) == cluster }.prefix(300)
      (name, label) = ("firm", t("选企业…", "A firm…"))
      items = firms.map { (network.firms.id($0), network.firms.name($0, language)) }
    } else if let county {
      (name, label) = ("cluster", t("选集群…", "A cluster…"))
      items = network.clusters.filter { $0.county == county }.map { ($0.id, $0.name[language]) }
    } else if network.counties.contains(where: \.isInside) {
      (name, label) = ("county", t("选县区…", "A county…"))
      items = network.counties.filter(\.isInside).map { ($0.code, $0.shown(language)) }
    } else {
      (name, label) = ("cluster", t("选集群…", "A cluster…"))
      items = network.clusters.map { ($0.id, $0.name[language]) }
    }
    if items.isEmpty { return "" }
    let options = items.map { "<option value=\"\($0.0)\">\($0.1)</option>" as Markup }.joined()
    let kept = ["county", "cluster", "as-of"].compactMap { key -> Markup? in
      key == name ? nil : request.address[key].map { "<input type=\"hidden\" name=\"\(key)\" value=\"\($0)\">" }
    }
    return """
      <li><form class="row" action="\(here)">\(kept)<label class="sr" for="next">\(t("下一级", "Next level"))</label><select id="next" name="\(name)" data-go><option value="">\(label)</option>\(options)</select><button>\(t("查看", "Show"))</button></form></li>
      """
  }

  private func asOfForm(_ here: String) -> Markup {
    let kept = ["county", "cluster", "firm"].compactMap { key in
      request.address[key].map { "<input type=\"hidden\" name=\"\(key)\" value=\"\($0)\">" as Markup }
    }
    return """
      <form class="asof" action="\(here)">\(kept)<label for="asof" class="small soft">\(t("截至", "As of"))</label><input id="asof" name="as-of" value="\(asOf ?? "")" size="10" placeholder="2026-06-30" title="\(t("年-月-日，或年-月，或年", "year-month-day, or a month or year"))"><button>\(t("查看", "Show"))</button></form>
      """
  }

  /// What the data are worth, each a link to where it is told in full.
  private func strip(_ opened: Library.Opened) -> Markup {
    // The page is ready but for this: it is waited for.
    var waiting = self
    waiting.patience = nil
    let title = LocalText(zh: "数据可信度", en: "How far to trust the data")
    guard let facts = try? office.library.answer("describe", title, waiting, { try OverviewQuestion().answer($0) }) else { return "" }
    let wording = Wording(language)
    var parts: [Markup] = []
    func add(_ names: [String], _ address: String) {
      let texts = names.compactMap { name -> String? in
        guard let cell = facts[fact: name] else { return nil }
        let entry = FigureEntry.named(name)
        return "\(entry.label[language]) \(wording.text(cell, entry))"
      }
      if !texts.isEmpty { parts.append("<span><a href=\"\(address)\">\(texts.joined(separator: t("，", ", ")))</a></span>") }
    }
    add(["firms"], href("/ask/describe"))
    add(["supply_links", "links_with_amount"], href("/ask/describe"))
    let open = opened.audit.counts.filter { $0.rule.severity != .note }.reduce(0) { $0 + $1.count }
    if open > 0 {
      parts.append("<span><a href=\"\(href("/ask/audit"))\">\(t("\(open) 处待核对", "\(open) to check"))</a></span>")
    }
    if case .count(let count)? = facts[fact: "synthetic_firms"], count > 0 {
      parts.append(
        "<span><span class=\"syn\">\(t("虚构", "invented"))</span> <a href=\"\(href("/ask/describe"))\">\(count)\(t(" 家", ""))</a>\(t("，仅供演示，不代表任何真实企业", " firms, made up for demonstration"))</span>"
      )
    }
    return "<div class=\"honest\"><div class=\"wrap\"><strong>\(t("数据可信度", "How far to trust the data"))</strong>\(parts)</div></div>"
  }

  /// What went wrong, and what to do.
  func trouble(_ message: String, _ remedy: String, status: Int = 422, opened: Library.Opened? = nil) -> HTTPResponse {
    page(
      t("没有做成", "It did not work"), nil, opened: opened, status: status,
      """
      <div class="head"><h1>\(t("没有做成", "It did not work"))</h1></div>
      <div class="note bad" role="alert"><p class="said">\(message)</p>\(remedy.isEmpty ? nil : "<p>→ \(remedy)</p>" as Markup)<p class="small">\(t("没有改动任何东西。", "Nothing was changed."))</p></div>
      <p><a class="button" href="/">\(t("回到今天", "Back to Today"))</a></p>
      """)
  }
}
