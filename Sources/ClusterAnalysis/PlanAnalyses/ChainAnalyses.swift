import ClusterModel
import CutSets

/// Analyses of chains and their stages.
extension MeasureAnalyses {
  private func findings(_ gaps: [ChainGaps]) -> [Finding] { gaps.filter { $0.completeness != nil }.flatMap { $0.findings() } }

  private func chosen(_ call: AnalysisCall) -> [ChainGaps] {
    call.clusters.isEmpty ? gaps : gaps.filter { call.clusters.contains(network.clusters[$0.cluster.row].id) }
  }

  func chainGaps(_ call: AnalysisCall) -> MeasureReport {
    let gaps = chosen(call)
    let known = gaps.filter { $0.completeness != nil }
    let classes = ChainGaps.Gap.allCases.map { gap in (gap, known.reduce(0) { $0 + $1.rows.count { $0.gaps.contains(gap) } }) }
    let lowest = known.min {
      ($0.completeness ?? 0, network.clusters[$0.cluster.row].id) < ($1.completeness ?? 0, network.clusters[$1.cluster.row].id)
    }
    let worst = lowest.map { gap in
      LocalText(
        zh: "；\(network.label(gap.cluster).zh)完整度最低（\(Self.percent(gap.completeness ?? 0))）",
        en: "; \(network.label(gap.cluster).en) is the least complete (\(Self.percent(gap.completeness ?? 0)))")
    }
    var report = MeasureReport(
      call,
      LocalText(
        zh: "\(known.count) 个集群：" + classes.map { "\($0.0.label.zh) \($0.1)" }.joined(separator: "，") + (worst?.zh ?? ""),
        en: "\(known.count) clusters: " + classes.map { "\($0.0.label.en) \($0.1)" }.joined(separator: ", ") + (worst?.en ?? "")),
      command: "gaps NETWORK" + call.clusters.map { " --cluster \($0)" }.joined())
    report.numbers = classes.map {
      .init($0.0.rawValue, $0.0.label.zh, $0.0.label.en, count: $0.1, rows: known.map { RowReference("clusters", $0.cluster.row) })
    }
    report.tables = [gapTable(gaps)]
    report.findings = findings(gaps)
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

  private func gapTable(_ gaps: [ChainGaps]) -> MeasureReport.Table {
    MeasureReport.Table(
      "clusters", "各集群的产业链", "The clusters' chains",
      [
        ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("name", LocalText(zh: "名称", en: "name")),
        ("completeness", LocalText(zh: "完整度", en: "completeness")),
      ] + ChainGaps.Gap.allCases.map { ($0.rawValue, $0.label) },
      gaps.map { gap in
        [.text(network.clusters[gap.cluster.row].id), .local(network.label(gap.cluster)), gap.completeness.map { .share($0) } ?? .unknown]
          + ChainGaps.Gap.allCases.map { kind in
            gap.completeness == nil ? .unknown : .names(gap.rows.filter { $0.gaps.contains(kind) }.map { network.label($0.stage) })
          }
      })
  }

  func challenges(_ call: AnalysisCall) -> MeasureReport {
    struct Challenge {
      var gap: ChainGaps
      var row: ChainGaps.Row
      var loss = 0.0
      var stopped = 0
    }
    var list = gaps.flatMap { gap in gap.rows.filter { $0.gaps.contains(.chokepoint) }.map { Challenge(gap: gap, row: $0) } }
    if !list.isEmpty {
      let model = SupplyModel(facts.sourcing.view)
      let events = Set(list.map { $0.row.suppliers[0].index }).sorted()
      let known = facts.weights.known
      let survey = DeletionSurvey(of: model.structure, events: events, targets: [], counted: network.firms.count, weights: [known])
      for at in list.indices {
        guard let event = events.firstIndex(of: list[at].row.suppliers[0].index) else { continue }
        // The supplier's own output is not the region's.
        list[at].loss = max(0, survey.losses[0][event] - known[Int(events[event])])
        list[at].stopped = Int(survey.stoppedCounts[event]) - 1
      }
    }
    list.sort { a, b in
      a.loss != b.loss ? a.loss > b.loss : network.stages[a.row.stage.row].id < network.stages[b.row.stage.row].id
    }
    var report = MeasureReport(
      call,
      list.isEmpty
        ? LocalText(zh: "没有卡脖子环节", en: "no chokepoint")
        : LocalText(
          zh: "\(list.count) 个卡脖子环节；首位“\(network.label(list[0].row.stage).zh)”，风险产出 \(Self.amount(list[0].loss)) 万元/年",
          en:
            "\(list.count) chokepoints; the first is \(network.label(list[0].row.stage).en), \(Self.amount(list[0].loss)) x 10k CNY/yr at risk"
        ),
      command: "gaps NETWORK")
    report.numbers = [
      .init(
        "chokepoints", "卡脖子环节", "chokepoints", count: list.count, rows: Set(list.map { RowReference("stages", $0.row.stage.row) }).sorted())
    ]
    report.tables = [
      MeasureReport.Table(
        "challenges", "可发榜的环节（风险产出大的在前）", "Stages to put out, most output at risk first",
        [
          ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("stage_id", LocalText(zh: "环节", en: "stage")),
          ("name", LocalText(zh: "名称", en: "name")), ("supplier_id", LocalText(zh: "唯一来源", en: "sole source")),
          ("stopped", LocalText(zh: "连带停产企业", en: "firms it stops")),
          ("output_at_risk", LocalText(zh: "风险产出（万元/年）", en: "output at risk (10k CNY/yr)")),
        ],
        list.map { item in
          [
            .text(network.clusters[item.gap.cluster.row].id), .text(network.stages[item.row.stage.row].id),
            .local(network.label(item.row.stage)),
            .text(network.firms.id(item.row.suppliers[0])), .integer(item.stopped), .number(item.loss),
          ]
        })
    ]
    report.findings = gaps.flatMap { $0.findings() }.filter { $0.rule == ChainGaps.Gap.chokepoint.rule }
    return report
  }

  func stageValue(_ call: AnalysisCall) -> MeasureReport {
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
    var report = MeasureReport(
      call,
      top.flatMap { stage in sums[stage].map { (stage, $0) } }.map { stage, sum in
        LocalText(
          zh: "产值最大的环节是“\(network.label(stage).zh)”，占其产业链 \(Self.percent(sum / (byChain[network.stages[stage.row].chain] ?? sum)))",
          en:
            "the stage with most output is \(network.label(stage).en), \(Self.percent(sum / (byChain[network.stages[stage.row].chain] ?? sum))) of its chain"
        )
      } ?? LocalText(zh: "无法衡量：企业的环节或产出未知", en: "cannot be measured: stages or output of firms are unknown"),
      command: "key-sectors NETWORK")
    report.numbers = [
      .init(
        "stages", "有企业的环节", "stages with firms", count: members.count, rows: members.keys.sorted().map { RowReference("stages", $0.row) })
    ]
    if let top, let sum = sums[top] {
      report.numbers.append(
        .init("largest", "最大环节产出（万元/年）", "output of the largest stage (10k CNY/yr)", .known(sum), rows: rows(members[top] ?? [])))
    }
    report.tables = [
      MeasureReport.Table(
        "stages", "各环节产值与上游度", "Output and upstreamness of each stage",
        [
          ("stage_id", LocalText(zh: "环节", en: "stage")), ("name", LocalText(zh: "名称", en: "name")),
          ("firms", LocalText(zh: "企业", en: "firms")),
          ("output", LocalText(zh: "产出（万元/年）", en: "output (10k CNY/yr)")), ("chain_share", LocalText(zh: "占产业链", en: "share of chain")),
          ("upstreamness", LocalText(zh: "上游度", en: "upstreamness")),
        ],
        order.map { stage in
          let sum = sums[stage]
          let chain = byChain[network.stages[stage.row].chain] ?? 0
          return [
            .text(network.stages[stage.row].id), .local(network.label(stage)), .integer(members[stage]?.count ?? 0),
            sum.map { .number($0) } ?? .unknown, sum.flatMap { chain > 0 ? .share($0 / chain) : nil } ?? .unknown,
            upstreamness(stage).map { .number($0) } ?? .unknown,
          ]
        })
    ]
    if members.isEmpty {
      report.missing = [MissingFacts("makes.csv", ["firm_id", "stage_id"], LocalText(zh: "企业所在环节", en: "the firms' stages"))]
    }
    return report
  }

  func benchmark(_ call: AnalysisCall) -> MeasureReport {
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
    var report = MeasureReport(
      call,
      first.map { item in
        LocalText(
          zh: "\(results.count) 个集群有同类可比；差距最大的是\(network.label(item.cluster).zh)对\(network.label(item.benchmark.peer.cluster).zh)",
          en:
            "\(results.count) clusters have a peer in the network; the widest gap is \(network.label(item.cluster).en) to \(network.label(item.benchmark.peer.cluster).en)"
        )
      } ?? LocalText(zh: "网络中没有环节相同的集群可比", en: "no two clusters of the network share a stage"),
      command: first.map { "benchmark NETWORK --cluster \(network.clusters[$0.cluster.row].id)" } ?? "benchmark NETWORK --cluster CLUSTER")
    report.numbers = [
      .init(
        "comparable", "有同类可比的集群", "clusters with a peer", count: results.count,
        rows: results.map { RowReference("clusters", $0.cluster.row) })
    ]
    if let first {
      report.numbers.append(
        .init(
          "widest_gap", "最大差距（分）", "widest gap (points)", .known(100 * first.benchmark.gap),
          rows: rows(Set((first.benchmark.own.rows + first.benchmark.peer.rows).flatMap(\.firms)).sorted())))
    }
    report.tables = [
      MeasureReport.Table(
        "clusters", "对标差距", "Gaps to the nearest peer",
        [
          ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("peer_id", LocalText(zh: "标杆", en: "peer")),
          ("gap", LocalText(zh: "差距（分）", en: "gap (points)")),
          ("lacking", LocalText(zh: "标杆有而本集群无", en: "stages that only the peer has")),
        ],
        results.map { item in
          [
            .text(network.clusters[item.cluster.row].id), .text(network.clusters[item.benchmark.peer.cluster.row].id),
            .number(100 * item.benchmark.gap),
            .names(item.benchmark.rows.filter(\.isLacking).map { network.label($0.stage) }),
          ]
        })
    ]
    if let first { report.findings = first.benchmark.findings(in: network) }
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

  func clusterGates(_ call: AnalysisCall) -> MeasureReport {
    let command = "gates NETWORK PLAN/\(call.rules ?? "")" + call.clusters.map { " --cluster \($0)" }.joined()
    guard let set = call.rules.flatMap({ gates[$0] }) else {
      return MeasureReport(call, LocalText(zh: "没有读入规则文件", en: "the rule file was not read"), command: command)
    }
    let clusters =
      call.clusters.isEmpty ? network.clusters.indices.map { ClusterID($0) } : call.clusters.compactMap { network.cluster(id: $0) }
    let results = clusters.map { ClusterGates($0, set, in: facts, year: nil) }
    let passed = results.count { $0.isPassed == true }
    let failed = results.count { $0.isPassed == false }
    var report = MeasureReport(
      call,
      LocalText(
        zh: "\(results.count) 个集群：全部达到 \(passed)，有未达到的 \(failed)，缺少事实无法判定 \(results.count - passed - failed)",
        en: "\(results.count) clusters: \(passed) meet all gates, \(failed) fail one, \(results.count - passed - failed) cannot be decided"),
      command: command)
    func references(_ wanted: Bool?) -> [RowReference] {
      results.filter { $0.isPassed == wanted }.map { RowReference("clusters", $0.cluster.row) }
    }
    report.numbers = [
      .init("passed", "全部达到", "all gates met", count: passed, rows: references(true)),
      .init("failed", "有未达到的", "some gate not met", count: failed, rows: references(false)),
      .init("undecided", "无法判定", "cannot be decided", count: results.count - passed - failed, rows: references(nil)),
    ]
    func word(_ row: ClusterGates.Row) -> LocalText {
      switch row.outcome {
      case .met: LocalText(zh: row.isSynthetic ? "达到（虚构企业）" : "达到", en: row.isSynthetic ? "met (synthetic firms)" : "met")
      case .notMet: LocalText(zh: row.isSynthetic ? "未达到（虚构企业）" : "未达到", en: row.isSynthetic ? "not met (synthetic firms)" : "not met")
      case .unmeasured: LocalText(zh: "缺事实", en: "facts lack")
      }
    }
    report.tables = [
      MeasureReport.Table(
        "gates", "各集群各门槛", "Gates of each cluster",
        [("cluster_id", LocalText(zh: "集群", en: "cluster"))]
          + set.gates.enumerated().map { number, gate in
            // Numbered, as nothing keeps a rule file from giving two gates one id.
            (
              "gate_\(number + 1)_\(gate.id)",
              LocalText(zh: gate.title[.zh].isEmpty ? gate.id : gate.title[.zh], en: gate.title[.en].isEmpty ? gate.id : gate.title[.en])
            )
          },
        results.map { result in [.text(network.clusters[result.cluster.row].id)] + result.rows.map { .local(word($0)) } })
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
