import Answers
import ClusterAnalysis
import ClusterModel

/// What a reader of a curtailment must know.
extension CurtailmentAnswer {
  var notes: [LocalText] {
    var notes: [LocalText] = []
    if model.rules.provenance.kind == .synthetic {
      notes.append(
        LocalText(
          zh: "所用减产比例为示例，不是任何政策的标准；请以当地预案的比例为规则。",
          en: "the cuts are an illustration and no policy; take those of your own plan as rules."))
    }
    if answer.usual <= 0 {
      notes.append(
        LocalText(
          zh: "\(measureName.zh)均未知：保住多少无从得知；各企业的份额属于把每家企业同等看待的方案。",
          en:
            "nothing is known of the \(measureName.en) of any firm: what is kept is unknown; the shares of firms are those of a plan that counts every firm alike."
        ))
    }
    if isBounds { notes.append(boundNote) }
    notes.append(
      LocalText(
        zh:
          "由线性规划求得：按比例投入、同一产品的供应商可互相替代、产品须有去处；\(planNote.zh)。足额供货天数按全部库存与供应优先保该龙头计，无记录的库存按\(leaders.curtailment.model.network.stocks.isEmpty ? "没有" : "默认值或没有")计。",
        en:
          "by linear programs: inputs in proportion, suppliers of one product stand in for one another, what is made must be sold; \(planNote.en). Days served in full: every stock on record and all supplies for this leader first; a stock that is not recorded counts as none, or as the default days asked for."
      ))
    if model.unsettled > 0 {
      let mostly = model.isMostlyUnsettled
      notes.append(
        LocalText(
          zh:
            "\(model.concerned) 家受管控（或可能受管控）的企业中 \(model.unsettled) 家的分级、行业或县区未知\(mostly ? "：各表取决于对其的假定" : "")。“最低”按其全部受管控且减产最多计，“最高”按减产最少或不受管控计；请补齐 firms.csv 的 emission_grade、industry_code。",
          en:
            "of \(model.unsettled) of the \(model.concerned) firms that the order concerns or may concern, the grade, the industry or the county is unknown\(mostly ? ": the tables rest on what is assumed of them" : ""). The lowest counts all of them as covered and cut most, the highest as cut least or not at all; fill emission_grade and industry_code in firms.csv."
        ))
    }
    if let stop = answer.stop { notes.append(stopNote(stop)) }
    if model.assumedAmounts > 0 {
      notes.append(
        LocalText(
          zh: "\(model.assumedAmounts) 条供应的金额未知，按该采购方同类产品其他供应商的平均金额计。",
          en:
            "\(model.assumedAmounts) unknown \(model.assumedAmounts == 1 ? "amount counts" : "amounts count") as the mean of the buyer's other suppliers of that good."
        ))
    }
    if model.unknownValues > 0 {
      notes.append(
        LocalText(
          zh: "区域内 \(model.unknownValues) 家企业的\(measureName.zh)未知，不计入合计。",
          en:
            "the \(measureName.en) of \(model.unknownValues == 1 ? "1 firm" : "\(model.unknownValues) firms") of the region is unknown and not in the sums."
        ))
    }
    if model.shortCapacities > 0 {
      notes.append(
        LocalText(
          zh: "\(model.shortCapacities) 家企业在册产能低于平常产出，按平常产出计。",
          en: model.shortCapacities == 1
            ? "1 firm has a capacity on record below its usual output, which counts instead."
            : "\(model.shortCapacities) firms have a capacity on record below their usual output, which counts instead."))
    }
    return notes + Notes.synthetic(network)
  }

  private var planNote: LocalText {
    answer.plan.isSpread
      ? LocalText(
        zh: "几个方案保住同样多时，取各企业损失最均匀的：先使最大的损失份额最小，再及其次",
        en:
          "of plans that keep as much, the one that spreads the losses: the largest share lost by any firm is as small as it can be, then the next"
      ) : LocalText(zh: "方案不唯一时取其一", en: "of several best plans, one")
  }

  private var boundNote: LocalText {
    LocalText(
      zh:
        "网络较大，未精确求解：“保住”是一个切实可行的方案所保住的，“至多”是经证明任何方案都不能超过的上限，最优介于两者之间。各企业的数字属于该方案，未必属于最优方案。名单内企业在列的价值至少是其影子价格减去“方案与其上界之差”；名单外企业的只是估计。龙头的足额供货天数未计算（需另算能撑天数）。",
      en:
        "the network is too large to be solved exactly: what is \"kept\" is kept by a plan that can be run, and it is proven that no plan keeps more than \"no plan keeps more than\" says; the best lies between. Figures of single firms are those of this plan. A listed firm's place is worth at least its price less what the plan is below its bound; of firms not listed the price is an estimate and no bound. Days served in full are not computed: time to survive tells them."
    )
  }

  private func stopNote(_ stop: Curtailment.Stop) -> LocalText {
    switch stop {
    case .clock:
      let seconds = secondsAllowed ?? 0
      return LocalText(
        zh: "\(Wording(.zh).number(seconds)) 秒时限已到：名单为目前最优，差距如上；空白的价值尚未算出。再次运行结果可能不同。",
        en:
          "the limit of \(Wording(.en).number(seconds)) seconds was reached: what is shown is the best so far, its gap is above; a blank worth was not computed. Another run may differ."
      )
    case .work:
      return LocalText(
        zh: "计算量已到上限（按次数计，每次运行相同）：所示为目前最优，差距如上；空白的价值尚未算出。",
        en:
          "the limit of work was reached (it is counted, so every run ends alike): what is shown is the best so far, its gap is above; a blank worth was not computed."
      )
    }
  }
}
