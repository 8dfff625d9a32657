/// How a fact came to be known.
public enum ProvenanceKind: UInt8, Sendable, CaseIterable {
  /// Nothing was said.
  case unknown
  /// Read in a source, which is named.
  case sourced
  /// Computed from sourced facts.
  case derived
  /// Held likely by a method; drawn dashed.
  case inferred
  /// Made up for teaching or testing; drawn dashed, and never about a real firm.
  case synthetic
  /// 拟议: what a plan would bring about, about real firms too; no fact, drawn dashed and named as such.
  case proposed

  /// The word in a file's `provenance` column; unknown is the empty cell.
  public var word: String {
    switch self {
    case .unknown: ""
    case .sourced: "sourced"
    case .derived: "derived"
    case .inferred: "inferred"
    case .synthetic: "synthetic"
    case .proposed: "proposed"
    }
  }

  public init?(word: String) {
    guard let kind = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = kind
  }
}

/// Where a fact comes from: the kind, the source (a document, an address, a person) and the date it was true.
public struct Provenance: Sendable, Hashable {
  public var kind: ProvenanceKind
  /// Empty when not said.
  public var source: String
  /// `2022`, `2022-09` or `2022-09-17`; empty when not said.
  public var asOf: String

  public init(_ kind: ProvenanceKind = .unknown, source: String = "", asOf: String = "") {
    self.kind = kind
    self.source = source
    self.asOf = asOf
  }
}

/// The provenance of each row of a table.
public struct ProvenanceColumn: Sendable {
  /// One raw ``ProvenanceKind`` a row, or empty when no row has one.
  public var kinds: [UInt8] = []
  public var source = CodedColumn()
  public var asOf = CodedColumn()

  public init() {}

  public subscript(row: Int) -> Provenance {
    Provenance(kind(row), source: source[row], asOf: asOf[row])
  }

  public func kind(_ row: Int) -> ProvenanceKind {
    kinds.isEmpty ? .unknown : ProvenanceKind(rawValue: kinds[row]) ?? .unknown
  }

  public mutating func append(_ provenance: Provenance, row: Int) {
    if !(kinds.isEmpty && provenance.kind == .unknown) {
      while kinds.count < row { kinds.append(0) }
      kinds.append(provenance.kind.rawValue)
    }
    source.append(provenance.source, row: row)
    asOf.append(provenance.asOf, row: row)
  }

  public mutating func pad(to count: Int) {
    if !kinds.isEmpty { while kinds.count < count { kinds.append(0) } }
    source.pad(to: count)
    asOf.pad(to: count)
  }
}
