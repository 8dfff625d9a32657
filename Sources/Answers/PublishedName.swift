package import ClusterModel

/// What a published figure (`figures.csv` of a network) is called, or its unit, in both languages: the rows of our own `figures.csv` that begin with `published:` and `unit:`.
///
/// Anything else is called what its source calls it.
package struct PublishedName: Sendable {
  /// As a rule file or a list has it.
  package let text: String
  package let label: LocalText

  /// `target: new little giants` is `目标：新增专精特新“小巨人”`.
  package init(attribute: String) {
    text = attribute
    func word(_ name: String) -> String? { FigureEntry.known("published:" + name)?.label.zh }
    if let whole = word(attribute) {
      label = LocalText(zh: whole, en: attribute)
      return
    }
    let parts = attribute.split(separator: ": ", maxSplits: 1).map(String.init)
    guard parts.count == 2, word(parts[0]) != nil || word(parts[1]) != nil else {
      label = LocalText(zh: attribute, en: attribute)
      return
    }
    label = LocalText(zh: (word(parts[0]) ?? parts[0]) + "：" + (word(parts[1]) ?? parts[1]), en: attribute)
  }

  package init(unit: String) {
    text = unit
    label = LocalText(zh: FigureEntry.known("unit:" + unit)?.label.zh ?? unit, en: unit)
  }

  /// Whether a list calls the same thing `other`, in either language.
  package func isCalled(_ other: String) -> Bool {
    other == text || other == label.zh || PublishedName(attribute: other).label.zh == label.zh
  }

  /// The same of a unit, which a list may say more of: `100 million CNY +`, `亿元以上`. No unit asks for none.
  package func isUnit(_ other: String) -> Bool {
    text.isEmpty || isCalled(other) || other.hasPrefix(text + " ") || (label.zh != text && other.hasPrefix(label.zh))
      || PublishedName(unit: other).label.zh == label.zh
  }
}
