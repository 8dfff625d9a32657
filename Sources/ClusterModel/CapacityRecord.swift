/// A capacity on record against what a firm makes as usual.
///
/// Numbers of lists are rounded, mostly to three figures, so that a capacity up to half a percent below what is sold is the same number. One that is further below contradicts the
/// record: an audit says so, and analyses go by the usual output in its place and name the firm.
public enum CapacityRecord {
  /// The part by which a stated number may lie below another and still be the same one rounded: half of the last of three figures.
  public static let rounding = 0.005

  /// Whether a capacity is further below what is made as usual than rounding explains.
  ///
  /// - Parameters:
  ///   - capacity: at most so much a year.
  ///   - usual: made a year, in the same unit.
  public static func contradicts(_ capacity: Double, usual: Double) -> Bool { capacity < usual * (1 - rounding) }
}

extension Network {
  /// What each firm can make a year, 10,000 yuan, by its rows of `makes.csv`; `nil` unless given for everything that it makes. O(firms + rows).
  public func capacities() -> [Double?] {
    var sums = [Double](repeating: 0, count: firms.count)
    var isGiven = [Bool?](repeating: nil, count: firms.count)
    for making in makings {
      let row = making.firm.row
      isGiven[row] = (isGiven[row] ?? true) && making.capacity != nil
      sums[row] += making.capacity ?? 0
    }
    return zip(sums, isGiven).map { $1 == true ? $0 : nil }
  }
}
