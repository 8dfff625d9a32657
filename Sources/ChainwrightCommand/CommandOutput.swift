import Chainwright

/// Files written whole or not at all.
enum CommandOutput {
  /// Fails when one of `paths` is there already and may not be overwritten, naming all of them.
  static func check(_ paths: [String], force: Bool) throws {
    let there = OutputFiles.there(paths).map { safe(SystemPath.shown($0)) }
    if !there.isEmpty && !force {
      throw CommandFailure(
        .cannotCreate,
        LocalText(zh: "文件已存在：\(there.joined(separator: "、"))", en: "already there: \(there.joined(separator: ", "))"),
        remedy: LocalText(zh: "加 --force 覆盖，或另选 -o", en: "give --force to overwrite, or another -o"))
    }
  }

  /// Writes all files and networks or none; the folders of files are made as needed.
  static func write(
    _ files: [(path: String, bytes: [UInt8])], networks: [(network: Network, folder: String)] = [],
    workbooks: [(workbook: MarkedWorkbook, path: String)] = [], lists: [(sheets: [ListSheet], path: String)] = [], force: Bool
  ) throws {
    try check(files.map(\.path) + lists.map(\.path), force: force)
    try OutputFiles.write(files, networks: networks, workbooks: workbooks, lists: lists, force: force)
  }
}
