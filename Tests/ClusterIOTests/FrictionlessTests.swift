import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// The Python programs that scripts/setup.sh installs for tests.
enum PythonEnvironment {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  static let folder = root + "/.build/browser/bin"
}

/// What the `frictionless` program (PyPI) says of the packages that are written here.
struct FrictionlessTests {
  static let program: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return ([PythonEnvironment.folder] + folders).map { $0 + "/frictionless" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()
  static let lacking: Comment = "the program frictionless is neither in .build/browser nor on PATH: scripts/setup.sh tests"

  static let graphs: [String] = {
    let root = PythonEnvironment.root + "/Graphs"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted()
    return names.map { root + "/" + $0 + "/datapackage.json" }.filter { FileManager.default.fileExists(atPath: $0) }
  }()

  @Test(.enabled(if: FrictionlessTests.program != nil, FrictionlessTests.lacking))
  func acceptsWhatIsWritten() throws {
    let folder = try TemporaryFolder(NetworkWriterTests.full)
    try NetworkWriter.write(try NetworkReader.read(folder.path).network, to: folder.path + "/out")
    let good = try validate(folder.path + "/out/datapackage.json")
    #expect(good.status == 0, "\(good.output)")
    // The program does look: a link to a firm that is not there is refused.
    let supplies = try folder.text("out/supplies.csv").replacing("SYN-2,SYN-1", with: "SYN-2,SYN-9")
    try folder.write("out/supplies.csv", Array(supplies.utf8))
    #expect(try validate(folder.path + "/out/datapackage.json").status != 0)
  }

  @Test(.enabled(if: FrictionlessTests.program != nil, FrictionlessTests.lacking), arguments: graphs)
  func acceptsTheNetworksOfTheRepository(package: String) throws {
    let result = try validate(package)
    #expect(result.status == 0, "\(result.output)")
  }

  private func validate(_ package: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.program!)
    process.arguments = ["validate", package]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}
