extension Language {
  /// A name and what the thing is, as one title that says no word twice: 示例毛巾集群 and 集群产业链报告 give 示例毛巾集群产业链报告.
  ///
  /// What the name ends with and the noun begins with is said once, where it is a word of two characters at least; in English, whole words
  /// whatever their case. A cluster's chain is named for its industry: 岚浦县泵阀产业集群 and 产业链 give 岚浦县泵阀产业链.
  ///
  /// - Parameters:
  ///   - name: whose title it is.
  ///   - noun: what it is, in this language.
  ///   - separator: what stands between the two where they share no word.
  /// - Returns: the title. O(characters of the noun, squared).
  package func joined(_ name: String, _ noun: String, separator: String = "") -> String {
    switch self {
    case .zh:
      if noun.hasPrefix("产业链") && name.hasSuffix("集群") && name.count > 2 {
        return joined(String(name.dropLast(2)), noun, separator: separator)
      }
      for length in stride(from: min(name.count, noun.count), to: 1, by: -1) where name.hasSuffix(noun.prefix(length)) {
        return name + noun.dropFirst(length)
      }
      return name + separator + noun
    case .en:
      let (left, right) = (name.split(separator: " "), noun.split(separator: " "))
      for length in stride(from: min(left.count, right.count), to: 0, by: -1)
      where zip(left.suffix(length), right.prefix(length)).allSatisfy({ $0.lowercased() == $1.lowercased() }) {
        return (left + right.dropFirst(length)).joined(separator: " ")
      }
      return name + (separator.isEmpty ? " " : separator) + noun
    }
  }
}
