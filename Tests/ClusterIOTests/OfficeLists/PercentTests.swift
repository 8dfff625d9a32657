import ChainwrightTesting
import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// Shares in per cent and as numbers in one column.
@Suite("Percent cells beside plain numbers") struct PercentTests {
  private func read(_ header: String, _ cells: [String]) throws -> Reading {
    let rows = cells.map { "A,B,\"\($0)\"\n" }.joined()
    let folder = try TemporaryFolder(["supplies.csv": "供应商,采购方,\(header)\n" + rows])
    return try NetworkReader.read(folder.path)
  }

  /// 35 under a header in % is 35 %, and so are 35% and 35 ％; 0.35 is 0.35 %, which is asked about.
  @Test(arguments: ["占比（%）", "占比(%)", "占比/%", "占比（％）"]) func underPercent(header: String) throws {
    let reading = try read(header, ["35", "35%", "３５％", "0.35", "0.5%", "100", "0"])
    #expect(reading.network.supplies.share.numbers == [0.35, 0.35, 0.35, 0.0035, 0.005, 1, 0])
    let found = reading.problems.filter { $0.rule == "small-percent" }
    #expect(found.map(\.subject.id) == ["0.35"] && found[0].places.map(\.row) == [5])
  }

  /// Without a unit in the header 0.35 is a share, 35% too, and 35 is none.
  @Test func withoutAUnit() throws {
    let reading = try read("占比", ["0.35", "35%", "35"])
    #expect(
      reading.network.supplies.share[0] == 0.35 && reading.network.supplies.share[1] == 0.35 && reading.network.supplies.share[2] == nil)
    #expect(reading.problems.map(\.rule).filter { $0 != "implied-rows" } == ["share-range"])
  }
}

/// Spreadsheets that only LibreOffice reads.
@Suite("Spreadsheets of other kinds") struct OtherSpreadsheetTests {
  private static let program = ["/usr/bin/soffice", "/usr/bin/libreoffice", "/usr/local/bin/soffice"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let lists = sharedFolder(environment: ProcessInfo.processInfo.environment).map {
    $0 + "/golden/lists/29-wrong-kind-of-file/"
  }

  @Test(
    .enabled(if: program != nil && lists != nil, "LibreOffice or ../shared is not there"),
    arguments: ["list.xls", "list.et", "renamed.xlsx"])
  func isConverted(file: String) throws {
    let folder = try TemporaryFolder()
    let converter = SpreadsheetConverter(program: try #require(Self.program), folder: folder.path)
    let reading = try NetworkReader.read(try #require(Self.lists) + file, converter: converter)
    #expect(reading.network.firms.count > 0 && reading.network.name == String(file.prefix { $0 != "." }))
    #expect(reading.problems.contains { $0.rule == "guessed-reading" && $0.message.en.contains("LibreOffice") })
    // Nothing of it stays.
    #expect(folder.names == [])
  }

  /// A program that fails, that is not there, and that does not end.
  @Test(.enabled(if: lists != nil, "../shared is not there")) func isRefused() throws {
    let folder = try TemporaryFolder(["slow.sh": "#!/bin/sh\nsleep 60\n"])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/slow.sh")
    for program in ["/bin/false", "/nowhere/soffice", folder.path + "/slow.sh"] {
      let converter = SpreadsheetConverter(program: program, folder: folder.path, seconds: 1)
      #expect(throws: ClusterIOError.self) { try NetworkReader.read(try #require(Self.lists) + "list.xls", converter: converter) }
      #expect(folder.names == ["slow.sh"])
    }
    // Told by content, a converter or none: a web page is no spreadsheet, and a list is read as it is.
    let converter = SpreadsheetConverter(program: "/bin/false", folder: folder.path)
    #expect(throws: ClusterIOError.self) { try NetworkReader.read(try #require(Self.lists) + "html.xls", converter: converter) }
    #expect(try NetworkReader.read(try #require(Self.lists) + "single.csv", converter: converter).network.supplies.count == 1)
  }
}
