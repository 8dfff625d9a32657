package import Answers
package import Cascades
import ClusterAnalysis
package import ClusterModel

extension CascadeRisks: SharedWork {
  /// Firms, in the order of the network.
  package var itemCount: Int { model.network.firms.count }

  package func items(_ range: Range<Int>, work: WorkBudget) throws -> FirmRisks {
    var all = FirmRisks(
      firms: range.lowerBound..<range.lowerBound, weightCount: model.weights.count, risks: [], iterations: [], unconverged: [])
    try run(from: range.lowerBound, to: range.upperBound) { block in
      all.firms = range.lowerBound..<block.firms.upperBound
      all.risks += block.risks
      all.iterations += block.iterations
      all.unconverged += block.unconverged
      work.tell(CascadeRisksQuestion.report(block.firms.upperBound - range.lowerBound, of: range.count))
    }
    return all
  }

  package func answer(_ parts: [FirmRisks], work: WorkBudget) throws -> Answer {
    let network = model.network
    let unconverged = parts.reduce(0) { $0 + $1.unconverged.count }
    let lead = model.weights[0].label
    var told = Answer(zh: "系统性风险指数（ESRI）：\(network.displayName(.zh))", en: "Systemic risk (ESRI): \(network.displayName(.en))")
    told.facts = model.facts(question.assumptions)
    if !question.inside.isEmpty { told.facts.append(("inside_ids", try CascadePlace(question.inside, in: network).things)) }
    told.facts.append(("largest_esri", .share(parts.flatMap { part in part.firms.map { part.risk(of: $0).esri } }.max() ?? 0)))
    told.tables = [RisksAnswer(model: model, risks: parts).table]
    told.notes = [
      LocalText(
        zh: "指数：该企业全部停产、传导终了时，全网\(lead.zh)损失的份额（含其自身），不计库存与时间。",
        en:
          "the index: the share of all \(lead.en) lost when the firm stops and the cascade has come to rest, its own included; no stocks, no time."
      )
    ]
    if unconverged > 0 {
      let limit = CascadeAssumptions.iterationLimit
      told.notes.append(
        LocalText(
          zh: "\(Wording(.zh).count(unconverged)) 家企业在 \(Wording(.zh).count(limit)) 轮后仍未收敛：其指数为下限。",
          en: "\(CascadeModel.firms(unconverged)) not at rest after \(Wording(.en).count(limit)) iterations: lower bounds."))
    }
    told.notes += model.notes()
    return told
  }

  /// A row a firm: its iterations, whether it came to rest (1) or not (0), and for each weight the three risks.
  package func write(_ items: FirmRisks, to out: inout JSONText) {
    var resting = items.unconverged[...]
    out.raw(",\n")
    out.member("firms", indent: "  ")
    out.lines(items.firms) { out, firm in
      let isResting = resting.first != Int32(firm)
      if !isResting { resting.removeFirst() }
      out.raw("[\(items.iterations[firm - items.firms.lowerBound]), \(isResting ? 1 : 0)")
      for weight in 0..<items.weightCount {
        let risk = items.risk(of: firm, weight: weight)
        for share in [risk.esri, risk.down, risk.up] {
          out.raw(", ")
          out.number(share)
        }
      }
      out.raw("]")
    }
  }

  package func read(_ scanner: inout PartScanner, _ range: Range<Int>) throws(QuestionError) -> FirmRisks {
    var items = FirmRisks(firms: range, weightCount: model.weights.count, risks: [], iterations: [], unconverged: [])
    try scanner.key("firms")
    try scanner.beginArray()
    for firm in range {
      try scanner.beginArray()
      items.iterations.append(Int32(try scanner.integer(0...Int(Int32.max))))
      if try scanner.integer(0...1) == 0 { items.unconverged.append(Int32(firm)) }
      for _ in 0..<items.weightCount {
        items.risks.append(SystemicRisk(esri: try scanner.number(), down: try scanner.number(), up: try scanner.number()))
      }
      try scanner.endArray()
    }
    try scanner.endArray()
    return items
  }
}
