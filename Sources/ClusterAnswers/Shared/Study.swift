public import ClusterAnalysis
public import ClusterIO
public import ClusterModel
import Synchronization

/// A network made ready for questions: what several questions need is computed when first asked for, and once.
///
/// Give it a network or reading `inOrder()`, as the command does, where no answer may depend on the order of rows. Safe to share between threads. The one class of this module: a value could not keep what it computed.
public final class Study: Sendable {
  public let network: Network
  /// How the network was read, for questions that name its rows; `nil` for one made in code.
  public let reading: Reading?
  private let kept = Mutex(Kept())

  private struct Kept {
    var view: SupplyView?
    var sourcing: Sourcing?
    var firmStages: FirmStages?
    var model: SupplyModel?
  }

  public init(_ reading: Reading) {
    self.reading = reading
    network = reading.network
  }

  public init(_ network: Network) {
    reading = nil
    self.network = network
  }

  /// The supply links as seen by the analyses: O(links) once.
  public var view: SupplyView { keep(\.view) { SupplyView(network) } }
  /// How each good of each buyer is covered.
  public var sourcing: Sourcing {
    let view = view
    return keep(\.sourcing) { Sourcing(view) }
  }
  /// The stages that each firm stands at.
  public var firmStages: FirmStages { keep(\.firmStages) { FirmStages(network) } }
  /// Who needs what of whom.
  public var model: SupplyModel {
    let view = view
    return keep(\.model) { SupplyModel(view) }
  }

  private func keep<Value: Sendable>(_ place: any WritableKeyPath<Kept, Value?> & Sendable, _ compute: () -> Value) -> Value {
    kept.withLock { kept in
      if let value = kept[keyPath: place] { return value }
      let value = compute()
      kept[keyPath: place] = value
      return value
    }
  }
}
