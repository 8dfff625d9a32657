import ArgumentParser
import Chainwright

struct LeadersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leaders",
    abstract: "Leaders (领跑者、链主) scored by innovation, collaboration and leadership, with the ranks that other weights would give.",
    discussion: """
      Each criterion is the mean of its parts, scaled from the lowest to the highest of the candidates. The best and worst rank are exact over all weights of the criteria: \
      a firm whose ranks are 1 to 2 leads whatever counts; one whose ranks are 1 to 15 leads by the choice of weights. Unknown parts make ranges, never 0.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("Only firms of this cluster.", valueName: "cluster-id")) var cluster: String?
  @Flag(help: "Score all firms, not only those with the role leader or chain leader.") var all = false
  @Option(help: ArgumentHelp("Weights of innovation, collaboration and leadership, like 5,3,2; equal when left out.", valueName: "a,b,c"))
  var weights: String?
  var limit: Int { output.limit ?? 30 }

  func validate() throws {
    if let weights, Self.parsed(weights) == nil {
      throw ValidationError("--weights takes three numbers from 0 on, not all 0, parted by commas, like 5,3,2")
    }
  }

  static func parsed(_ text: String) -> [LeaderScores.Criterion: Double]? {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? -1 }
    guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }), numbers.contains(where: { $0 > 0 }) else { return nil }
    return Dictionary(uniqueKeysWithValues: zip(LeaderScores.Criterion.allCases, numbers))
  }

  func run() throws {
    let network = try input.load(output.language).network
    var firms = all ? Array(network.firms.all) : network.leaders()
    if let cluster {
      let id = try network.find(cluster: cluster)
      firms = firms.filter { network.firms.cluster($0) == id }
    }
    if firms.isEmpty {
      throw CommandFailure(
        .badData, LocalText(zh: "没有可评分的领跑者或链主", en: "there is no leader to score"),
        remedy: LocalText(zh: "在 roles.csv 列出领跑者（role = leader），或加 --all", en: "list leaders in roles.csv (role = leader), or give --all"))
    }
    if firms.count > 300 {
      StandardStreams.progress(
        output.language == .zh ? "为 \(firms.count) 家企业计算名次范围…" : "finding the ranks of \(firms.count) firms over all weights…")
    }
    let measures = FirmMeasures(BenchmarkFacts(network), fields: LeaderScores.fields)
    guard let scores = LeaderScores(firms, weights: weights.flatMap { Self.parsed($0) } ?? [:], measures: measures) else {
      throw CommandFailure(
        .badData, LocalText(zh: "权重所在的准则都无法衡量", en: "nothing that the weights fall on can be measured"),
        remedy: LocalText(zh: "补充研发、称号、供应关系等数据，或改变 --weights", en: "add research, honours or supply links, or change --weights"))
    }
    StandardStreams.progress("")
    try output.write(page(scores, network))
  }

  private func page(_ scores: LeaderScores, _ network: Network) -> Page {
    var page = Page(
      title: LocalText(zh: "领跑者评分：\(network.displayName(.zh))", en: "Leaders: \(network.displayName(.en))"))
    let criteria = LeaderScores.Criterion.allCases.filter { scores.weights[$0] != nil }
    page.facts = [("candidates", LocalText(zh: "参评企业", en: "candidates"), .integer(scores.rows.count))]
    for criterion in criteria {
      page.facts.append(
        (
          "weight_" + criterion.rawValue, LocalText(zh: "权重：\(criterion.label.zh)", en: "weight of \(criterion.label.en)"),
          .ratio(scores.weights[criterion])
        ))
    }
    page.tables = [scoreTable(scores, criteria, network)]
    page.tables.append(partTable(scores, criteria, network))
    page.tables.append(
      Page.Table(
        name: "not_measured", title: LocalText(zh: "无人可衡量的分项（缺少的事实）", en: "Parts known of nobody: the facts that lack"),
        columns: [("part", LocalText(zh: "分项", en: "part")), ("missing", LocalText(zh: "缺少的事实", en: "missing facts"))],
        rows: scores.unmeasured.map { [.local($0.part.label), .local($0.missing)] }))
    page.notes =
      [
        LocalText(
          zh: "分项按参评企业中最低（0）到最高（1）折算，准则为分项均值；未知分项取 0 至 1，得分和名次因此为范围。",
          en:
            "parts are scaled from the lowest (0) to the highest (1) candidate, a criterion is their mean; an unknown part is anything from 0 to 1, so scores and ranks are ranges."
        ),
        LocalText(
          zh: "“最好”“最差”为所有权重组合下的名次，精确求得；得分取到百万分之一。",
          en: "best and worst are the ranks over all weights of the criteria, exactly; scores are taken to the millionth."),
      ] + PageNotes.synthetic(network)
    return page
  }

  private func cut<Row>(_ rows: [Row]) -> ArraySlice<Row> { output.format.isForReading ? rows.prefix(limit) : rows[...] }

  private func scoreTable(_ scores: LeaderScores, _ criteria: [LeaderScores.Criterion], _ network: Network) -> Page.Table {
    let shown = cut(scores.rows)
    var columns: [(name: String, heading: LocalText)] = [
      ("firm_id", LocalText(zh: "编号", en: "firm")), ("name", LocalText(zh: "名称", en: "name")),
      ("score_low", LocalText(zh: "得分至少", en: "score from")), ("score_high", LocalText(zh: "得分至多", en: "to")),
      ("rank_low", LocalText(zh: "名次自", en: "rank from")), ("rank_high", LocalText(zh: "名次至", en: "to")),
      ("best_rank", LocalText(zh: "最好名次", en: "best rank")), ("worst_rank", LocalText(zh: "最差名次", en: "worst rank")),
    ]
    for criterion in criteria {
      columns.append((criterion.rawValue + "_low", LocalText(zh: criterion.label.zh + "自", en: criterion.label.en + " from")))
      columns.append((criterion.rawValue + "_high", LocalText(zh: "至", en: "to")))
    }
    return Page.Table(
      name: "leaders", title: LocalText(zh: "得分与名次", en: "Scores and ranks"), columns: columns,
      rows: shown.map { row -> [Page.Cell] in
        let head: [Page.Cell] = [
          .text(network.firms.id(row.firm)), .local(network.firmName(row.firm)), .number(row.score.lowerBound),
          .number(row.score.upperBound),
          .integer(row.rank.lowerBound), .integer(row.rank.upperBound), .integer(row.ranks.lowerBound), .integer(row.ranks.upperBound),
        ]
        return head + criteria.flatMap { [Page.Cell(row.criteria[$0]?.lowerBound), Page.Cell(row.criteria[$0]?.upperBound)] }
      }, omitted: scores.rows.count - shown.count)
  }

  private func partTable(_ scores: LeaderScores, _ criteria: [LeaderScores.Criterion], _ network: Network) -> Page.Table {
    let unmeasured = Set(scores.unmeasured.map(\.part))
    let parts = criteria.flatMap(\.parts).filter { !unmeasured.contains($0) }
    let shown = cut(scores.rows)
    return Page.Table(
      name: "parts", title: LocalText(zh: "分项数值", en: "Parts"),
      columns: [("firm_id", LocalText(zh: "编号", en: "firm"))] + parts.map { ($0.rawValue, $0.label) },
      rows: shown.map { row in [.text(network.firms.id(row.firm))] + parts.map { $0.cell(row.parts[$0]) } },
      omitted: scores.rows.count - shown.count)
  }
}
