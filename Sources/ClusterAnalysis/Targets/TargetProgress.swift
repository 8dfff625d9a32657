public import ClusterModel

/// How far a target is: its value, the gap, the pace that it takes, and a verdict.
public struct TargetProgress: Sendable {
  public enum Verdict: String, Sendable, CaseIterable {
    case met
    /// Not met, and at least as far as an even pace from the start would be.
    case onTrack = "on_track"
    /// Not met, and less far than that.
    case behind
    /// The year is over, and it was not met.
    case missed
    /// Not met, and nothing is known of where it started: the pace cannot be judged.
    case open
    /// Rows leave it open whether it is met.
    case undecided
    case unmeasured

    public var label: LocalText {
      switch self {
      case .met: LocalText(zh: "已达到", en: "met")
      case .onTrack: LocalText(zh: "进度正常", en: "on track")
      case .behind: LocalText(zh: "落后", en: "behind")
      case .missed: LocalText(zh: "逾期未达", en: "missed")
      case .open: LocalText(zh: "未达到", en: "not met yet")
      case .undecided: LocalText(zh: "无法判定", en: "cannot be told")
      case .unmeasured: LocalText(zh: "无法衡量", en: "cannot be measured")
      }
    }
  }

  public let target: PlanTarget
  public let measurement: TargetMeasurement
  public let verdict: Verdict
  /// What is still lacking to the threshold, at least and at most; 0 where met.
  public let gap: ClosedRange<Double>?
  /// Where an even pace would be by now; `nil` where nothing is known of the start.
  public let expected: Double?
  /// The gap (at most) by the years that are left; `nil` where met, unmeasured or over.
  public let pace: Double?
  /// The row that says where it started.
  public let baseRow: RowReference?

  init(
    _ target: PlanTarget, _ measurement: TargetMeasurement, base: (value: Double, row: RowReference?)?, start: CalendarDay,
    asOf: CalendarDay
  ) {
    self.target = target
    self.measurement = measurement
    baseRow = base?.row
    let end = CalendarDay(year: target.year, month: 12, day: 31) ?? asOf
    let threshold = target.aim.threshold
    let span = end.number - start.number
    let share = span > 0 ? min(1, max(0, Double(asOf.number - start.number) / Double(span))) : 1
    expected = target.isYearly ? nil : base.map { $0.value + (threshold - $0.value) * share }
    guard let low = measurement.low, let high = measurement.high else {
      (verdict, gap, pace) = (.unmeasured, nil, nil)
      return
    }
    gap = max(0, threshold - high)...max(0, threshold - low)
    let left = Double(end.number - asOf.number) / 365.2425
    pace = low < threshold && left > 0 && !target.isYearly ? (threshold - low) / left : nil
    if low >= threshold {
      verdict = .met
    } else if high >= threshold {
      verdict = .undecided
    } else if asOf > end {
      verdict = .missed
    } else if target.isYearly || expected == nil {
      verdict = .open
    } else {
      verdict = low >= (expected ?? 0) ? .onTrack : high < (expected ?? 0) ? .behind : .undecided
    }
  }
}

/// A plan held against a network: every target's progress, and the analyses behind every measure.
public struct ProgrammeReview: Sendable {
  public let plan: Programme
  public let asOf: CalendarDay
  public let targets: [TargetProgress]
  let facts: BenchmarkFacts

  /// - Parameters:
  ///   - plan: the targets and their queries.
  ///   - facts: of the network, with output as the measure.
  ///   - asOf: the day that is looked at; later rows do not count.
  ///   - baseline: the network at the start, to tell what is new.
  public init(_ plan: Programme, in facts: BenchmarkFacts, asOf: CalendarDay, baseline: BenchmarkFacts? = nil) {
    self.plan = plan
    self.asOf = asOf
    self.facts = facts
    let gauge = TargetGauge(facts, plan: plan, asOf: asOf, baseline: baseline)
    let before = baseline.map { TargetGauge($0, plan: plan, asOf: asOf) }
    targets = plan.targets.map { target in
      let measurement = gauge.measure(target)
      return TargetProgress(
        target, measurement, base: Self.base(of: target, measurement, gauge, before, start: plan.start), start: plan.start, asOf: asOf)
    }
  }

  /// Where a target stood at the start: 0 for what is counted anew, else the baseline's value, else a figure of the start's year or before.
  private static func base(
    of target: PlanTarget, _ now: TargetMeasurement, _ gauge: TargetGauge, _ before: TargetGauge?, start: CalendarDay
  ) -> (value: Double, row: RowReference?)? {
    if target.newSince != nil { return (0, nil) }
    if let value = before?.measure(target).value { return (value, nil) }
    guard target.queries.indices.contains(now.query),
      case .figure(let table, let subject, let attribute, let unit) = target.queries[now.query],
      let found = gauge.figureRow(table, subject, attribute, unit, years: 1900...max(1900, start.year)),
      found.year != now.year
    else { return nil }
    return (found.value, RowReference("figures", found.row))
  }

  /// The firms that stand nearest to helping a target on: those that its rule chooses, then those it leaves out, nearest first.
  public func nearest(to target: PlanTarget, limit: Int) -> (list: Shortlist, entries: [Shortlist.Entry])? {
    guard let rule = target.nearest else { return nil }
    let network = facts.network
    // Firms known to lie elsewhere do not help this plan.
    let firms = network.firms.all.filter { firm in network.firms.county(firm).map { network.counties[$0.row].isInside } ?? true }
    let list = Shortlist(rule, of: firms, in: facts)
    let near = (list.chosen + list.leftOut.filter { $0.failures.count == 1 && $0.undecided.isEmpty && $0.failures[0].distance != nil })
    return (list, Array(near.prefix(limit)))
  }
}
