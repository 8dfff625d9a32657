public import Answers
import ClusterAnalysis
import ClusterModel

/// Which inputs do firms at a stage buy that the template does not have, and at which stage do firms without one probably stand?
public struct ChainLearnQuestion: Sendable {
  /// Firms that must buy an input before it is proposed; from 1 on.
  public var support = 2
  /// The share of the firms at the stage that must buy it; above 0, at most 1.
  public var share = 0.5

  public init() {}

  /// Facts `proposed_requirements`, `placed_firms` and `unplaced_firms`, and the tables `proposals` and `placements`. O(links).
  ///
  /// - Throws: ``QuestionError`` where there is no template, or the bounds are out of range.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    guard support > 0, share > 0, share <= 1 else {
      throw QuestionError(.badOption, zh: "家数须为正，比例须大于 0、不超过 1", en: "the number of firms is positive, the share above 0 and at most 1")
    }
    if network.stages.isEmpty {
      throw QuestionError(
        .missingData, zh: "网络没有产业链模板", en: "the network has no chain template",
        remedy: LocalText(zh: "先从模板库取一条，或起草一条", en: "take one from the library, or draft one"))
    }
    var settings = ChainLearning.Settings()
    (settings.support, settings.share) = (support, share)
    let learning = ChainLearning(network, settings: settings)
    var answer = Answer(zh: "从在册供应关系学到的：\(network.displayName(.zh))", en: "Learned from what is on record: \(network.displayName(.en))")
    answer.facts = [
      ("proposed_requirements", .count(learning.proposals.count)), ("placed_firms", .count(learning.placements.count)),
      ("unplaced_firms", .count(learning.leftOpen.count)),
    ]
    answer.tables = [Self.proposals(learning, network), Self.placements(learning, network)]
    answer.notes =
      network.remarks + [
        LocalText(
          zh: "都是推断，须由人确认后再写入模板或企业名单。只有处于单一环节、有在册采购的企业算数；比例低的投入可能只是个别企业的买法。",
          en:
            "all of this is inferred: let a person confirm it before it goes into the template or the list. Only firms at a single stage with purchases on record count; an input that few buy may be the way of those few."
        )
      ]
    return answer
  }

  private static func proposals(_ learning: ChainLearning, _ network: Network) -> Answer.Table {
    Answer.Table(
      "proposals", zh: "模板没有、而多数企业在买的投入", en: "Inputs that most buy and the template lacks",
      ["input_stage_id", "input_stage", "output_stage_id", "output_stage", "buying_firms", "exceptions", "buying_share"],
      over: learning.proposals, shown: 20
    ) { proposal in
      let (input, output) = (network.stages[proposal.input.row], network.stages[proposal.output.row])
      return [
        .text(input.id), .name(input.name), .text(output.id), .name(output.name), .list(proposal.buyers.map { network.thing($0) }),
        .list(proposal.exceptions.map { network.thing($0) }), .share(proposal.share),
      ]
    }
  }

  private static func placements(_ learning: ChainLearning, _ network: Network) -> Answer.Table {
    Answer.Table(
      "placements", zh: "可能的环节（名单未写环节的企业）", en: "Probable stages of firms without one",
      ["firm_id", "name", "stage_id", "stage", "placed_by", "partners_for", "partners_known"], over: learning.placements, shown: 20
    ) { placement in
      let stage = network.stages[placement.stage.row]
      let evidence: [Cell] =
        switch placement.evidence {
        case .code: [.word("code", zh: "行业代码", en: "industry code"), .nothing, .nothing]
        case .partners(let count, let all): [.word("partners", zh: "上下游企业", en: "partners"), .count(count), .count(all)]
        }
      return network.idAndName(placement.firm) + [.text(stage.id), .name(stage.name)] + evidence
    }
  }
}
