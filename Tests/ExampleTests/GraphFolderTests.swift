import Chainwright
import ChainwrightTesting
import Foundation
import Testing

private let shared = sharedFolder(environment: ProcessInfo.processInfo.environment)
private let folders = ["Graphs/baoding-2022", "Graphs/lanpu-2023", "Graphs/towel-chain"]

@Suite struct GraphFolderTests {
  private struct Package: Decodable {
    struct Resource: Decodable {
      struct Schema: Decodable {
        struct Field: Decodable { var name: String }
        struct Key: Decodable {
          struct Reference: Decodable { var resource: String }
          var reference: Reference
        }
        var fields: [Field]
        var foreignKeys: [Key]?
      }
      var name: String
      var path: String
      var schema: Schema
    }
    var resources: [Resource]
  }

  private func package(_ folder: String) throws -> Package {
    try JSONDecoder().decode(Package.self, from: Data(contentsOf: URL(filePath: "\(packageRoot)/\(folder)/datapackage.json")))
  }

  @Test(arguments: folders) func `every table is a resource with the fields of its header`(folder: String) throws {
    let resources = try package(folder).resources
    let files = try FileManager.default.contentsOfDirectory(atPath: packageRoot + "/" + folder).filter { $0.hasSuffix(".csv") }
    #expect(Set(files) == Set(resources.map(\.path)))
    for resource in resources {
      let header = try #require(try text(of: "\(packageRoot)/\(folder)/\(resource.path)").split(separator: "\n").first)
      #expect(header.split(separator: ",").map(String.init) == resource.schema.fields.map(\.name), "\(resource.path)")
      for key in resource.schema.foreignKeys ?? [] {
        #expect(resources.contains { $0.name == key.reference.resource }, "\(resource.path) refers to \(key.reference.resource)")
      }
    }
  }

  @Test(.enabled(if: shared != nil, "the shared data set baoding_facts is not beside this package"))
  func `every published figure stands in Baoding's figures with its source`() throws {
    let folder = try #require(shared) + "/data/baoding_facts"
    let facts = try records(text(of: folder + "/facts.csv"))
    let figures = try NetworkReader.read(packageRoot + "/Graphs/baoding-2022").network.figures
    #expect(facts.count == 144)
    for fact in facts {
      let attribute = try #require(fact["attribute"])
      let found = figures.filter {
        $0.attribute.hasSuffix(attribute) && $0.year == fact["year"] && $0.unit == fact["unit"]
          && $0.provenance.source.contains(fact["source"] ?? "?")
          && ($0.text == fact["value"] || ($0.value != nil && $0.value == Double(fact["value"] ?? "")))
      }
      #expect(!found.isEmpty, "\(fact["subject"] ?? ""), \(attribute)")
    }
    let relations = try records(text(of: folder + "/relations_sourced.csv"))
    let ours = try records(text(of: packageRoot + "/Graphs/baoding-2022/relations.csv"))
    #expect(
      ours.map { [$0["from_name"], $0["to_name"], $0["relation"], $0["when"], $0["source"]] }
        == relations.map { [$0["from"], $0["to"], $0["relation"], $0["when"], $0["source"]] })
  }

  /// The records of a small CSV text by column; quotes may hold commas, not line ends.
  private func records(_ text: String) throws -> [[String: String]] {
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().reduce(into: [""]) { cells, part in
        if part.offset % 2 == 1 {
          cells[cells.count - 1] += part.element
        } else {
          let pieces = part.element.split(separator: ",", omittingEmptySubsequences: false)
          cells[cells.count - 1] += pieces[0]
          cells += pieces.dropFirst().map(String.init)
        }
      }
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
  }
}
