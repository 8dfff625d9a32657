import CEnding
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
  var partial: String { place.path }
  private let place: Partial
  private let force: Bool

  /// Throws `exists` where there is a file already and `force` is not given, `occupied` where there is something that is no file, and `unwritable`.
  init(_ path: String, force: Bool) throws(ClusterIOError) {
    target = path
    self.force = force
    try Self.check(path, force: force)
    place = try Partial.make(beside: path, isFolder: false)
  }

  static func check(_ target: String, force: Bool) throws(ClusterIOError) {
    guard let status = System.status(target) else { return }
    let shown = FieldValue.shownPath(target)
    guard System.isFile(status) else {
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
  private var folder: String { System.parent(target) }

  /// Writes the file; `body` gives its bytes a piece at a time.
  func write(_ body: ((borrowing [UInt8]) throws(ClusterIOError) -> Void) throws(ClusterIOError) -> Void) throws(ClusterIOError) {
    try Self.write(partial, O_WRONLY | O_TRUNC, shown: target, body)
  }

  /// Opens the file at `path` with `flags`, and writes it.
  static func write(
    _ path: String, _ flags: Int32, shown: String,
    _ body: ((borrowing [UInt8]) throws(ClusterIOError) -> Void) throws(ClusterIOError) -> Void
  ) throws(ClusterIOError) {
    let descriptor = System.open(path, flags)
    guard descriptor >= 0 else { throw .unwritable(shown, errno) }
    var isOpen = true
    defer {
      if isOpen { close(descriptor) }
    }
    try body { (bytes: borrowing [UInt8]) throws(ClusterIOError) in
      let number = bytes.withUnsafeBytes { put($0, descriptor) }
      if number != 0 { throw .unwritable(shown, number) }
    }
    guard System.retried({ fsync(descriptor) }) == 0 else { throw .unwritable(shown, errno) }
    isOpen = false
    // What is on the disk does not go with a close that a signal broke.
    guard close(descriptor) == 0 || errno == EINTR else { throw .unwritable(shown, errno) }
  }

  /// Writes all of `bytes`; 0, or why not.
  private static func put(_ bytes: UnsafeRawBufferPointer, _ descriptor: Int32) -> Int32 {
    var at = 0
    while at < bytes.count {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, bytes.baseAddress! + at, bytes.count - at)
      #elseif canImport(Musl)
        let count = Musl.write(descriptor, bytes.baseAddress! + at, bytes.count - at)
      #else
        let count = Darwin.write(descriptor, bytes.baseAddress! + at, bytes.count - at)
      #endif
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      // A disk that takes nothing says so in time.
      if count == 0 { return ENOSPC }
      at += count
    }
    return 0
  }

  /// Sees to it that the file is on the disk, whoever wrote it.
  func settle() throws(ClusterIOError) {
    let descriptor = System.open(partial, O_RDWR)
    guard descriptor >= 0 else { throw .unwritable(target, errno) }
    defer { close(descriptor) }
    // Who might not read the old one is not to read the new one.
    if let old = System.status(target), System.isFile(old) { _ = fchmod(descriptor, old.st_mode & 0o777) }
    guard System.retried({ fsync(descriptor) }) == 0 else { throw .unwritable(target, errno) }
  }

  func discard() { place.discard() }

  /// Runs `body` and puts the file in its place, or leaves nothing behind.
  static func make(_ path: String, force: Bool, _ body: (OutputFile) throws(ClusterIOError) -> Void) throws(ClusterIOError) {
    let file = try OutputFile(path, force: force)
    do throws(ClusterIOError) {
      try body(file)
      try publish([file])
    } catch {
      file.discard()
      throw error
    }
  }

  /// Puts files and folders in their places: all of them or none. A signal waits until it is done.
  static func publish(_ files: [OutputFile], _ folders: [OutputFolder] = []) throws(ClusterIOError) {
    guard let first = files.first?.target ?? folders.first?.target else { return }
    for file in files {
      try check(file.target, force: file.force)
      try file.settle()
    }
    for folder in folders { try folder.settle() }
    try Unbroken.run { () throws(ClusterIOError) in
      var done: [Exchange] = []
      do throws(ClusterIOError) {
        for file in files { done.append(try Exchange(file.partial, file.target, mayReplace: file.force)) }
        for folder in folders { done.append(try folder.exchange()) }
        for folder in Set(files.map(\.folder) + folders.map(\.folder)).sorted() {
          let number = System.settle(folder: folder)
          if number != 0 { throw .unwritable(first, number) }
        }
      } catch {
        for exchange in done.reversed() { exchange.undo() }
        throw error
      }
      for exchange in done { exchange.end() }
      for file in files { file.place.forget() }
      for folder in folders { folder.forget() }
    }
  }
}

/// Something new in its place; what was there is kept until it is sure that it can go.
struct Exchange {
  private let new: String
  private let target: String
  /// Where what was there is.
  private let old: String?
  /// Files that were in an old folder and may go with it.
  private let names: Set<String>?

  /// Throws `exists` and `unwritable`. What was there may be replaced only where `mayReplace` says so, and an empty folder always.
  init(_ new: String, _ target: String, mayReplace: Bool, names: Set<String>? = nil) throws(ClusterIOError) {
    self.new = new
    self.target = target
    self.names = names
    if System.both(new, target, { cw_rename_new($0, $1) }) == 0 {
      old = nil
      return
    }
    guard errno == EEXIST, mayReplace else { throw errno == EEXIST ? .thereMeanwhile(target) : .unwritable(target, errno) }
    if System.both(new, target, { cw_exchange($0, $1) }) == 0 {
      old = new
      return
    }
    guard errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else { throw .unwritable(target, errno) }
    // A disk that cannot exchange: two renamings, which only a cut of power can part.
    let aside = new + ".replaced"
    guard System.rename(target, aside) == 0 else { throw .unwritable(target, errno) }
    guard System.rename(new, target) == 0 else {
      let number = errno
      _ = System.rename(aside, target)
      throw .unwritable(target, number)
    }
    old = aside
  }

  /// As it was before: the new is beside its place again.
  func undo() {
    guard let old else {
      _ = System.rename(target, new)
      return
    }
    if old == new, System.both(old, target, { cw_exchange($0, $1) }) == 0 { return }
    let aside = new + ".new"
    if System.rename(target, aside) == 0 {
      _ = System.rename(old, target)
      _ = System.rename(aside, new)
    }
  }

  /// Takes away what was there before. Of a folder only what it was allowed to hold: somebody may have laid something in it meanwhile.
  func end() {
    guard let old else { return }
    if let names {
      for name in names { System.remove(old + "/" + name) }
      _ = System.removeFolder(old)
    } else {
      System.remove(old)
    }
  }
}

extension ClusterIOError {
  static func thereMeanwhile(_ path: String) -> ClusterIOError {
    ClusterIOError(
      .exists,
      LocalText(
        zh: "在此期间已有别的程序写入同名文件；请换一个名称，或允许覆盖。", en: "was made by another program meanwhile; choose another name, or allow it to be replaced."),
      place: Place(file: FieldValue.shownPath(path)))
  }
}
