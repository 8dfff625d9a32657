/// A vertex of a ``CSRGraph``: a position from 0 to `vertexCount - 1`.
public struct VertexID: Hashable, Comparable, Sendable {
  public var index: Int32
  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// An edge of a ``CSRGraph``: its position in the frozen order, by source and then by insertion.
public struct EdgeID: Hashable, Comparable, Sendable {
  public var index: Int32
  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}
