#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// File names as the system knows them: bytes, that need not be UTF-8.
///
/// A path that is a text stands for its UTF-8 bytes. A byte that is no part of a UTF-8 text stands in it as a character of its own, U+10FE00 and the byte,
/// which no file's name has otherwise; it goes back to the system as the byte it was.
package enum SystemPath {
  private static let first: UInt32 = 0x10FE00

  /// The text that stands for these bytes.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    let bytes = Array(bytes)
    if let text = String(validating: bytes, as: UTF8.self), !hasMarks(text) { return text }
    var text = ""
    var at = 0
    while at < bytes.count {
      let length = bytes[at] < 0x80 ? 1 : bytes[at] < 0xE0 ? 2 : bytes[at] < 0xF0 ? 3 : 4
      let end = min(at + length, bytes.count)
      if let part = String(validating: bytes[at..<end], as: UTF8.self), !hasMarks(part) {
        text += part
        at = end
      } else {
        text.unicodeScalars.append(Unicode.Scalar(first + UInt32(bytes[at])) ?? "\u{FFFD}")
        at += 1
      }
    }
    return text
  }

  /// The bytes that a path stands for.
  package static func bytes(_ path: String) -> [UInt8] {
    guard hasMarks(path) else { return Array(path.utf8) }
    return path.unicodeScalars.flatMap { scalar -> [UInt8] in
      isMark(scalar) ? [UInt8(scalar.value - first)] : Array(String(scalar).utf8)
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool { (first + 0x80...first + 0xFF).contains(scalar.value) }

  private static func hasMarks(_ text: String) -> Bool {
    // They begin with F4 8F.
    text.utf8.contains(0xF4) && text.unicodeScalars.contains(where: isMark)
  }

  /// The path with U+FFFD for what is no text, to be shown.
  package static func shown(_ path: String) -> String {
    hasMarks(path) ? String(decoding: bytes(path), as: UTF8.self) : path
  }

  /// Gives the path to the system.
  static func use<Result>(_ path: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    guard hasMarks(path) else { return path.withCString(body) }
    return (bytes(path) + [0]).withUnsafeBytes { body($0.bindMemory(to: CChar.self).baseAddress.unsafelyUnwrapped) }
  }
}

extension SystemPath {
  /// Opens the file at `path`; -1 with `errno` where that cannot be done.
  package static func open(_ path: String, _ flags: Int32) -> Int32 { System.open(path, flags) }

  package static func rename(_ from: String, _ to: String) -> Int32 { System.rename(from, to) }

  package static func remove(_ path: String) { System.remove(path) }

  /// The bytes of a file. Throws `unreadable`.
  package static func contents(_ path: String) throws(ClusterIOError) -> [UInt8] {
    let file = try FileBytes.open(path: path, shown: FieldValue.shownPath(path))
    return Array(UnsafeBufferPointer(start: file.start, count: file.count))
  }
}

/// What is asked of the system about files, again where a signal came between.
enum System {
  static func retried(_ body: () -> Int32) -> Int32 {
    while true {
      let answer = body()
      if answer != -1 || errno != EINTR { return answer }
    }
  }

  static func open(_ path: String, _ flags: Int32, _ mode: mode_t = 0o666) -> Int32 {
    SystemPath.use(path) { name in
      retried {
        #if canImport(Glibc)
          Glibc.open(name, flags | O_CLOEXEC, mode)
        #elseif canImport(Musl)
          Musl.open(name, flags | O_CLOEXEC, mode)
        #else
          Darwin.open(name, flags | O_CLOEXEC, mode)
        #endif
      }
    }
  }

  /// What is at `path`, itself and not what a link there leads to; `nil` where there is nothing to be known.
  static func status(_ path: String) -> stat? {
    var status = stat()
    return SystemPath.use(path) { lstat($0, &status) } == 0 ? status : nil
  }

  /// The same, and of a link what it leads to.
  static func targetStatus(_ path: String) -> stat? {
    var status = stat()
    return SystemPath.use(path) { stat($0, &status) } == 0 ? status : nil
  }

  /// Whether there is a regular file at `path` whose first bytes are these.
  static func isFile(_ path: String, beginningWith mark: [UInt8]) -> Bool {
    guard let status = targetStatus(path), isFile(status) else { return false }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: mark.count)
    return retried({ Int32(pread(descriptor, &start, start.count, 0)) }) == start.count && start == mark
  }

  static func isFolder(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFDIR }
  static func isFile(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

  static func makeFolder(_ path: String) -> Int32 { SystemPath.use(path) { name in retried { mkdir(name, 0o777) } } }
  static func removeFolder(_ path: String) -> Int32 { SystemPath.use(path) { name in retried { rmdir(name) } } }
  @discardableResult
  static func remove(_ path: String) -> Int32 { SystemPath.use(path) { name in retried { unlink(name) } } }

  static func rename(_ from: String, _ to: String) -> Int32 { both(from, to, { Self.plainRename($0, $1) }) }

  private static func plainRename(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
    #if canImport(Glibc)
      Glibc.rename(from, to)
    #elseif canImport(Musl)
      Musl.rename(from, to)
    #else
      Darwin.rename(from, to)
    #endif
  }

  static func both(_ from: String, _ to: String, _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32) -> Int32 {
    SystemPath.use(from) { first in SystemPath.use(to) { second in retried { body(first, second) } } }
  }

  /// The path without links and dots; `nil` where there is nothing at it.
  static func truePath(_ path: String) -> String? {
    guard let resolved = SystemPath.use(path, { realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return SystemPath.text(
      UnsafeBufferPointer(start: UnsafeRawPointer(resolved).assumingMemoryBound(to: UInt8.self), count: strlen(resolved)))
  }

  /// The names in a folder; `nil` where it cannot be read.
  static func names(_ path: String) -> [String]? {
    guard let folder = SystemPath.use(path, { opendir($0) }) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { SystemPath.text($0.prefix { $0 != 0 }) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// The folder that `path` is in.
  static func parent(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: 0x2F) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  /// Sees to it that what was renamed in a folder is so after a power cut; 0, or why not. A folder or a disk that cannot be asked counts as done.
  static func settle(folder: String) -> Int32 {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    if retried({ fsync(descriptor) }) == 0 { return 0 }
    return errno == EIO || errno == ENOSPC || errno == EDQUOT ? errno : 0
  }
}
