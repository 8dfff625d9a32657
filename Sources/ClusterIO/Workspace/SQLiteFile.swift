import CEnding
import CSQLite
import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open SQLite file. Nothing in the file's own schema is trusted; opened for reading, nothing of it is run.
struct SQLiteFile: ~Copyable {
  private let database: OpaquePointer
  /// The name shown in messages.
  let shown: String

  /// How long a request waits for another process that writes, in milliseconds; the first of them are waited before `onWait` is called.
  private static let patience: (first: Int32, all: Int32) = (400, 60_000)

  /// Opens the file at `path`; made when `writes` and it is not there. Throws `unreadable`, `unwritable`, `badFile` and `missingLibrary`.
  static func open(_ path: String, writes: Bool, shown: String) throws(ClusterIOError) -> SQLiteFile {
    guard cw_sqlite_is_there() == 1 else { throw .missingLibrary("SQLite", package: "libsqlite3-0") }
    let wereBeside = ["-wal", "-shm"].map { System.targetStatus(path + $0) != nil }
    var opened = try open(uri(path), writes: writes, shown)
    cw_sqlite_wait(opened.database, patience.first)
    if writes { return opened }
    // Beside a file that others may write SQLite keeps two more. Where it cannot make them, for want of leave or of room, nobody else writes either.
    let answer = cw_sqlite_run(opened.database, "SELECT count(*) FROM sqlite_schema")
    if [cw_sqlite_cannot_open, cw_sqlite_readonly, cw_sqlite_full, cw_sqlite_failed].contains(Int(answer)) {
      if let status = System.targetStatus(path + "-wal"), status.st_size > 0 { throw .unfinishedWorkspace(shown) }
      opened = try open(uri(path) + "?mode=ro&immutable=1", writes: false, shown)
      if !wereBeside.contains(true) { removeHalfMade(beside: path) }
    }
    return opened
  }

  /// Takes away the two files that SQLite began to make beside a workspace, and had no room for. What another process works with is larger: its index has
  /// at least 32 KiB.
  private static func removeHalfMade(beside path: String) {
    let sizes = ["-wal", "-shm"].map { System.targetStatus(path + $0).map { Int($0.st_size) } ?? 0 }
    guard sizes[0] == 0, sizes[1] < 32_768 else { return }
    for end in ["-wal", "-shm"] { _ = System.remove(path + end) }
  }

  private static func open(_ uri: String, writes: Bool, _ shown: String) throws(ClusterIOError) -> SQLiteFile {
    var database: OpaquePointer?
    let answer = cw_sqlite_open(uri, writes ? 1 : 0, &database)
    guard let database else { throw .failedWorkspace(shown, "no memory") }
    let file = SQLiteFile(database, shown)
    if answer != cw_sqlite_done { throw file.failure(answer) }
    return file
  }

  private init(_ database: OpaquePointer, _ shown: String) {
    self.database = database
    self.shown = shown
  }

  deinit { cw_sqlite_close(database) }

  /// The path as an address: what would mean something there is written by its number.
  static func uri(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes = Array("file:".utf8)
    // Two slashes at the front would begin the name of a machine.
    if path.hasPrefix("//") { bytes += "//".utf8 }
    for byte in SystemPath.bytes(path) {
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "/._-".utf8.contains(byte)
      if isPlain {
        bytes.append(byte)
      } else {
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func failure(_ answer: Int32) -> ClusterIOError {
    let reason = cw_sqlite_message(database).map { FieldValue.shownPath(String(cString: $0)) } ?? "error"
    switch answer {
    case Int32(cw_sqlite_busy): return .busyWorkspace(shown)
    case Int32(cw_sqlite_corrupt): return .damagedWorkspace(shown, reason)
    case Int32(cw_sqlite_readonly): return .readOnlyWorkspace(shown)
    case Int32(cw_sqlite_cannot_open):
      return ClusterIOError(
        .unreadable,
        LocalText(zh: "无法打开（\(reason)）；请检查路径和权限。", en: "cannot be opened (\(reason)); check the path and the permissions."),
        place: Place(file: shown))
    case Int32(cw_sqlite_full): return .unwritable(shown, 28)
    default: return .failedWorkspace(shown, reason)
    }
  }

  /// Runs statements that give no rows.
  func run(_ sql: String) throws(ClusterIOError) {
    if cw_ending_waits() == 1 { throw .interrupted(shown) }
    let answer = cw_sqlite_run(database, sql)
    if answer != cw_sqlite_done { throw failure(answer) }
  }

  /// Runs statements that need the file for themselves: waits for another process, and calls `onWait` once when that takes longer.
  func runAlone(_ sql: String, onWait: () -> Void) throws(ClusterIOError) {
    var waited: Int32 = 0
    var isTold = false
    while true {
      let answer = cw_sqlite_run(database, sql)
      if answer == cw_sqlite_done { return }
      guard answer == cw_sqlite_busy, waited < Self.patience.all else { throw failure(answer) }
      if cw_ending_waits() == 1 { throw .interrupted(shown) }
      if !isTold { onWait() }
      isTold = true
      // Some requests do not wait by themselves.
      cw_sqlite_pause(20)
      waited += Self.patience.first
    }
  }

  func rows(_ sql: String) throws(ClusterIOError) -> SQLiteRows {
    var rows: OpaquePointer?
    let answer = cw_sqlite_prepare(database, sql, &rows)
    guard answer == cw_sqlite_done, let rows else { throw failure(answer) }
    return SQLiteRows(rows)
  }

  /// The number in the first column of the first row; `nil` where there is none.
  func integer(_ sql: String) throws(ClusterIOError) -> Int? {
    let rows = try rows(sql)
    return try step(rows) ? rows.integer(0) : nil
  }

  /// The same for a number of rows, or of the last of them, 0 where there is none: what no count can be is damage.
  func number(_ sql: String) throws(ClusterIOError) -> Int {
    let number = try integer(sql) ?? 0
    guard (0..<1 << 48).contains(number) else { throw .damagedWorkspace(shown, "number out of range") }
    return number
  }

  /// Goes on to the next row; `false` at the end.
  @inline(__always)
  func step(_ rows: borrowing SQLiteRows) throws(ClusterIOError) -> Bool {
    if cw_ending_waits() == 1 { throw .interrupted(shown) }
    let answer = cw_sqlite_step(rows.pointer)
    if answer == cw_sqlite_row { return true }
    if answer == cw_sqlite_done { return false }
    throw failure(answer)
  }
}

/// A prepared statement. Columns count from 0, values to fill in from 1.
struct SQLiteRows: ~Copyable {
  fileprivate let pointer: OpaquePointer

  fileprivate init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { cw_sqlite_finish(pointer) }

  /// Makes it ready for other values; all are null.
  func reset() { cw_sqlite_reset(pointer) }

  func bind(_ value: Int, at: Int) { _ = cw_sqlite_bind_integer(pointer, Int32(at), Int64(value)) }
  func bind(_ value: Double, at: Int) { _ = cw_sqlite_bind_number(pointer, Int32(at), value) }
  /// The bytes must stay where they are until the next step has been made.
  func bind(_ bytes: Bytes, at: Int) { _ = cw_sqlite_bind_text(pointer, Int32(at), bytes.baseAddress, Int32(bytes.count)) }

  /// Makes one step; 0 where it is done, else what ``SQLiteFile/failure(_:)`` explains.
  func go() -> Int32 { cw_sqlite_step(pointer) }

  func isNull(_ column: Int) -> Bool { cw_sqlite_kind(pointer, Int32(column)) == cw_sqlite_null }
  func integer(_ column: Int) -> Int { Int(cw_sqlite_get_integer(pointer, Int32(column))) }

  /// The bytes of a text, valid until the next step.
  @inline(__always)
  func bytes(_ column: Int) -> Bytes {
    var count: Int32 = 0
    let start = cw_sqlite_get_bytes(pointer, Int32(column), &count)
    return Bytes(start: start?.assumingMemoryBound(to: UInt8.self), count: Int(count))
  }

  func text(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }

  /// Appends the value as the tables of a network write it: nothing for null, the shortest number that reads back the same.
  @inline(__always)
  func append(_ column: Int, to target: inout [UInt8]) {
    switch cw_sqlite_kind(pointer, Int32(column)) {
    case Int32(cw_sqlite_null): return
    case Int32(cw_sqlite_integer): NumberBytes.append(integer(column), to: &target)
    case Int32(cw_sqlite_number):
      let number = cw_sqlite_get_number(pointer, Int32(column))
      if number.isFinite { NumberBytes.append(number, to: &target) }
    default: target.append(contentsOf: bytes(column))
    }
  }
}

extension ClusterIOError {
  static func failedWorkspace(_ shown: String, _ reason: String) -> ClusterIOError {
    ClusterIOError(
      .badFile, LocalText(zh: "SQLite 无法执行（\(reason)）。", en: "SQLite cannot do what was asked (\(reason))."), place: Place(file: shown))
  }

  static func unfinishedWorkspace(_ shown: String) -> ClusterIOError {
    ClusterIOError(
      .unreadable,
      LocalText(
        zh: "旁边的 -wal 文件里还有没有并入的内容，而此处不能写入；请把两个文件一起复制到可以写入的文件夹。",
        en:
          "has more in the file \(shown)-wal beside it, and nothing may be written here; copy both files to a folder that may be written to."
      ),
      place: Place(file: shown))
  }

  static func busyWorkspace(_ shown: String) -> ClusterIOError {
    ClusterIOError(
      .busy,
      LocalText(
        zh: "另一个程序正在写入，等候已久；请稍后再试。没有任何改动。", en: "another program has been writing to it for long; try again later. Nothing was changed."),
      place: Place(file: shown))
  }

  static func damagedWorkspace(_ shown: String, _ reason: String) -> ClusterIOError {
    ClusterIOError(
      .badFile,
      LocalText(
        zh: "不是 SQLite 文件，或已损坏（\(reason)）；请从备份恢复，或用原来的表重新导入到新文件。",
        en: "is no SQLite file, or is damaged (\(reason)); take a copy kept before, or import the lists anew into another file."),
      place: Place(file: shown))
  }

  static func readOnlyWorkspace(_ shown: String) -> ClusterIOError {
    ClusterIOError(
      .unwritable,
      LocalText(zh: "只能读取，不能写入；请检查文件和文件夹的权限。", en: "may be read and not written; check the permissions of the file and its folder."),
      place: Place(file: shown))
  }
}
