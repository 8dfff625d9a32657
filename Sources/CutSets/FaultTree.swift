import GraphCore

/// A coherent fault tree: basic events at the bottom, AND, OR and "at least k" gates above them, one top gate whose failure is asked for.
///
///     G0 (or) ─┬─ G1 (and) ─┬─ e1
///              │            └─ e2
///              └─ e3
///
/// It is a ``SupplyStructure`` seen from failure: a gate *fails* where a vertex *stops*. See ``structure()``.
public struct FaultTree: Sendable, Hashable {
  /// When a gate fails.
  public enum GateKind: Sendable, Hashable {
    /// All inputs fail.
    case and
    /// Some input fails.
    case or
    /// At least so many inputs fail.
    case atLeast(Int)
  }

  /// What a gate looks at, by its position in ``gates``, ``events`` or ``houseEvents``.
  public enum Input: Sendable, Hashable {
    case gate(Int)
    case event(Int)
    case house(Int)
  }

  public struct Gate: Sendable, Hashable {
    /// Empty for a formula within a gate.
    public var name: String
    public var kind: GateKind
    public var inputs: [Input]

    public init(_ name: String, _ kind: GateKind, _ inputs: [Input]) {
      self.name = name
      self.kind = kind
      self.inputs = inputs
    }
  }

  public struct BasicEvent: Sendable, Hashable {
    public var name: String
    /// Of its failure, 0...1; `nil` is unknown.
    public var probability: Double?

    public init(_ name: String, probability: Double? = nil) {
      self.name = name
      self.probability = probability
    }
  }

  /// An event that is settled beforehand.
  public struct HouseEvent: Sendable, Hashable {
    public var name: String
    public var occurs: Bool

    public init(_ name: String, occurs: Bool) {
      self.name = name
      self.occurs = occurs
    }
  }

  public let gates: [Gate]
  public let events: [BasicEvent]
  public let houseEvents: [HouseEvent]
  /// The position of the top gate in ``gates``.
  public let top: Int

  /// - Throws: ``FaultTreeError`` for positions that are not there, a gate without inputs, a number that a gate cannot reach, an input that
  ///   an "at least k" gate names twice, a probability outside 0...1. Gates may form circles; the greatest fixed point of survival is
  ///   meant, as in ``SupplyStructure``.
  /// - Complexity: O(gates + inputs).
  public init(gates: [Gate], events: [BasicEvent], houseEvents: [HouseEvent] = [], top: Int) throws(FaultTreeError) {
    guard gates.indices.contains(top) else { throw FaultTreeError(.noTopGate, subject: "\(top)") }
    for gate in gates {
      if gate.inputs.isEmpty { throw FaultTreeError(.noInputs, subject: gate.name) }
      for input in gate.inputs {
        let isThere =
          switch input {
          case .gate(let position): gates.indices.contains(position)
          case .event(let position): events.indices.contains(position)
          case .house(let position): houseEvents.indices.contains(position)
          }
        if !isThere { throw FaultTreeError(.unknownInput, subject: gate.name) }
      }
      if case .atLeast(let needed) = gate.kind {
        if needed < 1 || needed > gate.inputs.count { throw FaultTreeError(.numberOutOfReach, subject: gate.name) }
        if Set(gate.inputs).count < gate.inputs.count { throw FaultTreeError(.repeatedInput, subject: gate.name) }
      }
    }
    for event in events {
      if let probability = event.probability, !(0...1).contains(probability) {
        throw FaultTreeError(.badProbability, subject: event.name)
      }
    }
    self.gates = gates
    self.events = events
    self.houseEvents = houseEvents
    self.top = top
  }
}

/// Why gates and events make no ``FaultTree``.
public struct FaultTreeError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case noTopGate = "there is no such top gate"
    case noInputs = "the gate has no inputs"
    case unknownInput = "the gate names an input that is not there"
    case numberOutOfReach = "the gate asks for fewer than one or more than all of its inputs"
    case repeatedInput = "the gate counts and names an input twice"
    case badProbability = "a probability lies from 0 to 1"
  }
  public var code: Code
  /// The gate or event.
  public var subject: String

  init(_ code: Code, subject: String) {
    self.code = code
    self.subject = subject
  }

  public var description: String { "\(subject): \(code.rawValue)" }
}
