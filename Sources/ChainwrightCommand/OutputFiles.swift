import Chainwright
import FoundationEssentials
import Glibc

/// Files written whole or not at all.
enum OutputFiles {
  /// Fails when one of `paths` is there already and may not be overwritten, naming all of them.
  static func check(_ paths: [String], force: Bool) throws {
    let there = paths.filter { FileManager.default.fileExists(atPath: $0) }
    if !there.isEmpty && !force {
      throw CommandFailure(
        .cannotCreate,
        LocalText(zh: "文件已存在：\(there.joined(separator: "、"))", en: "already there: \(there.joined(separator: ", "))"),
        remedy: LocalText(zh: "加 --force 覆盖，或另选 -o", en: "give --force to overwrite, or another -o"))
    }
  }

  /// Writes every file under a temporary name beside its place, then renames them all; folders are made as needed.
  static func write(_ files: [(path: String, bytes: [UInt8])], force: Bool) throws {
    try check(files.map(\.path), force: force)
    var staged: [(temporary: String, path: String)] = []
    do {
      for file in files {
        let folder = URL(filePath: file.path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let temporary = "\(file.path).\(getpid()).partial"
        staged.append((temporary, file.path))
        try Data(file.bytes).write(to: URL(filePath: temporary))
      }
      for file in staged {
        guard rename(file.temporary, file.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
      }
    } catch {
      for file in staged { unlink(file.temporary) }
      let path = staged.last?.path ?? files[0].path
      throw CommandFailure(
        .cannotCreate, LocalText(zh: "无法写入 \(path)", en: "cannot write \(path)"),
        remedy: LocalText(
          zh: "检查文件夹是否存在、可写、有空间；没有留下任何文件",
          en: "check that the folder exists, is writable and has space; nothing was left behind"))
    }
  }
}
