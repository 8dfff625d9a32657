public import Answers
public import ClusterIO
public import ClusterModel

/// What chain do drafts make: stages, what needs what and how sure that is, products, codes by words, and what is wrong with it?
public struct ChainDraftQuestion: Sendable {
  /// Drafts of one chain; several are merged.
  public var drafts: [ChainDraft]
  /// The id of the chain; made of its name where `nil`.
  public var id: String?
  /// The name of the chain where it is not that of the first draft.
  public var name: Name?
  /// Templates in which codes are looked for by words.
  public var library: Network

  /// - Parameters:
  ///   - drafts: at least one.
  ///   - library: templates with codes; `ChainLibrary/network()`.
  public init(_ drafts: [ChainDraft], library: Network) { (self.drafts, self.library) = (drafts, library) }

  /// The chain, with codes where one stage of the library alone has its name.
  ///
  /// - Throws: ``QuestionError`` where there is no draft, or no step in them.
  public func template() throws -> (template: ChainTemplate, candidates: [CodeCandidate]) {
    var merged = drafts.count == 1 ? drafts[0] : ChainDraft.merged(drafts)
    if merged.steps.isEmpty {
      throw QuestionError(
        .missingData, zh: "草稿中没有任何环节", en: "the drafts name no step",
        remedy: LocalText(zh: "每行写一个产品或环节，它需要的缩进写在下面", en: "write a product or step on each line, what it needs further in below it"))
    }
    if let name { merged.name = name }
    var template = merged.template(id: id ?? Self.id(of: merged.name))
    let candidates = template.codeCandidates(library)
    template.take(candidates)
    return (template, candidates)
  }

  /// A name as an id: without blanks and commas, at most 20 characters.
  static func id(of name: Name) -> String {
    let text = name.en.isEmpty ? name.zh : name.en
    let kept = text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }.prefix(20)
    let id = String(kept).split(separator: "_").joined(separator: "_")
    return id.isEmpty ? "chain" : id
  }

  /// Facts `chain_id`, `drafts`, `stages`, `requirements` and `doubtful_requirements`; tables `chain_stages`, `inputs` (the least sure first), `chain_products` and
  /// `codes`; findings of the audit.
  ///
  /// - Throws: as ``template()``, and what the audit throws.
  public func answer() throws -> Answer {
    let (template, candidates) = try template()
    let shown = template.chain.name
    var answer = Answer(zh: "产业链草稿：\(shown[.zh])", en: "Draft of a chain: \(shown[.en])")
    answer.facts = [
      ("chain_id", .text(template.chain.id)), ("drafts", .count(drafts.count)), ("stages", .count(template.stages.count)),
      ("requirements", .count(template.requirements.count)),
      ("doubtful_requirements", .count(template.requirements.count { ($0.confidence ?? 1) < 0.5 })),
    ]
    var unsure = template
    unsure.requirements.sort { a, b in
      (a.confidence ?? 1, a.output.row, a.input.row) < (b.confidence ?? 1, b.output.row, b.input.row)
    }
    answer.tables = [
      ChainsQuestion.stages(template), ChainsQuestion.inputs(unsure), ChainsQuestion.products(template), codes(template, candidates),
    ]
    var network = Network(name: template.chain.id, title: shown)
    network.add(template)
    let rules: Set<String> = ["template-cycle", "orphan-stage", "stage-synonyms", "stage-without-code", "unsourced-requirement"]
    answer.findings = try Audit.run(Reading(network: network)).findings.filter { rules.contains($0.rule) }
    answer.notes = [
      LocalText(
        zh: "草稿都是推断：每条投入关系写明出自哪里、有多可信（合并 n 份草稿时，k 份写到的为 k/n），请先核实最不可信的。",
        en:
          "a draft is inferred: each requirement says where it is from and how sure it is (of n drafts that were merged, one that k have is as sure as k/n); check the least sure first."
      ),
      LocalText(
        zh: "行业代码按名称取自模板库中同名的环节或产品；只有一个同名的才填入，其余列在候选表中由人决定。",
        en:
          "codes are those of stages or products of the library with the same name; one alone is taken, the others are listed for someone to decide."
      ),
    ]
    return answer
  }

  private func codes(_ template: ChainTemplate, _ candidates: [CodeCandidate]) -> Answer.Table {
    let library = library
    return Answer.Table(
      "codes", zh: "行业代码候选", en: "Candidates for codes",
      ["stage_id", "name", "industry_code", "like_stage", "like_chain", "whole_name"], over: candidates, shown: 30
    ) { candidate in
      let stage = template.stages[candidate.stage]
      let like = library.stages[candidate.like.row]
      return [
        .text(stage.id), .name(stage.name), .text(candidate.code), .name(like.name), .name(library.chains[like.chain.row].name),
        .flag(candidate.isWhole),
      ]
    }
  }
}
