public import Answers
import ClusterAnalysis
import ClusterModel
import InputOutput

/// How far from first inputs and from final use does each firm stand?
public struct FirmPositionsQuestion: Sendable {
  public init() {}

  /// The table `positions`, from upstream to downstream.
  ///
  /// O(links) for each iteration.
  /// - Throws: ``QuestionError`` where firms sell nearly all they make to each other.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let streams: FirmStreams
    do {
      streams = try FirmStreams(network)
    } catch {
      throw QuestionError(error, names: error.sectors.isEmpty ? [] : network.firms.all.map { network.firms.id($0) })
    }
    var answer = Answer(zh: "上下游位置：\(network.displayName(.zh))", en: "Up and down the stream: \(network.displayName(.en))")
    answer.facts = [
      ("firms", .count(network.firms.count)), (.data("residual"), .number(streams.residual)),
      (.data("iterations"), .count(streams.iterations)),
    ]
    let (up, ids) = (streams.upstreamness, network.firms.ids)
    let rows = network.firms.all.filter { !up[$0.row].isNaN }.sorted { a, b in
      up[a.row] != up[b.row] ? up[a.row] > up[b.row] : ids.precedes(a.row, b.row)
    }
    answer.tables = [
      Answer.Table(
        "positions", zh: "企业，自上游到下游", en: "Firms, from upstream to downstream",
        ["firm_id", "name", "output", "upstreamness", "downstreamness"], over: rows, shown: 30
      ) { firm in
        network.idAndName(firm) + [
          .number(streams.output.output[firm.row]), .number(up[firm.row]), .number(streams.downstreamness[firm.row]),
        ]
      }
    ]
    answer.notes = network.remarks + Notes.bounds(streams.output)
    let oversold = streams.output.oversoldCount
    if oversold > 0 {
      answer.notes.append(
        LocalText(
          zh: "\(Wording(.zh).count(oversold)) 家企业的记录销售额超过营业收入，其上游度偏高；请核对这些企业的数值。",
          en: oversold == 1
            ? "1 firm sells more than its revenue by the records, so its upstreamness is too high; check its figures."
            : "\(Wording(.en).count(oversold)) firms sell more than their revenue by the records, so their upstreamness is too high; check their figures."
        ))
    }
    return answer
  }
}

extension Notes {
  /// How much of a network is not in its table of industries.
  static func outside(_ industries: IndustryTable) -> [LocalText] {
    var notes: [LocalText] = []
    let (zh, en, firms) = (Wording(.zh), Wording(.en), industries.outsideFirms)
    if firms > 0 {
      notes.append(
        LocalText(
          zh: "\(zh.count(firms)) 家企业没有行业代码或没有任何金额，按网络之外处理（占已知供应额 \(zh.share(industries.outsideShare))）。",
          en:
            "\(en.count(firms)) \(firms == 1 ? "firm has" : "firms have") no industry or no figure at all and \(firms == 1 ? "counts" : "count") as outside (\(en.share(industries.outsideShare)) of the known amounts)."
        ))
    }
    return notes + bounds(industries.output) + [
      LocalText(
        zh: "只含有记录的供应关系：最终需求 = 产出减记录的销售，初始投入 = 产出减记录的采购。",
        en: "recorded links only: final demand is output less recorded sales, primary inputs are output less recorded purchases.")
    ]
  }

  /// Which outputs are not known.
  static func bounds(_ output: FirmOutput) -> [LocalText] {
    var notes: [LocalText] = []
    let (zh, en) = (Wording(.zh), Wording(.en))
    func add(_ count: Int, zh: String, one: String, many: String) {
      if count > 0 { notes.append(LocalText(zh: zh, en: count == 1 ? one : many)) }
    }
    add(
      output.boundedCount, zh: "\(zh.count(output.boundedCount)) 家企业营业收入未知，产出取记录的销售与采购中较大者（下限）。",
      one: "of 1 firm revenue is unknown; the larger of recorded sales and purchases stands for output (a lower bound).",
      many:
        "of \(en.count(output.boundedCount)) firms revenue is unknown; the larger of recorded sales and purchases stands for output (a lower bound)."
    )
    add(
      output.unknownCount, zh: "\(zh.count(output.unknownCount)) 家企业既无营业收入也无金额，不计入。",
      one: "1 firm has neither revenue nor an amount and is left out.",
      many: "\(en.count(output.unknownCount)) firms have neither revenue nor an amount and are left out.")
    add(
      output.linksWithoutAmount, zh: "\(zh.count(output.linksWithoutAmount)) 条供应关系没有金额，不计入。",
      one: "1 link has no amount and is left out.", many: "\(en.count(output.linksWithoutAmount)) links have no amount and are left out.")
    return notes
  }
}
