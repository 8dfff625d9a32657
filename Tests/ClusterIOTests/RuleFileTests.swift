import ClusterIO
import ClusterModel
import Foundation
import Testing

@Suite struct RuleFileTests {
  private func shortlist(_ text: String) -> RuleReading<ShortlistRule> { RuleFile.shortlist(bytes: Array(text.utf8), name: "rules.yaml") }
  private func gates(_ text: String) -> RuleReading<GateSet> { RuleFile.gates(bytes: Array(text.utf8), name: "gates.yaml") }

  @Test func aRuleInYAMLAndInJSON() throws {
    let yaml = """
      name: list
      title: 名单
      source: 文件
      filters:
        - field: listed
          is: no
          why: 已上市
        - {field: revenue_cny_wan, at_least: 1000}
        - field: industry_code
          one_of: ['17', 1810]
      sort:
        - field: revenue_cny_wan
        - {field: employees, order: ascending}
      limit: 5
      """
    let json = """
      {"name": "list", "title": "名单", "source": "文件", "filters": [{"field": "listed", "is": "no", "why": "已上市"},
       {"field": "revenue_cny_wan", "at_least": 1000}, {"field": "industry_code", "one_of": ["17", "1810"]}],
       "sort": [{"field": "revenue_cny_wan"}, {"field": "employees", "order": "ascending"}], "limit": 5}
      """
    for text in [yaml, json] {
      let reading = shortlist(text)
      #expect(reading.findings.isEmpty)
      let rule = try #require(reading.rules)
      #expect(rule.name == "list" && rule.title.zh == "名单")
      #expect(rule.limit == 5 && rule.provenance.source == "文件")
      #expect(rule.filters.map(\.field) == [.listed, .revenue, .industry])
      let tests: [ShortlistRule.Test] = [.flag(false), .number(Threshold(.atLeast, 1000)), .oneOf(["17", "1810"])]
      #expect(rule.filters.map(\.test) == tests)
      let order: [ShortlistRule.Key] = [.init(.revenue), .init(.employees, isDescending: false)]
      #expect(rule.order == order)
    }
  }

  @Test func everythingWrongIsToldAtOnceWithLines() {
    let reading = shortlist(
      """
      title: 无名
      filters:
        - field: profit
          at_least: 3
        - field: employees
          is: yes
        - field: employees
          at_least: many
        - field: listed
          at_least: 1
        - field: county_code
        - field: tax_cny_wan
          at_least: 1
          below: 5
          color: red
      sort:
        - field: county_code
        - {field: employees, order: up}
      limit: 0
      """)
    #expect(reading.rules == nil)
    #expect(reading.findings.allSatisfy { !$0.remedy.zh.isEmpty && !$0.remedy.en.isEmpty && $0.places[0].file == "rules.yaml" })
    #expect(reading.findings.map { $0.places[0].row ?? 0 } == [1, 3, 6, 8, 10, 11, 15, 14, 17, 18, 19])
    #expect(reading.findings[1].remedy.en.contains("revenue_cny_wan"))
  }

  @Test(arguments: ["", "- 1", "name: [", "name: x\nfilters: []", "a: &b 1\nc: *b", "name: x\nfilters:\n  - 3"])
  func malformed(text: String) {
    #expect(shortlist(text).rules == nil)
    #expect(!shortlist(text).findings.isEmpty)
    #expect(gates(text).rules == nil)
  }

  @Test func gatesAreRead() throws {
    let reading = gates(
      """
      name: g
      gates:
        - {id: a, figure: output value, unit: 100 million CNY, years: 3, at_least: 40}
        - {id: b, measure: sme_output_share, above: 0.7}
        - {id: c, figure: output value, years: 3, growth: yes, above: 0.1}
      """)
    #expect(reading.findings.isEmpty)
    let set = try #require(reading.rules)
    let quantities: [GateSet.Quantity] = [
      .figure(attribute: "output value", unit: "100 million CNY"), .measured(.smeOutputShare),
      .figure(attribute: "output value", unit: ""),
    ]
    #expect(set.gates.map(\.quantity) == quantities)
    #expect(set.gates.map(\.years) == [3, 1, 3] && set.gates.map(\.isGrowth) == [false, false, true])
    #expect(set.gates[1].threshold == Threshold(.above, 0.7) && set.gates[2].place.row == 5)
  }

  @Test func wrongGates() {
    let reading = gates(
      """
      name: g
      gates:
        - {figure: a, at_least: 1}
        - {id: b, figure: a, measure: firms, at_least: 1}
        - {id: c, measure: beauty, at_least: 1}
        - {id: d, figure: a, growth: yes, at_least: 1}
        - {id: e, measure: firms, years: 3, at_least: 1}
        - {id: f, figure: a}
      """)
    #expect(reading.findings.map { $0.places[0].row ?? 0 } == [3, 4, 5, 6, 7, 8])
  }

  private func watch(_ text: String) -> RuleReading<WatchRules> { RuleFile.watch(bytes: Array(text.utf8), name: "watch.yaml") }

  /// The rules that hold where nobody gives others are those of the file that ships, and can be read.
  @Test func theDefaultTrafficLight() throws {
    let path = #filePath.replacing("Tests/ClusterIOTests/RuleFileTests.swift", with: "Rules/watch-default.yaml")
    let shipped = try RuleFile.watch(path)
    #expect(try Array(Data(contentsOf: URL(filePath: path))) == RuleFile.defaultWatchBytes)
    #expect(shipped.findings.isEmpty && RuleFile.defaultWatch.findings.isEmpty)
    let rules = try #require(shipped.rules)
    #expect(Set(rules.rules.map(\.of)) == Set(WatchRules.Kind.allCases))
    #expect(
      rules.rules[0].measure == "stages_missing" && rules.rules[0].red == Threshold(.atLeast, 2)
        && rules.rules[0].amber == Threshold(.atLeast, 1))
  }

  @Test func aTrafficLightInEnglishAndChinese() throws {
    let english = watch("name: w\nrules:\n  - {id: a, of: county, measure: local_supply_ratio, red: {below: 20%}, amber: {below: 0.4}}\n")
    let chinese = watch("名称: w\n规则:\n  - {编号: a, 对象: 县, 测算: 本县配套率, 红: {低于: 20%}, 黄: {低于: 40%}}\n")
    for reading in [english, chinese] {
      let rule = try #require(reading.rules?.rules.first, "\(reading.findings.map(\.message.zh))")
      #expect(rule.of == .county && rule.measure == "local_supply_ratio")
      #expect(rule.red == Threshold(.below, 0.2) && rule.amber == Threshold(.below, 0.4))
    }
  }

  @Test(arguments: [
    ("name: w\nrules:\n  - {id: a, of: leader, measure: stages_missing, red: {above: 1}}\n", "measure"),
    ("name: w\nrules:\n  - {id: a, of: firm, measure: single_points, red: {above: 1}}\n", "of"),
    ("name: w\nrules:\n  - {id: a, of: leader, measure: single_points}\n", "red"),
    ("name: w\nrules:\n  - {id: a, of: leader, measure: single_points, red: {above: 1, below: 2}}\n", "one comparison"),
    (
      "name: w\nrules:\n  - {id: a, of: leader, measure: tiers, red: {above: 1}}\n  - {id: a, of: leader, measure: tiers, amber: {above: 1}}\n",
      "twice"
    ),
    ("name: w\n", "rules"),
  ]) func aWrongTrafficLight(text: String, word: String) {
    let reading = watch(text)
    #expect(reading.rules == nil && reading.findings.contains { $0.message.en.contains(word) }, "\(reading.findings.map(\.message.en))")
  }

  /// One error hides no other: a figure that is none of the kind's, and two misspelt comparisons, are told in one go, each once.
  @Test func everythingWrongAtOnce() {
    let reading = watch(
      "name: w\nrules:\n  - {id: a, of: firm, measure: points, red: {abov: 1}}\n  - {id: b, of: 县, 测算: 单点, 黄: {不底于: 1}}\n")
    let said = reading.findings.map(\.message.en)
    #expect(said.count == 5 && ["of", "points", "abov", "单点", "不底于"].allSatisfy { word in said.contains { $0.contains(word) } }, "\(said)")
  }
}
