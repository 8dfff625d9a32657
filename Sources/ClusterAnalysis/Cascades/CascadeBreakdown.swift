import Cascades
public import ClusterModel

/// The losses of a cascade added up by county, by sector, or by both.
public struct CascadeBreakdown: Sendable {
  public enum Part: String, Sendable, CaseIterable { case county, sector }

  public struct Row: Sendable {
    /// `nil` where the county is not known, or counties are not told apart.
    public var county: CountyID?
    /// Empty where the sector is not known, or sectors are not told apart.
    public var sector: String
    public var firms = 0
    /// Firms that lost something.
    public var hitFirms = 0
    /// One number for each weight of the model: what the firms have in all, as far as it is known, and what of it is lost.
    public var totals: [Double]
    public var lost: [Double]
  }

  public let parts: Set<Part>
  /// The largest loss by the first weight first; ties by county code and sector.
  public let rows: [Row]

  private struct Key: Hashable {
    var county: Int32
    var sector: Int32
  }

  /// Adds up. O(firms · weights).
  public init(_ losses: CascadeLosses, by parts: Set<Part>) {
    self.parts = parts
    let model = losses.model
    let network = model.network
    var rowOf: [Key: Int] = [:]
    var rows: [Row] = []
    let zeros = [Double](repeating: 0, count: model.weights.count)
    for firm in network.firms.all {
      let county = parts.contains(.county) ? network.firms.county(firm) : nil
      let name = parts.contains(.sector) ? model.sectorNames[Int(model.sectors[firm.row])] : ""
      let key = Key(county: county?.index ?? -1, sector: name.isEmpty ? -1 : model.sectors[firm.row])
      if rowOf[key] == nil {
        rowOf[key] = rows.count
        rows.append(Row(county: county, sector: name, totals: zeros, lost: zeros))
      }
      let at = rowOf[key]!
      let loss = losses.result.loss(of: firm.row)
      rows[at].firms += 1
      if loss > 0 { rows[at].hitFirms += 1 }
      for (number, weight) in model.weights.enumerated() where !weight.values[firm.row].isNaN {
        rows[at].totals[number] += weight.values[firm.row]
        rows[at].lost[number] += weight.values[firm.row] * loss
      }
    }
    func code(_ row: Row) -> String { row.county.map { network.counties[$0.row].code } ?? "" }
    self.rows = rows.sorted { a, b in
      a.lost[0] != b.lost[0] ? a.lost[0] > b.lost[0] : (code(a), a.sector) < (code(b), b.sector)
    }
  }
}

/// Losses inside and outside a place.
public struct CascadePlaces: Sendable {
  public struct Side: Sendable {
    public var firms = 0
    public var hitFirms = 0
    /// By the first weight of the model.
    public var total = 0.0
    public var lost = 0.0

    /// Of what there is, the share that is lost; `nil` where there is nothing.
    public var share: Double? { total > 0 ? lost / total : nil }
  }

  public var inside = Side()
  public var outside = Side()
  /// Firms of which that is not known.
  public var unplaced = Side()

  /// Adds up. `isInside` says it for each firm; `nil` is unknown. O(firms).
  public init(_ losses: CascadeLosses, isInside: (FirmID) -> Bool?) {
    let model = losses.model
    for firm in model.network.firms.all {
      let side: WritableKeyPath<Self, Side> =
        isInside(firm).map { $0 ? \.inside : \.outside } ?? \.unplaced
      let loss = losses.result.loss(of: firm.row)
      self[keyPath: side].firms += 1
      if loss > 0 { self[keyPath: side].hitFirms += 1 }
      let weight = model.weights[0].values[firm.row]
      if weight.isNaN { continue }
      self[keyPath: side].total += weight
      self[keyPath: side].lost += weight * loss
    }
  }
}
