public import ClusterModel

/// The inputs of a chain template that may stand in for one another: those of one output with the same group, of which not all are needed.
public struct SubstituteGroups: Sendable {
  public struct Group: Sendable {
    public var output: StageID
    /// In the order of the template, each once.
    public var inputs: [StageID] = []
    /// How many of them are needed; where rows differ, the most that one says.
    public var needs = 1
  }

  private struct Key: Hashable {
    var output: StageID
    var name: String
  }

  /// In the order of the template.
  public let all: [Group]
  private let numbers: [Key: Int]

  /// O(requirements).
  public init(_ requirements: [Requirement]) {
    var groups: [Key: Group] = [:]
    var order: [Key] = []
    for requirement in requirements where !requirement.substituteGroup.isEmpty {
      let key = Key(output: requirement.output, name: requirement.substituteGroup)
      if groups[key] == nil { order.append(key) }
      var group = groups[key] ?? Group(output: key.output)
      if !group.inputs.contains(requirement.input) { group.inputs.append(requirement.input) }
      group.needs = max(group.needs, requirement.needs)
      groups[key] = group
    }
    // Of a group all of whose inputs are needed, none stands in for another.
    let kept = order.filter { key in groups[key].map { $0.needs < $0.inputs.count } ?? false }
    all = kept.compactMap { groups[$0] }
    numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
  }

  /// The group in which a requirement may be met by others; `nil` where it may not.
  public subscript(requirement: Requirement) -> Group? {
    numbers[Key(output: requirement.output, name: requirement.substituteGroup)].map { all[$0] }
  }
}
