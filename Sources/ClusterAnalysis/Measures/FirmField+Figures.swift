package import Answers
public import ClusterModel

/// Fields are figures: their headings, units and digits come from `figures.csv`, under the names that rule files use.
extension FirmField {
  package var entry: FigureEntry { FigureEntry.named(rawValue) }
  /// The heading, with its unit in brackets.
  public var label: LocalText { entry.headings }
}

extension FigureEntry {
  package var headings: LocalText { LocalText(zh: heading(.zh), en: heading(.en)) }
}
