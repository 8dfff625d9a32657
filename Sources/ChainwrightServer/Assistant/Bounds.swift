import Glibc

/// The folder below which an assistant may read: what it names is resolved, links among that, and must lie in it.
struct Bounds: Sendable {
  /// The folder or the one file, resolved.
  let root: String

  /// `nil` where there is no such file or folder.
  init?(_ path: String) {
    guard let resolved = Self.resolved(path) else { return nil }
    root = resolved
  }

  static func resolved(_ path: String) -> String? {
    if path.isEmpty || path.utf8.contains(0) { return nil }
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  private func holds(_ resolved: String) -> Bool { resolved == root || root == "/" || resolved.hasPrefix(root + "/") }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Where a name leads that must be there; `nil` where it is not, or lies outside.
  func existing(_ name: String) -> String? {
    let path = name.hasPrefix("/") ? name : root + "/" + name
    guard let resolved = Self.resolved(name.isEmpty || name == "." ? root : path), holds(resolved) else { return nil }
    return resolved
  }

  /// Where a file may be made: a plain name in a folder that is inside.
  func new(_ name: String) -> String? {
    let folder = name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
    let last = name.lastIndex(of: "/").map { String(name[name.index(after: $0)...]) } ?? name
    guard !last.isEmpty, last != ".", last != "..", !last.hasPrefix("-"), let inside = existing(folder) else { return nil }
    let path = inside + "/" + last
    // One that is there may be a link to outside.
    return access(path, F_OK) == 0 ? existing(path) : path
  }

  /// A path as it is named to an assistant: below the root.
  func shown(_ path: String) -> String {
    if path == root { return "." }
    return path.hasPrefix(root + "/") ? String(path.dropFirst(root.utf8.count + 1)) : path
  }

  /// Networks below the root, two folders deep: folders with a datapackage.json or firms.csv, workbooks and workspaces. By name, the first so many.
  func networks(limit: Int = 50) -> [String] {
    if !Self.isFolder(root) || Self.isNetwork(root) { return [root] }
    var found: [String] = []
    var folders = [root]
    for _ in 0..<2 {
      var next: [String] = []
      for folder in folders {
        for name in Self.names(in: folder) where !name.hasPrefix(".") {
          let path = folder + "/" + name
          guard let resolved = Self.resolved(path), resolved == path else { continue }
          if Self.isFolder(path) {
            if Self.isNetwork(path) { found.append(path) } else { next.append(path) }
          } else if [".xlsx", ".sqlite"].contains(where: { name.hasSuffix($0) }) && !name.hasPrefix("~$") {
            found.append(path)
          }
          if found.count >= limit { return found }
        }
      }
      folders = Array(next.prefix(200))
    }
    return found
  }

  private static func isNetwork(_ folder: String) -> Bool {
    ["datapackage.json", "firms.csv"].contains { access(folder + "/" + $0, R_OK) == 0 }
  }

  static func names(in folder: String) -> [String] {
    guard let open = opendir(folder) else { return [] }
    defer { closedir(open) }
    var names: [String] = []
    while let entry = readdir(open) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
