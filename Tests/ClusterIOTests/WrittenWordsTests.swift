import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// What is written by hand in Chinese is what its English twin is; what is neither is told with its line and what comes near.
@Suite("Scenarios, rules and plans in Chinese words") struct WrittenWordsTests {
  private func scenario(_ text: String) -> ScenarioReading { ScenarioReader.read(bytes: Array(text.utf8), name: "s.yaml") }
  private func gates(_ text: String) -> RuleReading<GateSet> { RuleFile.gates(bytes: Array(text.utf8), name: "g.yaml") }
  private func shortlist(_ text: String) -> RuleReading<ShortlistRule> { RuleFile.shortlist(bytes: Array(text.utf8), name: "r.yaml") }

  @Test func events() throws {
    let chinese = scenario(
      "名称: 甲\n来源类型: 虚构\n截至: 2023年8月\n事件:\n  - 企业: A、B\n    影响: 需求\n    损失: 五成\n    开始: 第8天\n    持续: 14天\n    恢复: {形状: 先慢后快, 天数: 7}\n")
    let english = scenario(
      "name: 甲\nprovenance: synthetic\nas_of: 2023-08\nevents:\n  - firms: [A, B]\n    what: demand\n    loss: 0.5\n    start: 8\n    duration: 14\n    recovery: {shape: convex, days: 7}\n"
    )
    #expect(chinese.findings.isEmpty, "\(chinese.findings.map(\.message.zh))")
    #expect(try "\(#require(chinese.scenario))" == "\(#require(english.scenario))")
  }

  @Test func changes() throws {
    let chinese = scenario(
      "名称: 甲\n变更:\n  - 新增: 供应关系\n    行: {供应商: A, 采购方: B, 交易金额（亿元）: 1.2, 占比: 35%}\n  - 修改: 角色\n    条件: {企业: A, 角色: 领跑者企业}\n    改为: {级别: 省级, 年份: 2023年}\n  - 停产: {集群: C}\n  - 限产: {县区: 高阳, 环节: S}\n    损失: 30%\n  - 延迟: {供应商: A, 采购方: B, 产品: P}\n    天数: 10天\n"
    )
    let english = scenario(
      "name: 甲\nchanges:\n  - add: supplies\n    row: {supplier_id: A, buyer_id: B, amount_cny_wan: 12000, share: 0.35}\n  - change: roles\n    where: {firm_id: A, role: leader}\n    set: {level: province, year: 2023}\n  - shut: {cluster: C}\n  - curtail: {county: 高阳, stage: S}\n    loss: 0.3\n  - delay: {supplier: A, buyer: B, product: P}\n    days: 10\n"
    )
    #expect(chinese.findings.isEmpty, "\(chinese.findings.map(\.message.zh))")
    #expect(try "\(#require(chinese.scenario))" == "\(#require(english.scenario))")
  }

  /// The wide colon of Chinese typing, at the beginning of lines and items; in a text of several lines it stays what it is.
  @Test func wideColons() throws {
    let read = scenario("名称：甲\n说明: |\n  名称：不是字段\n事件：\n  - 企业：A\n    损失：1\n    开始：1\n    持续：2\n")
    let made = try #require(read.scenario, "\(read.findings.map(\.message.zh))")
    #expect(made.name == "甲" && made.description == "名称：不是字段\n" && made.events[0].firms.firms == ["A"] && made.events[0].loss == 1)
  }

  @Test func gateSets() throws {
    let chinese = gates(
      "名称: 甲\n来源: 某办法\n门槛:\n  - {编号: a, 指标: 产值, 不低于: 40亿元, 年数: 3}\n  - {编号: b, 测算: 中小企业产值占比, 高于: 70%}\n  - {编号: c, 指标: 产值, 单位: 亿元, 年数: 3, 增速: 是, 高于: 10%}\n"
    )
    let english = gates(
      "name: 甲\nsource: 某办法\ngates:\n  - {id: a, figure: output value, at_least: 40, unit: 100 million CNY, years: 3}\n  - {id: b, measure: sme_output_share, above: 0.7}\n  - {id: c, figure: output value, unit: 100 million CNY, years: 3, growth: yes, above: 0.1}\n"
    )
    #expect(chinese.findings.isEmpty, "\(chinese.findings.map(\.message.zh))")
    #expect(try "\(#require(chinese.rules))" == "\(#require(english.rules))")
    let twice = gates("名称: 甲\n门槛:\n  - {编号: a, 指标: 产值, 不低于: 40亿元, 单位: 万元}\n")
    #expect(twice.rules == nil && twice.findings.map(\.places[0].row) == [3])
  }

  @Test func shortlists() throws {
    let chinese = shortlist(
      "名称: 甲\n条件:\n  - {字段: 营业收入, 不低于: 1.2亿元}\n  - {字段: 上市, 为: 否}\n  - {字段: 县区代码, 属于: 高阳县、安新县}\n  - {字段: 最大客户占比, 不高于: 50%}\n排序:\n  - {字段: 产值, 顺序: 从高到低}\n最多: 10\n"
    )
    let english = shortlist(
      "name: 甲\nfilters:\n  - {field: revenue_cny_wan, at_least: 12000}\n  - {field: listed, is: no}\n  - {field: county_code, one_of: [高阳县, 安新县]}\n  - {field: top_buyer_share, at_most: 0.5}\nsort:\n  - {field: output_cny_wan, order: descending}\nlimit: 10\n"
    )
    #expect(chinese.findings.isEmpty, "\(chinese.findings.map(\.message.zh))")
    #expect(try "\(#require(chinese.rules))" == "\(#require(english.rules))")
  }

  @Test func alerts() throws {
    let read = RuleFile.curtailment(
      bytes: Array("名称: 甲\n未分级: D级\n减排:\n  - {预警: 橙色, A级: 0, B级: 20%, C级: 五成, D级: 0.8}\n".utf8), name: "c.yaml")
    let rules = try #require(read.rules, "\(read.findings.map(\.message.zh))")
    #expect(rules.cuts == [.orange: [0, 0.2, 0.5, 0.8]] && rules.ungraded == .d)
  }

  /// A field, a value and a kind that are mistyped: each at its line, with what it may be.
  @Test(arguments: [
    ("名称: 甲\n事件:\n  - {企业: A, 损史: 1, 开始: 1, 持续: 2}\n", 3, "损失"), ("名称: 甲\n事件:\n  - {企业: A, 损失: 1, 开始: 1, 持续: 2, 影响: 需救}\n", 3, "需求"),
    ("名称: 甲\n变更:\n  - 新增: 供应关糸\n    行: {供应商: A}\n", 3, "供应关系"), ("名字: 甲\n名称: 乙\n变更: []\n", 2, "只保留一个"),
    ("名称: 甲\n变更:\n  - 停产: {集群：C}\n", 3, "半角"),
  ])
  func mistyped(text: String, line: Int, word: String) {
    let read = scenario(text)
    #expect(read.scenario == nil && read.findings.first?.places[0].row == line)
    #expect(read.findings.first?.remedy.zh.contains(word) == true, "\(read.findings.map(\.remedy.zh))")
  }

  /// Every word stands for one name only wherever it may be written: else it would stand for none.
  @Test func wordsAreUnambiguous() {
    let places: [[String]] = [
      ScenarioReader.scenarioFields, ScenarioReader.eventFields, ScenarioReader.recoveryFields, ScenarioReader.changeFields,
      ScenarioReader.selectorFields, ScenarioReader.delayFields, RuleFile.shortlistFields, RuleFile.filterFields, RuleFile.gateSetFields,
      RuleFile.gateFields, RuleFile.curtailmentFields, RuleFile.cutFields, RuleFile.quotaFields, RuleFile.dutyFields, ProgrammeFile.fields,
      ProgrammeFile.phaseFields, ProgrammeFile.actionFields, ProgrammeFile.measureFields, ProgrammeFile.analysisFields,
      ProgrammeFile.targetFields, ProgrammeFile.queryFields, FirmField.allCases.map(\.rawValue), FirmSetField.allCases.map(\.rawValue),
      AnalysisCall.Kind.allCases.map(\.rawValue), Role.Kind.allCases.map(\.rawValue), Role.Level.allCases.map(\.rawValue),
      AlertLevel.allCases.map(\.rawValue), RuleFile.watchFields, RuleFile.watchRuleFields, WatchRules.Kind.allCases.map(\.rawValue),
      WatchRules.Kind.chain.measures, WatchRules.Kind.county.measures, WatchRules.Kind.leader.measures,
      DataDictionary.standard.tables.map(\.name),
    ]
    for names in places {
      for name in names {
        let word = WrittenWords.shown(name).zh
        #expect(word != name && WrittenWords.name(word, among: names) == name, "\(name): \(word)")
        #expect(WrittenWords.name(name, among: names) == name)
      }
    }
  }
}
