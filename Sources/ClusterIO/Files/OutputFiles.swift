import CEnding
public import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Several files that come into being together, each whole, or not at all.
public enum OutputFiles {
  /// Those of `paths` that are there already.
  ///
  /// - Parameter paths: of files.
  /// - Returns: the paths, in their order.
  public static func there(_ paths: [String]) -> [String] { paths.filter { System.status($0) != nil } }

  /// Writes every file beside its place, then puts them all there; folders are made as needed.
  ///
  /// Where one cannot be put there, those that were are taken back: all are new, or all are as they were and no folder is there that was not.
  ///
  /// - Parameters:
  ///   - files: where each goes, and what is in it; of two for one place the last.
  ///   - networks: written as data packages into their folders, together with the files.
  ///   - workbooks: written with their marks to these places, together with the files.
  ///   - lists: written as workbooks to these places, together with the files.
  ///   - force: replaces files that are there, and folders that hold nothing but a network.
  /// - Throws: ``ClusterIOError``: `exists`, `occupied`, `unwritable`.
  public static func write(
    _ files: [(path: String, bytes: [UInt8])], networks: [(network: Network, folder: String)] = [],
    workbooks: [(workbook: MarkedWorkbook, path: String)] = [], lists: [(sheets: [ListSheet], path: String)] = [], force: Bool
  ) throws(ClusterIOError) {
    var last: [(path: String, bytes: [UInt8])] = []
    for file in files {
      last.removeAll { $0.path == file.path }
      last.append(file)
    }
    last.removeAll { file in workbooks.contains { $0.path == file.path } }
    for path in last.map(\.path) + workbooks.map(\.path) + lists.map(\.path) { try OutputFile.check(path, force: force) }
    var folders = NewFolders()
    var outputs: [OutputFile] = []
    var packages: [OutputFolder] = []
    do throws(ClusterIOError) {
      for (network, path) in networks { packages.append(try NetworkWriter.begin(network, path, force: force)) }
      for file in last {
        try folders.make(System.parent(file.path), for: file.path)
        let output = try OutputFile(file.path, force: force)
        outputs.append(output)
        try output.write { (sink) throws(ClusterIOError) in try sink(file.bytes) }
      }
      for (workbook, path) in workbooks {
        try folders.make(System.parent(path), for: path)
        let output = try OutputFile(path, force: force)
        outputs.append(output)
        try workbook.write(to: output)
      }
      for (sheets, path) in lists {
        try folders.make(System.parent(path), for: path)
        let output = try OutputFile(path, force: force)
        outputs.append(output)
        var book = try WorkbookFile.create(output)
        for sheet in sheets { try sheet.write(to: &book) }
        try book.close()
      }
      try OutputFile.publish(outputs, packages)
    } catch {
      for output in outputs { output.discard() }
      for package in packages { package.discard() }
      folders.discard()
      throw error
    }
    folders.forget()
  }

  /// Writes files into the folder `path`: where there is none yet, or one with nothing but such files, the folder as a whole.
  ///
  /// - Parameters:
  ///   - files: the name of each, and what is in it.
  ///   - path: the folder; those above it are made as needed.
  ///   - force: replaces files that are there.
  /// - Throws: ``ClusterIOError``: `exists`, `occupied`, `unwritable`.
  public static func write(_ files: [(name: String, bytes: [UInt8])], folder path: String, force: Bool) throws(ClusterIOError) {
    var folders = NewFolders()
    let isWhole = (try? OutputFolder.check(path, force: force, replaceable: Set(files.map(\.name)))) != nil
    guard isWhole else { return try write(files.map { (path + "/" + $0.name, $0.bytes) }, force: force) }
    do throws(ClusterIOError) {
      var trimmed = path
      while trimmed.count > 1 && trimmed.hasSuffix("/") { trimmed.removeLast() }
      try folders.make(System.parent(trimmed), for: path)
      let folder = try OutputFolder(path, force: force, replaceable: Set(files.map(\.name)))
      do throws(ClusterIOError) {
        for file in files { try folder.write(file.name) { (sink) throws(ClusterIOError) in try sink(file.bytes) } }
        try folder.finish()
      } catch {
        folder.discard()
        throw error
      }
    } catch {
      folders.discard()
      throw error
    }
    folders.forget()
  }
}

/// Folders that were made for what goes into them, and go again when nothing does.
private struct NewFolders {
  private var made: [(path: String, note: Int32)] = []

  /// Makes the folder at `path` and those above it, where there are none.
  mutating func make(_ path: String, for file: String) throws(ClusterIOError) {
    if path == "." || path == "/" || System.targetStatus(path) != nil { return }
    try make(System.parent(path), for: file)
    let note = try Unbroken.run { () throws(ClusterIOError) -> Int32? in
      if System.makeFolder(path) == 0 { return SystemPath.use(path + "/") { cw_partial_add($0) } }
      if errno != EEXIST { throw .unwritable(file, errno) }
      return nil
    }
    if let note { made.append((path, note)) }
  }

  func forget() {
    for folder in made { cw_partial_forget(folder.note) }
  }

  func discard() {
    for folder in made.reversed() { _ = System.removeFolder(folder.path) }
    forget()
  }
}
