/// The position of each different text, by its bytes: a flat table with open addressing.
///
/// A place of the table is four bytes, so that much of it stays in the cache: the position of a text, and five bits of its hash that tell
/// most others apart. Texts of up to 20 bytes, which ids are, lie in the 24 bytes of their entry, one after the other; a look-up compares
/// three words there.
struct IDIndex {
  /// A text, at its position.
  private struct Entry {
    var low: UInt64
    var middle: UInt64
    var high: UInt32
    /// Length (1…20), or 31 for a long text, of which `low` is the hash, `middle` the offset and `high` the length.
    var kind: UInt32
  }

  /// A text prepared for look-up.
  struct Key {
    var low: UInt64
    var middle: UInt64
    var high: UInt32
    /// Length, or 31 for a long text.
    var kind: UInt32
    var hash: UInt64
    var bytes: Bytes
  }

  /// The largest number of texts.
  static let limit = (1 << 27) - 1

  /// One more than the position in 27 bits, below five bits of the hash; 0 where it is free.
  private var places: [UInt32]
  private var entries: [Entry] = []
  /// Long texts end to end.
  private var long: [UInt8] = []

  var count: Int { entries.count }

  init(expected: Int = 0) {
    var capacity = 64
    while capacity < min(expected, Self.limit) * 3 { capacity *= 2 }
    places = [UInt32](repeating: 0, count: capacity)
    entries.reserveCapacity(min(expected, Self.limit))
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
    places.withUnsafeBufferPointer { places in entries.withUnsafeBufferPointer { find(key, from: key.hash, places, $0) } }
  }

  /// Looks up `count` keys: first what each of their places holds, then the entries there, which by then are on their way.
  ///
  /// The positions, or -1, go to `found`. Quicker than one after the other when the table is larger than the cache.
  func find(_ keys: UnsafePointer<Key>, count: Int, into found: UnsafeMutablePointer<Int32>) {
    places.withUnsafeBufferPointer { places in
      entries.withUnsafeBufferPointer { entries in
        let mask = UInt64(places.count &- 1)
        for at in 0..<count {
          found[at] = Int32(bitPattern: places[Int(truncatingIfNeeded: keys[at].hash & mask)])
        }
        var touched: UInt64 = 0
        for at in 0..<count {
          let position = Int(UInt32(bitPattern: found[at]) & Self.positionMask)
          // Both ends: an entry may lie across two cache lines.
          if position > 0 { touched |= (entries[position &- 1].low & 1) &+ UInt64(entries[position &- 1].kind) }
        }
        // What was touched is used, so that the loads above are not taken away; it is never as large.
        if touched > 0xFF { return }
        for at in 0..<count {
          let place = UInt32(bitPattern: found[at])
          let key = keys[at]
          if place != 0, place &>> 27 == Self.mark(key.hash), matches(entries[Int(place & Self.positionMask) &- 1], key) {
            found[at] = Int32(bitPattern: place & Self.positionMask) &- 1
          } else {
            found[at] = place == 0 ? -1 : find(key, from: key.hash &+ 1, places, entries)
          }
        }
      }
    }
  }

  /// Has the places of `count` keys brought near together, instead of one after the other when they are entered. The answer only keeps the
  /// loads from being taken away.
  func touch(_ keys: UnsafePointer<Key>, count: Int) -> UInt32 {
    places.withUnsafeBufferPointer { places in
      let mask = UInt64(places.count &- 1)
      var touched: UInt32 = 0
      for at in 0..<count { touched |= places[Int(truncatingIfNeeded: keys[at].hash & mask)] }
      return touched
    }
  }

  private static let positionMask: UInt32 = 0x07FF_FFFF

  @inline(__always)
  private static func mark(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash &>> 59) }

  @inline(__always)
  private func find(
    _ key: Key, from start: UInt64, _ places: UnsafeBufferPointer<UInt32>, _ entries: UnsafeBufferPointer<Entry>
  ) -> Int32 {
    let mask = UInt64(places.count &- 1)
    let mark = Self.mark(key.hash)
    var at = start & mask
    while true {
      let place = places[Int(truncatingIfNeeded: at)]
      if place == 0 { return -1 }
      let position = Int(place & Self.positionMask) &- 1
      if place &>> 27 == mark, matches(entries[position], key) { return Int32(truncatingIfNeeded: position) }
      at = (at &+ 1) & mask
    }
  }

  @inline(__always)
  private func matches(_ entry: Entry, _ key: Key) -> Bool {
    guard entry.low == key.low, entry.kind == key.kind else { return false }
    if key.kind == 31 { return matchesLong(entry, key) }
    return entry.middle == key.middle && entry.high == key.high
  }

  private func matchesLong(_ entry: Entry, _ key: Key) -> Bool {
    let offset = Int(entry.middle)
    let length = Int(entry.high)
    guard length == key.bytes.count, let other = UnsafeRawPointer(key.bytes.baseAddress) else { return false }
    return long.withUnsafeBytes { bytes in
      let own = bytes.baseAddress.unsafelyUnwrapped + offset
      var at = 0
      while at &+ 8 <= length {
        if own.loadUnaligned(fromByteOffset: at, as: UInt64.self) != other.loadUnaligned(fromByteOffset: at, as: UInt64.self) {
          return false
        }
        at &+= 8
      }
      while at < length {
        if own.load(fromByteOffset: at, as: UInt8.self) != other.load(fromByteOffset: at, as: UInt8.self) { return false }
        at &+= 1
      }
      return true
    }
  }

  /// The position of the text, made when it is new. At most ``limit`` texts; beyond, the answer is -1.
  mutating func insert(_ key: Key) -> (position: Int32, isNew: Bool) {
    if (count + 1) * 2 > places.count { grow() }
    let mask = UInt64(places.count - 1)
    let mark = Self.mark(key.hash)
    var at = key.hash & mask
    while case let place = places[Int(at)], place != 0 {
      let position = Int(place & Self.positionMask) - 1
      if place &>> 27 == mark, matches(entries[position], key) { return (Int32(position), false) }
      at = (at + 1) & mask
    }
    guard count < Self.limit else { return (-1, false) }
    var entry = Entry(low: key.low, middle: key.middle, high: key.high, kind: key.kind)
    if key.kind == 31 {
      entry.middle = UInt64(long.count)
      entry.high = UInt32(key.bytes.count)
      long.append(contentsOf: key.bytes)
    }
    entries.append(entry)
    places[Int(at)] = mark << 27 | UInt32(count)
    return (Int32(count - 1), true)
  }

  mutating func insert(_ text: String) -> (position: Int32, isNew: Bool) {
    var text = text
    return text.withUTF8 { insert(Self.key($0)) }
  }

  func contains(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { find(Self.key($0)) } >= 0
  }

  private mutating func grow() {
    places = [UInt32](repeating: 0, count: places.count * 2)
    let mask = UInt64(places.count - 1)
    for (position, entry) in entries.enumerated() {
      let hash = Self.hash(of: entry)
      var at = hash & mask
      while places[Int(at)] != 0 { at = (at + 1) & mask }
      places[Int(at)] = Self.mark(hash) << 27 | UInt32(position + 1)
    }
  }

  private static func hash(of entry: Entry) -> UInt64 {
    if entry.kind == 31 { return entry.low }
    let inner = mix(entry.middle ^ 0x9E37_79B9_7F4A_7C15, UInt64(entry.high) &+ 0xD6E8_FEB8_6659_FD93)
    return mix(entry.low ^ inner, UInt64(entry.kind) ^ 0xA076_1D64_78BD_642F)
  }
}
