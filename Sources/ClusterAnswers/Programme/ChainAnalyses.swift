import Answers
import ClusterAnalysis
import ClusterModel
import CutSets

/// Analyses of chains and their stages.
extension MeasureAnalyses {
  private func findings(_ gaps: [ChainGaps]) -> [Finding] { gaps.filter { $0.completeness != nil }.flatMap { $0.findings() } }

  private func chosen(_ call: AnalysisCall) -> [ChainGaps] {
    call.clusters.isEmpty ? gaps : gaps.filter { call.clusters.contains(network.clusters[$0.cluster.row].id) }
  }

  func chainGaps(_ call: AnalysisCall) -> MeasureAnswer {
    let gaps = chosen(call)
    let known = gaps.filter { $0.completeness != nil }
    let classes = ChainGaps.Gap.allCases.map { gap in (gap, ChainGaps.count([gap], in: known)) }
    let lowest = known.min {
      ($0.completeness ?? 0, network.clusters[$0.cluster.row].id) < ($1.completeness ?? 0, network.clusters[$1.cluster.row].id)
    }
    let worst = lowest.map { gap in
      LocalText(
        zh: "；\(network.label(gap.cluster).zh)完整度最低（\(Self.zh.share(gap.completeness ?? 0))）",
        en: "; \(network.label(gap.cluster).en) is the least complete (\(Self.en.share(gap.completeness ?? 0)))")
    }
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "\(known.count) 个集群：" + classes.map { "\($0.0.label.zh) \(Self.zh.count($0.1))" }.joined(separator: "，") + (worst?.zh ?? ""),
        en: "\(Self.en.count(known.count, "", "cluster", "clusters")): "
          + classes.map { "\($0.0.label.en) \(Self.en.count($0.1))" }.joined(separator: ", ") + (worst?.en ?? "")))
    report.numbers = classes.map {
      (Self.count(of: $0.0), .count($0.1), known.map { RowReference("clusters", $0.cluster.row) })
    }
    report.answer.tables = [gapTable(gaps)]
    report.answer.findings = findings(gaps)
    let blank = gaps.filter { $0.completeness == nil }.map { network.clusters[$0.cluster.row].id }
    if !blank.isEmpty {
      report.missing = [
        MissingFacts(
          "makes.csv", ["firm_id", "stage_id"],
          LocalText(zh: "\(blank.joined(separator: ", ")) 的企业与环节", en: "the firms of \(blank.joined(separator: ", ")) and their stages"))
      ]
    }
    return report
  }

  /// The figures of how many stages have a gap, and of which.
  private static func count(of gap: ChainGaps.Gap) -> String {
    switch gap {
    case .missing: "missing_links"
    case .broken: "broken_links"
    case .weak: "weak_links"
    case .chokepoint: "chokepoints"
    }
  }

  private static func stages(of gap: ChainGaps.Gap) -> String {
    switch gap {
    case .missing: "missing_stages"
    case .broken: "broken_stages"
    case .weak: "weak_stages"
    case .chokepoint: "chokepoint_stages"
    }
  }

  private func gapTable(_ gaps: [ChainGaps]) -> Answer.Table {
    Answer.Table(
      "clusters", zh: "各集群的产业链", en: "The clusters' chains",
      [
        "cluster_id", "name",
        "completeness",
      ] + ChainGaps.Gap.allCases.map { Answer.Column(Self.stages(of: $0)) },
      rows: gaps.map { gap in
        [.text(network.clusters[gap.cluster.row].id), .words(network.label(gap.cluster)), .share(gap.completeness)]
          + ChainGaps.Gap.allCases.map { kind in
            gap.completeness == nil ? .unknown : .list(gap.rows.filter { $0.gaps.contains(kind) }.map { network.thing($0.stage) })
          }
      })
  }

  func challenges(_ call: AnalysisCall) -> MeasureAnswer {
    struct Challenge {
      var gap: ChainGaps
      var row: ChainGaps.Row
      var loss = KnownSum()
      var stopped = 0
    }
    var list = gaps.flatMap { gap in gap.rows.filter { $0.gaps.contains(.chokepoint) }.map { Challenge(gap: gap, row: $0) } }
    if !list.isEmpty {
      let model = SupplyModel(facts.sourcing.view)
      let events = Set(list.map { $0.row.suppliers[0].index }).sorted()
      let known = facts.weights.known
      let survey = DeletionSurvey(
        of: model.structure, events: events, targets: [], counted: network.firms.count,
        weights: [known, facts.weights.values.map { $0.isNaN ? 0 : 1 }])
      for at in list.indices {
        guard let event = events.firstIndex(of: list[at].row.suppliers[0].index) else { continue }
        // The supplier's own output is not the region's.
        let own = facts.weights.values[Int(events[event])]
        list[at].stopped = Int(survey.stoppedCounts[event]) - 1
        list[at].loss = KnownSum(
          max(0, survey.losses[0][event] - known[Int(events[event])]), known: Int(survey.losses[1][event]) - (own.isNaN ? 0 : 1),
          of: list[at].stopped)
      }
    }
    list.sort { a, b in
      a.loss.amount != b.loss.amount
        ? a.loss.amount > b.loss.amount : network.stages[a.row.stage.row].id < network.stages[b.row.stage.row].id
    }
    var report = MeasureAnswer(
      call,
      list.isEmpty
        ? LocalText(zh: "没有卡脖子环节", en: "no chokepoint")
        : LocalText(
          zh:
            "\(list.count) 个卡脖子环节；首位“\(network.label(list[0].row.stage).zh)”，风险产出\(list[0].loss.isComplete || list[0].loss.isUnknown ? "" : "至少") \(list[0].loss.value.map { Self.zh.amount($0) + "/年" } ?? "未知")",
          en:
            "\(Self.en.count(list.count, "", "chokepoint", "chokepoints")); the first is \(network.label(list[0].row.stage).en), \(list[0].loss.isComplete || list[0].loss.isUnknown ? "" : "at least ")\(list[0].loss.value.map { Self.en.amount($0) + " a year" } ?? "an unknown output") at risk"
        ))
    report.numbers = [
      ("chokepoints", .count(list.count), Set(list.map { RowReference("stages", $0.row.stage.row) }).sorted())
    ]
    report.answer.tables = [
      Answer.Table(
        "challenges", zh: "可发榜的环节（风险产出大的在前）", en: "Stages to put out, most output at risk first",
        [
          "cluster_id", "stage_id",
          "name", "sole_source",
          "firms_stopped",
          "output_at_risk",
        ],
        rows: list.map { item in
          [
            .text(network.clusters[item.gap.cluster.row].id), .text(network.stages[item.row.stage.row].id),
            .words(network.label(item.row.stage)),
            network.thing(item.row.suppliers[0]), .count(item.stopped), .number(item.loss.range),
          ]
        })
    ]
    report.answer.findings = gaps.flatMap { $0.findings() }.filter { $0.rule == ChainGaps.Gap.chokepoint.rule }
    return report
  }

  func stageValue(_ call: AnalysisCall) -> MeasureAnswer {
    let streams = try? FirmStreams(network)
    let inside = Set(network.firmsInside())
    var value: [StageID: [Double]] = [:]
    var members: [StageID: [FirmID]] = [:]
    for firm in network.firms.all where inside.contains(firm) {
      for stage in facts.firmStages[firm] {
        members[stage, default: []].append(firm)
        if let scale = facts.scale(atOneStage: firm) { value[stage, default: []].append(scale) }
      }
    }
    let sums = value.mapValues { Sums.ordered($0) }
    var byChain: [ChainID: Double] = [:]
    for (stage, sum) in sums.sorted(by: { $0.key < $1.key }) { byChain[network.stages[stage.row].chain, default: 0] += sum }
    let order = members.keys.sorted { a, b in
      let (x, y) = (sums[a] ?? -1, sums[b] ?? -1)
      return x != y ? x > y : network.stages[a.row].id < network.stages[b.row].id
    }
    func upstreamness(_ stage: StageID) -> Double? {
      guard let streams else { return nil }
      let known = (members[stage] ?? []).compactMap { firm -> (Double, Double)? in
        guard let scale = facts.scale(atOneStage: firm), !streams.upstreamness[firm.row].isNaN else { return nil }
        return (scale, scale * streams.upstreamness[firm.row])
      }
      let total = Sums.ordered(known.map(\.0))
      return total > 0 ? Sums.ordered(known.map(\.1)) / total : nil
    }
    let top = order.first
    var report = MeasureAnswer(
      call,
      top.flatMap { stage in sums[stage].map { (stage, $0) } }.map { stage, sum in
        LocalText(
          zh: "产值最大的环节是“\(network.label(stage).zh)”，占其产业链 \(Self.zh.share(sum / (byChain[network.stages[stage.row].chain] ?? sum)))",
          en:
            "the stage with most output is \(network.label(stage).en), \(Self.en.share(sum / (byChain[network.stages[stage.row].chain] ?? sum))) of its chain"
        )
      } ?? LocalText(zh: "无法衡量：企业的环节或产出未知", en: "cannot be measured: stages or output of firms are unknown"))
    report.numbers = [
      ("stages_with_firms", .count(members.count), members.keys.sorted().map { RowReference("stages_with_firms", $0.row) })
    ]
    if let top, let sum = sums[top] {
      report.numbers.append(
        ("largest_stage_output", .number(sum), rows(members[top] ?? [])))
    }
    report.answer.tables = [
      Answer.Table(
        "stages_with_firms", zh: "各环节产值与上游度", en: "Output and upstreamness of each stage",
        [
          "stage_id", "name",
          "firms",
          "output_cny_wan", "chain_share",
          "upstreamness",
        ],
        rows: order.map { stage in
          let sum = sums[stage]
          let chain = byChain[network.stages[stage.row].chain] ?? 0
          return [
            .text(network.stages[stage.row].id), .words(network.label(stage)), .count(members[stage]?.count ?? 0),
            .number(sum), sum.flatMap { chain > 0 ? .share($0 / chain) : nil } ?? .unknown,
            .number(upstreamness(stage)),
          ]
        })
    ]
    if members.isEmpty {
      report.missing = [MissingFacts("makes.csv", ["firm_id", "stage_id"], LocalText(zh: "企业所在环节", en: "the firms' stages"))]
    }
    return report
  }

  func benchmark(_ call: AnalysisCall) -> MeasureAnswer {
    let own = network.clusters.indices.map { ClusterID($0) }.filter {
      network.clusters[$0.row].chain != nil && (call.clusters.isEmpty || call.clusters.contains(network.clusters[$0.row].id))
    }
    var results: [(cluster: ClusterID, benchmark: Benchmark)] = []
    for cluster in own {
      guard let chain = network.clusters[cluster.row].chain, let peer = Peers(of: cluster, in: facts).ranked.first?.cluster else {
        continue
      }
      let profile = ClusterProfile(of: cluster, along: chain, in: facts)
      let other = ClusterProfile(of: peer, along: chain, in: facts)
      if profile.isUnrecorded || other.isUnrecorded { continue }
      results.append((cluster, Benchmark(profile, against: other, in: network)))
    }
    results.sort { $0.benchmark.gap != $1.benchmark.gap ? $0.benchmark.gap > $1.benchmark.gap : $0.cluster < $1.cluster }
    let first = results.first
    var report = MeasureAnswer(
      call,
      first.map { item in
        LocalText(
          zh: "\(results.count) 个集群有同类可比；差距最大的是\(network.label(item.cluster).zh)对\(network.label(item.benchmark.peer.cluster).zh)",
          en:
            "\(results.count == 1 ? "1 cluster has" : "\(results.count) clusters have") a peer in the network; the widest gap is \(network.label(item.cluster).en) to \(network.label(item.benchmark.peer.cluster).en)"
        )
      } ?? LocalText(zh: "网络中没有环节相同的集群可比", en: "no two clusters of the network share a stage"))
    report.numbers = [
      ("comparable", .count(results.count), results.map { RowReference("clusters", $0.cluster.row) })
    ]
    if let first {
      report.numbers.append(
        (
          "widest_gap", .number(100 * first.benchmark.gap),
          rows(Set((first.benchmark.own.rows + first.benchmark.peer.rows).flatMap(\.firms)).sorted())
        ))
    }
    report.answer.tables = [
      Answer.Table(
        "clusters", zh: "对标差距", en: "Gaps to the nearest peer",
        [
          "cluster_id", "peer_id",
          "gap_score",
          "lacking_stages",
        ],
        rows: results.map { item in
          [
            .text(network.clusters[item.cluster.row].id), .text(network.clusters[item.benchmark.peer.cluster.row].id),
            .number(100 * item.benchmark.gap),
            .list(item.benchmark.rows.filter(\.isLacking).map { network.thing($0.stage) }),
          ]
        })
    ]
    report.subject = first.map { network.clusters[$0.cluster.row].id }
    if let first { report.answer.findings = first.benchmark.findings(in: network) }
    if results.count < own.count {
      report.missing = [
        MissingFacts(
          "firms.csv, makes.csv", ["cluster_id", "stage_id"],
          LocalText(
            zh: "其余 \(own.count - results.count) 个集群的标杆（外地同类集群）的企业与环节",
            en: "firms and stages of a peer, elsewhere, for the other \(own.count - results.count) clusters"))
      ]
    }
    return report
  }

  func clusterGates(_ call: AnalysisCall) -> MeasureAnswer {
    guard let set = call.rules.flatMap({ gates[$0] }) else {
      return MeasureAnswer(
        call, LocalText(zh: "没有读入规则文件", en: "the rule file was not read"))
    }
    let clusters =
      call.clusters.isEmpty ? network.clusters.indices.map { ClusterID($0) } : call.clusters.compactMap { network.cluster(id: $0) }
    let results = clusters.map { ClusterGates($0, set, in: facts, year: nil) }
    let passed = results.count { $0.isPassed == true }
    let failed = results.count { $0.isPassed == false }
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "\(results.count) 个集群：全部达到 \(passed)，有未达到的 \(failed)，缺少事实无法判定 \(results.count - passed - failed)",
        en:
          "\(Self.en.count(results.count, "", "cluster", "clusters")): \(passed) meet all gates, \(failed) fail one, \(results.count - passed - failed) cannot be decided"
      )
    )
    func references(_ wanted: Bool?) -> [RowReference] {
      results.filter { $0.isPassed == wanted }.map { RowReference("clusters", $0.cluster.row) }
    }
    report.numbers = [
      ("clusters_passed", .count(passed), references(true)),
      ("clusters_failed", .count(failed), references(false)),
      ("clusters_undecided", .count(results.count - passed - failed), references(nil)),
    ]
    func word(_ row: ClusterGates.Row) -> Cell {
      switch row.outcome {
      case .met: .word("met", zh: row.isSynthetic ? "达到（虚构企业）" : "达到", en: row.isSynthetic ? "met (synthetic firms)" : "met")
      case .notMet:
        .word("not_met", zh: row.isSynthetic ? "未达到（虚构企业）" : "未达到", en: row.isSynthetic ? "not met (synthetic firms)" : "not met")
      case .unmeasured: .word("unmeasured", zh: "缺事实", en: "facts missing")
      }
    }
    report.answer.tables = [
      Answer.Table(
        "gates", zh: "各集群各门槛", en: "Gates of each cluster",
        ["cluster_id"]
          + set.gates.enumerated().map { number, gate in
            // Numbered, as nothing keeps a rule file from giving two gates one id.
            Answer.Column(
              "gate_\(number + 1)_\(gate.id)",
              heading: LocalText(
                zh: gate.title[.zh].isEmpty ? gate.id : gate.title[.zh], en: gate.title[.en].isEmpty ? gate.id : gate.title[.en]))
          },
        rows: results.map { result in [.text(network.clusters[result.cluster.row].id)] + result.rows.map { word($0) } })
    ]
    for result in results {
      for row in result.rows {
        if case .unmeasured(let facts) = row.outcome {
          let cluster = network.clusters[result.cluster.row].id
          report.missing += facts.map { fact in
            // A gate names the row of figures.csv that it lacks, or the firms whose facts lack.
            let isFigure = fact.en.hasPrefix("figures.csv")
            let text = isFigure ? fact : LocalText(zh: "\(cluster)：\(fact.zh)", en: "\(cluster): \(fact.en)")
            return MissingFacts(isFigure ? "figures.csv" : "firms.csv", [], text)
          }
        }
      }
    }
    return report
  }
}
