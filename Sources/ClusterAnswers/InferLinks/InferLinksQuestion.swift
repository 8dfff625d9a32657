public import Answers
public import ClusterAnalysis
import ClusterModel
import GraphCore

/// Who probably supplies whom, where nothing is on record?
public struct InferLinksQuestion: Sendable {
  /// Links less likely than this are left out; above 0 and below 1.
  public var least = 0.05
  /// Threads; the answer does not depend on it.
  public var threads = Threads.standard

  public init() {}

  /// The likely links alone, to add them to a network. O(makers · buyers of each stage).
  ///
  /// - Throws: ``QuestionError`` where `least` is out of range, or the network says of no stage what it needs.
  public func inference(_ study: Study) throws -> LinkInference {
    guard least > 0 && least < 1 else {
      throw QuestionError(.badOption, zh: "概率下限须大于 0、小于 1", en: "the least probability lies above 0 and below 1")
    }
    if study.network.requirements.isEmpty {
      throw QuestionError(
        .missingData, zh: "网络没有产业链模板的投入关系", en: "the network has no requirements of a chain template",
        remedy: LocalText(zh: "在 requires.csv 说明哪个环节需要哪个环节", en: "say in requires.csv which stage needs which"))
    }
    return LinkInference(study.network, least: least, threads: threads)
  }

  /// Facts `buyers_without_record`, `buyers_inferred`, `likely_links` and `improbable_links`, and the tables `links` (the likeliest first) and `stages`.
  ///
  /// - Throws: as ``inference(_:)``.
  public func answer(_ study: Study) throws -> Answer { Self.answer(try inference(study)) }

  /// The same of links that are inferred already.
  public static func answer(_ inference: LinkInference) -> Answer {
    let network = inference.network
    var answer = Answer(zh: "推断的供应关系：\(network.displayName(.zh))", en: "Inferred links: \(network.displayName(.en))")
    let stripes = inference.stripes
    answer.facts = [
      ("buyers_without_record", .count(stripes.reduce(0) { $0 + $1.buyers.count + $1.buyersLeftOut })),
      ("buyers_inferred", .count(stripes.reduce(0) { $0 + ($1.makers.isEmpty ? 0 : $1.buyers.count) })),
      ("likely_links", .count(inference.candidates.count)), ("improbable_links", .count(inference.improbable)),
    ]
    answer.tables = [
      Answer.Table(
        "links", zh: "可能的供应关系（概率大者在前）", en: "Likely links, the likeliest first",
        [
          "supplier_id", "supplier", "buyer_id", "buyer", .data("product_id"), .readers("product"), "link_probability",
          "link_amount_cny_wan",
          .data("provenance"),
        ], over: inference.candidates.sorted { $0.probability > $1.probability }, shown: 10
      ) { candidate in
        [
          .text(network.firms.id(candidate.supplier)), .words(network.firmName(candidate.supplier)),
          .text(network.firms.id(candidate.buyer)),
          .words(network.firmName(candidate.buyer)), .text(network.products[candidate.product.row].id), network.thing(candidate.product),
          .share(candidate.probability), .number(candidate.amount), .word("inferred", zh: "推断", en: "inferred"),
        ]
      },
      stageTable(inference),
    ]
    answer.notes =
      [
        LocalText(
          zh: "推断不是事实：概率由规模推算，不能据此断言某企业向某企业供货。",
          en: "an inference is no fact: the probabilities follow from sizes, and say of no firm that it supplies another."),
        LocalText(
          zh: "p = z s d / (1 + z s d)：s 为供方产能（无则在册销售额，再无则营业收入），d 为采购方营业收入乘同环节在册采购占比的中位数；z 使在册采购方的预期供应关系数等于在册数。",
          en:
            "p = z s d / (1 + z s d): s is the maker's capacity (else its recorded sales, else its revenue), d the buyer's revenue times the median share that buyers on record spend; z makes the expected number of links to buyers on record equal the recorded one."
        ),
      ] + Notes.synthetic(network)
    return answer
  }

  private static func stageTable(_ inference: LinkInference) -> Answer.Table {
    let network = inference.network
    return Answer.Table(
      "stages", zh: "按投入环节", en: "By input stage",
      [
        "stage_id", .readers("stage"), "stage_makers", "makers_left_out", "buyers_on_record", "links_on_record", "buyers_without_record",
        "buyers_left_out", "inference_basis",
      ], over: inference.stripes, shown: 10
    ) { stripe in
      [
        .text(network.stages[stripe.stage.row].id), network.thing(stripe.stage), .count(stripe.makers.count), .count(stripe.makersLeftOut),
        .count(stripe.recordedBuyers.count), .count(stripe.recordedLinks), .count(stripe.buyers.count), .count(stripe.buyersLeftOut),
        stripe.buyers.isEmpty || stripe.makers.isEmpty
          ? .word("none", zh: "无法推断", en: "cannot be inferred")
          : stripe.isAssumed
            ? .word("one_supplier_each", zh: "假定每家一个供应商", en: "one supplier each, assumed")
            : .word("recorded_density", zh: "在册密度", en: "density on record"),
      ]
    }
  }
}
