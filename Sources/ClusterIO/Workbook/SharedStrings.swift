import ClusterModel

/// The texts of a workbook that its cells share, in their order. Rich text is joined; phonetic hints are left out.
struct SharedStrings: XMLEvents {
  private(set) var texts = TextColumn()
  private var current: [UInt8] = []
  private var isText = false
  private var phonetic = 0

  var hasStopped: Bool { false }

  mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "t" {
      isText = phonetic == 0
    } else if name == "si" {
      current.removeAll(keepingCapacity: true)
    } else if name == "rPh" {
      phonetic += 1
    }
  }

  mutating func end(_ name: XMLName) {
    if name == "t" {
      isText = false
    } else if name == "rPh" {
      phonetic -= 1
    } else if name == "si" {
      SharedStrings.unescape(&current)
      current.withUnsafeBufferPointer { texts.append(utf8: $0) }
    }
  }

  mutating func text(_ bytes: Bytes) {
    if isText { current.append(contentsOf: bytes) }
  }

  /// Replaces `_x000D_` and its like by the character they stand for. A character that no text may hold becomes a blank.
  static func unescape(_ bytes: inout [UInt8]) {
    guard bytes.count >= 7, bytes.contains(0x5F) else { return }
    var at = 0
    var result: [UInt8] = []
    while at < bytes.count {
      if bytes[at] == 0x5F, at + 6 < bytes.count, bytes[at + 1] == 0x78, bytes[at + 6] == 0x5F,
        let code = UInt32(String(decoding: bytes[at + 2..<at + 6], as: UTF8.self), radix: 16)
      {
        let scalar = code < 0x20 && code != 0x0A && code != 0x09 ? " " : Unicode.Scalar(code) ?? " "
        result.append(contentsOf: String(Character(scalar)).utf8)
        at += 7
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    bytes = result
  }

  func bytes(_ index: Int, _ use: (Bytes) -> Void) {
    texts.bytes.withUnsafeBufferPointer { all in
      use(Bytes(rebasing: all[Int(texts.offsets[index])..<Int(texts.offsets[index + 1])]))
    }
  }
}
