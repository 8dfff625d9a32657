public import ClusterModel

/// A chain as somebody sketched it: steps by name, and what each needs, every link with where it was said and how sure it is.
///
/// A draft becomes a `ChainTemplate`; drafts of one chain are merged, each link then as sure as many of them have it.
public struct ChainDraft: Sendable {
  /// How sure a link is, by the form it was said in, where its author gives no number: rules of thumb, to say what to check first.
  public enum Trust {
    /// An indented line, or a row of product and input.
    public static let said = 0.8
    /// Two cells of one row of 上游, 中游, 下游.
    package static let besideEachOther = 0.5
    /// A cell of a column and one of the next, with nothing between them said.
    package static let columnToColumn = 0.2
    /// A language model that gives no number.
    public static let model = 0.5
    /// A coefficient of an input-output table: sectors buy it; that this step needs it is a guess.
    public static let sector = 0.5
  }

  public struct Step: Sendable {
    public var name: Name
    /// Further products than the one that bears the step's name.
    public var products: [String] = []
    /// A code that the draft gives; empty for none.
    public var industryCode = ""
    public var source: String

    public init(name: Name, products: [String] = [], industryCode: String = "", source: String) {
      (self.name, self.products, self.industryCode, self.source) = (name, products, industryCode, source)
    }

    /// By what steps are told apart.
    var key: String { ChainDraft.key(name.zh.isEmpty ? name.en : name.zh) }
  }

  public struct Link: Sendable {
    /// Positions in ``ChainDraft/steps``.
    public var input: Int
    public var output: Int
    public var importance = Importance.essential
    public var group = ""
    /// 0…1.
    public var confidence: Double
    public var source: String
  }

  public var name: Name
  /// In the order in which they are named first.
  public private(set) var steps: [Step] = []
  public private(set) var links: [Link] = []
  private var places: [String: Int] = [:]

  public init(name: Name) { self.name = name }

  /// What is left of a name to compare by: width, case, blanks and brackets do not count.
  static func key(_ name: String) -> String { IdentifierText.folded(name) }

  /// The position of a step, which is added where its name is new. What is said of it once more fills what was not known.
  ///
  /// - Parameter step: by its name.
  @discardableResult
  public mutating func add(_ step: Step) -> Int {
    let key = step.key
    guard let at = places[key] else {
      places[key] = steps.count
      steps.append(step)
      return steps.count - 1
    }
    if steps[at].name.en.isEmpty { steps[at].name.en = step.name.en }
    if steps[at].name.zh.isEmpty { steps[at].name.zh = step.name.zh }
    if steps[at].industryCode.isEmpty { steps[at].industryCode = step.industryCode }
    for product in step.products where !steps[at].products.contains(product) { steps[at].products.append(product) }
    return at
  }

  /// Adds a link; of two between the same steps the surer counts. A step needs not itself.
  ///
  /// - Parameter link: its ends are positions of steps.
  public mutating func add(_ link: Link) {
    if link.input == link.output { return }
    if let at = links.firstIndex(where: { $0.input == link.input && $0.output == link.output }) {
      if links[at].confidence < link.confidence { links[at] = link }
    } else {
      links.append(link)
    }
  }

  /// The drafts as one: a link that k of the n have is as sure as k/n, essential where more than half of those that have it say so, and replaceable
  /// where more than half give it a group.
  ///
  /// - Parameter drafts: of one chain, at least one.
  /// - Returns: named as the first; steps and links in the order of the drafts.
  public static func merged(_ drafts: [ChainDraft]) -> ChainDraft {
    var made = ChainDraft(name: drafts.first?.name ?? Name())
    for draft in drafts { for step in draft.steps { made.add(step) } }
    var order: [[Int]] = []
    var said: [[Int]: [Link]] = [:]
    for draft in drafts {
      for var link in draft.links {
        (link.input, link.output) = (made.add(draft.steps[link.input]), made.add(draft.steps[link.output]))
        let pair = [link.input, link.output]
        if said[pair] == nil { order.append(pair) }
        said[pair, default: []].append(link)
      }
    }
    for pair in order {
      guard let links = said[pair], var link = links.first else { continue }
      link.confidence = Double(links.count) / Double(drafts.count)
      link.importance = links.count(where: { $0.importance == .essential }) * 2 > links.count ? .essential : .nonEssential
      link.group = links.count(where: { !$0.group.isEmpty }) * 2 > links.count ? links.first { !$0.group.isEmpty }?.group ?? "" : ""
      link.source = links.map(\.source).joined(separator: "; ") + " (\(links.count)/\(drafts.count))"
      made.links.append(link)
    }
    return made
  }
}
