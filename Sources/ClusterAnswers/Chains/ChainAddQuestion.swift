public import Answers
public import ClusterModel

/// What does a network gain by chains that are taken from elsewhere: a library, or another network?
public struct ChainAddQuestion: Sendable {
  /// Ids or names of chains in the place they are taken from.
  public var chains: [String]
  /// Ids or names of the stages that are taken; all when empty.
  public var stages: [String] = []
  /// What the chain is called in the network, where not as before; of one chain alone.
  public var id: String?

  /// - Parameter chains: ids or names.
  public init(chains: [String]) { self.chains = chains }

  /// The chains, ready to be added.
  ///
  /// - Parameter library: where they are taken from.
  /// - Throws: ``QuestionError`` where a chain or a stage is not there, or the id is none.
  public func templates(_ library: Network) throws -> [ChainTemplate] {
    if id != nil && chains.count != 1 {
      throw QuestionError(.badOption, zh: "另取编号只能用于一条产业链", en: "another id is for one chain alone")
    }
    let found = try chains.map { try library.find(chain: $0) }
    var chosen: Set<StageID>?
    if !stages.isEmpty {
      let all = found.flatMap { library.stages(of: $0) }
      chosen = Set(try stages.map { try Self.stage($0, among: all, library) })
    }
    let templates = found.map { ChainTemplate($0, in: library, stages: chosen) }
    if let empty = templates.first(where: { $0.stages.isEmpty }) {
      throw QuestionError(
        .missingData, zh: "产业链 \(SafeText.safe(empty.chain.id)) 没有选中的环节",
        en: "nothing is taken of the chain \(SafeText.safe(empty.chain.id))",
        remedy: LocalText(zh: "每条产业链至少选一个环节", en: "name a stage of each chain, or none"))
    }
    return id.map { id in templates.map { $0.renamed(id) } } ?? templates
  }

  /// The stage of this id, of this name, or the only one whose name or id has this part.
  private static func stage(_ wanted: String, among all: [StageID], _ library: Network) throws -> StageID {
    func matching(_ test: (Stage) -> Bool) -> [StageID] { all.filter { test(library.stages[$0.row]) } }
    let ways: [[StageID]] = [
      matching { $0.id == wanted }, matching { $0.name.zh == wanted || $0.name.en == wanted || $0.id.hasSuffix("-" + wanted) },
      matching { !wanted.isEmpty && ($0.name.zh.contains(wanted) || $0.name.en.contains(wanted)) },
    ]
    let found = ways.first { !$0.isEmpty } ?? []
    if found.count == 1 { return found[0] }
    func shown(_ language: Language) -> String {
      (found.isEmpty ? all : found).prefix(12).map {
        SafeText.safe("\(library.stages[$0.row].id) \(library.stages[$0.row].name[language])")
      }
      .joined(separator: language == .zh ? "、" : ", ")
    }
    let asked = SafeText.safe(wanted)
    throw QuestionError(
      found.isEmpty ? .unknownID : .ambiguousName,
      zh: found.isEmpty ? "所选产业链没有环节“\(asked)”" : "名称含“\(asked)”的环节有 \(found.count) 个",
      en: found.isEmpty ? "the chain has no stage \"\(asked)\"" : "\(found.count) stages have \"\(asked)\" in their name",
      remedy: LocalText(zh: "请给出其一：\(shown(.zh))", en: "name one of: \(shown(.en))"))
  }

  /// The network with the chains in it, all or none.
  ///
  /// - Parameters:
  ///   - templates: of ``templates(_:)``.
  ///   - network: as it is.
  /// - Returns: the network, and what is new in it, chain by chain.
  /// - Throws: ``QuestionError`` where an id of a template is taken by something else.
  public static func adding(_ templates: [ChainTemplate], to network: Network) throws -> (network: Network, added: [ChainTemplate.Added]) {
    var made = network
    var added: [ChainTemplate.Added] = []
    for template in templates {
      let clashes = made.clashes(with: template)
      if !clashes.isEmpty { throw refusal(clashes) }
      added.append(made.add(template))
    }
    return (made, added)
  }

  private static func refusal(_ clashes: [ChainTemplate.Clash]) -> QuestionError {
    let words = ["chain": "产业链", "stage": "环节", "product": "产品"]
    func shown(_ language: Language) -> String {
      clashes.prefix(8).map { clash in
        let kind = language == .zh ? words[clash.table] ?? clash.table : clash.table
        return SafeText.safe("\(kind) \(clash.id)\(language == .zh ? "“\(clash.name[.zh])”" : " \"\(clash.name[.en])\"")")
      }.joined(separator: language == .zh ? "、" : ", ") + (clashes.count > 8 ? " …" : "")
    }
    return QuestionError(
      .badOption, zh: "网络中已有 \(clashes.count) 个相同编号的行，说的是别的：\(shown(.zh))",
      en: "\(clashes.count) \(clashes.count == 1 ? "id is" : "ids are") taken in the network by something else: \(shown(.en))",
      remedy: LocalText(
        zh: "给产业链另取一个编号，或先改网络中的编号；没有写入任何内容", en: "give the chain another id, or change those of the network; nothing was written"))
  }

  /// Facts `chains`, `stages`, `requirements`, `products` and `known_stages`, and the table `rows` of what is new.
  ///
  /// - Parameters:
  ///   - added: of ``adding(_:to:)``.
  ///   - network: with the chains in it.
  public static func answer(_ added: [ChainTemplate.Added], in network: Network) -> Answer {
    let chains = added.map { network.chains[$0.chain.row] }
    let names = LocalText(
      zh: chains.map { $0.name[.zh] }.joined(separator: "、"), en: chains.map { $0.name[.en] }.joined(separator: ", "))
    var answer = Answer(zh: "加入产业链：\(names.zh)", en: "Chains added: \(names.en)")
    answer.facts = [
      ("chains", .count(added.count { $0.isNew })), ("stages", .count(added.reduce(0) { $0 + $1.stages.count })),
      ("requirements", .count(added.reduce(0) { $0 + $1.requirements.count })),
      ("products", .count(added.reduce(0) { $0 + $1.products.count })), ("known_stages", .count(added.reduce(0) { $0 + $1.known })),
    ]
    let stages = added.flatMap(\.stages)
    answer.tables = [
      Answer.Table("rows", zh: "新增环节", en: "New stages", ["stage_id", "name", "chain_id", "industry_code"], over: stages, shown: 40) { id in
        let stage = network.stages[id.row]
        return [.text(stage.id), .name(stage.name), .text(network.chains[stage.chain.row].id), .text(Optional(stage.industryCode))]
      }
    ]
    answer.notes = [
      ChainsQuestion.caveat,
      LocalText(
        zh: "接着在集群表写明对照哪条产业链，在生产表写明企业生产哪种产品、处于哪个环节，缺链、断链就能查出。",
        en:
          "next say in the list of clusters which chain each is held against, and in the list of makers which product or stage each firm has; then gaps are found."
      ),
    ]
    return answer
  }
}
