public import ClusterModel

/// A question that cannot be answered of this network: what is wrong, and what to do.
public struct QuestionError: Error, Sendable {
  public struct Code: Sendable, Hashable {
    let word: String
    /// An id or a name that the network does not have.
    public static let unknownID = Code(word: "unknown id")
    /// A name that several things bear.
    public static let ambiguousName = Code(word: "ambiguous name")
    /// An option outside its range, or options that do not go together.
    public static let badOption = Code(word: "bad option")
    /// The network lacks what the question needs.
    public static let missingData = Code(word: "missing data")
    /// The work would go beyond its limits.
    public static let outOfReach = Code(word: "out of reach")
  }

  public var code: Code
  public var message: LocalText
  public var remedy: LocalText

  public init(_ code: Code, zh: String, en: String, remedy: LocalText = LocalText(zh: "", en: "")) {
    self.code = code
    message = LocalText(zh: zh, en: en)
    self.remedy = remedy
  }
}
