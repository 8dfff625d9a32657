import ClusterModel
import Testing

@testable import Answers

@Suite struct FigureEntryTests {
  @Test func everyFigureIsNamedOnceInBothLanguages() {
    var seen: Set<String> = []
    for entry in FigureEntry.all {
      #expect(seen.insert(entry.name).inserted, "\(entry.name) stands twice")
      #expect(!entry.label.zh.isEmpty && !entry.label.en.isEmpty, "\(entry.name) has no label")
      #expect(entry.label.zh == entry.label.zh.filter { $0 != "\u{3000}" }, "\(entry.name): a wide blank")
      if let digits = entry.digits { #expect((0...6).contains(digits), "\(entry.name): digits") }
    }
  }

  @Test func kindsAndUnitsAreKnown() {
    for record in FigureRecords.standard.all {
      let kind = record[1].hasSuffix("[]") ? String(record[1].dropLast(2)) : record[1]
      #expect(FigureEntry.Kind(rawValue: kind) != nil, "\(record[0]): no kind \(kind)")
      #expect(record[2].isEmpty || FigureEntry.known("unit:" + record[2]) != nil, "\(record[0]): no unit \(record[2])")
      #expect(record.count == 9, "\(record[0])")
    }
  }

  /// The names stand in the order of their bytes, figures before units before rules, so that a change shows where it was made.
  @Test func namesAreInOrder() {
    let names = FigureEntry.all.filter { ![.unit, .rule, .published].contains($0.kind) }.map(\.name)
    #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }
}
