import Answers
import ClusterModel

/// What people write by hand, in Chinese as in English: the fields, kinds and values of scenarios, rules and plans.
///
/// Their own words stand in `written.csv`, a name and a word each row, the one that is shown first. Where it has none, the words of the data dictionary
/// serve (tables, columns, choices), and then the headings of figures. A word may stand for several names; what may stand at a place decides.
package enum WrittenWords {
  /// The one of `known` that `text` says; `nil` when it says none of them, or may say two.
  static func name(_ text: String, among known: [String]) -> String? {
    if known.contains(text) { return text }
    let plain = plain(text)
    if plain.isEmpty || plain.utf8.count > 200 { return nil }
    if let name = known.first(where: { $0.lowercased() == plain }) { return name }
    for said in [
      known.filter { own[$0]?.contains { Self.plain($0) == plain } == true },
      known.filter { dictionary[$0]?.contains(plain) == true },
      known.filter { FigureEntry.known($0).map { Self.plain($0.label.zh) == plain } == true },
    ] where !said.isEmpty {
      return said.count == 1 ? said[0] : nil
    }
    return nil
  }

  /// How messages call a name: in Chinese by its first word, or as it is.
  static func shown(_ name: String) -> LocalText {
    LocalText(zh: own[name]?.first ?? valueLabels[name] ?? FigureEntry.known(name)?.label.zh ?? name, en: name)
  }

  static func list(_ names: [String]) -> LocalText {
    LocalText(zh: names.map { shown($0).zh }.joined(separator: "、"), en: names.joined(separator: ", "))
  }

  /// `did you mean loss? `, or nothing.
  static func guess(_ text: String, among known: [String]) -> LocalText {
    let plain = plain(text)
    var words: [String: String] = [:]
    for name in known {
      for word in [name] + (own[name] ?? []) + (dictionary[name].map { $0.sorted() } ?? []) where words[word] == nil { words[word] = name }
      if let label = FigureEntry.known(name)?.label.zh, words[label] == nil { words[label] = name }
    }
    guard let near = NearName.nearest(to: plain, among: words.keys.sorted()), let name = words[near] else {
      return LocalText(zh: "", en: "")
    }
    return LocalText(zh: "是否指“\(near == name ? shown(name).zh : near)”？", en: "did you mean \(name)? ")
  }

  /// Yes or no; `nil` for another word.
  static func flag(_ text: String) -> Bool? {
    switch name(text, among: ["yes", "no", "true", "false"]) {
    case "yes"?, "true"?: true
    case "no"?, "false"?: false
    default: nil
    }
  }

  /// The published figure that a text names, as `figures.csv` of a network has it in English: `产值` is `output value`; the text itself where there is none.
  static func publishedFigure(_ text: String) -> String {
    if let whole = published("published:", text) { return whole }
    for sign: Character in ["：", ":"] {
      guard let cut = text.firstIndex(of: sign) else { continue }
      let parts = [String(text[..<cut]), String(text[text.index(after: cut)...])].map(\.trimmed)
      let names = parts.map { published("published:", $0) }
      if names.contains(where: { $0 != nil }) { return zip(parts, names).map { $1 ?? $0 }.joined(separator: ": ") }
    }
    return text
  }

  /// The same of a unit: `亿元` is `100 million CNY`.
  static func publishedUnit(_ text: String) -> String { published("unit:", text) ?? text }

  /// Every name that rows of our `figures.csv` of this kind have, without what they begin with.
  package static func publishedNames(_ kind: String) -> [String] { labels[kind]?.names ?? [] }

  private static func published(_ kind: String, _ text: String) -> String? {
    guard let labels = labels[kind] else { return nil }
    return labels.names.contains(text) ? text : labels.words[plain(text)]
  }

  /// Of each kind, the names in the order of `figures.csv`, and the first that a Chinese word stands for.
  private static let labels: [String: (names: [String], words: [String: String])] = {
    var labels: [String: (names: [String], words: [String: String])] = [:]
    for entry in FigureEntry.all {
      for kind in ["published:", "unit:"] where entry.name.hasPrefix(kind) {
        let name = String(entry.name.dropFirst(kind.count))
        labels[kind, default: ([], [:])].names.append(name)
        let word = plain(entry.label.zh)
        if labels[kind]?.words[word] == nil { labels[kind]?.words[word] = name }
      }
    }
    return labels
  }()

  /// As words are compared: small letters, half-width, without blanks and quotation marks.
  private static func plain(_ text: String) -> String {
    CSVDialect.normalizedHeader(text).filter { !$0.isWhitespace && !"“”\"‘’'《》「」".contains($0) }
  }

  /// Chinese words of each name of `written.csv`, in its order.
  private static let own: [String: [String]] = {
    var words: [String: [String]] = [:]
    for row in CSVRows.all(PackageResources.written_csv).dropFirst() where row.count >= 2 { words[row[0], default: []].append(row[1]) }
    return words
  }()

  /// Other words for names of the dictionary: tables, columns and choices.
  private static let dictionary: [String: Set<String>] = {
    var words: [String: Set<String>] = ["true": ["真"], "false": ["假"]]
    for table in DataDictionary.standard.tables {
      words[table.name, default: []].insert(plain(table.title.zh))
      for column in table.columns {
        words[column.name, default: []].formUnion((column.labels + column.synonyms).map { plain(HeaderWords.base($0)) })
        for (value, word) in zip(column.values, column.valuesZh) where !word.isEmpty { words[value, default: []].insert(plain(word)) }
        for word in column.valueWords { words[column.values[word.position], default: []].insert(plain(word.word)) }
      }
    }
    return words
  }()

  /// What a choice of the dictionary is called.
  private static let valueLabels: [String: String] = {
    var labels: [String: String] = [:]
    for table in DataDictionary.standard.tables {
      labels[table.name] = table.title.zh
      for column in table.columns {
        for (value, word) in zip(column.values, column.valuesZh) where !word.isEmpty && labels[value] == nil { labels[value] = word }
      }
    }
    return labels
  }()
}
