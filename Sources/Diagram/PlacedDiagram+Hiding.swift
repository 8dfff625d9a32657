extension PlacedDiagram {
  /// The page without the figures and arrows of these keys; everything else keeps its place.
  public func hiding(_ keys: Set<String>) -> PlacedDiagram {
    if keys.isEmpty { return self }
    var page = self
    let hiddenBoxes = boxes.filter { keys.contains($0.key) }
    let titles = Set(hiddenBoxes.compactMap(\.members.first))
    let hiddenNodes = Set(nodes.indices.filter { !nodes[$0].key.isEmpty && keys.contains(nodes[$0].key) }).union(titles)
    let isShown = { (edge: Edge) in
      !keys.contains(edge.key) && !hiddenNodes.contains(edge.source) && !hiddenNodes.contains(edge.target)
    }
    let labels = Set(edges.filter { !isShown($0) }.map { "l" + $0.id.dropFirst() })
    var places = [Int](repeating: -1, count: nodes.count)
    page.nodes = []
    for (at, node) in nodes.enumerated() where !hiddenNodes.contains(at) && !(node.role == .edgeLabel && labels.contains(node.id)) {
      places[at] = page.nodes.count
      page.nodes.append(node)
    }
    page.edges = edges.filter(isShown).map { edge in
      var edge = edge
      (edge.source, edge.target) = (places[edge.source], places[edge.target])
      return edge
    }
    page.boxes = boxes.filter { !keys.contains($0.key) }.map { box in
      var box = box
      box.members = box.members.map { places[$0] }.filter { $0 >= 0 }
      return box
    }
    return page
  }
}
