public import ClusterModel
import InventoryDynamics

extension Simulation {
  /// What a reader of the figures must know about the events: firms that move nobody, events out of sight, losses that last.
  public var findings: [Finding] {
    let network = model.network
    var findings: [Finding] = []
    var seen: Set<Int32> = []
    for disturbance in disturbances {
      if disturbance.start > days {
        findings.append(
          Finding(
            rule: "event-after-end", severity: .warning, subject: Subject(table: "network", id: network.name, name: network.title),
            message: LocalText(
              zh: "有事件从第 \(disturbance.start) 天开始，而只模拟 \(days) 天",
              en: "an event begins on day \(disturbance.start), after the last day, \(days)"),
            remedy: LocalText(zh: "延长模拟天数", en: "simulate more days")))
      }
      for producer in disturbance.producers where seen.insert(producer).inserted {
        let firm = FirmID(Int(producer))
        if model.producers.output[firm.row] <= 0 {
          findings.append(
            Finding(
              rule: "no-sales", severity: .warning, subject: network.subject(firm),
              message: LocalText(
                zh: "没有销售、营业收入或采购记录：对它的冲击不影响任何企业", en: "no sales, revenue or purchases are recorded: its loss moves nobody"),
              remedy: LocalText(zh: "在 supplies.csv 补充它卖给谁、卖多少", en: "add to supplies.csv whom it sells to, and how much")))
        }
      }
    }
    if let last = kept.last, last < 0.99 {
      findings.append(
        Finding(
          rule: "not-recovered", severity: .warning, subject: Subject(table: "network", id: network.name, name: network.title),
          message: LocalText(
            zh: "到最后一天产出仍未恢复到 99 %", en: "by the last day output is not back to 99 %"),
          remedy: LocalText(zh: "延长模拟天数，看恢复何时完成", en: "simulate more days to see when it is"),
          figures: [("output_kept", last)]))
    }
    return findings
  }
}
