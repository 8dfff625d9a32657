import Chainwright
import CommandRuns
import Foundation
import Testing

@testable import ChainwrightServer

/// The talk with an assistant, message by message, in both revisions of the protocol.
@Suite struct AssistantTests {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  static let program = CommandProgram(path: CommandRun.builtCommand(besides: CommandLine.arguments[0]))

  private func assistant(_ folder: String = "Graphs", mayWrite: Bool = false) throws -> Assistant {
    let bounds = try #require(Bounds(Self.repository + "/" + folder))
    var made = Assistant(program: Self.program, bounds: bounds, language: .en)
    made.mayWrite = mayWrite
    return made
  }

  private static let meta =
    #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#

  /// The result of a request that names its revision.
  private func ask(_ assistant: Assistant, _ method: String, _ params: String = "") throws -> JSON {
    let members = params.isEmpty ? Self.meta : Self.meta + "," + params
    let line = #"{"jsonrpc":"2.0","id":7,"method":"\#(method)","params":{\#(members)}}"#
    let answer = try read(assistant, line)
    #expect(answer["id"] == .count(7) && answer["jsonrpc"] == "2.0")
    return answer
  }

  private func read(_ assistant: Assistant, _ line: String) throws -> JSON {
    let text = try #require(assistant.answer(to: line))
    return try JSON.read(text)
  }

  private func call(_ assistant: Assistant, _ tool: String, _ arguments: String) throws -> JSON {
    let answer = try ask(assistant, "tools/call", #""name":"\#(tool)","arguments":\#(arguments)"#)
    return try #require(answer["result"])
  }

  @Test func handshakeOfTheRevisionBefore() throws {
    let assistant = try assistant()
    let line =
      #"{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#
    let answered = try read(assistant, line)
    let result = try #require(answered["result"])
    #expect(result["protocolVersion"] == "2025-11-25" && result["serverInfo"]?["name"] == "chainwright" && result["resultType"] == nil)
    // One that is not known is answered with one that is.
    let unknown = try read(assistant, line.replacing("2025-11-25", with: "1999-01-01"))
    #expect(unknown["result"]?["protocolVersion"] == "2025-11-25")
    #expect(assistant.answer(to: #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#) == nil)
  }

  @Test func everyRequestOfTheNewRevisionStandsAlone() throws {
    let found = try ask(try assistant(), "server/discover")
    let result = try #require(found["result"])
    #expect(result["resultType"] == "complete" && result["supportedVersions"] == .list(["2026-07-28"]) && result["cacheScope"] == "private")
    let listed = try ask(try assistant(), "tools/list")
    let tools = try #require(listed["result"])
    #expect(tools["ttlMs"]?.int ?? 0 > 0 && tools["resultType"] == "complete")
  }

  @Test(
    "what is no request is answered as JSON-RPC says",
    arguments: [
      ("{", -32700), ("[]", -32600), (#"{"jsonrpc":"2.0","id":1,"method":"nothing/here"}"#, -32601),
      (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"rm"}}"#, -32602),
      (
        #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2030-01-01"}}}"#,
        -32022
      ),
      (String(repeating: "[", count: 100_000), -32700),
    ])
  func mistakes(line: String, code: Int) throws {
    let answer = try read(try assistant(), line)
    #expect(answer["error"]?["code"] == .count(code))
  }

  @Test func toolsFollowFromTheOptionsOfTheCommand() throws {
    let read = try assistant().tools()
    #expect(read.count == ToolEntry.all.count { !$0.writes } && read.allSatisfy { $0["annotations"]?["readOnlyHint"] == .flag(true) })
    #expect(try assistant(mayWrite: true).tools().contains { $0["name"] == "take_lists" })
    let weak = try #require(read.first { $0["name"] == "weak_links" }?["inputSchema"]?["properties"])
    #expect(weak["cluster"]?["type"] == "array" && weak["by"]?["enum"] == .list(["output", "jobs", "tax", "firms"]))
    #expect(weak["time_limit"]?["type"] == "number" && weak["count"]?["type"] == "boolean")
    // Nothing that writes a file can be asked for.
    let names = read.flatMap { $0["inputSchema"]?["properties"]?.members?.map(\.name) ?? [] }
    #expect(Set(names).isDisjoint(with: ["output", "to", "plan", "marked", "save_network", "force", "pareto"]))
  }

  @Test func anAnswerIsWhatTheCommandSays() throws {
    let result = try call(try assistant(), "weak_links", #"{"network":"towel-chain","limit":2}"#)
    let run = Self.program.run(["weak-links", Self.repository + "/Graphs/towel-chain", "--lang=en", "--limit=2", "--format=text"])
    #expect(result["content"]?.list?.first?["text"]?.string == run.text && result["isError"] == .flag(false))
    let whole = try JSON.read(
      Self.program.run(["weak-links", Self.repository + "/Graphs/towel-chain", "--lang=en", "--limit=2", "--format=json"]).output)
    let answer = try #require(result["structuredContent"]?["answer"])
    #expect(
      answer["single_points_count"] == whole["single_points_count"] && answer["findings"]?.list?.first == whole["findings"]?.list?.first)
    let all = try #require(whole["single_points"]?.list?.count)
    #expect(answer["single_points"]?.list?.count == 2 && result["structuredContent"]?["omitted_rows"]?["single_points"] == .count(all - 2))
    #expect(result["structuredContent"]?["command"] == "chainwright weak-links towel-chain")
  }

  @Test func placesLeadToTheRowsAsTheyStand() throws {
    let assistant = try assistant()
    let found = try call(assistant, "weak_links", #"{"network":"towel-chain","limit":1}"#)["structuredContent"]?["answer"]?["findings"]?
      .list?.first
    let place = try #require(found?["places"]?.list?.first)
    let file = try #require(place["file"]?.string)
    let number = try #require(place["row"]?.int)
    let row = (list: file, row: number)
    let result = try call(assistant, "rows", #"{"network":"towel-chain","places":[\#(place.line)]}"#)
    let same = try call(assistant, "rows", #"{"network":"towel-chain","places":["\#(file):\#(number)"]}"#)
    #expect(result == same)
    let text = try String(contentsOfFile: Self.repository + "/Graphs/towel-chain/" + row.list, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = lines[row.row - 1].split(separator: ",")[0]
    let cells = try #require(result["structuredContent"]?["rows"]?.list?.first?["cells"]?.members)
    #expect(cells.first?.value == .text(String(first)) && cells.first?.name == String(lines[0].split(separator: ",")[0]))
  }

  @Test(
    "mistakes are told with their remedy",
    arguments: [
      ("weak_links", #"{"network":"nowhere"}"#, "towel-chain"), ("weak_links", #"{"network":"../../../etc"}"#, "name one of"),
      ("weak_links", #"{"network":"towel-chain","cluster":"C-NONE"}"#, "C-TOWEL"),
      ("weak_links", #"{"network":"towel-chain","output":"x"}"#, "arguments:"),
      ("weak_links", #"{"network":"towel-chain","limit":-1}"#, "1000"),
      ("weak_links", #"{"network":"towel-chain","by":"wealth"}"#, "by"),
      ("rows", #"{"network":"towel-chain","places":["x"]}"#, "supplies.csv:158"),
      ("what_if", #"{"network":"towel-chain","scenarios":[{"name":"a","builds_on":["/etc/passwd"]}]}"#, "without builds_on"),
      ("what_if", #"{"network":"towel-chain","scenarios":[{"name":"a","changes":[{"shut":{"firms":"NONE"}}]}]}"#, "NONE"),
    ])
  func troubles(tool: String, arguments: String, says: String) throws {
    let result = try call(try assistant(), tool, arguments)
    #expect(result["isError"] == .flag(true))
    let said = try #require(result["content"]?.list?.first?["text"]?.string)
    #expect(said.contains(says), "\(said)")
    #expect(!said.contains(Self.repository), "no folder of this machine is told")
  }

  @Test func aScenarioIsTriedAndNothingIsWritten() throws {
    let before = try Self.files("Graphs/towel-chain")
    let scenario = #"{"name":"no-d1","provenance":"synthetic","changes":[{"shut":{"firms":"SYN-D1"}}]}"#
    let result = try call(try assistant(), "what_if", #"{"network":"towel-chain","scenarios":[\#(scenario)],"limit":3}"#)
    #expect(result["isError"] == .flag(false), "\(result.line.prefix(600))")
    #expect(result["structuredContent"]?["answer"]?["measures"] != nil)
    #expect(try Self.files("Graphs/towel-chain") == before)
  }

  @Test func mapsAreResources() throws {
    let assistant = try assistant()
    let answered = try ask(
      assistant, "resources/read", #""uri":"chainwright://map/chain?network=towel-chain&cluster=C-TOWEL&lang=en""#)
    let content = try #require(answered["result"]?["contents"]?.list?.first)
    #expect(content["mimeType"] == "image/svg+xml" && content["text"]?.string?.contains("<svg") == true)
    #expect(try ask(assistant, "resources/read", #""uri":"chainwright://map/chain?network=../../etc""#)["error"]?["code"] == .count(-32602))
    #expect(try ask(assistant, "resources/list")["result"]?["resources"]?.list?.isEmpty == false)
  }

  @Test func listsAreTakenOnlyWhereThatWasAllowed() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-assistant-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(contentsOf: URL(filePath: Self.repository + "/Graphs/lanpu-2023/岚浦县重点产业名单.xlsx")).write(to: folder.appending(path: "a.xlsx"))
    let bounds = try #require(Bounds(folder.path))
    var assistant = Assistant(program: Self.program, bounds: bounds, language: .zh)
    let refused = try ask(assistant, "tools/call", #""name":"take_lists","arguments":{}"#)
    #expect(refused["error"]?["code"] == .count(-32602))
    assistant.mayWrite = true
    let look = try call(assistant, "take_lists", #"{"network":"city.sqlite","lists":["a.xlsx"],"who":"t"}"#)
    #expect(
      look["isError"] == .flag(false) && !FileManager.default.fileExists(atPath: folder.path + "/city.sqlite"), "\(look.line.prefix(500))")
    let taken = try call(assistant, "take_lists", #"{"network":"city.sqlite","lists":["a.xlsx"],"who":"t","take":true}"#)
    #expect(taken["structuredContent"]?["written"] == .flag(true) && FileManager.default.fileExists(atPath: folder.path + "/city.sqlite"))
    #expect(try call(assistant, "take_lists", #"{"network":"../out.sqlite","lists":["a.xlsx"],"who":"t"}"#)["isError"] == .flag(true))
  }

  private static func files(_ folder: String) throws -> [String: Data] {
    let path = repository + "/" + folder
    var found: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      found[name] = FileManager.default.contents(atPath: path + "/" + name)
    }
    return found
  }
}
