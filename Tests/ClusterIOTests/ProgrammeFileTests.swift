import ClusterIO
import ClusterModel
import Testing

@Suite struct ProgrammeFileTests {
  private func read(_ text: String) -> RuleReading<Programme> { ProgrammeFile.read(bytes: Array(text.utf8), name: "plan.yaml") }

  private static let small = """
    name: plan
    title: 方案
    source: 文件
    start: 2022-09-17
    actions:
      - id: '1'
        title: 上市
        measures:
          - id: '1.1'
            title: 筛选
            targets: [listed, share]
            analyses:
              - {run: shortlist, rules: list.yaml, note: 名单}
              - {run: coverage, column: brand, values: [yes, 是]}
    safeguards:
      - {id: S1, title: 组织, analyses: [{run: scorecard}]}
    targets:
      - id: listed
        year: 2023
        about: 100
        tolerance: 0.1
        new_since: 2021
        measured_by:
          - {count: roles, role: listed, level: [province, nation]}
          - {figure: 'listed firms', unit: firms}
        nearest:
          filters: [{field: revenue_cny_wan, at_least: 10000}]
      - id: share
        year: 2025
        at_least: 3.6
        unit: '% of revenue'
        each_year: yes
        measured_by:
          - {ratio: rd_cny_wan, by: revenue_cny_wan, where: [{field: leader, is: yes}]}
          - {count: values, column: cloud, values: [是]}
          - {share: values, column: cloud, where: [{field: inside, is: yes}]}
          - {sum: tax_cny_wan}
          - {count: firms, where: [{field: leader, is: yes}]}
          - {count: clusters, clusters: [a, b], status: established}
    """

  @Test func aPlan() throws {
    let reading = read(Self.small)
    #expect(reading.findings.isEmpty)
    let plan = try #require(reading.rules)
    #expect(plan.start.text == "2022-09-17" && plan.provenance.source == "文件")
    #expect(plan.measures.map(\.id) == ["1.1", "S1"])
    #expect(plan.measures[0].analyses.map(\.kind) == [.shortlist, .coverage])
    #expect(plan.measures[0].analyses[0].rules == "list.yaml" && plan.measures[0].analyses[1].values == ["yes", "是"])
    #expect(plan.targets[0].aim == .about(100, tolerance: 0.1) && plan.targets[0].aim.threshold == 90)
    #expect(plan.targets[0].newSince == 2021 && plan.targets[0].nearest?.filters.count == 1)
    #expect(plan.targets[1].isYearly && plan.targets[1].isPercent && plan.targets[1].queries.count == 6)
    guard case .roles(.listed, let levels) = plan.targets[0].queries[0] else { return #expect(Bool(false)) }
    #expect(levels == [.province, .nation])
    guard case .figure("region", "", "listed firms", "firms") = plan.targets[0].queries[1] else { return #expect(Bool(false)) }
  }

  @Test func everythingWrongIsToldAtOnceWithLines() {
    let reading = read(
      """
      name: plan
      start: 2022-13-01
      actions:
        - id: '1'
          measures:
            - id: '1.1'
              targets: [nowhere]
              analyses:
                - {run: magic}
                - {run: visits, column: x}
                - {run: shortlist, rules: ../../etc/passwd}
                - {run: spread}
            - id: '1.1'
              analyses: [{run: gaps}]
      targets:
        - id: t
          year: 2023
          measured_by:
            - {count: roles, role: king}
            - {figure: x, sum: tax_cny_wan}
            - {ratio: suppliers, by: revenue_cny_wan}
            - {figure: x, role: listed}
      """)
    #expect(reading.rules == nil)
    let lines = Set(reading.findings.compactMap { $0.places.first?.row })
    // One for each wrong line: the date, a kind, a parameter, a path, a parameter that lacks, an id given twice, the aim, and four queries.
    #expect(lines.isSuperset(of: [2, 9, 10, 11, 12, 13, 16, 19, 20, 21, 22]))
    #expect(reading.findings.contains { $0.message.en.contains("file beside the plan") })
    #expect(reading.findings.allSatisfy { !$0.remedy.en.isEmpty && !$0.remedy.zh.isEmpty })
  }

  @Test(arguments: ["", "[1, 2]", "name: x", "name: x\nstart: 2022\nactions: {}", "a: &a [*a]", "\u{0}", "{\"name\": 1}"])
  func hostileTextIsRefusedWithFindings(text: String) {
    let reading = read(text)
    #expect(reading.rules == nil && !reading.findings.isEmpty)
  }

  /// Baoding's plan as shipped: 8 actions, 25 measures (3+3+4+4+2+3+2+4), 5 safeguards (figures.csv, rows programme).
  @Test func baodingsPlan() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let plan = try #require(try ProgrammeFile.read("/" + root + "/Rules/programme-baoding-2022.yaml").rules)
    #expect(plan.actions.map { $0.measures.count } == [3, 3, 4, 4, 2, 3, 2, 4])
    #expect(plan.safeguards.count == 5)
    #expect(plan.measures.allSatisfy { !$0.analyses.isEmpty })
    let network = try NetworkReader.read("/" + root + "/Graphs/baoding-2022").network
    let published = network.figures.filter { $0.subject == "baoding-plan-2022" && $0.attribute.hasPrefix("target: ") }
    #expect(published.count == plan.targets.count)
    for figure in published {
      let digits = figure.text.drop { !$0.isNumber }
      let value = try #require(figure.value ?? Double(digits))
      let year = figure.year == "2022-25" ? 2025 : Int(figure.year)
      // The same figure, by the same year; “about” where the text says ~.
      #expect(
        plan.targets.contains {
          $0.aim.value == value && $0.year == year && $0.isYearly == (figure.year == "2022-25")
            && ($0.aim.sign == "~") == figure.text.hasPrefix("~")
        }, "\(figure.attribute) \(figure.year)")
    }
    #expect(plan.targets.allSatisfy { $0.provenance.source == published[0].provenance.source })
  }
}
