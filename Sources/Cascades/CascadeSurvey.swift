import Dispatch
import Synchronization

/// The cascades of one firm after another, shared out to threads. Each is computed by itself, so that neither threads nor order show in the numbers.
struct CascadeSurvey {
  /// Share of all links along which an iteration may push before the cascade goes on in lanes.
  static let widestShare = 0.02
  /// Firms a thread takes at a time.
  static let handful = 16

  let layout: CascadeLayout
  let settings: CascadeSettings
  private var arena: Arena
  private var workers: [Worker]

  /// What a thread works with.
  fileprivate struct Worker {
    var pushed: PushedCascade
    var lanes: LaneCascades
  }

  /// Prepares threads; `free` gives their memory back.
  init(_ network: CascadeNetwork, settings: CascadeSettings, threads: Int, widestShare: Double = widestShare) {
    arena = Arena()
    layout = CascadeLayout(network, arena: &arena)
    self.settings = settings
    workers = []
    let widest = Int(widestShare * Double(network.up.buyers.count + network.down.suppliers.count))
    for _ in 0..<max(1, threads) {
      workers.append(
        Worker(
          pushed: PushedCascade(layout, settings: settings, widest: widest, arena: &arena),
          lanes: LaneCascades(layout, settings: settings, arena: &arena)))
    }
  }

  func free() { arena.free() }

  /// The risks of a range of firms.
  mutating func risks(of firms: Range<Int>) -> FirmRisks {
    let columns = layout.weightCount
    var risks = [SystemicRisk](repeating: SystemicRisk(esri: 0, down: 0, up: 0), count: firms.count * columns)
    var iterations = [Int32](repeating: 0, count: firms.count)
    var converged = [Bool](repeating: true, count: firms.count)
    let next = Atomic(firms.lowerBound)
    risks.withUnsafeMutableBufferPointer { risks in
      iterations.withUnsafeMutableBufferPointer { iterations in
        converged.withUnsafeMutableBufferPointer { converged in
          workers.withUnsafeMutableBufferPointer { buffer in
            // Each firm has slots of its own and each thread a worker, so the unsynchronised access is exclusive.
            nonisolated(unsafe) let slots = Slots(
              firms: firms, columns: columns, risks: risks, iterations: iterations, converged: converged)
            nonisolated(unsafe) let workers = buffer
            nonisolated(unsafe) let layout = layout
            DispatchQueue.concurrentPerform(iterations: min(workers.count, max(1, firms.count / Self.handful))) { number in
              workers[number].run(layout, slots: slots) {
                let first = next.wrappingAdd(Self.handful, ordering: .relaxed).oldValue
                return first < firms.upperBound ? first..<min(firms.upperBound, first + Self.handful) : nil
              }
            }
          }
        }
      }
    }
    return FirmRisks(
      firms: firms, weightCount: columns, risks: risks, iterations: iterations,
      unconverged: firms.filter { !converged[$0 - firms.lowerBound] }.map { Int32($0) })
  }

  /// Where results go.
  fileprivate struct Slots {
    let firms: Range<Int>
    let columns: Int
    let risks: UnsafeMutableBufferPointer<SystemicRisk>
    let iterations: UnsafeMutableBufferPointer<Int32>
    let converged: UnsafeMutableBufferPointer<Bool>

    func put(_ firm: Int32, iterations count: Int, isConverged: Bool, risk: (Int) -> SystemicRisk) {
      let slot = Int(firm) - firms.lowerBound
      for column in 0..<columns { risks[slot * columns + column] = risk(column) }
      iterations[slot] = Int32(clamping: count)
      converged[slot] = isConverged
    }
  }
}

extension CascadeSurvey.Worker {
  /// Works off handfuls of firms until there are no more.
  fileprivate mutating func run(_ layout: CascadeLayout, slots: CascadeSurvey.Slots, next: () -> Range<Int>?) {
    var handful = 0..<0
    while true {
      while let lane = lanes.freeLane {
        if handful.isEmpty {
          guard let more = next() else { break }
          handful = more
        }
        let firm = handful.removeFirst()
        if pushed.run(Int(layout.places[firm])) {
          slots.put(Int32(firm), iterations: pushed.iterations, isConverged: pushed.isConverged) { pushed.risk($0) }
        } else {
          lanes.load(pushed, lane: lane)
        }
        pushed.reset()
      }
      if lanes.isEmpty { return }
      lanes.sweep()
      for lane in 0..<LaneCascades.width where lanes.shocked[lane] >= 0 {
        guard let outcome = lanes.outcome(lane: lane) else { continue }
        slots.put(layout.firms[lanes.shocked[lane]], iterations: lanes.iterations[lane], isConverged: outcome.isConverged) {
          lanes.risk($0, lane: lane)
        }
        lanes.clear(lane: lane)
      }
    }
  }
}
