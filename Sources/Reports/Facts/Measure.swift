public import ClusterModel

/// A number of a report, with the formula and the rows it was computed from.
public struct Measure: Sendable {
  public enum Value: Sendable, Hashable {
    case count(Int)
    /// 10,000 yuan.
    case amount(Double)
    /// 0…1.
    case ratio(Double)
    /// Any number, in the unit that its label names.
    case number(Double)
    /// Of which parts are not known, in the unit of the case that it names.
    case partly(KnownRange, Unit)
    /// Not known; never 0.
    case unknown
  }

  public enum Unit: Sendable, Hashable { case amount, ratio, number }

  /// Names it across languages and networks: `completeness`, `exposure:solar_pv-glass`.
  public var id: String
  public var label: LocalText
  public var value: Value
  public var basis: Basis

  public init(_ id: String, _ label: LocalText, _ value: Value, _ basis: Basis) {
    self.id = id
    self.label = label
    self.value = value
    self.basis = basis
  }

  /// A number of a cell: its column has the heading.
  init(cell id: String, _ value: Value, _ basis: Basis) { self.init(id, LocalText(zh: "", en: ""), value, basis) }
}

/// What stands behind a number: a metric of docs/metrics.md or none, the formula, the rows, and how their facts are known.
public struct Basis: Sendable, Hashable {
  /// `M33`; empty where rows are only counted or read.
  public var metric: String
  public var formula: LocalText
  public var rows: RowList
  public var kinds: Set<ProvenanceKind>

  public init(_ metric: String, _ formula: LocalText, rows: RowList, kinds: Set<ProvenanceKind> = []) {
    self.metric = metric
    self.formula = formula
    self.rows = rows
    self.kinds = kinds
  }
}

extension Measure.Value {
  init(amount: Double?) { self = amount.map { $0.isFinite ? .amount($0) : .unknown } ?? .unknown }
  init(ratio: Double?) { self = ratio.map { $0.isFinite ? .ratio($0) : .unknown } ?? .unknown }
  init(number: Double?) { self = number.map { $0.isFinite ? .number($0) : .unknown } ?? .unknown }

  /// Where a number lies, certain or not; `nil` is unknown.
  init(_ range: KnownRange?, _ unit: Measure.Unit) {
    guard let range, range.value != nil || range.low != nil || range.high != nil else {
      self = .unknown
      return
    }
    guard let exact = range.exact else {
      self = .partly(range, unit)
      return
    }
    switch unit {
    case .amount: self.init(amount: exact)
    case .ratio: self.init(ratio: exact)
    case .number: self.init(number: exact)
    }
  }

  /// The number itself, over what is known where parts are not.
  var number: Double? {
    switch self {
    case .amount(let number), .ratio(let number), .number(let number): number
    case .count(let count): Double(count)
    case .partly(let range, _): range.value
    case .unknown: nil
    }
  }
}

extension ProvenanceKind {
  func word(_ language: Language) -> String {
    switch self {
    case .unknown: language == .zh ? "来源未注明" : "source not stated"
    case .sourced: language == .zh ? "有出处" : "sourced"
    case .derived: language == .zh ? "推算" : "derived"
    case .inferred: language == .zh ? "推断" : "inferred"
    case .synthetic: language == .zh ? "虚构" : "synthetic"
    case .proposed: language == .zh ? "拟议" : "proposed"
    }
  }
}
