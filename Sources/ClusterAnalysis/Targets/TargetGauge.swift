import Answers
public import ClusterModel

/// Measures queries on a network as of a day: a row that came later does not count.
public struct TargetGauge: Sendable {
  public let facts: BenchmarkFacts
  public let asOf: CalendarDay
  /// The network at the start, where there is one.
  public let baseline: BenchmarkFacts?
  private let measures: FirmMeasures
  private let baseMeasures: FirmMeasures?

  public init(_ facts: BenchmarkFacts, plan: Programme, asOf: CalendarDay, baseline: BenchmarkFacts? = nil) {
    self.facts = facts
    self.asOf = asOf
    self.baseline = baseline
    let fields = Set(plan.targets.flatMap(\.queries).flatMap { $0.fields })
    measures = FirmMeasures(facts, fields: fields)
    baseMeasures = baseline.map { FirmMeasures($0, fields: fields) }
  }

  private var network: Network { facts.network }

  /// The first query that can be measured, else the first that is known in part; where none is, what lacks for all of them.
  public func measure(_ target: PlanTarget) -> TargetMeasurement {
    var missing: [MissingFacts] = []
    var partial: TargetMeasurement?
    var base: (value: Double, year: String, row: RowReference)?
    for (number, query) in target.queries.enumerated() {
      var result = measure(query, for: target)
      result.query = number
      // A number known in part stands behind one that is known, of a later query.
      if result.isMeasured && result.partial == nil { return result }
      if partial == nil, result.partial != nil { partial = result }
      if base == nil { base = result.base }
      missing += result.missing.filter { !missing.contains($0) }
    }
    var result = partial ?? TargetMeasurement()
    result.missing = missing
    result.base = base
    return result
  }

  private func measure(_ query: TargetQuery, for target: PlanTarget) -> TargetMeasurement {
    switch query {
    case .roles(let kind, let levels): return roles(kind, levels, target)
    case .firms(let filters): return firms(filters, target)
    case .values(let column, let texts, let filters): return values(column, texts, filters, target)
    case .valueShare(let column, let texts, let filters): return valueShare(column, texts, filters)
    case .sum(let field, let filters): return sum(field, filters)
    case .ratio(let part, let whole, let filters): return ratio(part, whole, filters, isPercent: target.isPercent)
    case .figure(let table, let subject, let attribute, let unit): return figure(table, subject, attribute, unit, target)
    case .clusters(let ids, let status): return clusters(ids, status)
    }
  }

  // MARK: Roles

  private func roles(_ kind: Role.Kind, _ levels: [Role.Level], _ target: PlanTarget) -> TargetMeasurement {
    let name = FirmField(rawValue: kind.rawValue)?.label ?? LocalText(zh: kind.rawValue, en: kind.rawValue)
    guard facts.honours.kept.contains(kind) else {
      let level = levels.map(\.rawValue).joined(separator: "|")
      let zhLevel = levels.map(\.label.zh).joined(separator: "或")
      return .lacking(
        MissingFacts(
          "roles.csv", ["firm_id", "role", "level", "year"],
          LocalText(
            zh: "每家\(name.zh)企业一行，角色填\(name.zh)\(level.isEmpty ? "" : "，级别填\(zhLevel)")",
            en: "a row for each \(name.en) firm, role = \(kind.rawValue)\(level.isEmpty ? "" : ", level = \(level)")")))
    }
    let had =
      target.newSince == nil
      ? nil
      : baseline.map { base in
        Set(base.network.roles.filter { $0.kind == kind }.map { base.network.firms.id($0.firm) })
      }
    var certain: [FirmID: Int] = [:]
    var open: [FirmID: Int] = [:]
    for (row, role) in network.roles.enumerated() where role.kind == kind {
      var verdicts: [Bool?] = [isInside(role.firm)]
      if !levels.isEmpty { verdicts.append(role.level.map { levels.contains($0) }) }
      // Where nothing asks when it came, a row without a year counts.
      let needsYear = target.newSince != nil && had == nil
      verdicts.append(role.year.map { $0 <= asOf.year } ?? (needsYear ? nil : true))
      if let since = target.newSince {
        verdicts.append(had.map { !$0.contains(network.firms.id(role.firm)) } ?? role.year.map { $0 > since })
      }
      if target.isYearly { verdicts.append(role.year.map { $0 == asOf.year }) }
      if verdicts.contains(false) { continue }
      if verdicts.contains(nil) { if open[role.firm] == nil { open[role.firm] = row } } else { certain[role.firm] = row }
    }
    let undecided = open.filter { certain[$0.key] == nil }
    return counted(certain, undecided, "roles") { rows in
      MissingFacts(
        "roles.csv", ["level", "year"],
        LocalText(
          zh: "\(rows) 行的级别或年份（或 firms.csv 的 county_code）未填，无法判定是否计入",
          en: "level or year of \(rows) rows (or the firm's county_code) is not given: it cannot be told whether they count"))
    }
  }

  /// In a county of the region; `nil` where the county is unknown and the network has counties.
  private func isInside(_ firm: FirmID) -> Bool? {
    if network.counties.isEmpty { return true }
    return network.firms.county(firm).map { network.counties[$0.row].isInside }
  }

  private func counted(
    _ certain: [FirmID: Int], _ open: [FirmID: Int], _ table: String, _ lacking: (Int) -> MissingFacts
  ) -> TargetMeasurement {
    var result = TargetMeasurement(low: Double(certain.count), high: Double(certain.count + open.count))
    result.rows = certain.values.map { RowReference(table, $0) }.sorted()
    result.undecided = open.values.map { RowReference(table, $0) }.sorted()
    result.syntheticRows = certain.keys.count { network.firms.isSynthetic($0) }
    if !open.isEmpty { result.missing = [lacking(open.count)] }
    return result
  }

  // MARK: Firms

  /// The firms that meet the filters, and those of which it cannot be told.
  private func select(_ filters: [ShortlistRule.Filter], _ facts: BenchmarkFacts, _ measures: FirmMeasures) -> (
    yes: [FirmID], open: [FirmID]
  ) {
    let all = Array(facts.network.firms.all)
    if filters.isEmpty { return (all, []) }
    let list = Shortlist(ShortlistRule(name: "", filters: filters), of: all, measures: measures)
    return (list.chosen.map(\.firm).sorted(), list.undecided.map(\.firm).sorted())
  }

  private func chosen(_ filters: [ShortlistRule.Filter]) -> (yes: [FirmID], open: [FirmID]) { select(filters, facts, measures) }

  private func lackingFacts(_ filters: [ShortlistRule.Filter], _ count: Int) -> MissingFacts {
    let fields = filters.map(\.field.rawValue).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return MissingFacts(
      "firms.csv, roles.csv", fields,
      LocalText(zh: "\(count) 家企业缺少事实，无法判定", en: "\(count) firms lack a fact and cannot be decided"))
  }

  private func firms(_ filters: [ShortlistRule.Filter], _ target: PlanTarget) -> TargetMeasurement {
    var (yes, open) = chosen(filters)
    if target.newSince != nil {
      guard let baseline, let baseMeasures else { return needsBaseline }
      let before = Set(select(filters, baseline, baseMeasures).yes.map { baseline.network.firms.id($0) })
      yes.removeAll { before.contains(network.firms.id($0)) }
      open.removeAll { before.contains(network.firms.id($0)) }
    }
    if yes.isEmpty && !open.isEmpty && open.count == network.firms.count { return .lacking(lackingFacts(filters, open.count)) }
    return counted(Self.byRow(yes), Self.byRow(open), "firms") { lackingFacts(filters, $0) }
  }

  private var needsBaseline: TargetMeasurement {
    .lacking(
      MissingFacts(
        "baseline", [], LocalText(zh: "起始时的网络，用以区分新增", en: "the network at the start, to tell what is new")))
  }

  private static func byRow(_ firms: [FirmID]) -> [FirmID: Int] { Dictionary(uniqueKeysWithValues: firms.map { ($0, $0.row) }) }

  private func values(
    _ column: String, _ texts: [String], _ filters: [ShortlistRule.Filter], _ target: PlanTarget
  ) -> TargetMeasurement {
    let firms = chosen(filters)
    guard let answers = FirmColumn(column, yes: texts, of: network) else { return .lacking(FirmColumn.missing(column, firms.yes.count)) }
    var (yes, open): ([FirmID], [FirmID]) = ([], firms.open.filter { answers[$0] != false })
    for firm in firms.yes {
      switch answers[firm] {
      case true?: yes.append(firm)
      case nil: open.append(firm)
      default: break
      }
    }
    if target.newSince != nil {
      guard let baseline else { return needsBaseline }
      guard let before = FirmColumn(column, yes: texts, of: baseline.network) else { return needsBaseline }
      let had = Set(baseline.network.firms.all.filter { before[$0] == true }.map { baseline.network.firms.id($0) })
      yes.removeAll { had.contains(network.firms.id($0)) }
      open.removeAll { had.contains(network.firms.id($0)) }
    }
    return counted(Self.byRow(yes), Self.byRow(open), "firms") { FirmColumn.missing(column, $0) }
  }

  private func valueShare(_ column: String, _ texts: [String], _ filters: [ShortlistRule.Filter]) -> TargetMeasurement {
    let (firms, open) = chosen(filters)
    guard let answers = FirmColumn(column, yes: texts, of: network) else { return .lacking(FirmColumn.missing(column, firms.count)) }
    let known = firms.filter { answers[$0] != nil }
    if known.isEmpty { return .lacking(FirmColumn.missing(column, firms.count)) }
    let yes = known.count { answers[$0] == true }
    var result = TargetMeasurement()
    result.rows = known.map { RowReference("firms", $0.row) }
    result.syntheticRows = known.count { network.firms.isSynthetic($0) }
    let value = 100 * Double(yes) / Double(known.count)
    if known.count == firms.count && open.isEmpty {
      (result.low, result.high) = (value, value)
    } else {
      // A firm that may be in the selection counts where it lowers, or raises, the share.
      let (no, maybe) = (open.count { answers[$0] != true }, open.count { answers[$0] != false })
      result.low = 100 * Double(yes) / Double(firms.count + no)
      result.high = 100 * Double(yes + firms.count - known.count + maybe) / Double(firms.count + maybe)
      result.undecided = open.map { RowReference("firms", $0.row) }
      if known.count < firms.count { result.missing = [FirmColumn.missing(column, firms.count - known.count)] }
      if !open.isEmpty { result.missing.append(lackingFacts(filters, open.count)) }
    }
    return result
  }

  // MARK: Sums

  /// The sum of a field over firms.
  private func total(_ field: FirmField, _ firms: [FirmID]) -> KnownSum {
    KnownSum(firms.map { measures.number(field, of: $0)?.value ?? .nan })
  }

  private func isUnknown(_ field: FirmField, _ firm: FirmID) -> Bool { measures.number(field, of: firm)?.value == nil }

  private func lacking(_ fields: [FirmField], _ unknown: [FirmID], of count: Int) -> MissingFacts {
    let ids = unknown.prefix(3).map { network.firms.id($0) }.joined(separator: ", ")
    return MissingFacts(
      "firms.csv", fields.map(\.rawValue),
      LocalText(
        zh: "\(count) 家企业中 \(unknown.count) 家未填：\(ids)\(unknown.count > 3 ? " 等" : "")",
        en: "not given for \(unknown.count) of \(count) firms: \(ids)\(unknown.count > 3 ? ", …" : "")"))
  }

  private var noFirms: TargetMeasurement {
    .lacking(
      MissingFacts(
        "roles.csv, firms.csv", ["firm_id"], LocalText(zh: "没有一家企业符合所选范围", en: "no firm is in the selection")))
  }

  private func sum(_ field: FirmField, _ filters: [ShortlistRule.Filter]) -> TargetMeasurement {
    let (firms, open) = chosen(filters)
    if firms.isEmpty { return noFirms }
    let sum = total(field, firms)
    // A firm of which it cannot be told whether it is in the selection adds nothing, or all that it has.
    let most = total(field, firms + open)
    var result = TargetMeasurement()
    result.rows = firms.map { RowReference("firms", $0.row) }
    result.undecided = open.map { RowReference("firms", $0.row) }
    result.syntheticRows = firms.count { network.firms.isSynthetic($0) }
    if !sum.isComplete { result.missing = [lacking([field], firms.filter { isUnknown(field, $0) }, of: firms.count)] }
    if !open.isEmpty { result.missing.append(lackingFacts(filters, open.count)) }
    guard let value = sum.value else { return result }
    (result.low, result.high) = (value, most.exact ?? .infinity)
    if !sum.isComplete || !open.isEmpty { result.partial = (value, sum.known, firms.count + open.count) }
    return result
  }

  private func ratio(_ part: FirmField, _ whole: FirmField, _ filters: [ShortlistRule.Filter], isPercent: Bool) -> TargetMeasurement {
    let (firms, open) = chosen(filters)
    if firms.isEmpty { return noFirms }
    let unknown = firms.filter { isUnknown(part, $0) || isUnknown(whole, $0) }
    let lost = Set(unknown)
    let known = firms.filter { !lost.contains($0) }
    let unit = isPercent ? 100.0 : 1
    let divisor = total(whole, known).amount
    let value = divisor > 0 ? unit * total(part, known).amount / divisor : nil
    var result = TargetMeasurement()
    result.rows = known.map { RowReference("firms", $0.row) }
    result.undecided = open.map { RowReference("firms", $0.row) }
    result.syntheticRows = known.count { network.firms.isSynthetic($0) }
    if unknown.isEmpty, open.isEmpty, let value {
      (result.low, result.high) = (value, value)
      return result
    }
    if !unknown.isEmpty || value == nil { result.missing = [lacking([part, whole], unknown.isEmpty ? firms : unknown, of: firms.count)] }
    if !open.isEmpty { result.missing.append(lackingFacts(filters, open.count)) }
    guard let value, !known.isEmpty else { return result }
    // The least part by the most of the whole, and the other way round.
    let ends = (total(part, firms).amount, total(part, firms + open).exact, total(whole, firms).amount, total(whole, firms + open).exact)
    result.low = ends.3.map { $0 > 0 ? unit * ends.0 / $0 : 0 } ?? 0
    result.high = ends.1.map { ends.2 > 0 ? unit * $0 / ends.2 : .infinity } ?? .infinity
    result.partial = (value, known.count, firms.count + open.count)
    return result
  }

  // MARK: Figures and clusters

  /// The latest row of a figure in years `range`; of several rows of one year the smallest value, by source.
  func figureRow(_ table: String, _ subject: String, _ attribute: String, _ unit: String, years: ClosedRange<Int>) -> (
    row: Int, value: Double, year: String
  )? {
    let (name, wanted) = (PublishedName(attribute: attribute), PublishedName(unit: unit))
    let subject = table == "cluster" ? network.cluster(called: subject).map { network.clusters[$0.row].id } ?? subject : subject
    let rows = network.figures.indices.filter { row in
      let figure = network.figures[row]
      guard figure.table == table, figure.subject == subject, name.isCalled(figure.attribute), figure.value != nil else { return false }
      guard let year = Int(figure.year.prefix(4)), years.contains(year) else { return false }
      return wanted.isUnit(figure.unit)
    }
    guard let latest = rows.map({ network.figures[$0].year }).max() else { return nil }
    let chosen = rows.filter { network.figures[$0].year == latest }.min { a, b in
      let (x, y) = (network.figures[a], network.figures[b])
      return (x.value ?? 0, x.provenance.source, a) < (y.value ?? 0, y.provenance.source, b)
    }
    return chosen.flatMap { row in network.figures[row].value.map { (row, $0, latest) } }
  }

  private func figure(_ table: String, _ subject: String, _ attribute: String, _ unit: String, _ target: PlanTarget) -> TargetMeasurement {
    func lacking(_ years: LocalText) -> TargetMeasurement {
      let who = subject.isEmpty ? table : "\(table) \(subject)"
      let zhTable = ["region": "区域", "county": "县", "cluster": "集群", "chain": "产业链", "firm": "企业", "programme": "方案"][table] ?? table
      let zhWho = subject.isEmpty ? zhTable : "\(zhTable) \(subject)"
      return .lacking(
        MissingFacts(
          MissingFacts.Figure(table: table, subject: subject, attribute: attribute, unit: unit),
          LocalText(
            zh:
              "\(zhWho)的“\(PublishedName(attribute: attribute).label.zh)”一行\(unit.isEmpty ? "" : "（\(PublishedName(unit: unit).label.zh)）")，\(years.zh)",
            en: "a row \"\(attribute)\" of \(who)\(unit.isEmpty ? "" : " in \(unit)"), \(years.en)")))
    }
    if target.isYearly {
      guard let found = figureRow(table, subject, attribute, unit, years: asOf.year...asOf.year) else {
        return lacking(LocalText(zh: "\(asOf.year) 年", en: "\(asOf.year)"))
      }
      return read(found)
    }
    guard let since = target.newSince else {
      guard let found = figureRow(table, subject, attribute, unit, years: 1900...max(1900, asOf.year)) else {
        return lacking(LocalText(zh: "\(asOf.year) 年或之前", en: "\(asOf.year) or before"))
      }
      return read(found)
    }
    let base = figureRow(table, subject, attribute, unit, years: since...since)
    guard asOf.year > since, let now = figureRow(table, subject, attribute, unit, years: since + 1...asOf.year) else {
      var result = lacking(LocalText(zh: "\(since) 年之后、\(asOf.year) 年或之前", en: "after \(since), \(asOf.year) or before"))
      result.base = base.map { ($0.value, $0.year, RowReference("figures", $0.row)) }
      return result
    }
    guard let base else {
      return lacking(LocalText(zh: "\(since) 年（基数）", en: "\(since), the base"))
    }
    var result = read(now)
    (result.low, result.high) = (now.value - base.value, now.value - base.value)
    result.rows.append(RowReference("figures", base.row))
    return result
  }

  private func read(_ found: (row: Int, value: Double, year: String)) -> TargetMeasurement {
    var result = TargetMeasurement.known(found.value, rows: [RowReference("figures", found.row)])
    result.year = found.year
    if network.figures[found.row].provenance.kind == .synthetic { result.syntheticRows = 1 }
    return result
  }

  private func clusters(_ ids: [String], _ status: Cluster.Status) -> TargetMeasurement {
    var result = TargetMeasurement(low: 0, high: 0)
    var absent: [String] = []
    var count = 0
    for id in ids {
      guard let row = network.cluster(called: id)?.row else {
        absent.append(id)
        continue
      }
      guard let known = network.clusters[row].status else {
        result.undecided.append(RowReference("clusters", row))
        continue
      }
      // A cluster that is not there yet makes the number too.
      result.rows.append(RowReference("clusters", row))
      if known == status { count += 1 }
    }
    if absent.count == ids.count {
      return .lacking(
        MissingFacts(
          "clusters.csv", ["cluster_id", "status"],
          LocalText(zh: "集群 \(absent.joined(separator: ", ")) 各一行", en: "a row for each of \(absent.joined(separator: ", "))")))
    }
    result.low = Double(count)
    result.high = Double(count + result.undecided.count + absent.count)
    if !result.undecided.isEmpty || !absent.isEmpty {
      result.missing = [
        MissingFacts(
          "clusters.csv", ["cluster_id", "status"],
          LocalText(
            zh: "\(result.undecided.count + absent.count) 个集群的状态", en: "the status of \(result.undecided.count + absent.count) clusters"))
      ]
    }
    return result
  }
}

extension TargetQuery {
  /// The fields of firms that it asks for.
  var fields: [FirmField] {
    switch self {
    case .firms(let filters), .values(_, _, let filters), .valueShare(_, _, let filters): filters.map(\.field)
    case .sum(let field, let filters): [field] + filters.map(\.field)
    case .ratio(let part, let whole, let filters): [part, whole] + filters.map(\.field)
    case .roles, .figure, .clusters: []
    }
  }
}
