import ClusterModel
import Testing

@testable import ClusterIO

struct GraphsTests {
  /// The networks of the repository have nothing that bars an analysis, and come back the same from being written.
  @Test(arguments: FrictionlessTests.graphs) func networksOfTheRepositoryAreSound(package: String) throws {
    let reading = try NetworkReader.read(package)
    let report = try Audit.run(reading)
    #expect(report.findings.filter { $0.severity > .note }.map { "\($0.rule) \($0.places.first?.file ?? "") \($0.message.en)" } == [])
    let folder = try TemporaryFolder()
    try NetworkWriter.write(reading.network, to: folder.path + "/copy")
    let copy = try NetworkReader.read(folder.path + "/copy").network
    #expect(NetworkText.of(copy) == NetworkText.of(reading.network))
  }
}
