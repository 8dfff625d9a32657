import ClusterModel
import Testing

@testable import ClusterIO

@Suite struct ProgrammeTableTests {
  private static func read(_ text: String) throws -> RuleReading<Programme> {
    let folder = try TemporaryFolder(["目标表.csv": text])
    return try ProgrammeFile.read(folder.path + "/目标表.csv")
  }

  @Test func aTableOfTargetsIsAPlan() throws {
    let text = """
      某市目标任务表,,,,,,,,
      目标,年份,目标值,单位,计什么,级别,新增自,每年,出处
      新增领跑者企业,2027年,≥20,家,领跑者企业,,2024,,某市方案
      专精特新,2027,"1,200",家,专精特新,省级、国家级,,,
      上云企业,2026,300,家,列：上云,,,,
      营业收入增速,2027,8,%,,,,是,
      集群营业收入,2025,5300,亿元,营业收入,,,,
      """
    let plan = try #require(try Self.read(text).rules)
    #expect(plan.targets.map(\.id) == ["新增领跑者企业", "专精特新", "上云企业", "营业收入增速", "集群营业收入"])
    #expect(plan.targets.map(\.year) == [2027, 2027, 2026, 2027, 2025] && plan.targets.map(\.aim.value) == [20, 1200, 300, 8, 5300])
    #expect(plan.targets[0].newSince == 2024 && plan.targets[0].provenance == Provenance(.sourced, source: "某市方案"))
    #expect(plan.targets[3].isYearly && !plan.targets[0].isYearly && plan.targets[3].isPercent)
    // Counted from the first of January of the earliest target's year.
    #expect(plan.start == CalendarDay("2025-01-01") && plan.actions.isEmpty)
    let queries = plan.targets.map { $0.queries.map { "\($0)" } }
    #expect(queries[0][0].contains("leader") && queries[0].count == 2)
    #expect(queries[1][0].contains("srdi") && queries[1][0].contains("province") && queries[1][0].contains("nation"))
    #expect(queries[2][0].contains("上云") && queries[3][0].contains("营业收入增速") && queries[4][0].contains("\"营业收入\""))
  }

  @Test func rowsThatSayTooLittleAreTold() throws {
    let reading = try Self.read("目标,年份,目标值\n甲,,5\n乙,2027,多\n丙,2027,1\n")
    #expect(reading.rules == nil && reading.findings.map { $0.places[0].row } == [2, 3])
    #expect(throws: ClusterIOError.self) { try Self.read("甲,乙\n1,2\n") }
  }

  /// The plans that ship; every target says where its figure was read.
  @Test(arguments: ["baoding-2022", "hebei-2025", "shijiazhuang-2025", "langfang-2025"]) func theShippedPlansAreRead(_ name: String) throws
  {
    let reading = try ProgrammeFile.read(PythonEnvironment.root + "/Rules/programme-\(name).yaml")
    let plan = try #require(reading.rules, "\(reading.findings.map(\.message.en))")
    #expect(plan.targets.count > 6 && !plan.actions.isEmpty && plan.targets.allSatisfy { $0.provenance.source.count > 10 })
    if name != "baoding-2022" { #expect(plan.actions.count == 6 && plan.provenance.source.contains("second-hand")) }
  }
}
