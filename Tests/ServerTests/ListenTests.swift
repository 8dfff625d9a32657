import Foundation
import Testing

@testable import ChainwrightServer

/// `--listen`: an office's other machines come in by name and password, or as a proxy says; guests only read; another's name for our address is refused.
@Suite(.serialized) struct ListenTests {
  private let room = FileManager.default.temporaryDirectory.appending(path: "chainwright-listen-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: room, withIntermediateDirectories: true)
    let lists = AssistantTests.repository + "/Graphs/lanpu-2023"
    let run = AssistantTests.program.run(["import", lists, "--into=\(room)/city.sqlite", "--who=市局", "--at=2024-01-05", "--yes"])
    try #require(run.status == 0, "\(run.error)")
  }

  private func remove() { try? FileManager.default.removeItem(atPath: room) }

  private func write(_ text: String, mode: Int) throws {
    try Data(text.utf8).write(to: URL(filePath: room + "/passwords"))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: room + "/passwords")
  }

  private func server(_ more: [String]) throws -> ServerProcess { try ServerProcess([room + "/city.sqlite"] + more, room: room) }

  private func login(_ server: ServerProcess, _ name: String, _ password: String) throws -> ServerProcess.Answer {
    try server.ask("POST", "/login", body: ServerProcess.form([("name", name), ("password", password)]))
  }

  private static let words = "# 本局\n李工:correct horse 1\n访客:just looking:guest\n短:short\n"

  @Test func aNameAndAPasswordLetIn() throws {
    defer { remove() }
    try write(Self.words, mode: 0o600)
    let server = try server(["--listen=0.0.0.0", "--passwords=\(room)/passwords"])
    #expect(server.token == nil)
    let first = try server.ask("GET", "/weak-links")
    #expect(first.status == 200 && first.body.contains("name=\"password\"") && !first.body.contains("一旦停产"))
    for address in ["/ask/weak-links.json", "/report", "/map/county.svg", "/import"] {
      #expect(try server.ask("GET", address).body.contains("name=\"password\""), "\(address)")
    }
    for (name, password) in [("李工", "wrong"), ("李工", ""), ("nobody", "correct horse 1"), ("短", "short"), ("", "")] {
      let refused = try login(server, name, password)
      #expect(refused.status == 401 && refused.header("Set-Cookie") == nil, "\(name)")
    }
    let entered = try login(server, "李工", "correct horse 1")
    #expect(entered.status == 303)
    server.keep(entered)
    #expect(entered.header("Set-Cookie")?.contains("HttpOnly; SameSite=Strict") == true)
    let page = try server.page("/weak-links?cluster=LP-BF")
    #expect(page.status == 200 && page.body.contains("李工") && page.body.contains("value=\"accept\""))
    // What is written says who it was.
    let key = try ServerProcess.field("key", page.body)
    let form = try ServerProcess.field("form", page.body)
    let accept = [("form", form), ("key", key), ("verb", "accept"), ("back", "//evil.example/")]
    let decided = try server.ask("POST", "/decide", body: ServerProcess.form(accept))
    // It leads back to ours alone.
    #expect(decided.status == 303 && decided.header("Location") == "/")
    let kept = try String(contentsOfFile: room + "/city.sqlite.decisions.jsonl", encoding: .utf8)
    #expect(kept.contains("\"who\":\"李工\""))
    #expect(server.end(SIGTERM) == 0)
    // Nothing of the run is left where it worked.
    #expect(try FileManager.default.contentsOfDirectory(atPath: room).filter { $0.hasPrefix("chainwright-serve-") }.isEmpty)
  }

  /// Five tries a minute: the right one comes too late then.
  @Test func guessingIsSlow() throws {
    defer { remove() }
    try write(Self.words, mode: 0o600)
    let server = try server(["--listen=0.0.0.0", "--passwords=\(room)/passwords"])
    // Past the end of a minute a name has five tries again: not begun right before it.
    while Int(Date().timeIntervalSince1970) % 60 > 45 { usleep(200_000) }
    for number in 0..<5 { #expect(try login(server, "李工", "guess \(number)").status == 401) }
    #expect(try login(server, "李工", "correct horse 1").status == 401)
    // Others are not kept out by that.
    #expect(try login(server, "访客", "just looking").status == 303)
  }

  @Test func aGuestReads() throws {
    defer { remove() }
    try write(Self.words, mode: 0o600)
    let server = try server(["--listen=0.0.0.0", "--passwords=\(room)/passwords"])
    server.keep(try login(server, "访客", "just looking"))
    let page = try server.page("/weak-links?cluster=LP-BF")
    #expect(page.status == 200 && page.body.contains("（只看）"))
    #expect(!page.body.contains("action=\"/decide\"") && !page.body.contains("type=\"file\""))
    let html = try server.page("/import").body
    #expect(!html.contains("type=\"file\""))
    // No page of a guest has a form that writes; OfficeTests sends them with the token.
    for (address, fields) in [
      ("/decide", [("key", "a"), ("verb", "accept")]), ("/plans", [("name", "a"), ("change", "shut|x")]), ("/figures", []),
      ("/chains/add", []), ("/import", []), ("/import/20260101-000000-abcd/take", [("take", "yes"), ("base", "1")]),
    ] as [(String, [(String, String)])] {
      #expect(try server.ask("POST", address, body: ServerProcess.form([("form", "0123")] + fields)).status == 403, "\(address)")
    }
    #expect(!FileManager.default.fileExists(atPath: room + "/city.sqlite.decisions.jsonl"))
    #expect(!FileManager.default.fileExists(atPath: room + "/city.sqlite.files"))
  }

  @Test func aProxySaysWhoAsks() throws {
    defer { remove() }
    let server = try server(["--listen=0.0.0.0", "--user-header=X-Remote-User"])
    #expect(try server.ask("GET", "/").status == 401)
    #expect(try server.ask("GET", "/", [("X-Remote-User", "")]).status == 401)
    // The name of the office's proxy; whether it is right is the proxy's to check.
    let header = [("X-Remote-User", "%E5%BC%A0 zhang"), ("Host", "chain.office.example")]
    let page = try server.page("/weak-links?cluster=LP-BF", header)
    #expect(page.status == 200 && page.body.contains("zhang"))
    // A form of one is not another's.
    let fields = [
      ("form", try ServerProcess.field("form", page.body)), ("key", try ServerProcess.field("key", page.body)), ("verb", "accept"),
    ]
    let body = ServerProcess.form(fields)
    #expect(try server.ask("POST", "/decide", [("X-Remote-User", "li"), ("Host", "chain.office.example")], body: body).status == 403)
    #expect(try server.ask("POST", "/decide", header + [("Origin", "https://evil.example")], body: body).status == 403)
    #expect(try server.ask("POST", "/decide", header + [("Sec-Fetch-Site", "cross-site")], body: body).status == 403)
    #expect(try server.ask("POST", "/decide", header + [("Origin", "https://chain.office.example")], body: body).status == 303)
  }

  /// A page that had its own name lead to our address (DNS rebinding) is not served, whoever asks.
  @Test func anotherNameIsRefused() throws {
    defer { remove() }
    let server = try server([])
    try server.enter()
    #expect(try server.page("/").status == 200)
    for host in [
      "evil.example", "evil.example:\(server.port)", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:\(server.port)",
      "[::1]:\(server.port)",
    ] {
      #expect(try server.ask("GET", "/", [("Host", host)]).status == 403, "\(host)")
    }
    #expect(try server.ask("GET", "/", [("Host", "LOCALHOST:\(server.port)")]).status == 200)
    // On one machine it is on that machine alone.
    #expect(try server.ask("GET", "/", [("Host", "localhost:\(server.port)")]).status == 200)
  }

  @Test func passwordsThatOthersMayReadAreNone() throws {
    defer { remove() }
    func run(_ more: [String]) -> CommandProgram.Run { AssistantTests.program.run(["serve", room + "/city.sqlite"] + more) }
    // Neither a password nor a proxy: nothing is opened.
    #expect(run(["--listen=0.0.0.0"]).status == 64)
    try write(Self.words, mode: 0o644)
    #expect(run(["--listen=0.0.0.0", "--passwords=\(room)/passwords"]).status == 66)
    try FileManager.default.removeItem(atPath: room + "/passwords")
    #expect(run(["--listen=0.0.0.0", "--passwords=\(room)/passwords"]).status == 66)
    try write("李工:short\n# 无\n", mode: 0o600)
    #expect(run(["--listen=0.0.0.0", "--passwords=\(room)/passwords"]).status == 66)
    #expect(run(["--listen=256.0.0.1", "--user-header=X-User"]).status == 73)
  }
}
