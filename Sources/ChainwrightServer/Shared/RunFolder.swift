import Glibc

/// The folder in which a run of this program keeps what it works with, uploads among that. It is locked for as long as the program lives: what one that was killed has
/// left there, the next takes away.
enum RunFolder {
  private static let prefix = "chainwright-serve-"

  /// Made when it is first asked for.
  static let path = make(in: place)

  private static var place: String {
    guard let named = getenv("TMPDIR").map({ String(cString: $0) }), named.hasPrefix("/"), Bounds.isFolder(named) else { return "/tmp" }
    return named
  }

  private static func make(in place: String) -> String {
    clean(place)
    var template = Array((place + "/" + prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { return place }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // Locked before it has its name, so that nobody takes it for one that was left.
    let lock = open(folder + "/new", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if lock >= 0 {
      flock(lock, LOCK_EX)
      rename(folder + "/new", folder + "/lock")
    }
    return folder
  }

  /// Takes away what those left who are no more.
  static func clean(_ place: String) {
    for name in Bounds.names(in: place) where name.hasPrefix(prefix) {
      let folder = place + "/" + name
      var status = stat()
      guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid() else { continue }
      let lock = open(folder + "/lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
      // Without a lock yet, it is another's that just begins.
      if lock < 0 { continue }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { Scratch.remove(folder) }
      close(lock)
    }
  }

  /// As the program ends.
  static func end() { if path.contains("/" + prefix) { Scratch.remove(path) } }
}
