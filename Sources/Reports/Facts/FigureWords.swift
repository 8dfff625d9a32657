import Answers
import ClusterModel

/// Words of published figures in the reader's language: what the sources call things, as far as it is known here; anything else stays as it is.
enum FigureWords {
  static func attribute(_ attribute: String, _ language: Language) -> String { PublishedName(attribute: attribute).label[language] }

  static func unit(_ unit: String, _ language: Language) -> String { PublishedName(unit: unit).label[language] }

  /// The value with its unit, or the words of the source where it is no single number.
  static func value(_ figure: Figure, _ words: Wording) -> String {
    guard let value = figure.value else { return figure.text.isEmpty ? words.unknown : figure.text }
    let number = number(value)
    if words.language == .zh {
      let unit = unit(figure.unit, .zh)
      if figure.unit.hasPrefix("%") { return number + unit }
      return unit.isEmpty ? number : number + " " + unit
    }
    switch figure.unit {
    case "100 million CNY": return value >= 10 ? "CNY \(Wording.three(value / 10)) billion" : "CNY \(Wording.three(value * 100)) million"
    case "", "+": return number + figure.unit
    default: return number + " " + figure.unit
    }
  }

  /// As published: no digit is lost.
  private static func number(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 {
      return (value < 0 ? "−" : "") + Wording.grouped(UInt(abs(value)))
    }
    return "\(value)"
  }
}
