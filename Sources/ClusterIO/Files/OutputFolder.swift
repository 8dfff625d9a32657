import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder that comes into being whole or not at all: written beside its place, then put into it.
struct OutputFolder {
  let target: String
  private let place: Partial
  /// Only a folder with nothing but these in it may be replaced.
  private let replaceable: Set<String>
  private let force: Bool

  /// Begins writing. Throws `exists` when there is something at `path` already that may not be replaced, and `unwritable`.
  init(_ path: String, force: Bool, replaceable: Set<String>) throws(ClusterIOError) {
    target = Self.trimmed(path)
    self.force = force
    self.replaceable = replaceable
    try Self.check(target, force: force, replaceable: replaceable)
    place = try Partial.make(beside: target, isFolder: true)
  }

  private static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    return path
  }

  static func check(_ path: String, force: Bool, replaceable: Set<String>) throws(ClusterIOError) {
    guard let status = System.status(trimmed(path)) else { return }
    let shown = FieldValue.shownPath(path)
    guard System.isFolder(status), let names = System.names(path) else {
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

  /// Writes one file; `body` gives its bytes a piece at a time.
  func write(
    _ name: String, _ body: ((borrowing [UInt8]) throws(ClusterIOError) -> Void) throws(ClusterIOError) -> Void
  ) throws(ClusterIOError) {
    try OutputFile.write(place.path + "/" + name, O_WRONLY | O_CREAT | O_EXCL, shown: target + "/" + name, body)
  }

  /// Where a file of the folder is written meanwhile.
  func place(_ name: String) -> String { place.path + "/" + name }

  /// The folder that it goes to.
  var folder: String { System.parent(target) }

  /// Puts the folder in its place. A signal waits until it is done.
  func finish() throws(ClusterIOError) { try OutputFile.publish([], [self]) }

  /// Sees to it that the folder may go to its place, and that what is in it is on the disk.
  func settle() throws(ClusterIOError) {
    // Someone may have come first.
    try Self.check(target, force: force, replaceable: replaceable)
    let number = System.settle(folder: place.path)
    if number != 0 { throw .unwritable(target, number) }
  }

  /// Puts it in its place; what was there is kept until the exchange ends.
  func exchange() throws(ClusterIOError) -> Exchange { try Exchange(place.path, target, mayReplace: true, names: replaceable) }

  func forget() { place.forget() }

  /// Takes away what was written.
  func discard() { place.discard() }
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
