import ArgumentParser
import FoundationEssentials

/// What a command takes, as ArgumentParser itself describes it.
struct CommandOptions: Decodable {
  struct Option: Decodable {
    struct OptionName: Decodable {
      enum Kind: String, Decodable { case long, short, longWithSingleDash }
      var kind: Kind
      var name: String

      var typed: String { (kind == .long ? "--" : "-") + name }
    }
    enum Kind: String, Decodable { case positional, option, flag }

    var kind: Kind
    var shouldDisplay: Bool
    var sectionTitle: String?
    var isOptional: Bool
    var isRepeating: Bool
    var names: [OptionName]?
    var preferredName: OptionName?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?

    /// `--order`, `<network>`: its key in the table of Chinese texts.
    var key: String { preferredName?.typed ?? "<\(valueName ?? "")>" }

    /// `-o, --output <file>`.
    var typed: String {
      guard kind != .positional else { return key + (isRepeating ? " …" : "") }
      let short = (names ?? []).filter { $0.kind != .long }.map(\.typed)
      let long = (names ?? []).filter { $0.kind == .long }.map(\.typed)
      return (short + long).joined(separator: ", ") + (kind == .option ? " <\(valueName ?? "")>" : "")
    }

    /// How it stands in a line of usage.
    var usage: String { kind == .positional ? typed : key + (kind == .option ? " <\(valueName ?? "")>" : "") }
  }

  var commandName: String
  var abstract: String?
  var discussion: String?
  var arguments: [Option]?

  private struct Dump: Decodable { var command: CommandOptions }

  /// `nil` where ArgumentParser has changed how it tells.
  static func of(_ command: any ParsableCommand.Type) -> CommandOptions? {
    guard var options = try? JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8)).command else { return nil }
    options.commandName = command._commandName
    return options
  }

  var shown: [Option] { (arguments ?? []).filter { $0.shouldDisplay && $0.key != "--version" } }
}
