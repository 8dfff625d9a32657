import CZip
import ClusterModel

/// A zip archive opened for reading, with limits on what it may grow into. Nothing of it is ever written to a disk under a name of its own.
struct ZipArchive: ~Copyable {
  struct Entry {
    var index: UInt64
    var size: Int
    /// As the archive has it.
    var name: String
  }

  /// The entries by name. Names of parts are compared without case, and some programs write `\` for `/`.
  ///
  /// > Source: ECMA-376 part 2, 6.2.2.3 (equivalence of part names).
  struct Entries {
    private var byName: [String: Entry] = [:]

    static func key(_ name: String) -> String {
      name.utf8.contains { $0 == 0x5C || $0 >= 0x41 && $0 <= 0x5A } ? name.lowercased().replacing("\\", with: "/") : name
    }

    subscript(name: String) -> Entry? { byName[Self.key(name)] }

    var names: [String] { byName.keys.sorted() }

    /// Whether the name was free.
    mutating func add(_ entry: Entry) -> Bool { byName.updateValue(entry, forKey: Self.key(entry.name)) == nil }
  }

  /// An archive has at most this many entries.
  static let entryLimit = 10_000
  /// All entries that are read have at most this many bytes together.
  static let sizeLimit = 1 << 30
  /// An entry over ``smallSize`` grows at most by this: deflate reaches 1,032.
  static let ratioLimit = 400
  static let smallSize = 8 << 20

  private let archive: OpaquePointer
  let shown: String
  private(set) var entries = Entries()
  private var left = ZipArchive.sizeLimit

  /// Opens the archive at `path`. Throws `badFile`, `tooLarge` and `missingLibrary`.
  static func open(path: String, shown: String) throws(ClusterIOError) -> ZipArchive {
    guard cw_zip_is_there() == 1 else { throw .missingLibrary("libzip", package: "libzip4") }
    var number: Int32 = 0
    guard let opened = SystemPath.use(path, { cw_zip_open($0, 0, &number) }) else { throw .damagedWorkbook(shown) }
    var archive = ZipArchive(opened, shown: shown)
    try archive.list()
    return archive
  }

  private init(_ archive: OpaquePointer, shown: String) {
    self.archive = archive
    self.shown = shown
  }

  deinit { cw_zip_discard(archive) }

  private mutating func list() throws(ClusterIOError) {
    let count = cw_zip_count(archive)
    guard count >= 0, count <= Self.entryLimit else { throw .workbookTooLarge(shown) }
    for index in 0..<UInt64(count) {
      var name: UnsafePointer<CChar>?
      var (size, compressed): (UInt64, UInt64) = (0, 0)
      var isEncrypted: Int32 = 0
      guard cw_zip_stat(archive, index, &name, &size, &compressed, &isEncrypted) == 1, let name else { throw .damagedWorkbook(shown) }
      if isEncrypted == 1 { throw .lockedWorkbook(shown) }
      guard size <= UInt64(Self.sizeLimit), size <= UInt64(Self.smallSize) || size / max(1, compressed) <= UInt64(Self.ratioLimit) else {
        throw .workbookTooLarge(shown)
      }
      guard entries.add(Entry(index: index, size: Int(size), name: String(cString: name))) else { throw .damagedWorkbook(shown) }
    }
  }

  /// Tells `events` of the XML text in the entry `name`. Throws `badFile` where there is none or it is not XML, and `tooLarge`.
  mutating func read<Events: XMLEvents>(_ name: String, _ events: inout Events) throws(ClusterIOError) {
    guard let entry = entries[name], let file = cw_zip_entry_open(archive, entry.index) else {
      throw .damagedWorkbook(shown, part: name)
    }
    defer { cw_zip_entry_close(file) }
    var left = left
    defer { self.left = left }
    let shown = shown
    let failure = try XMLStream.read(&events) { (buffer, room) throws(ClusterIOError) in
      let count = Int(cw_zip_entry_read(file, buffer, UInt64(room)))
      guard count >= 0 else { throw .damagedWorkbook(shown, part: name) }
      left -= count
      guard left >= 0 else { throw .workbookTooLarge(shown) }
      return count
    }
    if let failure { throw ClusterIOError(.badFile, failure.message, place: Place(file: shown + "/" + FieldValue.shown(name))) }
  }

  /// All bytes of an entry. Throws as ``read(_:_:)`` does.
  mutating func bytes(_ name: String) throws(ClusterIOError) -> [UInt8] {
    guard let entry = entries[name], let file = cw_zip_entry_open(archive, entry.index) else {
      throw .damagedWorkbook(shown, part: name)
    }
    defer { cw_zip_entry_close(file) }
    left -= entry.size
    guard left >= 0 else { throw .workbookTooLarge(shown) }
    var bytes = [UInt8](repeating: 0, count: entry.size)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeMutableBytes { cw_zip_entry_read(file, $0.baseAddress! + done, UInt64($0.count - done)) }
      guard count > 0 else { throw .damagedWorkbook(shown, part: name) }
      done += Int(count)
    }
    return bytes
  }
}

extension ClusterIOError {
  static func missingLibrary(_ library: String, package: String) -> ClusterIOError {
    ClusterIOError(
      .missingLibrary,
      LocalText(
        zh: "读写电子表格需要程序库 \(library)，本机没有；请运行 apt-get install \(package)。",
        en: "workbooks need the library \(library), which is not installed; run: apt-get install \(package)"))
  }

  static func damagedWorkbook(_ shown: String, part: String = "") -> ClusterIOError {
    let part = part.isEmpty ? "" : FieldValue.shown(part)
    return ClusterIOError(
      .badFile,
      LocalText(
        zh: "工作簿已损坏或不完整\(part.isEmpty ? "" : "（\(part)）")；请用电子表格软件打开，另存为 .xlsx。",
        en: "is a damaged or incomplete workbook\(part.isEmpty ? "" : " (\(part))"); open it in a spreadsheet program and save it as .xlsx."
      ),
      place: Place(file: shown))
  }

  static func lockedWorkbook(_ shown: String) -> ClusterIOError {
    ClusterIOError(
      .badFile,
      LocalText(
        zh: "工作簿有密码，或是旧的 .xls 格式；请打开后不设密码另存为 .xlsx。",
        en: "has a password, or is of the old .xls format; open it and save it as .xlsx without a password."),
      place: Place(file: shown))
  }

  static func workbookTooLarge(_ shown: String) -> ClusterIOError {
    ClusterIOError(
      .tooLarge,
      LocalText(
        zh: "解压后过大（超过 1 GiB，或压缩比不合常理），不予读取；请拆分，或删去不需要的工作表。",
        en: "unpacks to more than 1 GiB, or far more than such a file should; split it, or leave out sheets that are not needed."),
      place: Place(file: shown))
  }
}
