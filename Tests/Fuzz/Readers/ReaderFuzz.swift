import ClusterIO
import Glibc

/// One input for libFuzzer: the bytes as a file of the kind that `CHAINWRIGHT_READER` names, read and, where it is a network, checked and written again.
///
/// What a reader may do is answer or refuse; what it may not is trap, read beyond its bytes, or take memory and time out of proportion.
@_cdecl("LLVMFuzzerTestOneInput")
public func readOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  ReaderFuzz.one(UnsafeBufferPointer(start: start, count: count))
  return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The package manager lets each program begin at a name of its own, and not in the `main` of libFuzzer.
@_cdecl("ReaderFuzz_main")
public func begin(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  var count = count
  var words = words
  return runDriver(&count, &words, { readOne($0, $1) })
}

enum ReaderFuzz {
  static let folder: String = {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let path = "\(base)/chainwright-reader-fuzz-\(getpid())"
    mkdir(path, 0o700)
    return path
  }()

  static let reader = getenv("CHAINWRIGHT_READER").map { String(cString: $0) } ?? "csv"

  static func one(_ bytes: UnsafeBufferPointer<UInt8>) {
    switch reader {
    case "csv": network("supplies.csv", Array(bytes))
    case "graphml", "gexf", "jgf", "geojson": network("network.\(reader)", Array(bytes))
    case "zip": network("network.xlsx", Array(bytes))
    case "sheet": network("network.xlsx", Workbook.of(sheet: Array(bytes)))
    case "workspace":
      // The header of SQLite's files, so that it is taken for one.
      network("network.sqlite", Array("SQLite format 3\0".utf8) + bytes.dropFirst(16))
    case "rows": network("network.sqlite", changed(bytes))
    case "frozen": network("network.cw", FrozenNetwork.sealed(Array(bytes)))
    case "package": package(Array(bytes))
    case "yaml": scenario(Array(bytes))
    case "rules": rules(Array(bytes))
    case "openpsa": _ = try? FaultTreeReader.read([write("tree.xml", Array(bytes))])
    default:
      fatalError("CHAINWRIGHT_READER: csv, sheet, zip, graphml, gexf, jgf, geojson, yaml, rules, openpsa, package, workspace, rows, frozen")
    }
  }

  /// A small workspace (Tests/Fuzz/corpus/workspace/small) with some of its bytes changed: four bytes say where, in three of them, and to what. Changes reach the
  /// rows and the pages, which they would not where SQLite sees no workspace any more.
  private static func changed(_ changes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var bytes = workspace
    guard !bytes.isEmpty else { fatalError("no workspace to begin with") }
    for at in stride(from: 0, to: changes.count - 3, by: 4) {
      let place = (Int(changes[at]) << 16 | Int(changes[at + 1]) << 8 | Int(changes[at + 2])) % bytes.count
      bytes[place] = changes[at + 3]
    }
    return bytes
  }

  private static let workspace: [UInt8] = {
    let path = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/corpus/workspace/small"
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = bytes.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
    return Array(bytes.prefix(count))
  }()

  private static func network(_ name: String, _ bytes: [UInt8]) { read(write(name, bytes)) }

  private static func read(_ path: String) {
    guard let reading = try? NetworkReader.read(path, threads: 1) else { return }
    guard let report = try? Audit.run(reading), report.mayContinue else { return }
    // What was read without an error can be written, and is then read without one.
    let out = folder + "/out"
    try? NetworkWriter.write(reading.network, to: out, force: true)
    guard let again = try? NetworkReader.read(out, threads: 1) else { fatalError("what was written cannot be read") }
    precondition(again.network.firms.count == reading.network.firms.count && again.network.supplies.count == reading.network.supplies.count)
  }

  private static func package(_ bytes: [UInt8]) {
    _ = write("firms.csv", Array("firm_id\nA\nB\n".utf8))
    _ = write("supplies.csv", Array("supplier_id,buyer_id\nA,B\n".utf8))
    read(write("datapackage.json", bytes))
    unlink(folder + "/datapackage.json")
  }

  private static func scenario(_ bytes: [UInt8]) {
    _ = try? ScenarioReader.read(write("scenario.yaml", bytes))
  }

  private static func rules(_ bytes: [UInt8]) {
    let path = write("rules.yaml", bytes)
    _ = try? RuleFile.gates(path)
    _ = try? RuleFile.shortlist(path)
    _ = try? ProgrammeFile.read(path)
  }

  private static func write(_ name: String, _ bytes: [UInt8]) -> String {
    let path = folder + "/" + name
    guard let file = fopen(path, "wb") else { fatalError("no room in \(folder)") }
    _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
    return path
  }
}

/// A workbook of one sheet, not packed, around the XML of the sheet: mutations reach the XML, which they would not through a packed archive.
enum Workbook {
  static func of(sheet: [UInt8]) -> [UInt8] {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006"
    let parts: [(String, [UInt8])] = [
      ("[Content_Types].xml", Array("<Types xmlns=\"\(package)/content-types\"/>".utf8)),
      (
        "_rels/.rels",
        Array(
          "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"r1\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            .utf8)
      ),
      (
        "xl/workbook.xml",
        Array(
          "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets><sheet name=\"firms\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            .utf8)
      ),
      (
        "xl/_rels/workbook.xml.rels",
        Array(
          "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"r1\" Type=\"\(office)/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            .utf8)
      ), ("xl/worksheets/sheet1.xml", sheet),
    ]
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in parts {
      let fields =
        Self.number(0, 2) + number(0, 2) + number(0, 2) + number(0x21, 2) + number(crc(bytes), 4) + number(UInt32(bytes.count), 4)
        + number(UInt32(bytes.count), 4) + number(UInt32(name.utf8.count), 2) + number(0, 2)
      let place = UInt32(archive.count)
      archive += number(0x0403_4B50, 4) + number(20, 2) + fields + Array(name.utf8) + bytes
      directory +=
        number(0x0201_4B50, 4) + number(20, 2) + number(20, 2) + fields + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4)
        + number(place, 4) + Array(name.utf8)
    }
    let start = UInt32(archive.count)
    return archive + directory + number(0x0605_4B50, 4) + number(0, 4) + number(UInt32(parts.count), 2) + number(UInt32(parts.count), 2)
      + number(UInt32(directory.count), 4) + number(start, 4) + number(0, 2)
  }

  private static func number(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
  }
}
