import Chainwright
import Glibc

/// What comes in on standard input, where a network is named `-`: a workbook, a graph file or a list.
enum StandardInput {
  /// Calls `body` with `path`, or, where that is `-`, with the path of a file that holds what came in, and is there until `body` ends.
  static func use<Result>(_ path: String, _ body: (String) throws -> Result) throws -> Result {
    guard path == "-" else { return try body(path) }
    if isatty(0) == 1 {
      throw CommandFailure(
        .noInput, LocalText(zh: "标准输入没有内容", en: "nothing comes in on standard input"),
        remedy: LocalText(zh: "用管道送入文件，或写出文件名", en: "send a file into it, as `cat lists.xlsx | chainwright audit -`, or name the file"))
    }
    let bytes = try read()
    let folder = (getenv("TMPDIR").map { String(cString: $0) }).flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array((folder + "/chainwright-XXXXXX").utf8CString)
    guard let made = mkdtemp(&template) else { throw unwritable(folder) }
    let work = String(cString: made)
    let file = "\(work)/stdin.\(ending(bytes))"
    defer {
      // A workspace has two files beside it while it is read.
      for ending in ["", "-wal", "-shm"] { unlink(file + ending) }
      rmdir(work)
    }
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else { throw unwritable(folder) }
    let isWhole = bytes.withUnsafeBytes { buffer in
      var position = 0
      while position < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress! + position, buffer.count - position)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return false }
        position += count
      }
      return true
    }
    guard close(descriptor) == 0, isWhole else { throw unwritable(folder) }
    return try body(file)
  }

  private static func read() throws -> [UInt8] {
    var bytes: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = Glibc.read(0, piece.baseAddress, piece.count)
      if count < 0 && errno == EINTR { continue }
      if count < 0 {
        throw CommandFailure(
          .noInput,
          LocalText(
            zh: "无法读取标准输入（\(String(cString: strerror(errno)))）", en: "standard input cannot be read (\(String(cString: strerror(errno))))"))
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
  }

  /// The ending that a file of this content has.
  static func ending(_ bytes: [UInt8]) -> String {
    if bytes.starts(with: Array("PK".utf8)) {
      return String(decoding: bytes.prefix(200), as: UTF8.self).contains("opendocument") ? "ods" : "xlsx"
    }
    if bytes.starts(with: Array("SQLite format 3".utf8)) { return "sqlite" }
    let start = String(decoding: bytes.prefix(1 << 16), as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if start.hasPrefix("<") { return start.contains("<gexf") ? "gexf" : start.contains("<graphml") ? "graphml" : "xml" }
    if start.hasPrefix("{") { return start.contains("FeatureCollection") ? "geojson" : "jgf" }
    return "csv"
  }

  private static func unwritable(_ folder: String) -> CommandFailure {
    CommandFailure(
      .cannotCreate,
      LocalText(
        zh: "标准输入的内容无法暂存到 \(safe(folder))", en: "what came in on standard input cannot be kept in \(safe(folder)) for the run"),
      remedy: LocalText(zh: "用 TMPDIR 指定可写的文件夹", en: "name a folder that can be written to in TMPDIR"))
  }
}
