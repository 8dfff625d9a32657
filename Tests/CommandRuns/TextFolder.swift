import Foundation

/// A folder of small files that a test writes out in full, there while `body` runs.
public enum TextFolder {
  /// - Parameters:
  ///   - files: names and texts.
  ///   - body: gets the folder's path.
  public static func with<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-text-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data((text + "\n").utf8).write(to: folder.appending(path: name)) }
    return try body(folder.path)
  }
}
