/// The options of one subcommand, as the command publishes them.
struct OptionTable: Sendable {
  struct Option: Sendable {
    /// Without the dashes.
    var name: String
    var isFlag: Bool
    var isRepeated: Bool
    var about: String
    var choices: [String]
    var isNumber: Bool
    var valueName: String
  }
  var about: String
  var options: [Option]

  /// Reads what `--experimental-dump-help` prints; `nil` where it is nothing of the kind.
  init?(_ dump: JSON) {
    guard let command = dump["command"] else { return nil }
    about = command["abstract"]?.string ?? ""
    options = (command["arguments"]?.list ?? []).compactMap { argument in
      guard argument["kind"]?.string != "positional", let name = argument["preferredName"]?["name"]?.string else { return nil }
      let initial = argument["defaultValue"]?.string ?? ""
      let value = argument["valueName"]?.string ?? ""
      let choices = (argument["allValues"]?.list ?? []).compactMap(\.string)
      return Option(
        name: name, isFlag: argument["kind"]?.string == "flag", isRepeated: argument["isRepeating"] == .flag(true),
        about: argument["abstract"]?.string ?? "", choices: choices,
        isNumber: choices.isEmpty && (Double(initial) != nil || Self.numbers.contains(value)), valueName: value)
    }
  }

  /// What values that are numbers are called in the help.
  private static let numbers: Set<String> = ["n", "k", "days", "seconds", "ratio", "share", "q", "number", "millions", "amount"]
}

extension OptionTable.Option {
  /// As a member of a JSON Schema; files are named below the folder that was given.
  var schema: JSON {
    let about: JSON = .text(about)
    if isFlag { return .object(["type": "boolean", "description": about]) }
    var single: [JSON.Field] = [JSON.Field(name: "type", value: .text(isNumber ? "number" : "string"))]
    if !choices.isEmpty { single.append(JSON.Field(name: "enum", value: .list(choices.map { .text($0) }))) }
    if isRepeated { return .object(["type": "array", "items": .fields(single), "description": about]) }
    return .fields(single + [JSON.Field(name: "description", value: about)])
  }

  /// The option as it is typed for a value that an assistant gave; `nil` where the value is not of its kind.
  func typed(_ value: JSON) -> [String]? {
    switch value {
    case .null: return []
    case .flag(let isOn): return isFlag ? (isOn ? ["--" + name] : []) : nil
    case .text(let text): return isFlag ? nil : ["--\(name)=\(text)"]
    case .number(let text): return isFlag ? nil : ["--\(name)=\(text)"]
    case .list(let items):
      if isFlag || !isRepeated && items.count != 1 { return nil }
      var words: [String] = []
      for item in items {
        guard let word = item.string ?? item.number.map({ _ in item.line }) else { return nil }
        words.append("--\(name)=\(word)")
      }
      return words
    case .fields: return nil
    }
  }
}

extension JSON: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { self = .text(text) }
}
