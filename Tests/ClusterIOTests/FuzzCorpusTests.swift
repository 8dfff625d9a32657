import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// What fuzzing begins with, and what once crashed a reader: each is read or refused.
@Suite struct FuzzCorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzz")

  /// The reader, and the file.
  static let inputs: [(reader: String, path: String)] = {
    func files(_ name: String) -> [String] {
      let folder = Self.folder.appending(path: name).path
      return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { folder + "/" + $0 }
    }
    let readers = ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "corpus").path)) ?? []).sorted()
    return readers.flatMap { reader in files("corpus/\(reader)").map { (reader, $0) } }
      + files("crashes").map { path in (String(URL(filePath: path).lastPathComponent.prefix { $0 != "-" }), path) }
  }()

  @Test func everyReaderHasItsCorpus() {
    #expect(
      Set(Self.inputs.map(\.reader)) == [
        "csv", "sheet", "zip", "graphml", "gexf", "jgf", "geojson", "yaml", "rules", "openpsa", "package", "workspace", "rows", "frozen",
      ])
  }

  /// What the reader `rows` of ReaderFuzz reads: a workspace with some of its bytes changed.
  private func changedWorkspace(_ path: String) throws -> [UInt8] {
    var bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: "corpus/workspace/small")))
    let changes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    for at in stride(from: 0, to: changes.count - 3, by: 4) {
      bytes[(Int(changes[at]) << 16 | Int(changes[at + 1]) << 8 | Int(changes[at + 2])) % bytes.count] = changes[at + 3]
    }
    return bytes
  }

  @Test(arguments: inputs.map(\.path)) func isReadOrRefused(_ path: String) throws {
    let reader = try #require(Self.inputs.first { $0.path == path }).reader
    let place = FileManager.default.temporaryDirectory.appending(path: "chainwright-corpus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let names = [
      "csv": "supplies.csv", "sheet": "sheet.xml", "zip": "network.xlsx", "graphml": "n.graphml", "gexf": "n.gexf", "jgf": "n.jgf",
      "geojson": "n.geojson",
      "yaml": "s.yaml", "rules": "r.yaml", "openpsa": "t.xml", "package": "datapackage.json", "workspace": "w.sqlite",
      "rows": "rows.sqlite", "frozen": "n.cw",
    ]
    let file = place.appending(path: try #require(names[reader])).path
    let given = try Data(contentsOf: URL(filePath: path))
    let bytes = reader == "rows" ? try Data(changedWorkspace(path)) : reader == "frozen" ? Data(FrozenNetwork.sealed(Array(given))) : given
    try bytes.write(to: URL(filePath: file))
    switch reader {
    case "yaml": _ = try? ScenarioReader.read(file)
    case "rules":
      _ = try? RuleFile.gates(file)
      _ = try? RuleFile.shortlist(file)
      _ = try? ProgrammeFile.read(file)
    case "openpsa": _ = try? FaultTreeReader.read([file])
    case "sheet": break
    default:
      if reader == "package" { try Data("firm_id\nA\n".utf8).write(to: place.appending(path: "firms.csv")) }
      guard let reading = try? NetworkReader.read(file), try Audit.run(reading).mayContinue else { return }
      try NetworkWriter.write(reading.network, to: place.path + "/out")
      #expect(try NetworkReader.read(place.path + "/out").network.firms.count == reading.network.firms.count)
    }
  }
}
