import ClusterModel

/// What kind of single file a network is in, by the end of its name.
public enum FileKind: String, Sendable, CaseIterable {
  case workbook = "xlsx"
  case graphML = "graphml"
  case gexf
  case jsonGraph = "jgf"
  case geoJSON = "geojson"
  /// Written and not read.
  case dot
  /// Written by freezing, not by converting (``FrozenNetwork``).
  case frozen = "cw"

  private static let endings: [(ending: String, kind: FileKind)] = [
    ("xlsx", .workbook), ("xlsm", .workbook), ("graphml", .graphML), ("gexf", .gexf), ("jgf", .jsonGraph), ("geojson", .geoJSON),
    ("json", .jsonGraph), ("dot", .dot), ("gv", .dot), ("cw", .frozen),
  ]

  /// `nil` where the name has none of the endings, and for a `datapackage.json`: then it is a folder.
  public init?(path: String) {
    let name = path.lowercased()
    if name == "datapackage.json" || name.hasSuffix("/datapackage.json") { return nil }
    guard let found = Self.endings.first(where: { name.hasSuffix("." + $0.ending) }) else { return nil }
    self = found.kind
  }

  /// The tables besides firms and supply links are in the file too.
  public var holdsAllTables: Bool {
    switch self {
    case .workbook, .jsonGraph, .geoJSON, .frozen: true
    case .graphML, .gexf, .dot: false
    }
  }

  func read(_ path: String, threads: Int) throws(ClusterIOError) -> Reading {
    switch self {
    case .workbook: try WorkbookReader.read(path, threads: threads)
    case .graphML: try GraphXMLReader.read(path, isGEXF: false, threads: threads)
    case .gexf: try GraphXMLReader.read(path, isGEXF: true, threads: threads)
    case .jsonGraph: try GraphJSONReader.read(path, isGeo: false, threads: threads)
    case .geoJSON: try GraphJSONReader.read(path, isGeo: true, threads: threads)
    case .frozen: try FrozenNetwork.read(path)
    case .dot:
      throw ClusterIOError(
        .badFile,
        LocalText(
          zh: "DOT 只能写出，不能读入；请用 GraphML、GEXF 或 CSV 文件夹。", en: "DOT is written and not read; use GraphML, GEXF or a folder of CSV tables."),
        place: Place(file: FieldValue.shownPath(path)))
    }
  }
}
