import Answers
import Chainwright
import ClusterModel
import Glibc

/// One request with all that a page needs to know: who asks, of which network and scope, in which language.
struct Visit: Sendable {
  let office: Office
  let request: HTTPRequest
  let sessionID: String
  let session: Access.Session
  let language: Language
  /// The network that is looked at, and as it is named in a command.
  let path: String
  let shownPath: String
  /// Lists can be taken in and decisions kept.
  let isWorkspace: Bool
  /// Until when it is waited; what takes longer is told of, and asked for again. Without one it is waited for.
  var patience: Works.Instant?
  /// What was sent with a form.
  var form: [(name: String, value: String)] = []

  func t(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
  func t(_ text: LocalText) -> String { text[language] }

  func field(_ name: String) -> String? { form.first { $0.name == name && !$0.value.isEmpty }?.value }

  var mayWrite: Bool { isWorkspace && !session.person.isGuest && asOf == nil }
  var asOf: String? { request.address["as-of"] }
  var county: String? { request.address["county"] }
  var cluster: String? { request.address["cluster"] }
  var firm: String? { request.address["firm"] }

  func opened() throws -> Library.Opened { try office.library.open(self) }

  /// An address of ours that keeps scope and moment, but for what is given.
  func href(_ page: String, _ given: [(String, String?)] = [], keeps: [String] = ["county", "cluster", "firm", "as-of"]) -> String {
    var pairs: [(String, String)] = []
    for name in keeps where !given.contains(where: { $0.0 == name }) {
      if let value = request.address[name] { pairs.append((name, value)) }
    }
    for (name, value) in given { if let value { pairs.append((name, value)) } }
    if pairs.isEmpty { return page }
    return page + "?" + pairs.map { $0.0 + "=" + Address.encoded($0.1) }.joined(separator: "&")
  }

  /// This page in the other language.
  var otherLanguage: String {
    let pairs = request.address.query.filter { $0.name != "lang" } + [("lang", language == .zh ? "en" : "zh")]
    return "/" + request.address.path.map(Address.encoded).joined(separator: "/") + "?"
      + pairs.map { Address.encoded($0.0) + "=" + Address.encoded($0.1) }.joined(separator: "&")
  }

  /// The hidden field that tells our forms from others'.
  var formToken: Markup { "<input type=\"hidden\" name=\"form\" value=\"\(session.formToken)\">" }

  /// The answer of the command to these words, after the network.
  func ask(_ command: String, _ words: [String]) throws -> CommandProgram.Run {
    let moment = asOf.map { ["--as-of=\($0)"] } ?? []
    return try office.library.run([command, path] + words + moment + ["--lang=\(language.rawValue)"], of: path, for: self)
  }

  /// The scope as options of a question.
  func scopeOptions(_ known: Set<String>) -> [(String, String)] {
    var options: [(String, String)] = []
    if let cluster, known.contains("cluster") { options.append(("cluster", cluster)) }
    if let firm { options += known.contains("firm") ? [("firm", firm)] : known.contains("leader") ? [("leader", firm)] : [] }
    if let county, known.contains("county") { options.append(("county", county)) }
    return options
  }

  /// A command as it is typed.
  static func typed(_ words: [String]) -> String {
    words.map { word in
      let isPlain =
        !word.isEmpty && word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789.-_/=:,!".unicodeScalars.contains($0) }
      return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }

  /// The time, as it is written into the workspace: UTC.
  static func now() -> String {
    var (seconds, parts) = (Glibc.time(nil), tm())
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
