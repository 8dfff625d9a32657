import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder that comes into being whole or not at all: written beside its place, then renamed into it.
struct OutputFolder {
  private let target: String
  private let partial: String
  private var files: [String] = []
  /// Only a folder with nothing but these in it may be replaced.
  private let replaceable: Set<String>
  private let force: Bool

  /// Begins writing. Throws `exists` when there is something at `path` already that may not be replaced, and `unwritable`.
  init(_ path: String, force: Bool, replaceable: Set<String>) throws(ClusterIOError) {
    var path = path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    target = path
    self.force = force
    self.replaceable = replaceable
    try Self.check(path, force: force, replaceable: replaceable)
    var attempt = 0
    while true {
      let name = path + ".partial-\(attempt)"
      if mkdir(name, 0o777) == 0 {
        partial = name
        return
      }
      attempt += 1
      guard errno == EEXIST, attempt < 100 else { throw .unwritable(path, errno) }
    }
  }

  static func check(_ path: String, force: Bool, replaceable: Set<String>) throws(ClusterIOError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    let shown = FieldValue.shownPath(path)
    guard status.st_mode & S_IFMT == S_IFDIR, let names = Self.names(path) else {
      throw ClusterIOError(
        .occupied, LocalText(zh: "已经存在，且不是文件夹；请换一个名称。", en: "is there already and is no folder; choose another name."),
        place: Place(file: shown))
    }
    if names.isEmpty { return }
    guard force else {
      throw ClusterIOError(
        .exists,
        LocalText(
          zh: "文件夹已经存在且不为空；请换一个名称，或允许覆盖。", en: "is there already and is not empty; choose another name, or allow it to be replaced."
        ),
        place: Place(file: shown))
    }
    if let other = names.sorted().first(where: { !replaceable.contains($0) }) {
      let other = FieldValue.shownPath(other)
      throw ClusterIOError(
        .occupied,
        LocalText(
          zh: "文件夹中还有别的文件（\(other)），不会被覆盖；请换一个名称。",
          en: "holds other files (\(other)) and is never replaced; choose another name."),
        place: Place(file: shown))
    }
  }

  private static func names(_ path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Writes one file; `body` gives its bytes a piece at a time.
  mutating func write(
    _ name: String, _ body: ((borrowing [UInt8]) throws(ClusterIOError) -> Void) throws(ClusterIOError) -> Void
  ) throws(ClusterIOError) {
    let path = partial + "/" + name
    let shown = target + "/" + name
    files.append(path)
    guard let file = fopen(path, "wb") else { throw .unwritable(shown, errno) }
    var isOpen = true
    defer { if isOpen { fclose(file) } }
    try body { (bytes: borrowing [UInt8]) throws(ClusterIOError) in
      let count = bytes.count
      guard bytes.withUnsafeBytes({ fwrite($0.baseAddress, 1, count, file) }) == count || count == 0 else {
        throw .unwritable(shown, errno)
      }
    }
    guard fflush(file) == 0, fsync(fileno(file)) == 0 else { throw .unwritable(shown, errno) }
    isOpen = false
    guard fclose(file) == 0 else { throw .unwritable(shown, errno) }
  }

  /// Where a file of the folder is written meanwhile.
  func place(_ name: String) -> String { partial + "/" + name }

  /// Puts the folder in its place.
  func finish() throws(ClusterIOError) {
    // Someone may have come first.
    try Self.check(target, force: force, replaceable: replaceable)
    if rename(partial, target) == 0 { return }
    guard errno == ENOTEMPTY || errno == EEXIST, force else { throw .unwritable(target, errno) }
    let old = partial + ".old"
    guard rename(target, old) == 0 else { throw .unwritable(target, errno) }
    guard rename(partial, target) == 0 else {
      let number = errno
      _ = rename(old, target)
      throw .unwritable(target, number)
    }
    Self.remove(old)
  }

  /// Takes away what was written.
  func discard() { Self.remove(partial) }

  private static func remove(_ folder: String) {
    for name in names(folder) ?? [] { unlink(folder + "/" + name) }
    rmdir(folder)
  }
}

extension ClusterIOError {
  static func unwritable(_ path: String, _ number: Int32) -> ClusterIOError {
    let reason = SystemReason.text(number)
    return ClusterIOError(
      .unwritable,
      LocalText(
        zh: "无法写入（\(reason.zh)）；请检查上级文件夹、权限和磁盘空间。没有留下任何文件。",
        en: "cannot be written (\(reason.en)); check the folder above it, the permissions and the space left. No file was left behind."),
      place: Place(file: FieldValue.shownPath(path)))
  }
}
