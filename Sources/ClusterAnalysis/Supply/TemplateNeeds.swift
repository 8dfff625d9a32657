package import ClusterModel

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

  /// One need: of a lone purchase `atLeast` of its suppliers run, of a substitute group `atLeast` of its inputs.
  package struct Need: Sendable, Equatable {
    /// An input of a group is a stage: it is there while any good of it that the firm buys is. Positions in the purchases given; by the first, and ascending in each.
    package var inputs: [[Int]]
    package var atLeast: Int

    /// Ascending.
    package var purchases: [Int] { isLone ? inputs[0] : inputs.joined().sorted() }
    /// One purchase by itself, and no group.
    package var isLone: Bool { inputs.count == 1 && inputs[0].count == 1 }
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
      let recorded = group.inputs.count { $0.contains { all[$0].recorded > 0 } }
      if recorded == 0 { continue }
      let atLeast = min(group.needs, recorded)
      found.lack(group.needs - atLeast)
      if group.inputs.count > atLeast {
        alternatives.append(Need(inputs: group.inputs, atLeast: atLeast))
        continue
      }
      // All of it is needed: each by itself.
      for input in group.inputs {
        if input.count == 1 { lone[input[0]] = max(lone[input[0]], 1) } else { alternatives.append(Need(inputs: [input], atLeast: 1)) }
      }
    }
    for number in lone.indices where lone[number] > 0 && all[number].recorded > 0 {
      let atLeast = min(lone[number], all[number].recorded)
      found.lack(lone[number] - atLeast)
      found.all.append(Need(inputs: [[number]], atLeast: atLeast))
    }
    found.all += Self.withoutImplied(alternatives, lone: lone, all: all)
    return found
  }

  /// The groups that say more than the lone purchases and the other groups do.
  ///
  /// Of `a` out of S at most |S ∖ T| lie outside T: so `a` of S implies `b` of T when b ≤ a − |S ∖ T|. An input is the same in every group that has it.
  private static func withoutImplied(_ groups: [Need], lone: [Int], all: [Purchase]) -> [Need] {
    var kept = groups.sorted { a, b in
      a.inputs == b.inputs ? a.atLeast > b.atLeast : a.inputs.lexicographicallyPrecedes(b.inputs) { $0.lexicographicallyPrecedes($1) }
    }
    var number = 0
    while number < kept.count {
      let need = kept[number]
      let sure = need.inputs.count { $0.contains { lone[$0] > 0 && all[$0].recorded > 0 } }
      let isImplied = kept.indices.contains { other in
        other != number && need.atLeast <= kept[other].atLeast - kept[other].inputs.count { !need.inputs.contains($0) }
      }
      if sure >= need.atLeast || isImplied { kept.remove(at: number) } else { number += 1 }
    }
    return kept
  }

  /// The inputs of one substitute group and output stage.
  private struct Group {
    var output: StageID
    var name: String
    /// Where rows differ, the most that one says of an input that is on record.
    var needs = 1
    /// The purchases of each.
    var inputs: [[Int]] = []
    private var stages: [StageID] = []

    init(output: StageID, name: String) {
      self.output = output
      self.name = name
    }

    static func add(_ number: Int, isRecorded: Bool, _ requirement: Requirement, to groups: inout [Group]) {
      let known = groups.firstIndex { $0.output == requirement.output && $0.name == requirement.substituteGroup }
      if known == nil { groups.append(Group(output: requirement.output, name: requirement.substituteGroup)) }
      let at = known ?? groups.count - 1
      groups[at].add(number, of: requirement.input)
      if isRecorded { groups[at].needs = max(groups[at].needs, requirement.needs) }
    }

    private mutating func add(_ number: Int, of stage: StageID) {
      guard let input = stages.firstIndex(of: stage) else {
        stages.append(stage)
        inputs.append([number])
        return
      }
      if inputs[input].last != number { inputs[input].append(number) }
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
