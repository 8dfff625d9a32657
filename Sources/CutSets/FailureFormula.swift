import GraphCore

/// The failure of a target (or, in the dual, its survival) as a monotone formula: variables and "at least k of these" gates.
///
/// Only what the target depends on is kept; constants, single-input gates and gates that only feed a gate of the same type are folded away.
/// Gates may depend on each other in circles. Failure is then the least fixed point, survival the greatest.
struct FailureFormula: Sendable, Equatable {
  enum Top: Sendable, Equatable {
    /// True whatever happens, or false whatever happens.
    case constant(Bool)
    /// A node: a variable below `variables.count`, a gate from there.
    case node(Int32)
  }

  /// The vertex of each variable, ascending.
  var variables: [Int32] = []
  /// For each gate, how many children make it true.
  var needs: [Int32] = []
  /// The children of gate `g` are `children[offsets[g] ..< offsets[g + 1]]`, as nodes.
  var offsets: [Int32] = [0]
  var children: [Int32] = []
  var top = Top.constant(false)
  /// What gates in a circle are before anything is known: false for failure, true for survival.
  var startsTrue: Bool
  /// Vertices that need each other in a circle, among those that matter here.
  var circles: [[Int32]] = []

  /// - Parameter isDual: survival as a function of what is up, instead of failure as a function of what is down.
  init(_ problem: CutSetProblem, isDual: Bool) throws(CutSetError) {
    let n = problem.structure.graph.vertexCount
    for vertex in [problem.target] + problem.events where vertex < 0 || Int(vertex) >= n {
      throw CutSetError(code: .unknownVertex, message: "vertex \(vertex) is not in the structure: vertices are 0 to \(n - 1)")
    }
    startsTrue = isDual
    let closure = UpstreamClosure(problem)
    switch closure.fate[closure.target] {
    case .down: top = .constant(!isDual)
    case .safe: top = .constant(isDual)
    case .open:
      var raw = RawGates(closure, isDual: isDual)
      variables = raw.variables
      circles = closure.circles()
      raw.simplify()
      emit(raw)
    }
  }

  /// Takes over the gates that the target reaches, flattening gates of one type.
  private mutating func emit(_ raw: RawGates) {
    let variableCount = Int32(variables.count)
    let root = raw.find(raw.top)
    if root < variableCount {
      top = .node(root)
      return
    }
    let references = raw.references(root: root)
    var number = [Int32](repeating: -1, count: raw.rows.count)
    var order: [Int32] = [root]
    number[Int(root - variableCount)] = variableCount
    var head = 0
    var stack: [Int32] = []
    while head < order.count {
      let gate = Int(order[head] - variableCount)
      head += 1
      var need = raw.needs[gate]
      let isOr = need == 1
      let isAnd = Int(need) == raw.rows[gate].count
      var flat: [Int32] = []
      stack = raw.rows[gate].reversed()
      while let child = stack.popLast() {
        if child >= variableCount {
          let inner = Int(child - variableCount)
          let innerAnd = Int(raw.needs[inner]) == raw.rows[inner].count
          if inner != gate, references[inner] == 1, isOr && raw.needs[inner] == 1 || isAnd && !isOr && innerAnd {
            stack += raw.rows[inner].reversed()
            continue
          }
          if number[inner] < 0 {
            number[inner] = variableCount + Int32(order.count)
            order.append(child)
          }
        }
        flat.append(child)
      }
      if isAnd && !isOr {
        flat = flat.uniqued()
        need = Int32(flat.count)
      } else if isOr {
        flat = flat.uniqued()
      }
      for child in flat { children.append(child < variableCount ? child : number[Int(child - variableCount)]) }
      needs.append(need)
      offsets.append(Int32(children.count))
    }
    top = .node(variableCount)
  }

  var gateCount: Int { needs.count }

  /// The same in fewer or smaller gates; `nil` for a formula with circles, or when there is nothing to be done.
  ///
  /// O(n log n), besides what ``FormulaSimplification/budget`` allows.
  func simplified() -> FailureFormula? {
    guard circles.isEmpty, case .node(let top) = top, top >= variables.count else { return nil }
    var work = FormulaSimplification(self, top: top)
    work.run()
    var result = self
    (result.needs, result.offsets, result.children, result.top) = (work.needs, [0], work.rows.flatMap { $0 }, .node(work.top))
    for row in work.rows { result.offsets.append(result.offsets[result.offsets.count - 1] + Int32(row.count)) }
    return result == self ? nil : result
  }
}

extension [Int32] {
  /// The elements in the order of first sight, each once.
  func uniqued() -> [Int32] {
    if count < 16 {
      var kept: [Int32] = []
      for element in self where !kept.contains(element) { kept.append(element) }
      return kept
    }
    var seen = Set<Int32>(minimumCapacity: count)
    return filter { seen.insert($0).inserted }
  }
}

/// What a target depends on, renumbered from 0, with what is certain about each vertex.
private struct UpstreamClosure {
  enum Fate { case down, safe, open }

  let problem: CutSetProblem
  /// Vertices of the structure, by local number.
  var vertices: [Int32] = []
  /// Local numbers by vertex; -1 outside.
  var local: [Int32]
  var target: Int { 0 }
  var isEvent: [Bool]
  /// Down without any loss; safe even if every event is lost; or open.
  var fate: [Fate]

  init(_ problem: CutSetProblem) {
    self.problem = problem
    let graph = problem.structure.graph
    local = [Int32](repeating: -1, count: graph.vertexCount)
    local[Int(problem.target)] = 0
    vertices = [problem.target]
    var head = 0
    while head < vertices.count {
      for source in graph.inNeighbors(of: VertexID(Int(vertices[head]))) where local[Int(source)] < 0 {
        local[Int(source)] = Int32(vertices.count)
        vertices.append(source)
      }
      head += 1
    }
    isEvent = [Bool](repeating: false, count: vertices.count)
    for event in problem.events where local[Int(event)] >= 0 { isEvent[Int(local[Int(event)])] = true }
    fate = [Fate](repeating: .safe, count: vertices.count)
    var slack = vertices.map { graph.inOffsets[Int($0) + 1] - graph.inOffsets[Int($0)] - problem.structure.thresholds[Int($0)] }
    for vertex in vertices.indices where slack[vertex] < 0 { stop(vertex, as: .down, &slack) }
    for vertex in vertices.indices where isEvent[vertex] { stop(vertex, as: .open, &slack) }
  }

  private mutating func stop(_ start: Int, as end: Fate, _ slack: inout [Int32]) {
    guard fate[start] == .safe else { return }
    fate[start] = end
    var stack = [start]
    while let vertex = stack.popLast() {
      for next in problem.structure.graph.outNeighbors(of: VertexID(Int(vertices[vertex]))) where local[Int(next)] >= 0 {
        let number = Int(local[Int(next)])
        slack[number] -= 1
        if slack[number] < 0 && fate[number] == .safe {
          fate[number] = end
          stack.append(number)
        }
      }
    }
  }

  /// Strongly connected parts of more than one vertex, each ascending, by smallest vertex.
  func circles() -> [[Int32]] {
    var offsets: [Int32] = [0]
    var rows: [Int32] = []
    for (number, vertex) in vertices.enumerated() {
      if fate[number] == .open {
        for source in problem.structure.graph.inNeighbors(of: VertexID(Int(vertex))) {
          let input = local[Int(source)]
          if fate[Int(input)] == .open { rows.append(input) }
        }
      }
      offsets.append(Int32(rows.count))
    }
    let units = StrongUnits(offsets: offsets, children: rows)
    if units.count == vertices.count { return [] }
    var found: [[Int32]] = []
    for unit in 0..<units.count where units.offsets[unit + 1] - units.offsets[unit] > 1 {
      found.append(units.members[Int(units.offsets[unit])..<Int(units.offsets[unit + 1])].map { vertices[Int($0)] }.sorted())
    }
    return found.sorted { $0[0] < $1[0] }
  }
}

/// Gates while they are put together and simplified; gate `g` is node `variables.count + g`.
private struct RawGates {
  var variables: [Int32] = []
  var needs: [Int32] = []
  var rows: [[Int32]] = []
  /// The node that stands for each gate: itself unless it was folded into its only child.
  var alias: [Int32] = []
  var top: Int32 = 0
  let isDual: Bool

  init(_ closure: UpstreamClosure, isDual: Bool) {
    self.isDual = isDual
    let structure = closure.problem.structure
    let open = closure.vertices.indices.filter { closure.fate[$0] == .open }
    let events = open.filter { closure.isEvent[$0] }.sorted { closure.vertices[$0] < closure.vertices[$1] }
    variables = events.map { closure.vertices[$0] }
    var variable = [Int32](repeating: -1, count: closure.vertices.count)
    for (number, event) in events.enumerated() { variable[event] = Int32(number) }
    let base = Int32(variables.count)
    var gate = [Int32](repeating: -1, count: closure.vertices.count)
    for (number, vertex) in open.enumerated() { gate[vertex] = base + Int32(number) }
    needs = [Int32](repeating: 1, count: open.count)
    rows = [[Int32]](repeating: [], count: open.count)
    alias = open.indices.map { base + Int32($0) }
    for (number, vertex) in open.enumerated() {
      var inputs: [Int32] = []
      var certain: Int32 = 0
      var total: Int32 = 0
      for source in structure.graph.inNeighbors(of: VertexID(Int(closure.vertices[vertex]))) {
        let input = Int(closure.local[Int(source)])
        total += 1
        switch closure.fate[input] {
        case .open: inputs.append(gate[input])
        case .down: if !isDual { certain += 1 }
        case .safe: if isDual { certain += 1 }
        }
      }
      let threshold = structure.thresholds[Int(closure.vertices[vertex])]
      let need = (isDual ? threshold : total - threshold + 1) - certain
      set(number, need: need, inputs: inputs, event: variable[vertex])
    }
    top = gate[closure.target]
  }

  /// Gate `number` becomes "event or need of inputs"; in the dual "event and need of inputs".
  private mutating func set(_ number: Int, need: Int32, inputs: [Int32], event: Int32) {
    let isTrue = need <= 0
    let isFalse = Int(need) > inputs.count
    if event >= 0 {
      if isDual ? isTrue : isFalse {
        alias[number] = event
      } else if isDual ? Int(need) == inputs.count : need == 1 {
        rows[number] = [event] + inputs
        needs[number] = isDual ? Int32(inputs.count) + 1 : 1
      } else {
        let inner = Int32(variables.count + rows.count)
        alias.append(inner)
        needs.append(need)
        rows.append(inputs)
        rows[number] = [event, inner]
        needs[number] = isDual ? 2 : 1
      }
    } else {
      rows[number] = inputs
      needs[number] = need
    }
  }

  func find(_ node: Int32) -> Int32 {
    var node = node
    while node >= variables.count, alias[Int(node) - variables.count] != node { node = alias[Int(node) - variables.count] }
    return node
  }

  /// Folds single-input gates, repeated inputs and self-references, until nothing changes or a few rounds have passed.
  mutating func simplify() {
    for _ in 0..<12 {
      var isChanged = false
      for gate in rows.indices where alias[gate] == Int32(variables.count + gate) {
        var row = rows[gate]
        let wasAnd = Int(needs[gate]) == row.count
        for place in row.indices { row[place] = find(row[place]) }
        let own = Int32(variables.count + gate)
        let selves = Int32(row.count { $0 == own })
        if selves > 0 {
          // In the least fixed point a gate does not bring itself about; in the greatest it does.
          row.removeAll { $0 == own }
          if isDual { needs[gate] -= selves }
        }
        if needs[gate] == 1 {
          row = row.uniqued()
        } else if wasAnd && (isDual || selves == 0) {
          row = row.uniqued()
          needs[gate] = Int32(row.count)
        }
        rows[gate] = row
        if row.count == 1 && needs[gate] == 1 {
          alias[gate] = row[0]
          isChanged = true
        }
      }
      if !isChanged { break }
    }
    for gate in rows.indices where alias[gate] == Int32(variables.count + gate) {
      for place in rows[gate].indices { rows[gate][place] = find(rows[gate][place]) }
    }
  }

  /// How often each gate that `root` reaches is an input, `root` itself once more.
  func references(root: Int32) -> [Int32] {
    var counts = [Int32](repeating: 0, count: rows.count)
    let base = Int32(variables.count)
    counts[Int(root - base)] = 2
    var stack = [root]
    while let gate = stack.popLast() {
      for child in rows[Int(gate - base)] where child >= base {
        let inner = Int(child - base)
        counts[inner] += 1
        if counts[inner] == 1 { stack.append(child) }
      }
    }
    return counts
  }
}
