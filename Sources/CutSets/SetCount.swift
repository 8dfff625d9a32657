/// A number of sets, however large.
public struct SetCount: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// 64-bit digits, the lowest first, without leading zeros.
  private var digits: [UInt64]

  public init(_ value: UInt64 = 0) { digits = value == 0 ? [] : [value] }

  init(digits: some Sequence<UInt64>) {
    self.digits = Array(digits)
    while self.digits.last == 0 { self.digits.removeLast() }
  }

  /// The number when it fits in 64 bits.
  public var exactly: UInt64? { digits.count > 1 ? nil : digits.first ?? 0 }

  public static func < (a: SetCount, b: SetCount) -> Bool {
    if a.digits.count != b.digits.count { return a.digits.count < b.digits.count }
    for (x, y) in zip(a.digits.reversed(), b.digits.reversed()) where x != y { return x < y }
    return false
  }

  public static func + (a: SetCount, b: SetCount) -> SetCount {
    var sum: [UInt64] = []
    var carry: UInt64 = 0
    for place in 0..<max(a.digits.count, b.digits.count) {
      let (x, y) = (place < a.digits.count ? a.digits[place] : 0, place < b.digits.count ? b.digits[place] : 0)
      let (first, one) = x.addingReportingOverflow(y)
      let (second, two) = first.addingReportingOverflow(carry)
      sum.append(second)
      carry = one || two ? 1 : 0
    }
    return SetCount(digits: sum + [carry])
  }

  /// The number in decimal digits.
  public var description: String {
    if digits.isEmpty { return "0" }
    var rest = digits
    var parts: [String] = []
    while !rest.isEmpty {
      var remainder: UInt64 = 0
      for place in rest.indices.reversed() {
        (rest[place], remainder) = (10_000_000_000_000_000_000 as UInt64).dividingFullWidth((remainder, rest[place]))
      }
      while rest.last == 0 { rest.removeLast() }
      let text = String(remainder)
      parts.append(rest.isEmpty ? text : String(repeating: "0", count: 19 - text.count) + text)
    }
    return parts.reversed().joined()
  }
}

extension SetForest {
  /// How many sets there are of order 0, 1, 2, … up to `order`; exact.
  ///
  /// O(nodes × orders) time, more where a number outgrows 64 bits; numbers are kept only until the last node that needs them.
  func counts(upTo order: Int = .max) -> [SetCount] {
    var width = 1
    while true {
      if let result = counts(width: width, upTo: order) { return result }
      width *= 2
    }
  }

  /// For each node the last node that names it.
  private func lastReaders() -> [Int32] {
    var last = [Int32](repeating: 0, count: items.count)
    for node in 2..<max(2, items.count) {
      last[Int(low[node])] = Int32(node)
      last[Int(high[node])] = Int32(node)
      if items[node] < 0 { last[Int(roots[Int(-1 - items[node])])] = Int32(node) }
    }
    last[0] = .max
    last[1] = .max
    last[Int(root)] = .max
    return last
  }

  /// The same with numbers of `width` 64-bit digits; `nil` when one overflows.
  private func counts(width: Int, upTo order: Int) -> [SetCount]? {
    let last = lastReaders()
    var polynomials = CountTable(width: width)
    polynomials.append(least: 0, most: -1)
    polynomials.append(least: 0, most: 0)
    polynomials.digits[polynomials.place(1, 0)] = 1
    for node in 2..<max(2, items.count) {
      let (a, b) = (Int(low[node]), Int(high[node]))
      let module = items[node] >= 0 ? -1 : Int(roots[Int(-1 - items[node])])
      let (shiftLeast, shiftMost) = module < 0 ? (1, 1) : (polynomials.least(module), polynomials.most(module))
      var (least, most) = (polynomials.least(b) + shiftLeast, polynomials.most(b) + shiftMost)
      if a != 0 { (least, most) = (min(least, polynomials.least(a)), max(most, polynomials.most(a))) }
      polynomials.append(least: least, most: min(most, order))
      guard polynomials.add(a, shift: 0, to: node) else { return nil }
      if module < 0 {
        guard polynomials.add(b, shift: 1, to: node) else { return nil }
      } else {
        guard polynomials.addProduct(b, module, to: node) else { return nil }
      }
      for child in [a, b, module] where child >= 0 && last[child] == node { polynomials.free(child) }
    }
    let top = Int(root)
    if polynomials.most(top) < 0 { return [] }
    return (0...polynomials.most(top)).map { order in
      if order < polynomials.least(top) { return SetCount() }
      let place = polynomials.place(top, order)
      return SetCount(digits: polynomials.digits[place..<place + width])
    }
  }
}

/// For each node, the number of sets of each order from its least to its most.
private struct CountTable {
  let width: Int
  var digits: [UInt64] = []
  private var ranges: [(least: Int32, most: Int32, begin: Int)] = []
  /// Places that are free again, by length.
  private var free: [Int: [Int]] = [:]

  init(width: Int) { self.width = width }

  func least(_ node: Int) -> Int { Int(ranges[node].least) }
  func most(_ node: Int) -> Int { Int(ranges[node].most) }
  func place(_ node: Int, _ order: Int) -> Int { ranges[node].begin + (order - least(node)) * width }

  mutating func append(least: Int, most: Int) {
    let length = max(0, most - least + 1) * width
    if let begin = free[length]?.popLast() {
      ranges.append((Int32(least), Int32(most), begin))
      for place in begin..<begin + length { digits[place] = 0 }
    } else {
      ranges.append((Int32(least), Int32(most), digits.count))
      digits.append(contentsOf: repeatElement(0, count: length))
    }
  }

  /// A node that is not asked for again.
  mutating func free(_ node: Int) {
    let length = max(0, most(node) - least(node) + 1) * width
    if length > 0 { free[length, default: []].append(ranges[node].begin) }
  }

  mutating func add(_ source: Int, shift: Int, to node: Int) -> Bool {
    for order in stride(from: least(source), through: min(most(source), most(node) - shift), by: 1) {
      let (from, to) = (place(source, order), place(node, order + shift))
      var carry = false
      for digit in 0..<width {
        let (one, overflow) = digits[to + digit].addingReportingOverflow(digits[from + digit])
        let (two, again) = one.addingReportingOverflow(carry ? 1 : 0)
        digits[to + digit] = two
        carry = overflow || again
      }
      if carry { return false }
    }
    return true
  }

  mutating func addProduct(_ a: Int, _ b: Int, to node: Int) -> Bool {
    for x in stride(from: least(a), through: most(a), by: 1) {
      for y in stride(from: least(b), through: min(most(b), most(node) - x), by: 1) {
        guard multiply(place(a, x), place(b, y), to: place(node, x + y)) else { return false }
      }
    }
    return true
  }

  private mutating func multiply(_ a: Int, _ b: Int, to place: Int) -> Bool {
    for i in 0..<width where digits[a + i] != 0 {
      var carry: UInt64 = 0
      for j in 0..<width {
        if i + j >= width {
          if digits[b + j] != 0 { return false }
          continue
        }
        let (high, low) = digits[a + i].multipliedFullWidth(by: digits[b + j])
        let (one, first) = digits[place + i + j].addingReportingOverflow(low)
        let (two, second) = one.addingReportingOverflow(carry)
        digits[place + i + j] = two
        // At most 2^64 - 2 + 1 + 1 only when the product's high digit is its largest, which low = 0 excludes.
        carry = high &+ (first ? 1 : 0) &+ (second ? 1 : 0)
      }
      if carry != 0 { return false }
    }
    return true
  }
}
