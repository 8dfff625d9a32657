import ClusterModel
import Testing

@testable import ClusterIO

struct GraphsTests {
  /// The networks of the repository have nothing that bars an analysis, and come back the same from being written. Lanpu's repeated contracts, its amounts without a unit and its capacities a little below the revenue, are meant.
  @Test(arguments: FrictionlessTests.graphs) func networksOfTheRepositoryAreSound(package: String) throws {
    let reading = try NetworkReader.read(package)
    let report = try Audit.run(reading)
    let meant = package.contains("/lanpu-2023/") ? ["missing-unit", "repeated-link", "short-capacity"] : []
    #expect(
      report.findings.filter { $0.severity > .note && !meant.contains($0.rule) }.map {
        "\($0.rule) \($0.places.first?.file ?? "") \($0.message.en)"
      } == [])
    let folder = try TemporaryFolder()
    try NetworkWriter.write(reading.network, to: folder.path + "/copy")
    let copy = try NetworkReader.read(folder.path + "/copy").network
    #expect(NetworkText.of(copy) == NetworkText.of(reading.network))
  }
}
