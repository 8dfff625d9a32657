import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is written beside its place and put there when it is whole.
struct OutputFile {
  /// Where it goes.
  let target: String
  /// Where it is written meanwhile.
  let partial: String
  private let force: Bool

  /// Throws `exists` where there is a file already and `force` is not given, or where there is something that is no file.
  init(_ path: String, force: Bool) throws(ClusterIOError) {
    target = path
    self.force = force
    partial = path + ".\(getpid()).partial"
    try check()
  }

  private func check() throws(ClusterIOError) {
    var status = stat()
    guard lstat(target, &status) == 0 else { return }
    let shown = FieldValue.shownPath(target)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ClusterIOError(
        .occupied, LocalText(zh: "已经存在，且不是普通文件；请换一个名称。", en: "is there already and is no regular file; choose another name."),
        place: Place(file: shown))
    }
    guard force else {
      throw ClusterIOError(
        .exists, LocalText(zh: "文件已经存在；请换一个名称，或允许覆盖。", en: "is there already; choose another name, or allow it to be replaced."),
        place: Place(file: shown))
    }
  }

  /// The folder that it goes to.
  var folder: String {
    guard let slash = target.lastIndex(of: "/") else { return "." }
    return slash == target.startIndex ? "/" : String(target[..<slash])
  }

  /// Writes the file; `body` gives its bytes a piece at a time.
  func write(_ body: ((borrowing [UInt8]) throws(ClusterIOError) -> Void) throws(ClusterIOError) -> Void) throws(ClusterIOError) {
    guard let file = fopen(partial, "wb") else { throw .unwritable(target, errno) }
    var isOpen = true
    defer {
      if isOpen { fclose(file) }
    }
    try body { (bytes: borrowing [UInt8]) throws(ClusterIOError) in
      let count = bytes.count
      guard bytes.withUnsafeBytes({ fwrite($0.baseAddress, 1, count, file) }) == count || count == 0 else {
        throw .unwritable(target, errno)
      }
    }
    isOpen = false
    guard fclose(file) == 0 else { throw .unwritable(target, errno) }
  }

  /// Puts the file in its place, on the disk first.
  func finish() throws(ClusterIOError) {
    try check()
    guard let file = fopen(partial, "rb+") else { throw .unwritable(target, errno) }
    let isOnDisk = fsync(fileno(file)) == 0
    fclose(file)
    guard isOnDisk, rename(partial, target) == 0 else { throw .unwritable(target, errno) }
  }

  func discard() { unlink(partial) }

  /// Runs `body` and puts the file in its place, or leaves nothing behind.
  static func make(_ path: String, force: Bool, _ body: (OutputFile) throws(ClusterIOError) -> Void) throws(ClusterIOError) {
    let file = try OutputFile(path, force: force)
    do throws(ClusterIOError) {
      try body(file)
      try file.finish()
    } catch {
      file.discard()
      throw error
    }
  }
}
