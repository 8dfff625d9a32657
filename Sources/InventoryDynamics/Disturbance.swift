/// How a loss fades once its full length is over.
///
/// `s` runs from 0 to 1 over the days of recovery; what is won back of the loss by then is
///
///     linear s        convex s² (slow first)        concave 1 - (1 - s)² (fast first)        threshold 0, and 1 at the end
public enum RecoveryShape: String, Sendable, CaseIterable { case linear, convex, concave, threshold }

/// Capacity or final demand that producers lose for some days, and win back.
///
///     loss ▲ ┌────────┐
///          │ │        ╲  recovery
///          └─┴────────┴──────▶ day
///          start  duration  recoveryDays
public struct Disturbance: Sendable {
  public enum Kind: Sendable { case capacity, demand }

  public var kind: Kind
  /// Producer numbers.
  public var producers: [Int32]
  /// Share lost at full force: 0…1 of capacity; of final demand also below 0, a rise.
  public var loss: Double
  /// The first day, from 1 on.
  public var start: Int
  /// Days at full force, at least 1.
  public var duration: Int
  /// Days from the end of the full force until nothing is lost any more; 0: all is back at once.
  public var recoveryDays: Int
  public var shape: RecoveryShape

  public init(
    _ kind: Kind, producers: [Int32], loss: Double, start: Int, duration: Int, recoveryDays: Int = 0, shape: RecoveryShape = .linear
  ) {
    self.kind = kind
    self.producers = producers
    self.loss = loss
    self.start = start
    self.duration = duration
    self.recoveryDays = recoveryDays
    self.shape = shape
  }

  /// The share of ``loss`` still felt on a day, 0…1; days count from 1.
  public func force(on day: Int) -> Double {
    if day < start { return 0 }
    let over = day - start - duration + 1
    if over <= 0 { return 1 }
    if over >= recoveryDays { return 0 }
    let part = Double(over) / Double(recoveryDays)
    switch shape {
    case .linear: return 1 - part
    case .convex: return 1 - part * part
    case .concave: return (1 - part) * (1 - part)
    case .threshold: return 1
    }
  }
}

/// All disturbances of a run, day by day: losses of several at one producer multiply what is left of it.
public struct DisturbanceCalendar: Sendable {
  public let disturbances: [Disturbance]
  private let affected: [Int32]
  private let producerCount: Int

  /// - Parameters:
  ///   - disturbances: in any order.
  ///   - producerCount: producers are `0 ..< producerCount`.
  public init(_ disturbances: [Disturbance], producerCount: Int) {
    self.disturbances = disturbances
    self.producerCount = producerCount
    affected = Set(disturbances.flatMap(\.producers)).sorted()
  }

  /// The mean capacity loss and demand of every producer over some days, as `InventoryDynamics.advance` takes them.
  public func mean(over days: ClosedRange<Int>) -> (losses: [Double], demand: [Double]) {
    var left = [Double](repeating: 1, count: producerCount)
    var demand = left
    var day = (left: left, demand: left)
    for producer in affected { (left[Int(producer)], demand[Int(producer)]) = (0, 0) }
    for number in days {
      for producer in affected { (day.left[Int(producer)], day.demand[Int(producer)]) = (1, 1) }
      for disturbance in disturbances {
        let kept = 1 - disturbance.loss * disturbance.force(on: number)
        for producer in disturbance.producers {
          if disturbance.kind == .capacity { day.left[Int(producer)] *= kept } else { day.demand[Int(producer)] *= kept }
        }
      }
      for producer in affected {
        left[Int(producer)] += day.left[Int(producer)]
        demand[Int(producer)] += day.demand[Int(producer)]
      }
    }
    for producer in affected {
      left[Int(producer)] /= Double(days.count)
      demand[Int(producer)] /= Double(days.count)
    }
    return (left.map { max(0, 1 - $0) }, demand)
  }
}
