import Chainwright

extension CutSetsRequest {
  /// The request in `arguments` when they are spelt out in the plain way, `--option value`; `nil` leaves anything else, and whatever is wrong, to the
  /// argument parser.
  ///
  /// Most fault trees are analysed in a millisecond, and the parser takes three: it looks into every option by reflection.
  init?(plain arguments: some Sequence<String>) {
    var arguments = arguments.makeIterator()
    while let argument = arguments.next() {
      guard argument.utf8.first == UInt8(ascii: "-") else {
        models.append(argument)
        continue
      }
      switch argument {
      case "--count": count = true
      case "--paths": paths = true
      case "--probability": probability = true
      case "--importance": importance = true
      default:
        guard let value = arguments.next(), !value.isEmpty, value.utf8.first != UInt8(ascii: "-"), take(value, for: argument) else {
          return nil
        }
      }
    }
    if models.isEmpty || models.contains("") || wrong != nil { return nil }
  }

  /// False when there is no such option, or it does not take such a value.
  private mutating func take(_ value: String, for option: String) -> Bool {
    switch option {
    case "--top":
      top = value
      return true
    case "--order":
      order = Int(value)
      return order != nil
    case "--mission-time":
      missionTime = Double(value)
      return missionTime != nil
    case "--lang":
      lang = Language(rawValue: value)
      return lang != nil
    case "--limit":
      limit = Int(value)
      return limit != nil
    case "--time-limit": return set(&timeLimit, Double(value))
    case "--format": return set(&format, PageFormat(rawValue: value))
    default: return false
    }
  }

  private func set<Value>(_ field: inout Value, _ read: Value?) -> Bool {
    guard let read else { return false }
    field = read
    return true
  }
}
