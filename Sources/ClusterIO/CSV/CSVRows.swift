/// Small CSV texts as strings: the dictionary, and what tests look at.
enum CSVRows {
  /// All records, the header among them.
  static func all(_ bytes: [UInt8], delimiter: UInt8 = 0x2C) -> [[String]] {
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [] }
      var scanner = CSVScanner(base: base, start: 0, end: buffer.count, delimiter: delimiter)
      var fields = [CSVField](repeating: CSVField(), count: 256)
      var rows: [[String]] = []
      while true {
        let count = scanner.next(&fields, capacity: fields.count)
        if count == 0 { return rows }
        rows.append(fields[..<min(count, fields.count)].map { text($0, base) })
      }
    }
  }

  /// The text of a field, its doubled quotes made single.
  static func text(_ field: CSVField, _ base: UnsafePointer<UInt8>) -> String {
    let bytes = Bytes(start: base + field.start, count: Int(field.length))
    return field.isEscaped ? String(decoding: unescaped(bytes), as: UTF8.self) : String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes with each doubled quote made one.
  static func unescaped(_ bytes: Bytes) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
      result.append(bytes[at])
      at += bytes[at] == 0x22 ? 2 : 1
    }
    return result
  }
}
