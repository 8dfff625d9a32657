/// A formula while it is made smaller; what it says stays the same.
///
/// Constants, gates of one input, equal gates, gates below a gate of the same type, and inputs that another one makes pointless go; a node that
/// decides a gate high above is put there once and for all; inputs that always occur together are put together, inputs that all terms of a sum
/// share are taken out. Diagrams then have fewer variables, and more parts of the formula are modules.
///
/// > Source: I. Niemelä, On simplification of large fault trees, Reliability Engineering and System Safety 44 (1994); A. Rauzy, Toward an
/// > efficient implementation of the MOCUS algorithm, IEEE Trans. Reliability 52 (2003).
struct FormulaSimplification {
  let variableCount: Int32
  /// For each gate, how many inputs make it true: 1 is OR, all of them AND.
  var needs: [Int32] = []
  /// For each gate its inputs: variables, gates from `variableCount` on, or constants.
  var rows: [[Int32]] = []
  var top: Int32
  /// Operations that may still be spent on what is not linear.
  var budget: Int

  static let no: Int32 = -1
  static let yes: Int32 = -2

  /// Takes a formula without circles.
  init(_ formula: FailureFormula, top: Int32) {
    variableCount = Int32(formula.variables.count)
    self.top = top
    needs = formula.needs
    rows = (0..<formula.gateCount).map { Array(formula.children[Int(formula.offsets[$0])..<Int(formula.offsets[$0 + 1])]) }
    budget = 1_000_000 + 64 * formula.children.count
  }

  /// A few rounds, until nothing changes.
  mutating func run() {
    fold()
    for _ in 0..<4 {
      let before = (needs, rows)
      decide()
      fold()
      absorb()
      fold()
      takeOut()
      fold()
      if needs == before.0 && rows == before.1 { break }
    }
    for _ in 0..<4 {
      let before = rows.count
      putTogether()
      fold(flattens: false)
      if rows.count == before { break }
    }
  }

  func isGate(_ node: Int32) -> Bool { node >= variableCount }
  func gate(_ node: Int32) -> Int { Int(node - variableCount) }
  func node(_ gate: Int) -> Int32 { variableCount + Int32(gate) }
  func isOr(_ gate: Int) -> Bool { needs[gate] == 1 }
  func isAnd(_ gate: Int) -> Bool { Int(needs[gate]) == rows[gate].count }

  mutating func add(need: Int32, _ row: [Int32]) -> Int32 {
    needs.append(need)
    rows.append(row)
    return node(rows.count - 1)
  }

  /// Gates below the top, inputs first.
  func order() -> [Int] {
    guard isGate(top) else { return [] }
    var order: [Int] = []
    var isSeen = [Bool](repeating: false, count: rows.count)
    var stack = [(gate: gate(top), next: 0)]
    isSeen[gate(top)] = true
    while let step = stack.last {
      if step.next == rows[step.gate].count {
        order.append(step.gate)
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next += 1
      let child = rows[step.gate][step.next]
      if isGate(child), !isSeen[gate(child)] {
        isSeen[gate(child)] = true
        stack.append((gate(child), 0))
      }
    }
    return order
  }

  /// For each node, the gates below the top that have it as an input, inputs first; a gate that counts an input twice is there twice.
  func parents(_ order: [Int]) -> [[Int32]] {
    var parents = [[Int32]](repeating: [], count: Int(variableCount) + rows.count)
    for gate in order {
      for child in rows[gate] where child >= 0 { parents[Int(child)].append(Int32(gate)) }
    }
    return parents
  }

  // MARK: - Folding

  /// Constants, single inputs, repeated inputs, gates of one type below each other, equal gates; then renumbers the gates, inputs first. O(n log n).
  mutating func fold(flattens: Bool = true) {
    let order = order()
    var uses = [Int32](repeating: 0, count: rows.count)
    for gate in order { for child in rows[gate] where isGate(child) { uses[self.gate(child)] += 1 } }
    var (newNeeds, newRows) = ([Int32](), [[Int32]]())
    // What each old gate has become.
    var became = [Int32](repeating: Self.no, count: rows.count)
    // How many old inputs stand for each new gate.
    var newUses: [Int32] = []
    var known: [GateKey: Int32] = [:]
    for old in order {
      var need = needs[old]
      var row: [Int32] = []
      row.reserveCapacity(rows[old].count)
      for child in rows[old] {
        let now = isGate(child) ? became[gate(child)] : child
        if now == Self.yes { need -= 1 } else if now != Self.no { row.append(now) }
      }
      if need <= 0 || Int(need) > row.count {
        became[old] = need <= 0 ? Self.yes : Self.no
        continue
      }
      let (isOr, isAnd) = (need == 1, Int(need) == row.count)
      if isOr || isAnd {
        var flat: [Int32] = []
        for child in row {
          let inner = child >= variableCount ? Int(child - variableCount) : -1
          if flattens, inner >= 0, newUses[inner] == 1, isOr ? newNeeds[inner] == 1 : Int(newNeeds[inner]) == newRows[inner].count {
            flat += newRows[inner]
          } else {
            flat.append(child)
          }
        }
        flat.sort()
        row = []
        for child in flat where child != row.last { row.append(child) }
        if !isOr { need = Int32(row.count) }
        if row.count == 1 {
          became[old] = row[0]
          if row[0] >= variableCount { newUses[Int(row[0] - variableCount)] += uses[old] - 1 }
          continue
        }
      } else {
        row.sort()
      }
      let key = GateKey(need: need, row: row)
      if let same = known[key] {
        became[old] = same
        newUses[Int(same - variableCount)] += uses[old]
      } else {
        let made = variableCount + Int32(newRows.count)
        known[key] = made
        became[old] = made
        newNeeds.append(need)
        newRows.append(row)
        newUses.append(uses[old])
      }
    }
    if isGate(top) { top = became[gate(top)] }
    (needs, rows) = (newNeeds, newRows)
  }

  private struct GateKey: Hashable {
    var need: Int32
    var row: [Int32]
  }

  // MARK: - Absorption

  /// In a sum, terms that another input or a smaller term makes pointless; in a product of sums likewise.
  mutating func absorb() {
    var mark = [Int32](repeating: -1, count: Int(variableCount) + rows.count)
    for gate in order() where isOr(gate) || isAnd(gate) {
      let isSum = isOr(gate)
      for child in rows[gate] where child >= 0 { mark[Int(child)] = Int32(gate) }
      func isTerm(_ child: Int32) -> Bool {
        isGate(child) && (isSum ? isAnd(self.gate(child)) && !isOr(self.gate(child)) : isOr(self.gate(child)))
      }
      var kept = rows[gate].filter { child in
        guard isTerm(child) else { return true }
        budget -= rows[self.gate(child)].count
        return !rows[self.gate(child)].contains { $0 >= 0 && mark[Int($0)] == Int32(gate) }
      }
      let terms = kept.filter(isTerm).sorted { rows[self.gate($0)].count < rows[self.gate($1)].count }
      guard terms.count > 1, budget > 0 else {
        replace(gate, kept)
        continue
      }
      let signs = terms.map { rows[self.gate($0)].reduce(0 as UInt64) { $0 | 1 << (UInt64(truncatingIfNeeded: $1) % 64) } }
      var gone: Set<Int32> = []
      for large in 1..<terms.count {
        for small in 0..<large where signs[small] & ~signs[large] == 0 && !gone.contains(terms[small]) {
          budget -= rows[self.gate(terms[large])].count
          if isSubset(rows[self.gate(terms[small])], rows[self.gate(terms[large])]) {
            gone.insert(terms[large])
            break
          }
        }
        budget -= large / 8
        if budget <= 0 { break }
      }
      if !gone.isEmpty { kept.removeAll { gone.contains($0) } }
      replace(gate, kept)
    }
  }

  private mutating func replace(_ gate: Int, _ row: [Int32]) {
    guard row.count < rows[gate].count else { return }
    if needs[gate] > 1 { needs[gate] = Int32(row.count) }
    rows[gate] = row
  }

  /// Of ascending rows.
  private func isSubset(_ a: [Int32], _ b: [Int32]) -> Bool {
    if a.count > b.count { return false }
    var place = 0
    for element in a {
      while place < b.count, b[place] < element { place += 1 }
      if place == b.count || b[place] != element { return false }
    }
    return true
  }

  // MARK: - Taking out

  /// a b + a c becomes a (b + c), and (a + b) (a + c) becomes a + b c, where the terms are used nowhere else.
  mutating func takeOut() {
    let order = order()
    var uses = [Int32](repeating: 0, count: rows.count)
    for gate in order { for child in rows[gate] where isGate(child) { uses[self.gate(child)] += 1 } }
    for gate in order where rows[gate].count > 1 && (isOr(gate) || isAnd(gate)) { takeOut(of: gate, uses) }
  }

  private mutating func takeOut(of outer: Int, _ uses: [Int32]) {
    let isSum = isOr(outer)
    var row = rows[outer]
    // Places in the row of the terms that each node is in.
    var terms: [(place: Int, row: [Int32])] = []
    var places: [Int32: Int32] = [:]
    for (place, child) in row.enumerated() where isGate(child) && gate(child) < uses.count && uses[gate(child)] == 1 {
      let inner = gate(child)
      guard isSum ? isAnd(inner) && !isOr(inner) : isOr(inner) else { continue }
      terms.append((place, rows[inner]))
      for node in rows[inner] where node >= 0 { places[node, default: 0] += 1 }
    }
    guard terms.count > 1 else { return }
    var added: [Int32] = []
    while budget > 0, let best = places.filter({ $0.value > 1 }).max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key {
      budget -= places.count + terms.count
      var rests: [[Int32]] = []
      var others: [(place: Int, row: [Int32])] = []
      for term in terms {
        if term.row.contains(best) {
          rests.append(term.row.filter { $0 != best })
          row[term.place] = isSum ? Self.no : Self.yes
          for node in term.row where node >= 0 { places[node]! -= 1 }
        } else {
          others.append(term)
        }
      }
      terms = others
      let inner = rests.map { rest in
        rest.count == 1 ? rest[0] : rest.isEmpty ? (isSum ? Self.yes : Self.no) : add(need: isSum ? Int32(rest.count) : 1, rest)
      }
      let sum = add(need: isSum ? 1 : Int32(inner.count), inner)
      added.append(add(need: isSum ? 2 : 1, [best, sum]))
    }
    guard !added.isEmpty else { return }
    row.removeAll { $0 == (isSum ? Self.no : Self.yes) }
    row += added
    if !isSum { needs[outer] = Int32(row.count) }
    rows[outer] = row
  }

  // MARK: - Putting together

  /// Nodes that are inputs of the same gates, all sums or all products, become one input.
  mutating func putTogether() {
    let order = order()
    let parents = parents(order)
    var groups: [[Int32]: [Int32]] = [:]
    var found: [[Int32]] = []
    for (node, above) in parents.enumerated() where !above.isEmpty {
      let first = Int(above[0])
      let isSum = isOr(first)
      guard isSum || isAnd(first), above.allSatisfy({ isSum ? isOr(Int($0)) : isAnd(Int($0)) && !isOr(Int($0)) }) else { continue }
      if groups[above] == nil { found.append(above) }
      groups[above, default: []].append(Int32(node))
    }
    for above in found {
      let together = groups[above]!
      guard together.count > 1, above.count > 1 || together.count < rows[Int(above[0])].count else { continue }
      // Alone in its only gates they are equal gates, and one already.
      let isSum = isOr(Int(above[0]))
      let made = add(need: isSum ? 1 : Int32(together.count), together)
      let gone = Set(together)
      for gate in above {
        var row = rows[Int(gate)].filter { !gone.contains($0) }
        row.append(made)
        rows[Int(gate)] = row
        if !isSum { needs[Int(gate)] = Int32(row.count) }
      }
    }
  }
}
