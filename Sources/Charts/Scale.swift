/// Numbers to points along one side of a chart, with round ticks.
struct Scale {
  /// Ends of the scale: round numbers, or with `isTight` the values' own.
  let low: Double
  let high: Double
  /// Within ``low`` and ``high``.
  let ticks: [Double]
  private let decimals: Int
  private let isShare: Bool

  /// A scale that holds all finite values of `values`, in about `count` steps of 1, 2 or 5 times a power of ten.
  ///
  /// A value may stand out by a twenty-fifth of a step: 100.2 % asks for no second hundred.
  init(_ values: [Double], axis: Chart.Axis, count: Int, isTight: Bool = false) {
    // Beyond that, 2 decimals of a point no longer tell one value from the next.
    let finite = (values + axis.including).filter { $0.isFinite && abs($0) <= 1e15 }
    let least = finite.min() ?? 0
    var most = finite.max() ?? 1
    if most - least <= abs(most) * 1e-9 { most = least + (least == 0 ? 1 : abs(least)) }
    let rough = max((most - least) / Double(max(1, count)), axis.isWhole ? 1 : 0)
    // Powers of ten by division, so that 0.1 is the double nearest to a tenth.
    var power = 1.0
    var places = 0
    while power * 10 <= rough { power *= 10 }
    while power > rough && places < 12 {
      places += 1
      power = 1 / Self.powerOfTen(places)
    }
    var factor = 10.0
    for candidate in [1.0, 2, 5] where candidate * power >= rough * 0.99 {
      factor = candidate
      break
    }
    let divisor = Self.powerOfTen(places)
    /// The step in units of the last decimal.
    let unit = places > 0 ? factor : factor * power
    func tick(_ number: Double) -> Double { number * unit / divisor }
    let first = (least * divisor / unit + 0.04).rounded(.down)
    let last = (most * divisor / unit - 0.04).rounded(.up)
    var ticks: [Double] = []
    var number = first
    while number <= last {
      ticks.append(tick(number))
      number += 1
    }
    low = isTight ? least : tick(first)
    high = isTight ? most : tick(last)
    self.ticks = isTight ? ticks.filter { $0 >= least && $0 <= most } : ticks
    isShare = axis.unit == .share
    decimals = max(0, (factor == 10 ? places - 1 : places) - (isShare ? 2 : 0))
  }

  /// Where `value` stands between 0 (low) and 1 (high).
  func place(_ value: Double) -> Double { (value - low) / (high - low) }

  /// A tick in words: `1 000`, `0.25`, `50 %`.
  func text(_ tick: Double) -> String {
    let divisor = Self.powerOfTen(decimals)
    let scaled = (tick * (isShare ? 100 : 1) * divisor).rounded()
    guard abs(scaled) < 9e18 else { return "" }
    let digits = Int(scaled).magnitude
    var whole = String(digits / UInt(divisor))
    var place = whole.count - 3
    let isLong = max(abs(low), abs(high)) >= 10_000
    // Thousands apart by a thin no-break space; a year stays whole.
    while place > 0 && isLong {
      whole.insert("\u{202F}", at: whole.index(whole.startIndex, offsetBy: place))
      place -= 3
    }
    var text = scaled < 0 ? "−" + whole : whole
    if decimals > 0 {
      let part = String(digits % UInt(divisor))
      text += "." + String(repeating: "0", count: decimals - part.count) + part
    }
    return isShare ? text + "\u{202F}%" : text
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}
