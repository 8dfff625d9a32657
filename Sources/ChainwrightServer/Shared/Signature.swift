import Glibc

/// Which state a file or folder is in: when it changes, so does this.
struct Signature: Hashable, Sendable {
  private var parts: [Int] = []

  /// Of a file, or of the files in a folder.
  init(_ path: String) {
    add(path)
    if Bounds.isFolder(path) {
      for name in Bounds.names(in: path) { add(path + "/" + name) }
    } else {
      // What SQLite has not yet put into the file. An empty one is made by whoever only reads, and goes with him.
      add(path + "-wal", isNothingWhenEmpty: true)
    }
  }

  /// As a part of a name.
  var text: String { parts.map { String($0) }.joined(separator: ".") }

  /// There is no such file or folder.
  var isNothing: Bool { parts.first == -1 }

  private mutating func add(_ path: String, isNothingWhenEmpty: Bool = false) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size > 0 || !isNothingWhenEmpty else { return parts.append(-1) }
    parts += [Int(status.st_size), Int(status.st_ino), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
  }
}
