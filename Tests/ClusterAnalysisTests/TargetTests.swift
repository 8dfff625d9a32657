import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import Testing

@Suite struct TargetTests {
  static func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(number: 0) }

  /// A and B are leaders with research, C is not; counties 0 inside, 1 outside; D's county is unknown.
  static var sketch: Sketch {
    var sketch = Sketch(firms: ["A", "B", "C", "D"], products: ["P0"])
    sketch.network.counties = [County(code: "130628", name: Name()), County(code: "110000", name: Name(), isInside: false)]
    sketch.network.firms.counties = [0, 0, 1, -1]
    sketch.network.firms.revenue = NumberColumn([1000, 3000, 500, .nan])
    sketch.network.firms.researchSpending = NumberColumn([40, 60, .nan, .nan])
    sketch.network.firms.extra = [(name: "cloud", values: TextColumn(["yes", "", "no", "是"]))]
    sketch.network.roles = [
      Role(firm: FirmID(0), kind: .leader, year: 2022), Role(firm: FirmID(1), kind: .leader, year: 2023),
      Role(firm: FirmID(0), kind: .srdi, level: .province, year: 2020), Role(firm: FirmID(1), kind: .srdi, level: .province, year: 2023),
      Role(firm: FirmID(2), kind: .srdi, level: .province, year: 2023), Role(firm: FirmID(3), kind: .srdi, level: .province, year: 2023),
      Role(firm: FirmID(1), kind: .srdi, level: .city, year: 2022),
    ]
    sketch.network.figures = [
      Figure(table: "region", subject: "", attribute: "tech", value: 100, unit: "firms", year: "2021"),
      Figure(table: "region", subject: "", attribute: "tech", value: 160, unit: "firms", year: "2023"),
      Figure(table: "region", subject: "", attribute: "rate", value: 40, unit: "%", year: "2021"),
      Figure(table: "region", subject: "", attribute: "rate", value: 48, unit: "%", year: "2023"),
    ]
    sketch.network.clusters = [Cluster(id: "x", name: Name(), status: .established), Cluster(id: "y", name: Name(), status: .planned)]
    return sketch
  }

  private func progress(
    _ target: PlanTarget, _ network: Network = Self.sketch.network, asOf: String = "2023-12-31", baseline: Network? = nil,
    start: String = "2021-12-31"
  ) -> TargetProgress {
    let plan = Programme(name: "p", start: Self.day(start), targets: [target])
    return ProgrammeReview(plan, in: BenchmarkFacts(network), asOf: Self.day(asOf), baseline: baseline.map { BenchmarkFacts($0) }).targets[
      0]
  }

  private func target(
    _ query: TargetQuery, _ least: Double = 1, year: Int = 2025, unit: String = "", since: Int? = nil, yearly: Bool = false
  ) -> PlanTarget {
    PlanTarget(id: "t", year: year, aim: .atLeast(least), unit: unit, isYearly: yearly, newSince: since, queries: [query])
  }

  @Test func rolesByLevelYearAndPlace() {
    // Province, after 2021: B for sure; C is outside; D may be anywhere. A's is of 2020, B's city level does not count.
    let found = progress(target(.roles(.srdi, levels: [.province]), 2, since: 2021))
    #expect(found.measurement.low == 1 && found.measurement.high == 2)
    #expect(found.measurement.rows == [RowReference("roles", 3)] && found.measurement.undecided == [RowReference("roles", 5)])
    #expect(found.verdict == .undecided && found.gap == 0...1)
    // Rows of later years do not count yet.
    #expect(progress(target(.roles(.srdi, levels: [.province]), since: 2021), asOf: "2022-06-30").measurement.high == 0)
    #expect(progress(target(.roles(.srdi, levels: []), 2)).measurement.low == 2)
    // A kind that nobody is recorded to have is unknown, not none.
    let lacking = progress(target(.roles(.littleGiant, levels: [.nation])))
    #expect(lacking.verdict == .unmeasured && lacking.measurement.low == nil && lacking.gap == nil && lacking.pace == nil)
    #expect(lacking.measurement.missing.map(\.table) == ["roles.csv"])
  }

  @Test func aBaselineTellsWhatIsNew() {
    var before = Self.sketch.network
    before.roles = [Role(firm: FirmID(1), kind: .srdi, level: .province)]
    var now = Self.sketch.network
    for at in now.roles.indices { now.roles[at].year = nil }
    // Without years nothing is certain; with the network at the start, B had it, A and D did not; C is outside, D's county unknown.
    #expect(progress(target(.roles(.srdi, levels: [.province]), since: 2021), now).measurement.low == 0)
    let found = progress(target(.roles(.srdi, levels: [.province]), since: 2021), now, baseline: before)
    #expect(found.measurement.low == 1 && found.measurement.high == 2 && found.measurement.rows == [RowReference("roles", 2)])
    let cloud = TargetQuery.values(column: "cloud", texts: ["yes", "是"], among: [])
    #expect(progress(target(cloud, since: 2021)).measurement.missing.map(\.table) == ["baseline"])
    before.firms.extra = [(name: "cloud", values: TextColumn(["yes", "no", "no", "no"]))]
    #expect(progress(target(cloud, since: 2021), baseline: before).measurement.low == 1, "only D's is new; B's is unknown")
  }

  @Test func ratiosNeedEveryFirm() throws {
    let leaders: [ShortlistRule.Filter] = [.init(.leader, .flag(true))]
    let found = progress(target(.ratio(.research, by: .revenue, among: leaders), 3, unit: "% of revenue"))
    // (40 + 60) / (1000 + 3000) = 2.5 %
    #expect(found.measurement.value == 2.5 && found.measurement.rows == [RowReference("firms", 0), RowReference("firms", 1)])
    #expect(found.verdict == .open && found.gap == 0.5...0.5, "nothing is known of where it started")
    var network = Self.sketch.network
    network.firms.researchSpending.numbers[1] = .nan
    let open = progress(target(.ratio(.research, by: .revenue, among: leaders), unit: "%"), network).measurement
    // B may spend anything: from 40 of all 4000 on.
    #expect(open.low == 1 && open.high == .infinity && open.value == nil)
    // Over A alone: 40 / 1000.
    #expect(open.partial?.value == 4 && open.partial?.known == 1 && open.partial?.of == 2)
    #expect(try #require(open.missing.first).rows.en == "not given for 1 of 2 firms: B")
    // Decided only where the lowest and the highest agree.
    func verdict(_ aim: Double) -> TargetProgress.Verdict {
      progress(target(.sum(.research, among: leaders), aim), network).verdict
    }
    #expect(verdict(40) == .met && verdict(41) == .undecided)
    network.firms.researchSpending = NumberColumn()
    #expect(progress(target(.sum(.research, among: leaders)), network).measurement.partial == nil)
    #expect(progress(target(.sum(.revenue, among: leaders))).measurement.value == 4000)
  }

  @Test func columnsAreYesNoOrUnknown() {
    let cloud = progress(target(.values(column: "cloud", texts: ["yes", "是"], among: []), 3))
    #expect(cloud.measurement.low == 2 && cloud.measurement.high == 3 && cloud.verdict == .undecided)
    let share = progress(target(.valueShare(column: "cloud", texts: [], among: []), 50, unit: "%"))
    // Two of four, and one unknown: between 50 % and 75 %.
    #expect(share.measurement.low == 50 && share.measurement.high == 75 && share.verdict == .met)
    let lacking = progress(target(.values(column: "robots", texts: [], among: []))).measurement
    #expect(lacking.missing.first?.columns == ["firm_id", "robots"])
  }

  @Test func figuresAndTheirPace() throws {
    let tech = TargetQuery.figure(table: "region", subject: "", attribute: "tech", unit: "firms")
    let new = progress(target(tech, 100, since: 2021))
    #expect(new.measurement.value == 60 && new.measurement.rows == [RowReference("figures", 1), RowReference("figures", 0)])
    // 730 of 1461 days are over: an even pace would be at 49.97; 40 are left for 731 days.
    let (expected, pace) = (try #require(new.expected), try #require(new.pace))
    #expect(new.verdict == .onTrack && abs(expected - 100.0 * 730 / 1461) < 1e-9)
    #expect(abs(pace - 40 / (731 / 365.2425)) < 1e-9)
    let rate = TargetQuery.figure(table: "region", subject: "", attribute: "rate", unit: "%")
    // From 40 in 2021 to 60 in 2025: about 50 by now, and it is 48.
    #expect(progress(target(rate, 60, unit: "%")).verdict == .behind)
    #expect(progress(target(rate, 60, unit: "%")).baseRow == RowReference("figures", 2))
    #expect(progress(target(rate, 48, unit: "%")).verdict == .met)
    #expect(progress(target(rate, 60, year: 2022, unit: "%")).verdict == .missed)
    let early = progress(target(tech, 100, since: 2021), asOf: "2022-06-30")
    #expect(early.verdict == .unmeasured && early.measurement.missing.first?.rows.en.contains("after 2021, 2022 or before") == true)
    #expect(progress(target(rate, 40, yearly: true), asOf: "2022-12-31").measurement.missing.first?.rows.en.hasSuffix(", 2022") == true)
    #expect(progress(target(rate, 48, yearly: true)).verdict == .met)
    #expect(progress(target(.figure(table: "region", subject: "", attribute: "tech", unit: "tonnes"))).verdict == .unmeasured)
  }

  @Test func clustersAndAlternatives() {
    let clusters = progress(target(.clusters(["x", "y"], .established), 2, since: 2021)).measurement
    #expect(clusters.value == 1)
    #expect(progress(target(.clusters(["z"], .established))).verdict == .unmeasured)
    var either = target(.roles(.littleGiant, levels: []))
    either.queries.append(.figure(table: "region", subject: "", attribute: "tech", unit: ""))
    #expect(progress(either).measurement.value == 160 && progress(either).measurement.query == 1)
    either.queries[1] = .figure(table: "region", subject: "", attribute: "none", unit: "")
    #expect(progress(either).measurement.missing.map(\.table) == ["roles.csv", "figures.csv"])
  }

  /// The law behind “no invented number”: without the rows that a number names it changes or is gone.
  @Test(arguments: 0..<12) func `a number is made of its rows`(seed: Int) {
    let network = Self.network(seed)
    let leaders: [ShortlistRule.Filter] = [.init(.leader, .flag(true))]
    let queries: [TargetQuery] = [
      .roles(.srdi, levels: [.province]), .roles(.leader, levels: []), .ratio(.research, by: .revenue, among: leaders),
      .sum(.revenue, among: leaders),
      .values(column: "cloud", texts: ["yes"], among: []), .figure(table: "region", subject: "", attribute: "tech", unit: ""),
      .clusters(["x", "y"], .established),
    ]
    for query in queries {
      let found = progress(target(query, unit: "%"), network).measurement
      guard let low = found.low, let high = found.high, !found.rows.isEmpty, low > 0 else { continue }
      let without = progress(target(query, unit: "%"), Self.removing(found.rows, from: network)).measurement
      #expect(without.low != low || without.high != high, "\(query)")
    }
  }

  private static func network(_ seed: Int) -> Network {
    var random = SplitMix64(seed: UInt64(seed))
    var sketch = Sketch(firms: (0..<8).map { "F\($0)" }, products: ["P"])
    sketch.network.firms.revenue = NumberColumn((0..<8).map { _ in 1 + Double(random.below(100)) })
    sketch.network.firms.researchSpending = NumberColumn((0..<8).map { _ in 1 + Double(random.below(9)) })
    sketch.network.firms.extra = [(name: "cloud", values: TextColumn((0..<8).map { _ in ["yes", "no", ""][random.below(3)] }))]
    for firm in 0..<8 {
      if random.chance(0.5) { sketch.network.roles.append(Role(firm: FirmID(firm), kind: .leader)) }
      if random.chance(0.5) { sketch.network.roles.append(Role(firm: FirmID(firm), kind: .srdi, level: .province)) }
    }
    sketch.network.figures = (0..<3).map {
      Figure(table: "region", subject: "", attribute: "tech", value: Double(100 * $0 + 1 + random.below(50)), year: "\(2020 + $0)")
    }
    sketch.network.clusters = ["x", "y"].map { Cluster(id: $0, name: Name(), status: random.chance(0.5) ? .established : .planned) }
    return sketch.network
  }

  /// The network without some rows; of firms, the roles and columns go with them.
  private static func removing(_ rows: [RowReference], from network: Network) -> Network {
    var network = network
    for row in rows.sorted().reversed() {
      switch row.table {
      case "roles": network.roles.remove(at: row.row)
      case "figures": network.figures.remove(at: row.row)
      case "clusters": network.clusters.remove(at: row.row)
      default:
        network.roles.removeAll { $0.firm.row == row.row }
        network.firms.revenue.numbers[row.row] = .nan
        let texts = (0..<network.firms.count).map { $0 == row.row ? "" : network.firms.extra[0].values[$0] }
        network.firms.extra[0].values = TextColumn(texts)
      }
    }
    return network
  }
}
