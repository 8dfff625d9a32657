/// The position of each different text, by its bytes: a flat table with open addressing.
///
/// Texts of up to 20 bytes, which ids are, lie in the 24 bytes of their slot; so a look-up touches one cache line and compares three words.
struct IDIndex {
  struct Slot {
    var low: UInt64 = 0
    var middle: UInt64 = 0
    var high: UInt32 = 0
    /// Length (1…20, or 31 for a long text) in 5 bits and position in 27; 0 in a free slot.
    var tag: UInt32 = 0
  }

  /// A text prepared for look-up.
  struct Key {
    var low: UInt64
    var middle: UInt64
    var high: UInt32
    /// Length as in ``Slot/tag``.
    var kind: UInt32
    var hash: UInt64
    var bytes: Bytes
  }

  /// The largest number of texts.
  static let limit = 1 << 27

  private(set) var slots: [Slot]
  private(set) var count = 0
  /// Long texts end to end.
  private var long: [UInt8] = []

  init(expected: Int = 0) {
    var capacity = 64
    while capacity < min(expected, Self.limit) * 2 { capacity *= 2 }
    slots = [Slot](repeating: Slot(), count: capacity)
  }

  /// Prepares `bytes`; `readable` bytes may be read from its start, which makes short texts quicker.
  @inline(__always)
  static func key(_ bytes: Bytes, readable: Int) -> Key {
    let count = bytes.count
    guard count <= 20, count > 0 else { return longKey(bytes) }
    var low: UInt64
    var middle: UInt64 = 0
    var high: UInt32 = 0
    let raw = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
    if readable >= 24 {
      low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
      if count < 8 {
        low &= (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1
      } else if count > 8 {
        middle = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        if count < 16 {
          middle &= (1 &<< UInt64(truncatingIfNeeded: count &* 8 &- 64)) &- 1
        } else if count > 16 {
          let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
          high = UInt32(truncatingIfNeeded: word & ((1 &<< UInt64(truncatingIfNeeded: count &* 8 &- 128)) &- 1))
        }
      }
    } else {
      low = 0
      for at in 0..<count {
        let byte = bytes[at]
        if at < 8 {
          low |= UInt64(byte) &<< UInt64(at &* 8)
        } else if at < 16 {
          middle |= UInt64(byte) &<< UInt64(at &* 8 &- 64)
        } else {
          high |= UInt32(byte) &<< UInt32(at &* 8 &- 128)
        }
      }
    }
    let hash = mix(low ^ mix(middle ^ 0x9E37_79B9_7F4A_7C15, UInt64(high) &+ 0xD6E8_FEB8_6659_FD93), UInt64(count) ^ 0xA076_1D64_78BD_642F)
    return Key(low: low, middle: middle, high: high, kind: UInt32(truncatingIfNeeded: count), hash: hash, bytes: bytes)
  }

  static func key(_ bytes: Bytes) -> Key { key(bytes, readable: bytes.count) }

  private static func longKey(_ bytes: Bytes) -> Key {
    var hash: UInt64 = UInt64(bytes.count)
    let raw = UnsafeRawBufferPointer(bytes)
    var at = 0
    while at + 8 <= raw.count {
      hash = mix(hash ^ UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)), 0x9E37_79B9_7F4A_7C15)
      at += 8
    }
    for byte in raw[at...] { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    hash = mix(hash, 0xA076_1D64_78BD_642F)
    return Key(low: hash, middle: 0, high: 0, kind: 31, hash: hash, bytes: bytes)
  }

  @inline(__always)
  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// The position of the text, or -1.
  func find(_ key: Key) -> Int32 {
    slots.withUnsafeBufferPointer { find(key, in: $0) }
  }

  /// ``find(_:)`` over slots that the caller holds, for tight loops.
  @inline(__always)
  func find(_ key: Key, in slots: UnsafeBufferPointer<Slot>) -> Int32 {
    let mask = slots.count &- 1
    var at = Int(truncatingIfNeeded: key.hash) & mask
    while true {
      let slot = slots[at]
      if slot.tag == 0 { return -1 }
      if matches(slot, key) { return Int32(truncatingIfNeeded: slot.tag & 0x07FF_FFFF) }
      at = (at &+ 1) & mask
    }
  }

  @inline(__always)
  private func matches(_ slot: Slot, _ key: Key) -> Bool {
    guard slot.low == key.low, slot.tag &>> 27 == key.kind else { return false }
    if key.kind == 31 { return matchesLong(slot, key) }
    return slot.middle == key.middle && slot.high == key.high
  }

  private func matchesLong(_ slot: Slot, _ key: Key) -> Bool {
    let offset = Int(slot.middle)
    let length = Int(slot.high)
    return length == key.bytes.count && long[offset..<offset + length].elementsEqual(key.bytes)
  }

  /// The position of the text, made when it is new. At most ``limit`` texts; beyond, the answer is -1.
  mutating func insert(_ key: Key) -> (position: Int32, isNew: Bool) {
    if (count + 1) * 2 > slots.count { grow() }
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: key.hash) & mask
    while slots[at].tag != 0 {
      if matches(slots[at], key) { return (Int32(truncatingIfNeeded: slots[at].tag & 0x07FF_FFFF), false) }
      at = (at + 1) & mask
    }
    guard count < Self.limit else { return (-1, false) }
    var slot = Slot(low: key.low, middle: key.middle, high: key.high, tag: key.kind << 27 | UInt32(count))
    if key.kind == 31 {
      slot.middle = UInt64(long.count)
      slot.high = UInt32(key.bytes.count)
      long.append(contentsOf: key.bytes)
    }
    slots[at] = slot
    count += 1
    return (Int32(count - 1), true)
  }

  mutating func insert(_ text: String) -> (position: Int32, isNew: Bool) {
    var text = text
    return text.withUTF8 { insert(Self.key($0)) }
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    let mask = slots.count - 1
    for slot in old where slot.tag != 0 {
      var at = Int(truncatingIfNeeded: Self.hash(of: slot)) & mask
      while slots[at].tag != 0 { at = (at + 1) & mask }
      slots[at] = slot
    }
  }

  private static func hash(of slot: Slot) -> UInt64 {
    if slot.tag >> 27 == 31 { return slot.low }
    let inner = mix(slot.middle ^ 0x9E37_79B9_7F4A_7C15, UInt64(slot.high) &+ 0xD6E8_FEB8_6659_FD93)
    return mix(slot.low ^ inner, UInt64(slot.tag >> 27) ^ 0xA076_1D64_78BD_642F)
  }
}
