import ClusterModel

/// Reads a chain template to turn what a firm buys into what it cannot do without (METRICS M1).
///
/// Each requirement of each stage at which the firm works makes its own need, and all of them hold together: a good that one stage takes in place of another is still needed where
/// another stage knows no substitute for it. Where a template asks for more sources than are recorded, those that lack are unnamed ones that run: the firm runs today, so the record
/// is short, not the supply.
package struct TemplateNeeds: Sendable {
  /// What a firm buys of one good.
  package struct Purchase: Sendable {
    /// The stage of the good; `nil` where it has none, and no requirement speaks of it.
    package var stage: StageID?
    /// Suppliers on record, without those that are only proposed.
    package var recorded: Int

    package init(stage: StageID?, recorded: Int) {
      self.stage = stage
      self.recorded = recorded
    }
  }

  /// One need: `atLeast` of its options must run, which are the suppliers of a lone purchase, or the purchases of a substitute group.
  package struct Need: Sendable, Equatable {
    /// Ascending positions in the purchases given.
    package var purchases: [Int]
    package var atLeast: Int
  }

  package struct Needs: Sendable {
    /// Lone purchases first, in their order, then groups by their first purchase.
    package var all: [Need] = []
    /// Purchases that some requirement speaks of, and none calls essential.
    package var withoutEffect = 0
    /// Needs that ask for more sources than are recorded, and how many sources lack.
    package var short = 0
    package var unnamed = 0
  }

  private let requirements: [UInt64: [Requirement]]

  /// - Parameter requirements: the rows of the template, in any order.
  package init(_ requirements: [Requirement]) {
    self.requirements = Dictionary(grouping: requirements) { Self.key($0.input, $0.output) }
  }

  package var isEmpty: Bool { requirements.isEmpty }

  private static func key(_ input: StageID, _ output: StageID) -> UInt64 {
    UInt64(UInt32(input.index)) << 32 | UInt64(UInt32(output.index))
  }

  /// - Parameters:
  ///   - purchases: what a firm buys.
  ///   - stages: where it works.
  /// - Complexity: O(purchases × stages + groups²).
  package func needs(of purchases: some RandomAccessCollection<Purchase>, at stages: some Sequence<StageID>) -> Needs {
    var found = Needs()
    // Suppliers that a purchase needs by itself; 0: by itself it is not needed.
    var lone = [Int](repeating: 0, count: purchases.count)
    var groups: [Group] = []
    let stages = Array(stages)
    for (number, purchase) in purchases.enumerated() {
      var (isKnown, isEssential) = (false, false)
      if let input = purchase.stage, !isEmpty {
        for output in stages {
          for requirement in requirements[Self.key(input, output)] ?? [] {
            isKnown = true
            if requirement.importance != .essential { continue }
            isEssential = true
            if requirement.substituteGroup.isEmpty {
              lone[number] = max(lone[number], requirement.needs, 1)
            } else {
              Group.add(number, isRecorded: purchase.recorded > 0, requirement, to: &groups)
            }
          }
        }
      }
      if !isKnown { lone[number] = 1 }
      if isKnown && !isEssential { found.withoutEffect += 1 }
    }
    let all = Array(purchases)
    var alternatives: [Need] = []
    for group in groups {
      // What is only proposed is one more option, and never a need.
      let recorded = group.purchases.count { all[$0].recorded > 0 }
      if recorded == 0 { continue }
      let atLeast = min(group.needs, recorded)
      found.lack(group.needs - atLeast)
      if group.purchases.count > atLeast {
        alternatives.append(Need(purchases: group.purchases, atLeast: atLeast))
      } else {
        // All of it is needed: each by itself.
        for number in group.purchases { lone[number] = max(lone[number], 1) }
      }
    }
    for number in lone.indices where lone[number] > 0 && all[number].recorded > 0 {
      let atLeast = min(lone[number], all[number].recorded)
      found.lack(lone[number] - atLeast)
      found.all.append(Need(purchases: [number], atLeast: atLeast))
    }
    found.all += Self.withoutImplied(alternatives, lone: lone, all: all)
    return found
  }

  /// The groups that say more than the lone purchases and the other groups do.
  ///
  /// Of `a` out of S at most |S ∖ T| lie outside T: so `a` of S implies `b` of T when b ≤ a − |S ∖ T|.
  private static func withoutImplied(_ groups: [Need], lone: [Int], all: [Purchase]) -> [Need] {
    var kept = groups.sorted { a, b in
      a.purchases == b.purchases ? a.atLeast > b.atLeast : a.purchases.lexicographicallyPrecedes(b.purchases)
    }
    var number = 0
    while number < kept.count {
      let need = kept[number]
      let sure = need.purchases.count { lone[$0] > 0 && all[$0].recorded > 0 }
      let isImplied = kept.indices.contains { other in
        other != number && need.atLeast <= kept[other].atLeast - kept[other].purchases.count { !need.purchases.contains($0) }
      }
      if sure >= need.atLeast || isImplied { kept.remove(at: number) } else { number += 1 }
    }
    return kept
  }

  /// The purchases of one substitute group and output stage.
  private struct Group {
    var output: StageID
    var name: String
    /// Where rows differ, the most that one says of an input that is on record.
    var needs = 1
    var purchases: [Int] = []

    static func add(_ number: Int, isRecorded: Bool, _ requirement: Requirement, to groups: inout [Group]) {
      let known = groups.firstIndex { $0.output == requirement.output && $0.name == requirement.substituteGroup }
      if known == nil { groups.append(Group(output: requirement.output, name: requirement.substituteGroup)) }
      let at = known ?? groups.count - 1
      if groups[at].purchases.last != number { groups[at].purchases.append(number) }
      if isRecorded { groups[at].needs = max(groups[at].needs, requirement.needs) }
    }
  }
}

extension TemplateNeeds.Needs {
  fileprivate mutating func lack(_ sources: Int) {
    if sources <= 0 { return }
    short += 1
    unnamed += sources
  }
}
