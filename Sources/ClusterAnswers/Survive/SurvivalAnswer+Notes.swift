import Answers
import ClusterAnalysis
import ClusterModel

extension SurvivalAnswer {
  var notes: [LocalText] {
    let options = results[0].model.options
    let (zh, en) = (Wording(.zh), Wording(.en))
    var notes = [
      LocalText(
        zh: "可撑天数：各库存与在册供应商以最有利的方式使用，求得最大值；保底天数不作任何调剂，不大于可撑天数。括号内为该库存每多一天可多撑的天数。",
        en:
          "days to survive: the most that can be had when every stock and recorded supplier is used at best; days of cover: with nothing diverted, never more. In brackets: days gained for each day more of that stock."
      ),
      options.leaderFirst
        ? LocalText(zh: "供应商供给他人的部分可转供龙头。", en: "suppliers may send the leader what others get now.")
        : LocalText(zh: "供应商对其他客户的供货按比例保持。", en: "suppliers keep serving others in proportion."),
    ]
    if let days = options.defaultStockDays {
      notes.append(
        LocalText(
          zh: "无记录的原料库存按 \(zh.number(days)) 天计。",
          en: "an input stock that is not recorded counts as \(days == 1 ? "1 day" : "\(en.number(days)) days")."))
    } else {
      notes.append(
        LocalText(
          zh: "无记录的库存按没有计，可撑天数因此是下限，损失是上限。",
          en: "a stock that is not recorded counts as none: the times are lower bounds, the losses upper ones."))
    }
    if let days = options.recoveryDays {
      notes.append(
        LocalText(
          zh: "所有恢复时间按 \(zh.number(days)) 天计。", en: "every recovery time is taken as \(days == 1 ? "1 day" : "\(en.number(days)) days")."))
    } else if let days = options.defaultRecoveryDays {
      notes.append(
        LocalText(
          zh: "无记录的恢复时间按 \(zh.number(days)) 天计。",
          en: "a recovery time that is not recorded counts as \(days == 1 ? "1 day" : "\(en.number(days)) days")."))
    }
    let assumed = results.reduce(0) { $0 + $1.model.assumedAmounts }
    if assumed > 0 {
      notes.append(
        LocalText(
          zh: "\(zh.count(assumed)) 条供应的金额未知，按该采购方同类产品其他供应商的平均金额计。",
          en:
            "\(en.count(assumed)) unknown \(assumed == 1 ? "amount counts" : "amounts count") as the mean of the buyer's other suppliers of that good."
        ))
    }
    if results.contains(where: { $0.model.margin == nil && $0.model.hasOutput }) {
      notes.append(
        LocalText(zh: "没有毛利率的龙头，损失按产出计。", en: "a leader without a recorded margin loses its whole output."))
    }
    let short = Set(results.flatMap(\.model.shortCapacities).map(\.firm)).count
    if short > 0 {
      notes.append(
        LocalText(
          zh: "\(zh.count(short)) 家企业在册产能低于平常产出，按平常产出计，视为没有富余产能；相差不到 \(zh.share(CapacityRecord.rounding)) 的视为四舍五入。",
          en:
            "\(en.count(short)) \(short == 1 ? "firm has a capacity" : "firms have capacities") on record below the usual output, which counts instead, with nothing to spare; up to \(en.share(CapacityRecord.rounding)) less is taken as rounding."
        ))
    }
    if !leftOut.isEmpty {
      let names = leftOut.map { network.firmName($0) }
      notes.append(
        LocalText(
          zh: "数据相互矛盾、未计算的领跑者：\(zh.list(names.map { SafeText.safe($0.zh) }, limit: 8))。",
          en: "leaders left out, as their data contradict one another: \(en.list(names.map { SafeText.safe($0.en) }, limit: 8))."))
    }
    return network.remarks + notes
  }
}
