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

  func reportPage(file: String?) throws -> HTTPResponse {
    let opened = try self.opened()
    let network = opened.study.network
    let scope = reportScope(network)
    let made = try office.drawings.folder(self, ["report"] + scope) { ["report", path] + scope + ["--output=\($0.folder)/out"] }
    let names = Bounds.names(in: made.folder + "/out")
    if let file {
      guard names.contains(file) else { throw Office.Trouble.noPage(["report", file]) }
      let whole = made.folder + "/out/" + file
      guard let bytes = Scratch.read(whole) else { throw Scratch.Failure(path: file) }
      if file.hasSuffix(".html") { return .alone(bytes) }
      let types = [
        "svg": "image/svg+xml", "md": "text/markdown; charset=utf-8", "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      ]
      return .download(
        file, type: types[file.split(separator: ".").last.map(String.init) ?? ""] ?? "application/octet-stream", .bytes(bytes))
    }
    let items = names.map { name -> Markup in
      "<li><a href=\"\(href("/report/" + Address.encoded(name)))\">\(name)</a> <span class=\"soft small\">\(what(name))</span></li>"
    }
    let page =
      names.first { $0.hasSuffix(".html") }.flatMap { Scratch.read(made.folder + "/out/" + $0) }.map { String(decoding: $0, as: UTF8.self) }
      ?? ""
    let open: Markup =
      names.first { $0.hasSuffix(".html") }.map {
        "<p class=\"row\"><a class=\"button primary\" href=\"\(href("/report/" + Address.encoded($0)))\">\(t("打开网页，可打印为 A4", "Open the page, prints to A4"))</a></p>"
      } ?? ""
    let outline = AnswerBody.headings(page).map { "<li>\($0)</li>" as Markup }
    return self.page(
      t("交材料", "Hand in"), .handIn, opened: opened, command: ["report", shownPath] + scope + ["--output", "report"],
      """
      <div class="head"><h1>\(AnswerBody(page).title)</h1><p class="soft">\(t("先在上面选范围：全市、县或集群", "Choose the scope above: region, county or cluster"))</p></div>
      <div class="two"><section aria-labelledby="hf"><h2 id="hf">\(t("文件", "Files"))</h2>\(open)<ul class="questions">\(items)</ul></section>
      <section aria-labelledby="ho"><h2 id="ho">\(t("里面有什么", "What is in it"))</h2><ol>\(outline)</ol></section></div>
      """)
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
  /// The headings of a page of the command.
  static func headings(_ html: String) -> [String] {
    html.matches(of: /<h2[^>]*>([^<]*)</).map { plain(String($0.1)) }.filter { !$0.isEmpty }
  }
}
