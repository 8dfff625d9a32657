import Chainwright
import Foundation
import Testing

@testable import ChainwrightServer

/// The workspace in a browser, asked as a browser asks, without one: every answer, who may come in, and lists taken in.
@Suite struct OfficeTests {
  private static let token = "0123456789abcdef0123456789abcdef"

  private func office(_ own: String, isGuest: Bool = false) -> Office {
    let access = Access(.token(Self.token, Access.Person(name: "李工", isGuest: isGuest)), hosts: ["127.0.0.1:1"], cookie: "c")
    return Office(
      own: own, access: access, program: AssistantTests.program, language: .zh, isLocal: true, shipped: [AssistantTests.repository])
  }

  private func request(_ target: String, _ cookie: String? = nil, method: String = "GET", host: String = "127.0.0.1:1") throws
    -> HTTPRequest
  {
    var request = HTTPRequest()
    request.address = try #require(Address(target))
    request.method = method
    request.headers["host"] = host
    if let cookie { request.headers["cookie"] = "c=" + cookie }
    return request
  }

  /// Lets somebody in, as the opened address does.
  private func enter(_ office: Office) throws -> String {
    let answer = office.answer(try request("/?token=" + Self.token))
    let cookie = try #require(answer.headers.first { $0.name == "Set-Cookie" }?.value)
    #expect(answer.status == 303 && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
    return String(cookie.dropFirst(2).prefix { $0 != ";" })
  }

  private func text(_ response: HTTPResponse) -> String {
    switch response.body {
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .file(let path, _): (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
  }

  private func page(_ office: Office, _ target: String, _ cookie: String, status: Int = 200) throws -> String {
    let answer = office.answer(try request(target, cookie))
    #expect(answer.status == status, "\(target): \(answer.status) \(text(answer).suffix(800))")
    return text(answer)
  }

  private func post(_ office: Office, _ target: String, _ cookie: String, _ fields: [(String, String)], formToken: String? = nil) throws
    -> HTTPResponse
  {
    let asked = try request("/", cookie)
    let token = formToken ?? office.access.session(asked)?.session.formToken ?? ""
    var sent = try request(target, cookie, method: "POST")
    sent.headers["content-type"] = "application/x-www-form-urlencoded"
    let body = ([("form", token)] + fields).map { Address.encoded($0.0) + "=" + Address.encoded($0.1) }.joined(separator: "&")
    sent.body = .bytes(Array(body.utf8))
    return office.answer(sent)
  }

  private static let towel = AssistantTests.repository + "/Graphs/towel-chain"

  @Test func nobodyComesInWithoutTheToken() throws {
    let office = office(Self.towel)
    #expect(office.answer(try request("/")).status == 401)
    #expect(office.answer(try request("/?token=no")).status == 401)
    #expect(office.answer(try request("/ask/weak-links.json", "0123")).status == 401)
    let cookie = try enter(office)
    // Another name for the same address is another's page.
    #expect(office.answer(try request("/", cookie, host: "evil.example:1")).status == 403)
    // A form from elsewhere is none of ours.
    #expect(try post(office, "/open", cookie, [], formToken: "no").status == 403)
    var foreign = try request("/open", cookie, method: "POST")
    foreign.headers["origin"] = "http://evil.example"
    #expect(office.answer(foreign).status == 403)
  }

  @Test func everyPageIsOursAlone() throws {
    let office = office(Self.towel)
    let answer = office.answer(try request("/weak-links", try enter(office)))
    let policy = try #require(answer.headers.first { $0.name == "Content-Security-Policy" }?.value)
    #expect(policy.contains("default-src 'self'") && !policy.contains("unsafe"))
    let html = text(answer)
    #expect(!html.contains("style=\"") && !html.contains("<script>") && !html.contains("http://evil") && !html.contains("onclick"))
  }

  @Test(
    "an answer's files are the command's bytes", arguments: ["weak-links", "gaps", "sourcing", "scorecard", "describe", "audit", "leaders"])
  func downloads(command: String) throws {
    let office = office(Self.towel)
    let cookie = try enter(office)
    for (ending, format) in [("csv", "csv"), ("json", "json"), ("html", "html"), ("txt", "text")] {
      let answer = office.answer(try request("/ask/\(command).\(ending)?limit=3", cookie))
      let run = AssistantTests.program.run([command, Self.towel, "--limit=3", "--lang=zh", "--format=\(format)"])
      #expect(run.status == 0 && text(answer) == run.text, "\(command).\(ending)")
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-xlsx-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = AssistantTests.program.run([command, Self.towel, "--limit=3", "--lang=zh", "--output=\(folder)/a.xlsx"])
    let answer = office.answer(try request("/ask/\(command).xlsx?limit=3", cookie))
    guard case .bytes(let bytes) = answer.body else { return #expect(Bool(false), "\(answer.status)") }
    #expect(run.status == 0 && answer.status == 200 && answer.type.contains("spreadsheetml") && bytes.starts(with: [0x50, 0x4B]))
    #expect(FileManager.default.contents(atPath: folder + "/a.xlsx") == Data(bytes), "\(command).xlsx")
    let html = try page(office, "/ask/\(command)?limit=3", cookie)
    #expect(html.contains("chainwright \(command)") && html.contains("/ask/\(command).xlsx?limit=3"))
  }

  @Test(
    "every screen answers",
    arguments: [
      "/", "/weak-links", "/weak-links?cluster=C-TOWEL", "/chains", "/chains?cluster=C-TOWEL", "/ask", "/what-if",
      "/what-if?change=shut%7CSYN-D1", "/report",
      "/find?q=%E5%8D%B0%E6%9F%93", "/plan", "/import", "/map/chain.svg?cluster=C-TOWEL", "/ask/gates",
      "/rows?list=supplies.csv&rows=18,19", "/ask/sourcing?lang=en",
    ])
  func screens(address: String) throws {
    let office = office(Self.towel)
    let html = try page(office, address, try enter(office))
    if !address.contains(".svg") { #expect(html.contains("<main id=\"main\">") && html.hasSuffix("</html>")) }
  }

  @Test func whatIsNotThereIsSaidWithWhatIs() throws {
    let office = office(Self.towel)
    let cookie = try enter(office)
    #expect(try page(office, "/ask/weak-links?cluster=C-NONE", cookie, status: 422).contains("C-TOWEL"))
    #expect(try page(office, "/ask/weak-links?nonsense=1", cookie, status: 404).contains("nonsense"))
    #expect(try page(office, "/nowhere", cookie, status: 404).contains("/nowhere"))
    // Options that write files are none of these.
    #expect(try page(office, "/ask/weak-links?output=/tmp/x", cookie, status: 404).contains("output"))
    #expect(Address("/map/../x") == nil && Address("/map/%2e%2e/x") == nil && Address("/a%2Fb") == nil && Address("/%zz") == nil)
  }

  @Test func textsOfOthersAreNoMarkup() {
    let name = "<script>alert(1)</script>\" onx='"
    let made: Markup = "<td title=\"\(name)\">\(name)</td>"
    #expect(!made.text.contains("<script>") && !made.text.contains("\" on"))
    #expect(Markup.escaped("a\u{202E}b\u{0}") == "a\u{FFFD}b\u{FFFD}")
  }

  /// Against what Swift finds of itself.
  @Test func namesAreFoundByTheirParts() {
    let names = ["保定毛巾Towel有限公司", "ÉTUDE Co", "示例印染一厂", "aab", "", "海陵湾榕骏芯片有限公司"]
    for part in ["towel", "毛巾t", "étude", "aab", "ab", "印染", "公司", "x", "榕骏", "aaab", "司有"] {
      for name in names {
        #expect(Wanted(part).isPart(of: name) == name.lowercased().contains(part), "\(part) in \(name)")
      }
    }
    #expect(Wanted("海陵芯").isShort(of: names[5]) && !Wanted("海芯陵").isShort(of: names[5]) && !Wanted("海芯").isShort(of: names[5]))
    #expect(Wanted("").isEmpty)
  }

  @Test func listsAreTakenInAllOrNothing() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-office-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let own = folder.path + "/city.sqlite"
    let office = office(own)
    let cookie = try enter(office)
    #expect(try page(office, "/", cookie).contains("这个工作区还是空的"))
    // The workbook of Examples/16, as an office sends it.
    let name = "重点企业摸底表.xlsx"
    let book = try Data(contentsOf: URL(filePath: AssistantTests.repository + "/Examples/16-an-office-list-as-it-is/" + name))
    let form = try #require(office.access.session(try request("/", cookie))?.session.formToken)
    var body = Array(
      "--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n\(form)\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n"
        .utf8)
    body += Array(book) + Array("\r\n--b--\r\n".utf8)
    var sent = try request("/import", cookie, method: "POST")
    sent.headers["content-type"] = "multipart/form-data; boundary=b"
    sent.body = .bytes(body)
    let put = office.answer(sent)
    let place = try #require(put.headers.first { $0.name == "Location" }?.value)
    #expect(put.status == 303 && !FileManager.default.fileExists(atPath: own), "nothing is written by looking")
    let look = try page(office, place, cookie)
    // Eleven names that are in question: Examples/16/README.md shows the same of the command.
    #expect(look.contains("要问您 11 处") && look.contains("全部采用") && look.contains(name))
    // Each is answered with its first candidate.
    var answers: [(String, String)] = []
    for at in 0..<11 {
      let legend = try #require(look.firstRange(of: "name=\"n.\(at)\" value=\""))
      answers.append(("n.\(at)", String(look[legend.upperBound...].prefix { $0 != "\"" })))
      let box = try #require(look.firstRange(of: "name=\"q.\(at)\" value=\""))
      answers.append(("q.\(at)", String(look[box.upperBound...].prefix { $0 != "\"" })))
    }
    #expect(try post(office, place + "/answers", cookie, answers).status == 303)
    let settled = try page(office, place, cookie)
    #expect(settled.contains("都对上了"))
    let base = try #require(settled.firstRange(of: "name=\"base\" value=\""))
    let number = String(settled[base.upperBound...].prefix { $0 != "\"" })
    #expect(try post(office, place + "/take", cookie, [("take", "no"), ("base", number)]).status == 303)
    #expect(!FileManager.default.fileExists(atPath: own))
    #expect(try post(office, place + "/take", cookie, [("take", "yes"), ("base", number)]).status == 303)
    #expect(FileManager.default.fileExists(atPath: own))
    #expect(try page(office, place, cookie).contains("第 1 次导入"))
    // The finding of Examples/16, and the row it rests on as it stands in the planner's own sheet.
    let links = try page(office, "/weak-links", cookie)
    #expect(links.contains("海陵湾榕骏芯片有限公司一旦停产") && links.contains("表2!A166"), "\(links.suffix(3_000))")
    let run = AssistantTests.program.run(["weak-links", own, "--lang=zh", "--format=json"])
    #expect(try page(office, "/ask/weak-links.json", cookie) == run.text)
    // What is decided is kept, with who and when, and can be taken back.
    let key = try #require(links.firstRange(of: "name=\"key\" value=\""))
    let finding = String(links[key.upperBound...].prefix { $0 != "\"" })
    #expect(
      try post(office, "/decide", cookie, [("key", finding), ("verb", "assign"), ("to", "县工信局"), ("back", "/weak-links")]).status == 303)
    let again = self.office(own)
    #expect(try page(again, "/weak-links", try enter(again)).contains("已派发"))
    #expect(try post(office, "/decide", cookie, [("key", finding), ("verb", "undo")]).status == 303)
    #expect(office.decisions.all().isEmpty)
    let book2 = office.answer(try request(place + "/marked.xlsx", cookie))
    #expect(book2.status == 200 && book2.type.contains("spreadsheetml"))
  }

  @Test func aGuestLooksAndDoesNotWrite() throws {
    let office = office("/nowhere/city.sqlite", isGuest: true)
    let cookie = try enter(office)
    #expect(try !page(office, "/", cookie).contains("type=\"file\""))
    for address in ["/decide", "/plans", "/figures", "/chains/add", "/import", "/import/20260101-000000-abcd/take"] {
      let sent = try post(office, address, cookie, [("key", "a"), ("verb", "accept"), ("take", "yes"), ("base", "0")])
      #expect(sent.status == 403 && text(sent).contains("只能看"), "\(address)")
    }
    #expect(!office.mayUpload(try request("/import", cookie, method: "POST")))
  }
}
