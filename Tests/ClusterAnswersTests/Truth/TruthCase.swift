import ClusterAnswers
import ClusterIO
import Foundation
import Testing

/// A small network as text, its files one after the other, each begun by a line `# name`.
struct TruthCase {
  let text: String

  /// The bytes of one file.
  func file(_ name: String) throws -> [UInt8] { Array(try #require(files.first { $0.name == name }).text.utf8) }

  private var files: [(name: String, text: String)] {
    text.components(separatedBy: "# ").dropFirst().map { part in
      let end = part.firstIndex(of: "\n") ?? part.endIndex
      return (String(part[..<end]), String(part[end...].dropFirst()))
    }
  }

  /// The network, read as it would be from a folder.
  ///
  /// - Parameter change: what is different in a file, by name.
  func study(_ change: (_ file: String, _ text: String) -> String = { $1 }) throws -> Study {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-truth-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in files { try Data(change(file.name, file.text).utf8).write(to: folder.appending(path: file.name)) }
    return Study(try NetworkReader.read(folder.path))
  }
}
