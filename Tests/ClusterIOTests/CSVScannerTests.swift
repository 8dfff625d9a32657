import ChainwrightTesting
import Testing

@testable import ClusterIO

/// Splits CSV text a byte at a time, by the letter of RFC 4180: slow and plain, to compare with.
enum NaiveCSV {
  static func records(_ bytes: [UInt8], delimiter: UInt8) -> (records: [[[UInt8]]], rows: [Int], isCut: Bool) {
    var records: [[[UInt8]]] = []
    var rows: [Int] = []
    var row = 0
    var at = 0
    while at < bytes.count {
      row += 1
      if bytes[at] == 0x0A || bytes[at] == 0x0D {
        at += bytes[at] == 0x0D && at + 1 < bytes.count && bytes[at + 1] == 0x0A ? 2 : 1
        continue
      }
      var record: [[UInt8]] = []
      var ended = false
      while !ended {
        var field: [UInt8] = []
        if at < bytes.count, bytes[at] == 0x22 {
          at += 1
          while true {
            if at >= bytes.count { return (records, rows, true) }
            if bytes[at] == 0x22 {
              if at + 1 < bytes.count, bytes[at + 1] == 0x22 {
                field.append(0x22)
                at += 2
                continue
              }
              at += 1
              break
            }
            field.append(bytes[at])
            at += 1
          }
          // What stands between the closing quote and the delimiter is left out.
          while at < bytes.count, bytes[at] != delimiter, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
        } else {
          while at < bytes.count, bytes[at] != delimiter, bytes[at] != 0x0A, bytes[at] != 0x0D {
            field.append(bytes[at])
            at += 1
          }
        }
        record.append(field)
        if at < bytes.count, bytes[at] == delimiter {
          at += 1
        } else {
          ended = true
          if at < bytes.count { at += bytes[at] == 0x0D && at + 1 < bytes.count && bytes[at + 1] == 0x0A ? 2 : 1 }
        }
      }
      records.append(record)
      rows.append(row)
    }
    return (records, rows, false)
  }
}

struct CSVScannerTests {
  static func scan(_ bytes: [UInt8], delimiter: UInt8 = 0x2C) -> (records: [[[UInt8]]], rows: [Int], faults: [CSVFault]) {
    // Exactly as long as the text, so that reading past its end is caught by a sanitizer.
    let file = FileBytes(copying: bytes)
    var scanner = CSVScanner(base: file.start, start: 0, end: file.count, delimiter: delimiter)
    var fields = [CSVField](repeating: CSVField(), count: 64)
    var records: [[[UInt8]]] = []
    var rows: [Int] = []
    var faults: [CSVFault] = []
    while case let count = scanner.next(&fields, capacity: 64), count > 0 {
      if let fault = scanner.fault {
        faults.append(fault)
        if fault != .textAfterQuote { break }
      }
      rows.append(scanner.row)
      records.append(
        fields[..<count].map { field in
          let bytes = Bytes(start: file.start + field.start, count: Int(field.length))
          return field.isEscaped ? CSVRows.unescaped(bytes) : Array(bytes)
        })
    }
    return (records, rows, faults)
  }

  static func texts(_ text: String, delimiter: UInt8 = 0x2C) -> [[String]] {
    scan(Array(text.utf8), delimiter: delimiter).records.map { $0.map { String(decoding: $0, as: UTF8.self) } }
  }

  @Test func readsWhatTheStandardShows() {
    #expect(Self.texts("") == [])
    #expect(Self.texts("a") == [["a"]])
    #expect(Self.texts("a,b\r\nc,d\r\n") == [["a", "b"], ["c", "d"]])
    #expect(Self.texts("a,b\rc,d") == [["a", "b"], ["c", "d"]])
    #expect(Self.texts("\"a\",\"b\"\"c\",\"d\r\ne\"\n") == [["a", "b\"c", "d\r\ne"]])
    #expect(Self.texts("a,,\n,\n\"\"\n") == [["a", "", ""], ["", ""], [""]])
    #expect(Self.texts("中文；,<&>;x\n", delimiter: 0x3B) == [["中文；,<&>", "x"]])
    #expect(Self.texts("5\" pipe,a\"b\n") == [["5\" pipe", "a\"b"]])
  }

  @Test func countsRowsAsASpreadsheetDoes() {
    let scanned = Self.scan(Array("h\n\n\r\n\"a\n\nb\"\nc\r\r\nd".utf8))
    // By hand: header 1, two empty rows, the quoted record 4, c 5, the CR and CRLF end it and make row 6 empty, d 7.
    #expect(scanned.rows == [1, 4, 5, 7])
    #expect(scanned.faults == [])
  }

  @Test func saysWhereQuotesBreak() {
    #expect(Self.scan(Array("a,\"b\nc,d\n".utf8)).faults == [.openQuote])
    let after = Self.scan(Array("\"a\"x,b\nc,d\n".utf8))
    #expect(after.faults == [.textAfterQuote])
    #expect(after.records.map(\.count) == [2, 2])
    let long = [UInt8](repeating: 0x78, count: CSVScanner.fieldLimit)
    #expect(Self.scan(long).faults == [])
    #expect(Self.scan(long + [0x78]).faults == [.longField])
    #expect(Self.scan([0x22] + long + [0x22]).faults == [])
    #expect(Self.scan([0x22] + long + [0x78, 0x78, 0x22]).faults == [.longField])
    #expect(Self.scan([0x22] + long).faults == [.openQuote])
  }

  @Test(arguments: [0x2C, 0x3B, 0x09] as [UInt8]) func agreesWithThePlainReader(delimiter: UInt8) {
    var random = SplitMix64(seed: UInt64(delimiter))
    // Few different bytes, so that quotes, line ends and delimiters meet in every way; long runs, so that words of eight bytes are crossed.
    let alphabet: [UInt8] = [delimiter, 0x22, 0x22, 0x0A, 0x0D, 0x61, 0x62, 0x20, 0x00, 0xE4, 0x2C, 0x3B, 0x7F, 0x80, 0xFF]
    for _ in 0..<4000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int(random.next() % 24) {
        let byte = alphabet[Int(random.next() % UInt64(alphabet.count))]
        let isRun = byte > 0x22 && byte != delimiter && random.next() % 3 == 0
        bytes += [UInt8](repeating: byte, count: isRun ? Int(random.next() % 20) : 1)
      }
      let plain = NaiveCSV.records(bytes, delimiter: delimiter)
      let scanned = Self.scan(bytes, delimiter: delimiter)
      #expect(scanned.records == plain.records, "\(bytes)")
      #expect(scanned.rows == plain.rows, "\(bytes)")
      #expect(scanned.faults.contains(.openQuote) == plain.isCut, "\(bytes)")
    }
  }

  @Test(arguments: [0x2C, 0x3B, 0x09] as [UInt8]) func readsPlainRecordsTheSameWay(delimiter: UInt8) {
    var random = SplitMix64(seed: UInt64(delimiter) + 1)
    // Mostly plain records of three fields; now and then a quote, an empty line, a field too many, a lone CR.
    let pieces: [[UInt8]] = [
      Array("91130000MA0".utf8), [delimiter], [delimiter], Array("1234.5".utf8), [delimiter], [], Array("保定".utf8), [0x0A], [0x0D, 0x0A],
      [0x0D],
      [0x22, 0x61, 0x22], [0x20], [0x22],
    ]
    var plainCount = 0
    for _ in 0..<3000 {
      var bytes: [UInt8] = []
      for _ in 0..<8 {
        bytes += Array("SYN-\(random.next() % 100_000)".utf8) + [delimiter] + Array("x".utf8) + [delimiter]
        if random.next() % 4 == 0 { bytes += pieces[Int(random.next() % UInt64(pieces.count))] }
        bytes += Array("\(random.next() % 10_000_000)".utf8) + [0x0A]
      }
      let expected = NaiveCSV.records(bytes, delimiter: delimiter)
      if expected.isCut { continue }
      bytes.withUnsafeBufferPointer { buffer in
        var scanner = CSVScanner(base: buffer.baseAddress!, start: 0, end: buffer.count, delimiter: delimiter)
        var fields = [CSVField](repeating: CSVField(), count: 16)
        var (records, rows): ([[[UInt8]]], [Int]) = ([], [])
        while true {
          var record: [[UInt8]] = []
          if scanner.nextPlain(count: 3, { _, start, length in record.append(Array(buffer[start..<start + length])) }) {
            plainCount += 1
          } else {
            let count = scanner.next(&fields, capacity: 16)
            if count == 0 { break }
            record = fields[..<count].map { Array(CSVRows.text($0, buffer.baseAddress!).utf8) }
          }
          records.append(record)
          rows.append(scanner.row)
        }
        #expect(records == expected.records, "\(bytes)")
        #expect(rows == expected.rows, "\(bytes)")
      }
    }
    // Three in four records have nothing special, but one or two at the end of each text, where eight bytes cannot be read at once.
    #expect(plainCount > 3000 * 4)
  }
}
