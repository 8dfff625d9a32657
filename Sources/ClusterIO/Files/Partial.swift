import CEnding
import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The name beside its place under which a file or folder is made: `list.xlsx.4711.partial`.
///
/// It is locked as long as it is made, so that one that a killed program has left is known by its lock being gone; and noted, so that a signal takes it away.
struct Partial {
  let path: String
  private let lock: Int32
  private let note: Int32

  /// Makes an empty file or folder beside `target`, and takes away what others have left there.
  static func make(beside target: String, isFolder: Bool) throws(ClusterIOError) -> Partial {
    clean(beside: target)
    for attempt in 0..<100 {
      let path = stem(target) + ".\(getpid())" + (attempt == 0 ? "" : "-\(attempt)") + ".partial"
      // Noted first: a signal between the two finds nothing, and not something unknown.
      let note = SystemPath.use(path) { cw_partial_add($0) }
      let made = isFolder ? System.makeFolder(path) : System.open(path, O_WRONLY | O_CREAT | O_EXCL)
      if made < 0 {
        let number = errno
        cw_partial_forget(note)
        if number == EEXIST { continue }
        throw .unwritable(target, number)
      }
      let lock = isFolder ? System.open(path, O_RDONLY | O_DIRECTORY) : made
      if lock >= 0 { _ = System.retried { flock(lock, LOCK_EX | LOCK_NB) } }
      return Partial(path: path, lock: lock, note: note)
    }
    throw .unwritable(target, EEXIST)
  }

  /// It is in its place, or gone: no longer to be taken away.
  func forget() {
    cw_partial_forget(note)
    if lock >= 0 { close(lock) }
  }

  /// Takes it away.
  func discard() {
    Self.remove(path)
    forget()
  }

  /// Takes away a file, or a folder with what is in it: files, and folders of a workbook being made.
  static func remove(_ path: String, depth: Int = 2) {
    guard let status = System.status(path) else { return }
    guard System.isFolder(status) else {
      System.remove(path)
      return
    }
    for name in depth > 0 ? System.names(path) ?? [] : [] { remove(path + "/" + name, depth: depth - 1) }
    _ = System.removeFolder(path)
  }

  /// Takes away what programs that were killed have left of `target`: those that nobody holds the lock of.
  static func clean(beside target: String) {
    let folder = System.parent(target)
    let stem = stem(target)
    let name = stem.utf8.lastIndex(of: 0x2F).map { String(stem[stem.utf8.index(after: $0)...]) } ?? stem
    // Those of a workspace go with it: SQLite keeps files beside one in use.
    let beside = ["-wal", "-shm", "-journal"]
    for left in (System.names(folder) ?? []).sorted() {
      let end = beside.first { left.hasSuffix(".partial" + $0) } ?? ""
      let base = String(left.dropLast(end.count))
      guard isPartial(base, of: name) else { continue }
      let path = (folder == "/" ? "/" : folder == "." && !target.hasPrefix("./") ? "" : folder + "/") + left
      let descriptor = System.open(String(path.dropLast(end.count)), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else {
        if !end.isEmpty && errno == ENOENT { System.remove(path) }
        continue
      }
      if System.retried({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 { remove(path) }
      close(descriptor)
    }
  }

  /// `name.4711.partial`, `name.4711-2.partial`.
  private static func isPartial(_ left: String, of name: String) -> Bool {
    guard left.hasPrefix(name + "."), left.hasSuffix(".partial") else { return false }
    let number = left.utf8.dropFirst(name.utf8.count + 1).dropLast(".partial".utf8.count)
    return number.first.map { (0x30...0x39).contains($0) } == true && number.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
  }

  /// The path without what would make the name too long with more behind it.
  private static func stem(_ target: String) -> String {
    let bytes = SystemPath.bytes(target)
    let start = bytes.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0
    if bytes.count - start <= 220 { return target }
    return SystemPath.text(bytes[..<(start + 200)])
  }
}

/// Work that a signal does not stop in its middle: it ends the process when the work is done.
enum Unbroken {
  static func run<Result>(_ body: () throws(ClusterIOError) -> Result) throws(ClusterIOError) -> Result {
    cw_ending_hold()
    defer { cw_ending_release() }
    return try body()
  }
}
