import Diagram

/// The drawing as layers: vertices (nodes, groups, and the dummies that carry an edge through a column) and segments between neighbouring columns.
struct ColumnGraph {
  /// Columns used, made 0, 1, 2, …; `columnNumber[c]` is the number the diagram gave.
  var columnNumbers: [Int] = []
  /// Column of each vertex: items, then boxes, then dummies.
  var column: [Int] = []
  var itemCount: Int
  var boxCount: Int
  /// Blocks of each column from top to bottom. A block is a vertex: a free item, a box, or a dummy.
  var blocks: [[Int]] = []
  /// Members of each box, top to bottom, and whether each must stay last.
  var members: [[Int]]
  /// The vertices each link passes, from its left end to its right end; empty within one column.
  var paths: [[Int]] = []
  /// True where a link runs right to left.
  var isReversed: [Bool] = []
  /// Neighbours in the column to the left and to the right.
  var left: [[Int32]] = []
  var right: [[Int32]] = []

  init(_ measured: Measured) {
    itemCount = measured.items.count
    boxCount = measured.boxes.count
    members = measured.boxes.map(\.members)
    let given = measured.items.map(\.node.column) + measured.boxes.map(\.group.column)
    columnNumbers = Array(Set(given)).sorted()
    var dense: [Int: Int] = [:]
    for (position, number) in columnNumbers.enumerated() { dense[number] = position }
    column = given.map { dense[$0] ?? 0 }
    blocks = [[Int]](repeating: [], count: columnNumbers.count)
    for vertex in itemCount..<(itemCount + boxCount) { blocks[column[vertex]].append(vertex) }
    for vertex in 0..<itemCount where measured.items[vertex].group < 0 { blocks[column[vertex]].append(vertex) }
    for link in measured.links { addPath(link.source, link.target) }
    left = [[Int32]](repeating: [], count: column.count)
    right = left
    for path in paths where path.count > 1 {
      for step in 1..<path.count {
        right[path[step - 1]].append(Int32(path[step]))
        left[path[step]].append(Int32(path[step - 1]))
      }
    }
  }

  private mutating func addPath(_ source: Int, _ target: Int) {
    let isReversed = column[source] > column[target]
    self.isReversed.append(isReversed)
    let (from, to) = isReversed ? (target, source) : (source, target)
    if column[from] == column[to] {
      paths.append([])
      return
    }
    var path = [from]
    for between in (column[from] + 1)..<max(column[to], column[from] + 1) {
      path.append(column.count)
      blocks[between].append(column.count)
      column.append(between)
    }
    path.append(to)
    paths.append(path)
  }

  func isItem(_ vertex: Int) -> Bool { vertex < itemCount }
  func isBox(_ vertex: Int) -> Bool { vertex >= itemCount && vertex < itemCount + boxCount }
  func isDummy(_ vertex: Int) -> Bool { vertex >= itemCount + boxCount }
}
