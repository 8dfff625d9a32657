/// The position of a row in a table of a ``Network``: a typed index, so that a firm is never taken for a stage.
public struct RowID<Table>: Hashable, Comparable, Sendable {
  public var index: Int32
  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
  /// The position as an array index.
  @inlinable public var row: Int { Int(index) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

public typealias CountyID = RowID<County>
public typealias ClusterID = RowID<Cluster>
public typealias FirmID = RowID<FirmTable>
public typealias ProductID = RowID<Product>
public typealias ChainID = RowID<Chain>
public typealias StageID = RowID<Stage>
public typealias GroupID = RowID<CommonCauseGroup>
public typealias SupplyID = RowID<SupplyTable>
