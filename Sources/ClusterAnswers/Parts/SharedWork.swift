package import Answers
package import ClusterModel

/// The work behind an answer as items, each computed by itself: by one process, or by many of which each does a range.
///
/// One process is the case of a single range (``whole(_:)``): there is no other way to an answer.
package protocol SharedWork: Sendable {
  /// The items of a range.
  associatedtype Items: Sendable

  /// How many there are.
  var itemCount: Int { get }

  /// Computes the items of a range.
  ///
  /// - Parameters:
  ///   - range: of ``itemCount``; it may be empty.
  ///   - work: told how far it is.
  func items(_ range: Range<Int>, work: WorkBudget) throws -> Items

  /// The answer.
  ///
  /// - Parameters:
  ///   - parts: the items of ranges that follow one another from 0 to ``itemCount``.
  ///   - work: told how far what is left to do is.
  func answer(_ parts: [Items], work: WorkBudget) throws -> Answer

  /// Writes items as members of a JSON object, the first of them after a comma and a line end. Numbers read back as the same ones.
  func write(_ items: Items, to out: inout JSONText)

  /// Reads what ``write(_:to:)`` wrote, and refuses what it cannot have written.
  ///
  /// - Parameters:
  ///   - scanner: stands before the first member.
  ///   - range: whose items they are.
  func read(_ scanner: inout PartScanner, _ range: Range<Int>) throws(QuestionError) -> Items
}

extension SharedWork {
  /// The answer, all items computed here.
  package func whole(_ work: WorkBudget) throws -> Answer { try answer([items(0..<itemCount, work: work)], work: work) }
}

/// Which of several shares of the items.
package struct Share: Sendable, Equatable {
  /// From 1.
  package let number: Int
  package let of: Int

  /// `nil` where it is none of so many.
  package init?(_ number: Int, of count: Int) {
    guard count >= 1, (1...count).contains(number) else { return nil }
    (self.number, of) = (number, count)
  }

  /// Its range of `count` items: shares follow one another, and differ by one item at most.
  package func range(of count: Int) -> Range<Int> { Self.start(number - 1, of, count)..<Self.start(number, of, count) }

  /// ⌊share · count / of⌋, whatever the size of the numbers.
  private static func start(_ share: Int, _ of: Int, _ count: Int) -> Int {
    let product = share.multipliedFullWidth(by: count)
    return of.dividingFullWidth(product).quotient
  }
}
