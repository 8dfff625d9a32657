import ClusterModel

/// What kind of single file a network is in, by the end of its name.
public enum FileKind: String, Sendable, CaseIterable {
  case workbook = "xlsx"

  private static let endings: [(ending: String, kind: FileKind)] = [("xlsx", .workbook), ("xlsm", .workbook)]

  /// `nil` where the name has none of the endings: then it is a folder.
  public init?(path: String) {
    let name = path.lowercased()
    guard let found = Self.endings.first(where: { name.hasSuffix("." + $0.ending) }) else { return nil }
    self = found.kind
  }

  func read(_ path: String, threads: Int) throws(ClusterIOError) -> Reading {
    switch self {
    case .workbook: try WorkbookReader.read(path, threads: threads)
    }
  }
}
