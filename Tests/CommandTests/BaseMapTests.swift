import CommandRuns
import Foundation
import Testing

/// Boundaries that a user brings for the map of counties, with the number under which they were approved.
@Suite struct BaseMapTests {
  /// A square with a hole, an island and a road, as an office's program writes them: made here, of no real county.
  static let square = """
    {"type": "FeatureCollection", "name": "边界", "features": [
      {"type": "Feature", "properties": {"name": "甲县", "coordinates": 3}, "geometry": {"type": "Polygon", "coordinates": [
        [[114.0, 38.2], [116.5, 38.2], [116.5, 40.0], [114.0, 40.0], [114.0, 38.2]],
        [[115.0, 39.0], [115.2, 39.0], [115.2, 39.2], [115.0, 39.0]]]}},
      {"type": "Feature", "properties": null, "geometry": {"type": "MultiPolygon", "coordinates": [
        [[[113.8, 38.4, 12.5], [113.9, 38.4, 12.5], [113.9, 38.5, 13], [113.8, 38.4, 12.5]]]]}},
      {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[114.2, 38.3], [116.2, 39.8]]}},
      {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [115.5, 38.9]}}]}
    """

  /// Runs the command on boundaries written to a file; the drawing, where one was written.
  static func run(
    _ boundaries: String?, number: String? = "GS(2023)0001", view: String = "county", language: String = "zh"
  ) throws -> (run: CommandRun, svg: String?) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-base-map-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, out) = (folder.appending(path: "b.geojson"), folder.appending(path: "o.svg"))
    if let boundaries { try Data(boundaries.utf8).write(to: file) }
    var arguments = ["map", "Graphs/baoding-2022", "--view", view, "--lang", language, "-o", out.path]
    if boundaries != nil { arguments += ["--base-map", file.path] }
    if let number { arguments += ["--map-number", number] }
    let run = try Command.run(arguments: arguments)
    return (run, try? String(contentsOf: out, encoding: .utf8))
  }

  @Test(arguments: ["zh", "en"]) func boundariesAreDrawnWithTheirNumber(language: String) throws {
    let (run, svg) = try Self.run(Self.square, language: language)
    let (_, plain) = try Self.run(nil, number: nil, language: language)
    #expect(run.status == 0, "\(run.error)")
    let (drawn, without) = (try #require(svg), try #require(plain))
    // Two rings of the square, one of the island, the road: four lines more than without; a point bounds nothing.
    func lines(_ text: String) -> Int { text.components(separatedBy: "stroke=\"#cbd2d9\" stroke-width=\"0.6\"").count - 1 }
    #expect(lines(drawn) == lines(without) + 4)
    #expect(drawn.contains("GS(2023)0001") && !without.contains("GS(2023)"))
    let sketch = language == "zh" ? "不表示行政区域界线" : "it shows no boundaries"
    #expect(without.contains(sketch) && !drawn.contains(sketch))
  }

  @Test(arguments: [nil, ""] as [String?]) func boundariesWithoutANumberAreRefused(number: String?) throws {
    let (run, svg) = try Self.run(Self.square, number: number)
    #expect(run.status == 64 && svg == nil)
    #expect(run.error.contains("--map-number") && run.error.contains("审图号"))
  }

  @Test func numbersWithoutBoundariesAreRefused() throws {
    let (run, svg) = try Self.run(nil)
    #expect(run.status == 64 && svg == nil && run.error.contains("--base-map"))
  }

  @Test func otherViewsTakeNoBoundaries() throws {
    let (run, svg) = try Self.run(Self.square, view: "steps")
    #expect(run.status == 64 && svg == nil)
  }

  /// What is no map says so in a sentence, and nothing is written.
  @Test(
    arguments: [
      "", "{", "not json at all", "[1, 2, 3]", #"{"type": "FeatureCollection", "features": []}"#,
      #"{"coordinates": [[["a", "b"], ["c", "d"]]]}"#, #"{"coordinates": [[[999, 999], [1e300, -1e300]]]}"#,
      #"{"coordinates": [[[115, 39]]]}"#,
      #"{"coordinates": null}"#, #"{"coordinates": ""# + String(repeating: "\u{0}", count: 3),
      #"{"coordinates": "# + String(repeating: "[", count: 200_000),
      #"{"coordinates": [["# + String(repeating: "[115.1,39.1],", count: 500_001) + "[115,39]]]}",
    ])
  func hostileFilesAreRefused(text: String) throws {
    let (run, svg) = try Self.run(text)
    #expect(run.status == 65 || run.status == 66, "status \(run.status): \(run.error.prefix(200))")
    #expect(svg == nil && run.error.contains("b.geojson") && run.error.utf8.count < 1_000)
  }

  /// Points beyond the globe are left out, and words in the file or in the number carry nothing into the drawing.
  @Test func hostileWordsStayWords() throws {
    let text = #"{"x": "<script>alert(1)</script>", "coordinates": [[[115, 39], [999, 0], [115.5, 39.5], [115, 1e300], [116, 39]]]}"#
    let (run, svg) = try Self.run(text, number: "GS<script>\"&")
    #expect(run.status == 0, "\(run.error)")
    let drawn = try #require(svg)
    #expect(!drawn.contains("<script") && drawn.contains("GS&lt;script&gt;") && !drawn.contains("nan") && !drawn.contains("inf"))
  }

  /// One county's flows alone: every flow has it at an end; another view has no such option.
  @Test(arguments: ["zh", "en"]) func oneCountyIsDrawnWithItsOwnFlows(language: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-county-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let out = folder.appending(path: "o.svg").path
    let run = try Command.run(arguments: [
      "map", "Graphs/baoding-2022", "--view", "county", "--county", "高阳县", "--lang", language, "-o", out,
    ])
    #expect(run.status == 0, "\(run.error)")
    let svg = try String(contentsOfFile: out, encoding: .utf8)
    let name = language == "zh" ? "高阳县" : "Gaoyang"
    // Titles of flows: `from → to: amount`.
    let flows = svg.components(separatedBy: "<title>").dropFirst().map { $0.prefix { $0 != "<" } }.filter {
      $0.contains(" → ") && $0.contains(": ")
    }
    #expect(flows.count > 2 && flows.allSatisfy { $0.contains(name) }, "\(flows)")
    let wrong = try Command.run(arguments: [
      "map", "Graphs/baoding-2022", "--view", "steps", "--county", "高阳县", "-o", folder.path + "/x.svg",
    ])
    #expect(wrong.status == 64)
    let unknown = try Command.run(arguments: [
      "map", "Graphs/baoding-2022", "--view", "county", "--county", "无此县", "-o", folder.path + "/x.svg",
    ])
    #expect(unknown.status == 65)
  }
}
