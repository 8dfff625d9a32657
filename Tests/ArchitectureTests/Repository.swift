import Foundation

/// The files of this repository.
enum Repository {
  /// The package's root: this file is `Tests/ArchitectureTests/Repository.swift`.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A source file by its path from the root, `Sources/GraphCore/BitSet.swift`.
  struct File {
    var path: String
    var text: String

    var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - (text.hasSuffix("\n") ? 1 : 0) }
    /// The target whose folder the file lies in.
    var module: String {
      let parts = path.split(separator: "/")
      return parts.count > 2 ? String(parts[1]) : ""
    }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root.appending(path: path).path) }

  /// The files that git tracks, by path from the root; all files where this is no clone.
  static func trackedPaths() -> [String] {
    let git = Process()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = ["git", "-C", root.path, "ls-files", "-z"]
    let pipe = Pipe()
    git.standardOutput = pipe
    git.standardError = FileHandle.nullDevice
    guard (try? git.run()) != nil else { return paths(below: "") }
    let listed = pipe.fileHandleForReading.readDataToEndOfFile()
    git.waitUntilExit()
    let tracked = listed.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.filter { exists($0) }
    return git.terminationStatus == 0 && !tracked.isEmpty ? tracked.sorted() : paths(below: "")
  }

  /// All regular files below a folder, by path from the root, ascending; build products and what git ignores left out.
  static func paths(below folder: String) -> [String] {
    let start = folder.isEmpty ? root : root.appending(path: folder)
    let skipped: Set = [".build", ".git", ".swiftpm", ".tools", ".venv", "out", "data", "__pycache__", "node_modules"]
    var found: [String] = []
    guard let walk = FileManager.default.enumerator(at: start, includingPropertiesForKeys: [.isDirectoryKey]) else { return [] }
    for case let url as URL in walk {
      if (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true {
        if skipped.contains(url.lastPathComponent) { walk.skipDescendants() }
        continue
      }
      found.append(String(url.path.dropFirst(root.path.count + (root.path.hasSuffix("/") ? 0 : 1))))
    }
    return found.sorted()
  }

  /// The Swift files of `Sources`, each with its code, read once for all tests.
  static let sources: [(file: File, code: SourceText)] = ((try? swiftFiles(below: "Sources")) ?? []).map { ($0, SourceText($0.text)) }

  /// The Swift files of `Sources` or `Tests`.
  static func swiftFiles(below folder: String) throws -> [File] {
    try paths(below: folder).filter { $0.hasSuffix(".swift") }.map { File(path: $0, text: try text($0)) }
  }
}
