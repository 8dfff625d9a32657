import Chainwright
import Foundation
import Testing

@testable import ChainwrightServer

/// What is typed on a page: figures that a plan asks for, chains from the library, firms at stages, requirements, and what stands on a report's first page.
@Suite struct RecordingTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-recording-\(UUID().uuidString)").path
  private var own: String { folder + "/city.sqlite" }
  private let visits: OfficeVisits

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // An invented county with lists as an office keeps them.
    let lists = AssistantTests.repository + "/Graphs/lanpu-2023"
    let run = AssistantTests.program.run(["import", lists, "--into=\(folder)/city.sqlite", "--who=市局", "--at=2024-01-05", "--yes"])
    try #require(run.status == 0, "\(run.error)")
    visits = try OfficeVisits(folder + "/city.sqlite")
  }

  private func remove() { try? FileManager.default.removeItem(atPath: folder) }

  private func answer(_ words: [String]) throws -> JSON {
    let run = AssistantTests.program.run([words[0], own] + words.dropFirst() + ["--format=json", "--lang=zh"])
    try #require(run.status == 0, "\(run.error)")
    return try JSON.read(run.output)
  }

  private func imports() throws -> [JSON] { try answer(["history"])["imports"]?.list ?? [] }

  @Test func aFigureThatAPlanAsksForIsTypedIn() throws {
    defer { remove() }
    let rules = AssistantTests.repository + "/Rules/programme-baoding-2022.yaml"
    let page = try visits.page("/plan?rules=programme-baoding-2022.yaml")
    #expect(page.contains("补数值") && page.contains("action=\"/figures\""))
    func lacking() throws -> [JSON] {
      try (answer(["programme", rules])["missing"]?.list ?? []).filter { $0["attribute"]?.string != nil }
    }
    let before = try lacking()
    let wanted = try #require(before.first { ($0["target_ids"]?.list ?? []).contains(.text("parks-2023")) })
    let (attribute, unit) = (try #require(wanted["attribute"]?.string), wanted["target_unit"]?.string ?? "")
    var fields = [
      ("base", "1"), ("rules", "programme-baoding-2022.yaml"), ("table", "region"), ("attribute", attribute), ("unit", unit),
      ("value", "9"),
      ("year", "2023"), ("as-of", "2023-12-31"), ("source", "市场监管局统计，“2023 年报”"),
    ]
    // What is no number, no date or has no source is refused, and nothing is written.
    for (name, wrong) in [("value", "九"), ("value", "1e400"), ("as-of", "去年"), ("source", ""), ("year", ""), ("table", "=1+1")] {
      let bad = fields.map { $0.0 == name ? (name, wrong) : $0 }
      #expect(try visits.post("/figures", bad).status == 422, "\(name) \(wrong)")
    }
    #expect(try imports().count == 1)
    #expect(try visits.post("/figures", fields).status == 303)
    let after = try lacking()
    #expect(after.count == before.count - 1 && !after.contains { $0["attribute"]?.string == attribute })
    let kept = try imports()
    #expect(kept.count == 2 && kept.last?["who"]?.string == "李工" && kept.last?["rows_added"]?.int == 1, "\(kept.map(\.line))")
    // From a page that somebody else was earlier than.
    fields[5] = ("value", "10")
    #expect(try visits.post("/figures", fields).status == 422)
    // Taken back as any other import.
    let back = AssistantTests.program.run(["import", "--withdraw=2", "--into=\(own)", "--reason=看错了", "--who=市局", "--yes"])
    #expect(back.status == 0, "\(back.error)")
    #expect(try lacking().count == before.count)
  }

  @Test func aChainComesFromTheLibraryAndIsChanged() throws {
    defer { remove() }
    #expect(try visits.page("/chains").contains("从库里选一条链"))
    #expect(try visits.post("/chains/add", [("base", "1"), ("chain", "bearings"), ("cluster", "LP-ZP")]).status == 303)
    let gaps = try answer(["gaps", "--cluster=LP-ZP"])
    // 23 stages: `chainwright chains` says so of this template.
    #expect(gaps["stage_count"]?.int == 23)
    let page = try visits.page("/chains?cluster=LP-ZP")
    #expect(page.contains("把一家企业归入环节") && page.contains("加一条“需要”"))
    let taken = try NetworkReader.read(own).network
    let ids = taken.stages.filter { taken.chains[$0.chain.row].id == "bearings" }.map(\.id)
    try #require(ids.count == 23)
    let firm = "澍州市霁铖金属材料有限公司"
    let placed = try visits.post(
      "/chains/place", [("base", "2"), ("back", "LP-ZP"), ("firm", firm), ("stage", ids[0]), ("source", "电话核实")])
    #expect(placed.status == 303, "\(visits.text(placed).suffix(900))")
    func needs() throws -> Int { try NetworkReader.read(own).network.requirements.count }
    let known = try needs()
    let asked = [("base", "3"), ("output", ids[0]), ("input", ids[22]), ("importance", "non_essential"), ("source", "行业协会")]
    let added = try visits.post("/chains/require", asked)
    #expect(added.status == 303, "\(visits.text(added).suffix(900))")
    #expect(try needs() == known + 1)
    #expect(try visits.post("/chains/unrequire", [("base", "4"), ("need", ids[22] + "|" + ids[0])]).status == 303)
    #expect(try needs() == known)
    // One that is not there is taken away by nobody, and a stage that is not there needs nothing.
    #expect(try visits.post("/chains/unrequire", [("base", "5"), ("need", ids[22] + "|" + ids[0])]).status == 422)
    #expect(try visits.post("/chains/require", [("base", "5"), ("output", "no"), ("input", ids[0]), ("source", "x")]).status == 422)
    let network = try NetworkReader.read(own).network
    #expect(network.makings.contains { network.firms.name($0.firm, .zh) == firm && $0.stage.map { network.stages[$0.row].id } == ids[0] })
    #expect(try visits.post("/chains/place", [("base", "5"), ("firm", "没有这家"), ("stage", ids[0]), ("source", "x")]).status == 422)
  }

  @Test func theFirstPageOfAReportIsTheOffices() throws {
    defer { remove() }
    let query =
      "?cluster=LP-BF&unit=" + Address.encoded("岚浦县工业和信息化局") + "&title=" + Address.encoded("泵阀链 <报告>") + "&opening="
      + Address.encoded("第一段。\r\n第二段 & 其他。")
    let page = try visits.page("/report" + query)
    #expect(page.contains("下载 Word") && page.contains("report.zh.docx") && page.contains("--unit"))
    let report = try visits.page("/report/index.zh.html" + query)
    #expect(report.contains("泵阀链 &lt;报告&gt;") && report.contains("岚浦县工业和信息化局"))
    #expect(report.contains("第一段。</p>") && report.contains("第二段 &amp; 其他。") && report.contains("没有与数据核对"))
    // Without them the report writes its own, which stands in the form to begin from.
    let plain = try visits.page("/report?cluster=LP-BF")
    #expect(plain.contains("placeholder=\"截至"))
    #expect(try !visits.page("/report/index.zh.html?cluster=LP-BF").contains("没有与数据核对"))
    // Ours shows it inside itself; no other may, and our own pages are shown in none.
    #expect(plain.contains("<iframe class=\"a4\" src=\"/report/index.zh.html?cluster=LP-BF\""))
    func headers(_ address: String) throws -> [String] { try visits.get(address).headers.map { "\($0.name): \($0.value)" } }
    let framed = try headers("/report/index.zh.html?cluster=LP-BF")
    #expect(
      framed.contains { $0.contains("frame-ancestors 'self'") && $0.contains("sandbox") } && framed.contains("X-Frame-Options: SAMEORIGIN"))
    #expect(framed.count { $0.hasPrefix("X-Frame-Options") } == 1)
    for address in ["/report?cluster=LP-BF", "/ask/weak-links.html"] {
      let others = try headers(address)
      #expect(others.contains { $0.contains("frame-ancestors 'none'") } && others.contains("X-Frame-Options: DENY"), "\(address)")
    }
  }

  /// The figures of the comparison are those of `what-if` with both scenarios.
  @Test func keptPlansStandSideBySide() throws {
    defer { remove() }
    #expect(try visits.page("/what-if/compare").contains("还没有存下的方案"))
    let points = try answer(["weak-links", "--limit=9"])["single_points"]?.list ?? []
    let firms = points.compactMap { $0["firm_id"]?.string }
    try #require(firms.count >= 2)
    for (name, firm) in [("stop-one", firms[0]), ("stop-other", firms[1])] {
      #expect(try visits.post("/plans", [("name", name), ("change", "shut|" + firm)]).status == 303)
    }
    #expect(try visits.page("/what-if/compare?plan=stop-one").contains("再选一个方案"))
    let page = try visits.page("/what-if/compare?plan=stop-one&plan=stop-other&plan=no-such-plan")
    #expect(page.contains("并列比较") && page.contains(firms[0]) && page.contains(firms[1]) && !page.contains("class=\"num\">no-such-plan"))
    var words = ["what-if"]
    for name in ["stop-one", "stop-other"] {
      let file = folder + "/\(name).yaml"
      try AssistantTests.program.run(["history", own, "--scenario=\(name)"]).text.write(toFile: file, atomically: true, encoding: .utf8)
      words.append(file)
    }
    let said = try answer(words + ["--all"])
    let row = try #require(
      said["measures"]?.list?.first { $0["table"]?.string == "network" && $0["measure"]?.string == "single_points_count" })
    func count(_ name: String) throws -> Int { try #require(row[name]?.int) }
    let label = "致停目标的单点企业"
    let begin = try #require(page.firstRange(of: ">\(label)</th>"))
    let shown = String(page[begin.upperBound...].prefix { $0 != "\n" }.split(separator: "</tr>")[0])
    let numbers = shown.matches(of: /<td class="num">(\d+)/).compactMap { Int($0.1) }
    #expect(numbers == [try count("before"), try count("after.stop-one"), try count("after.stop-other")], "\(shown)")
  }
}

/// An office with somebody in it who may write.
struct OfficeVisits {
  let office: Office
  let cookie: String

  init(_ own: String, patience: Double? = nil, freezesFrom links: Int = 50_000, who: String = "李工", isGuest: Bool = false) throws {
    let token = "0123456789abcdef0123456789abcdef"
    let access = Access(.token(token, Access.Person(name: who, isGuest: isGuest)), hosts: ["127.0.0.1:1"], cookie: "c")
    office = Office(
      own: own, access: access, program: AssistantTests.program, language: .zh, isLocal: true, shipped: [AssistantTests.repository],
      patience: patience, freezesFrom: links)
    var request = HTTPRequest()
    request.address = try #require(Address("/?token=" + token))
    request.method = "GET"
    request.headers["host"] = "127.0.0.1:1"
    let set = try #require(office.answer(request).headers.first { $0.name == "Set-Cookie" }?.value)
    cookie = String(set.dropFirst(2).prefix { $0 != ";" })
  }

  private func request(_ target: String, _ method: String) throws -> HTTPRequest {
    var request = HTTPRequest()
    request.address = try #require(Address(target))
    request.method = method
    request.headers = ["host": "127.0.0.1:1", "cookie": "c=" + cookie]
    return request
  }

  func text(_ response: HTTPResponse) -> String {
    switch response.body {
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .file(let path, _): (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
  }

  func get(_ target: String) throws -> HTTPResponse { office.answer(try request(target, "GET")) }

  func page(_ target: String) throws -> String {
    let answer = office.answer(try request(target, "GET"))
    #expect(answer.status == 200, "\(target): \(answer.status) \(text(answer).suffix(600))")
    return text(answer)
  }

  func post(_ target: String, _ fields: [(String, String)]) throws -> HTTPResponse {
    let token = office.access.session(try request("/", "GET"))?.session.formToken ?? ""
    var sent = try request(target, "POST")
    sent.headers["content-type"] = "application/x-www-form-urlencoded"
    let body = ([("form", token)] + fields).map { Address.encoded($0.0) + "=" + Address.encoded($0.1) }.joined(separator: "&")
    sent.body = .bytes(Array(body.utf8))
    return office.answer(sent)
  }
}
