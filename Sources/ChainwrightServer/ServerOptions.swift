import ClusterModel

/// What the program was started with. `chainwright serve` checks and hands it over.
struct ServerOptions: Sendable {
  var path = "."
  var assistant = false
  var mayWrite = false
  var language = Language.en
  var port = 0
  /// The address that is listened at.
  var listen = "127.0.0.1"
  /// A file of names and passwords, a line each.
  var passwords: String?
  /// The header in which a proxy names who asks.
  var userHeader: String?
  /// Who it is, where nobody logs in.
  var who: String?
  /// The browser of this desktop is opened at the address.
  var opensBrowser = false
  /// The command; the one beside this program when left out.
  var command: String?

  /// `nil` where something is not understood.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      func value() -> String? { parts.count == 2 ? parts[1] : rest.popFirst() }
      switch parts[0] {
      case "--assistant": assistant = true
      case "--write": mayWrite = true
      case "--open": opensBrowser = true
      case "--lang":
        guard let named = value().flatMap({ Language(rawValue: $0) }) else { return nil }
        language = named
      case "--port":
        guard let number = value().flatMap({ Int($0) }), (0...65_535).contains(number) else { return nil }
        port = number
      case "--listen":
        guard let address = value() else { return nil }
        listen = address
      case "--passwords": passwords = value()
      case "--user-header": userHeader = value()
      case "--who": who = value()
      case "--command": command = value()
      default:
        if argument.hasPrefix("--") { return nil }
        path = argument
      }
    }
  }
}
