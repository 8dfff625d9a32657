import Glibc

/// A folder for the files of one piece of work, taken away with it.
final class Scratch: Sendable {
  let folder: String

  struct Failure: Error { var path: String }

  /// - Parameter place: the folder in which it is made.
  init(in place: String = RunFolder.path) throws {
    var template = Array((place + "/chainwright-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(path: place) }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(folder) }

  /// Writes a file, its whole path given back.
  func write(_ text: String, _ name: String) throws -> String {
    let path = folder + "/" + name
    try Self.write(Array(text.utf8), to: path)
    return path
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if file < 0 { throw Failure(path: path) }
    defer { close(file) }
    var at = 0
    while at < bytes.count {
      let count = bytes[at...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { throw Failure(path: path) }
      at += count
    }
  }

  static func read(_ path: String, limit: Int = 1 << 30) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 { return nil }
    defer { close(file) }
    var (bytes, buffer): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 || bytes.count + count > limit { return nil }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// A folder with all that is in it; what a link leads to stays.
  static func remove(_ path: String) {
    for name in Bounds.names(in: path) {
      let inner = path + "/" + name
      if unlink(inner) != 0 { remove(inner) }
    }
    rmdir(path)
  }
}
