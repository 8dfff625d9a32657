import Answers
import Chainwright
import ClusterModel

/// Hand in: the report of the scope as a page to look at, and its files, the command's own.
extension Visit {
  private func reportScope(_ network: Network) -> [String] {
    if let cluster { return ["--cluster=\(cluster)"] }
    if let county { return ["--county=\(county)"] }
    return network.counties.contains(where: \.isInside) ? ["--city"] : network.clusters.first.map { ["--cluster=\($0.id)"] } ?? []
  }

  /// What an office writes on the first page, from the address: options of the report.
  private static let front = ["title", "unit", "date", "classification", "opening"]

  private var frontOptions: [(name: String, value: String)] {
    Self.front.compactMap { name in request.address[name].map { (name, $0.replacing("\r\n", with: "\n")) } }
  }

  func reportPage(file: String?) throws -> HTTPResponse {
    let opened = try self.opened()
    let scope = reportScope(opened.study.network)
    let options = frontOptions
    let words = scope + ["--docx"] + options.map { "--\($0.name)=\($0.value)" }
    let made = try office.drawings.folder(self, ["report"] + words, LocalText(zh: "写报告", en: "Writing the report")) { [path] in
      ["report", path] + words + ["--output=\($0.folder)/out"]
    }
    let names = Bounds.names(in: made.folder + "/out")
    if let file {
      guard names.contains(file) else { throw Office.Trouble.noPage(["report", file]) }
      return try reportFile(file, made.folder + "/out/" + file)
    }
    func address(_ name: String) -> String {
      href("/report/" + Address.encoded(name), options.map { ($0.name, $0.value) }, keeps: ["county", "cluster", "as-of"])
    }
    let items = names.map { name -> Markup in
      "<li><a href=\"\(address(name))\">\(name)</a> <span class=\"soft small\">\(what(name))</span></li>"
    }
    let first = names.first { $0.hasSuffix(".html") }
    let page = first.flatMap { Scratch.read(made.folder + "/out/" + $0) }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let word = names.first { $0.hasSuffix(".docx") }
    let open: Markup = """
      <p class="row">\(first.map { "<a class=\"button primary\" href=\"\(address($0))\">\(t("打开网页，可打印为 A4", "Open the page, prints to A4"))</a>" as Markup })\(word.map { "<a class=\"button\" href=\"\(address($0))\">\(t("下载 Word", "Download Word"))</a>" as Markup })</p>
      """
    let outline = AnswerBody.headings(page).map { "<li>\($0)</li>" as Markup }
    let typed = options.flatMap { ["--" + $0.name, $0.value] }
    return self.page(
      t("交材料", "Hand in"), .handIn, opened: opened, command: ["report", shownPath] + scope + ["--docx"] + typed + ["--output", "report"],
      """
      <div class="head"><h1>\(AnswerBody(page).title)</h1><p class="soft">\(t("先在上面选范围：全市、县或集群", "Choose the scope above: region, county or cluster"))</p></div>
      \(frontForm(AnswerBody.opening(page)))
      <div class="two"><section aria-labelledby="hf"><h2 id="hf">\(t("文件", "Files"))</h2>\(open)<ul class="questions">\(items)</ul></section>
      <section aria-labelledby="ho"><h2 id="ho">\(t("里面有什么", "What is in it"))</h2><ol>\(outline)</ol></section></div>
      \(first.map { preview(address($0)) })
      """)
  }

  /// The page at the width of A4, as it is printed.
  private func preview(_ address: String) -> Markup {
    """
    <section class="gap2 no-print" aria-labelledby="hv"><h2 id="hv">\(t("预览（A4 宽）", "Preview (as wide as A4)"))</h2><iframe class="a4" src="\(address)" title="\(t("报告预览", "Preview of the report"))" loading="lazy" tabindex="0"></iframe></section>
    """
  }

  private func reportFile(_ name: String, _ whole: String) throws -> HTTPResponse {
    guard let bytes = Scratch.read(whole) else { throw Scratch.Failure(path: name) }
    if name.hasSuffix(".html") { return .alone(bytes, inOurs: true) }
    let types = [
      "svg": "image/svg+xml", "md": "text/markdown; charset=utf-8", "pdf": "application/pdf",
      "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ]
    return .download(
      name, type: types[name.split(separator: ".").last.map(String.init) ?? ""] ?? "application/octet-stream", .bytes(bytes))
  }

  /// Title, office, date, secrecy and the opening paragraph, all kept in the address: a link is the whole draft.
  private func frontForm(_ written: String) -> Markup {
    let kept = ["county", "cluster", "as-of"].compactMap { key in
      request.address[key].map { "<input type=\"hidden\" name=\"\(key)\" value=\"\($0)\">" as Markup }
    }
    func entry(_ name: String, _ label: String) -> Markup {
      "<div class=\"field\"><label for=\"hi-\(name)\">\(label)</label><input id=\"hi-\(name)\" name=\"\(name)\" value=\"\(request.address[name] ?? "")\" maxlength=\"120\"></div>"
    }
    return """
      <details class="panel gap no-print"\(frontOptions.isEmpty ? nil : " open" as Markup)><summary>\(t("首页：标题、编制单位、日期、密级、开头一段", "First page: title, office, date, secrecy, opening paragraph"))</summary><form class="body" action="/report">\(kept)<div class="form-grid">\(entry("title", t("标题（空着就用自动写的）", "Title (the report's own where empty)")))\(entry("unit", t("编制单位", "Office")))\(entry("date", t("日期", "Date")))\(entry("classification", t("密级", "Classification")))</div><div class="field"><label for="hi-opening">\(t("开头一段（空着就用自动写的）", "Opening paragraph (written for you where empty)"))</label><textarea id="hi-opening" name="opening" rows="5" maxlength="1500" placeholder="\(written)">\(request.address["opening"] ?? "")</textarea></div><p class="row gap"><button class="primary">\(t("按这样写", "Write it so"))</button><a class="button" href="\(href("/report", [], keeps: ["county", "cluster", "as-of"]))">\(t("恢复自动写的", "Back to the written-for-you text"))</a></p></form></details>
      """
  }

  private func what(_ name: String) -> String {
    switch name.split(separator: ".").last {
    case "html": t("网页：六图六清单", "the page: six charts, six lists")
    case "md": "Markdown"
    case "xlsx": t("清单工作簿", "the lists as a workbook")
    case "docx": "Word"
    case "pdf": "PDF"
    case "svg": t("图", "a drawing")
    default: ""
    }
  }
}

extension AnswerBody {
  /// The opening paragraph of a report, as text.
  static func opening(_ html: String) -> String {
    guard let section = html.firstRange(of: "id=\"overview\""), let begin = html[section.upperBound...].firstRange(of: "<p"),
      let end = html[begin.upperBound...].firstRange(of: "</p>")
    else { return "" }
    let words = String(html[begin.lowerBound..<end.lowerBound]).replacing(/<sup.*?<\/sup>/, with: "").replacing(/<[^>]*>/, with: "")
    return plain(words)
  }

  /// The headings of a page of the command.
  static func headings(_ html: String) -> [String] {
    html.matches(of: /<h2[^>]*>([^<]*)</).map { plain(String($0.1)) }.filter { !$0.isEmpty }
  }
}
