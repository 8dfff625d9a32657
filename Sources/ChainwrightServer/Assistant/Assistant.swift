import Answers
import Chainwright
import ClusterModel
import Glibc

/// The questions of the command for an assistant, by the Model Context Protocol: one JSON message a line, in each of the two revisions that are in use.
///
/// In revision 2026-07-28 every request names its revision and stands alone; in 2025-11-25 and those before it the talk begins with `initialize`. Nothing is
/// remembered between messages in either.
///
/// > Source: modelcontextprotocol.io, revisions 2026-07-28 and 2025-11-25; JSON-RPC 2.0.
struct Assistant: Sendable {
  static let stateless = "2026-07-28"
  static let withHandshake = ["2025-11-25", "2025-06-18"]
  static let versionKey = "io.modelcontextprotocol/protocolVersion"

  let program: CommandProgram
  let bounds: Bounds
  let language: Language
  /// Lists may be taken into workspaces.
  var mayWrite = false
  /// The version of Chainwright.
  var version = Version.current

  /// An error of the protocol; what a question cannot answer is no such error, but a result that says so.
  struct Refusal: Error {
    var code: Int
    var message: String
    var data: JSON?
  }

  /// The answer to a line, or `nil` where none is owed.
  ///
  /// - Parameters:
  ///   - line: a message.
  ///   - begun: told the process that a question runs in, by which it can be stopped.
  func answer(to line: String, begun: (pid_t) -> Void = { _ in }) -> String? {
    guard let message = try? JSON.read(line) else { return Self.failure(.null, Refusal(code: -32700, message: "this is no JSON")).line }
    return answer(to: message, begun: begun)?.line
  }

  func answer(to message: JSON, begun: (pid_t) -> Void = { _ in }) -> JSON? {
    let id = message["id"]
    guard message["jsonrpc"]?.string == "2.0", let method = message["method"]?.string else {
      // Answers to questions that were never asked.
      if message["result"] != nil || message["error"] != nil { return nil }
      return Self.failure(id ?? .null, Refusal(code: -32600, message: "no request of JSON-RPC 2.0"))
    }
    guard let id else { return nil }
    do {
      let params = message["params"] ?? .fields([])
      let isStateless = try revision(params) == Self.stateless
      let result = try result(method, params, isStateless: isStateless, begun: begun)
      return .object(["jsonrpc": "2.0", "id": id, "result": isStateless ? Self.complete(result) : result])
    } catch {
      return Self.failure(id, error)
    }
  }

  /// The revision that a request names; `nil` for those before requests named one.
  private func revision(_ params: JSON) throws(Refusal) -> String? {
    guard let named = params["_meta"]?[Self.versionKey] else { return nil }
    if named.string == Self.stateless { return Self.stateless }
    throw Refusal(
      code: -32022, message: "this revision of the protocol is not spoken here",
      data: .object(["requested": named, "supported": .list([.text(Self.stateless)])]))
  }

  private func result(_ method: String, _ params: JSON, isStateless: Bool, begun: (pid_t) -> Void) throws(Refusal) -> JSON {
    switch method {
    case "initialize":
      let asked = params["protocolVersion"]?.string ?? ""
      return .object([
        "protocolVersion": .text(Self.withHandshake.contains(asked) ? asked : Self.withHandshake[0]), "capabilities": capabilities,
        "serverInfo": info, "instructions": .text(instructions),
      ])
    case "server/discover" where isStateless:
      return .object([
        "supportedVersions": .list([.text(Self.stateless)]), "capabilities": capabilities, "instructions": .text(instructions),
        "ttlMs": .count(3_600_000), "cacheScope": "private",
      ])
    case "ping": return .object([:])
    case "tools/list": return cached(["tools": .list(try tools())], isStateless)
    case "tools/call": return try call(params, begun)
    case "resources/list": return cached(["resources": .list(resources())], isStateless)
    case "resources/templates/list": return cached(["resourceTemplates": .list(resourceTemplates())], isStateless)
    case "resources/read": return cached(["contents": .list(try read(params["uri"]?.string ?? "", begun))], isStateless, milliseconds: 0)
    default: throw Refusal(code: -32601, message: "there is no method \(method) here")
    }
  }

  /// What may be asked stays the same as long as the program is; what it says of the data does not.
  private func cached(_ fields: KeyValuePairs<String, JSON?>, _ isStateless: Bool, milliseconds: Int = 3_600_000) -> JSON {
    guard case .fields(let members) = JSON.object(fields), isStateless else { return .object(fields) }
    return .fields(
      members + [JSON.Field(name: "ttlMs", value: .count(milliseconds)), JSON.Field(name: "cacheScope", value: "private")])
  }

  private var capabilities: JSON { .object(["tools": .object([:]), "resources": .object([:])]) }

  private var info: JSON {
    .object(["name": "chainwright", "title": .text(language == .zh ? "链匠" : "Chainwright"), "version": .text(version)])
  }

  private var instructions: String {
    """
    Chainwright answers questions about supply chains from lists of firms and supply links. Every number comes from the data or from a stated method; unknown is unknown, never 0. \
    Start with describe. Each answer gives its summary first; findings carry witness (the proof) and places (rows), which the tool rows shows as they stand in the files. \
    Firms whose ids begin with SYN- are invented: say so whenever one is named. Do not compute figures that no answer gives.
    """
  }

  private static func complete(_ result: JSON) -> JSON {
    guard case .fields(let fields) = result else { return result }
    return .fields([JSON.Field(name: "resultType", value: "complete")] + fields)
  }

  static func failure(_ id: JSON, _ refusal: Refusal) -> JSON {
    .object([
      "jsonrpc": "2.0", "id": id,
      "error": .object(["code": .count(refusal.code), "message": .text(refusal.message), "data": refusal.data]),
    ])
  }
}
