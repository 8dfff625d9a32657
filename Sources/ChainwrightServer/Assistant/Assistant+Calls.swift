import Answers
import Chainwright
import ClusterModel
import Glibc

extension Assistant {
  /// What a question cannot be answered for: said to the assistant, which can do something about it.
  struct Trouble: Error {
    var message: String
    var remedy: String

    var result: JSON {
      let said = remedy.isEmpty ? message : message + "\n→ " + remedy
      return .object([
        "content": .list([.object(["type": "text", "text": .text(said)])]),
        "structuredContent": .object(["error": .object(["message": .text(message), "remedy": .text(remedy)])]), "isError": .flag(true),
      ])
    }
  }

  func call(_ params: JSON, _ begun: (pid_t) -> Void) throws(Refusal) -> JSON {
    let name = params["name"]?.string ?? ""
    guard let entry = ToolEntry.all.first(where: { $0.name == name && (mayWrite || !$0.writes) }) else {
      let known = ToolEntry.all.filter { mayWrite || !$0.writes }.map(\.name).joined(separator: ", ")
      throw Refusal(code: -32602, message: "there is no tool \(name); tools: \(known)")
    }
    let given = params["arguments"] ?? .fields([])
    guard let arguments = given.members else { throw Refusal(code: -32602, message: "arguments are an object") }
    let options = try options(of: entry)
    do {
      switch entry.kind {
      case .rows: return try rows(given)
      case .lists: return try lists(given, begun)
      case .question, .scenarios: return try question(entry, arguments, given, options, begun)
      }
    } catch let trouble as Trouble {
      return trouble.result
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      return Trouble(message: "\(error)", remedy: "").result
    }
  }

  /// The network that is asked about; the only one where none is named.
  private func network(_ given: JSON) throws -> String {
    let named = given["network"]?.string
    let known = bounds.networks(limit: 12)
    if named == nil, known.count == 1 { return known[0] }
    guard let named, let path = bounds.existing(named) else {
      throw Trouble(
        message: named.map { "there is no network \($0) below the folder" } ?? "which network? none is named",
        remedy: "name one of: " + known.map { bounds.shown($0) }.joined(separator: ", "))
    }
    return path
  }

  private func question(
    _ entry: ToolEntry, _ arguments: [JSON.Field], _ given: JSON, _ options: OptionTable?, _ begun: (pid_t) -> Void
  ) throws -> JSON {
    let network = try network(given)
    var words = [String]()
    var limit = 10
    for argument in arguments where !["network", "scenarios"].contains(argument.name) {
      if argument.name == "limit" {
        guard let asked = argument.value.int, (0...1_000).contains(asked) else {
          throw Trouble(message: "limit is \(argument.value.line)", remedy: "a whole number from 0 to 1000")
        }
        limit = asked
        continue
      }
      words += try typed(argument, options)
    }
    let scratch = try entry.kind == .scenarios ? Scratch() : nil
    let scenarios = try scratch.map { try scenarioFiles(given, in: $0) } ?? []
    let language = Language(rawValue: given["lang"]?.string ?? "") ?? self.language
    let isAsked = words.contains { $0.hasPrefix("--lang=") }
    let base = [entry.command, network] + scenarios + words + (isAsked ? [] : ["--lang=\(language.rawValue)"])
    let text = program.run(base + ["--format=text", "--limit=\(limit)"], begun: begun)
    guard text.status == 0 else { throw trouble(text) }
    // Findings too are made as many as are asked for.
    let data = program.run(base + ["--format=json", "--limit=\(limit)"], begun: begun)
    guard data.status == 0, let answer = try? JSON.read(data.output) else { throw trouble(data) }
    var omitted: [JSON.Field] = []
    let cut = Self.cut(answer, to: limit, &omitted)
    let typedLine = [entry.command, bounds.shown(network)] + scenarios.map { String($0.split(separator: "/").last ?? "") } + words
    var content: [JSON] = [.object(["type": "text", "text": .text(Self.plain(text.text, scratch))])]
    content += links(given, network)
    return .object([
      "content": .list(content),
      "structuredContent": .object([
        "command": .text("chainwright " + typedLine.joined(separator: " ")), "answer": cut,
        "omitted_rows": omitted.isEmpty ? nil : .fields(omitted),
      ]),
      "isError": .flag(false),
    ])
  }

  /// An argument as an option of the command.
  private func typed(_ argument: JSON.Field, _ options: OptionTable?) throws -> [String] {
    let name = argument.name.replacing("_", with: "-")
    guard let option = options?.options.first(where: { $0.name == name }) else {
      let known = (options?.options ?? []).map { $0.name.replacing("-", with: "_") }.joined(separator: ", ")
      throw Trouble(message: "there is no argument \(argument.name)", remedy: "arguments: network, limit, \(known)")
    }
    var value = argument.value
    if ToolEntry.files.contains(name) || ["file", "network", "rules"].contains(option.valueName) {
      let names = value.list?.compactMap(\.string) ?? value.string.map { [$0] } ?? []
      let paths = try names.map { name in
        guard let path = bounds.existing(name) else {
          throw Trouble(message: "there is no file \(name) below the folder", remedy: "name a file below the folder")
        }
        return JSON.text(path)
      }
      value = .list(paths)
    }
    guard let words = option.typed(value) else {
      throw Trouble(message: "\(argument.name) cannot be \(argument.value.line)", remedy: option.about)
    }
    return words
  }

  private func scenarioFiles(_ given: JSON, in scratch: Scratch) throws -> [String] {
    let scenarios = given["scenarios"]?.list ?? given["scenarios"].map { [$0] } ?? []
    if scenarios.isEmpty || scenarios.count > 5 {
      throw Trouble(message: "\(scenarios.count) scenarios were given", remedy: "give one to five, as the tool's schema says")
    }
    return try scenarios.enumerated().map { at, scenario in
      let text = scenario.string ?? scenario.line
      if text.contains("builds_on") {
        throw Trouble(message: "a scenario given here stands alone", remedy: "write all of its changes into it, without builds_on")
      }
      return try scratch.write(text, "scenario-\(at + 1).yaml")
    }
  }

  /// What the command said of what went wrong, in its own words.
  private func trouble(_ run: CommandProgram.Run) -> Trouble {
    if run.isStopped {
      return Trouble(message: "stopped before it was ready", remedy: "ask about a smaller part, or give a smaller time_limit")
    }
    var lines = run.error.split(separator: "\n").map(String.init)
    if let first = lines.first, first.hasPrefix("chainwright: ") { lines[0] = String(first.dropFirst("chainwright: ".count)) }
    let remedies = lines.filter { $0.hasPrefix("  remedy: ") || $0.hasPrefix("  处置：") }
    let said = lines.filter { !remedies.contains($0) }.joined(separator: "\n")
    let remedy = remedies.map { $0.split(separator: ":", maxSplits: 1).last.map(String.init) ?? $0 }.joined(separator: "\n")
    return Trouble(
      message: String(said.replacing(bounds.root + "/", with: "").prefix(4_000)),
      remedy: String(remedy.replacing("处置：", with: "").drop { $0 == " " }.prefix(2_000)))
  }

  /// Without the folder that files for one call lay in.
  private static func plain(_ text: String, _ scratch: Scratch?) -> String {
    scratch.map { text.replacing($0.folder + "/", with: "") } ?? text
  }

  /// The answer with as many rows of each table as are asked for; how many were left out is said beside it.
  static func cut(_ answer: JSON, to limit: Int, _ omitted: inout [JSON.Field]) -> JSON {
    guard let members = answer.members else { return answer }
    return .fields(
      members.map { member in
        guard let items = member.value.list, items.count > limit, items.first?.members != nil else { return member }
        omitted.append(JSON.Field(name: member.name, value: .count(items.count - limit)))
        return JSON.Field(name: member.name, value: .list(Array(items.prefix(limit))))
      })
  }

  /// The map of what was asked about.
  private func links(_ given: JSON, _ network: String) -> [JSON] {
    guard let cluster = given["cluster"]?.list?.first?.string ?? given["cluster"]?.string else { return [] }
    let uri = mapAddress("chain", network, [("cluster", cluster)])
    return [
      .object([
        "type": "resource_link", "uri": .text(uri), "name": .text("map-\(cluster)"), "mimeType": "image/svg+xml",
        "description": .text(language == .zh ? "产业链图，薄弱环节已标出" : "The chain as a map, weak links marked"),
      ])
    ]
  }
}
