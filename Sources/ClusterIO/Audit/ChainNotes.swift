import ClusterModel

extension AuditRule {
  /// One finding a chain, at its first rows.
  static func noteChains(
    _ rows: [Int], _ table: String, _ column: String, _ reading: Reading, _ log: inout AuditLog, _ sentence: (Int, Int) -> LocalText
  ) {
    let network = reading.network
    func chain(_ row: Int) -> Int {
      (table == "stages" ? network.stages[row] : network.stages[network.requirements[row].output.row]).chain.row
    }
    let count = table == "stages" ? network.stages.count : network.requirements.count
    var all = [Int](repeating: 0, count: network.chains.count)
    for row in 0..<count { all[chain(row)] += 1 }
    var found = [[Int]](repeating: [], count: network.chains.count)
    for row in rows { found[chain(row)].append(row) }
    for (at, rows) in found.enumerated() where !rows.isEmpty {
      let own = network.chains[at]
      log.add(
        Subject(table: "chain", id: own.id, name: own.name), sentence(rows.count, all[at]),
        places: rows.prefix(20).map { reading.place(table, $0, column: column) })
    }
  }
}
