import ClusterModel

extension Answer {
  /// The answer with the named columns of its tables alone, in their order; tables that have none of them are left out.
  ///
  /// - Parameter names: published names, or headings in either language.
  /// - Returns: the answer, and the names that no table has.
  public func keeping(columns names: [String]) -> (answer: Answer, unknown: [String]) {
    var kept = self
    kept.tables = []
    var found: Set<String> = []
    for table in tables {
      let positions = names.compactMap { name -> Int? in
        guard let position = table.columns.firstIndex(where: { $0.isCalled(name) }) else { return nil }
        found.insert(name)
        return position
      }
      if positions.isEmpty { continue }
      var narrow = table.keeping(positions)
      // What is named is shown, also where readers are as a rule spared it.
      for position in narrow.columns.indices { narrow.columns[position].audience = .everyone }
      narrow.hidesUnknown = false
      kept.tables.append(narrow)
    }
    return (kept, names.filter { !found.contains($0) })
  }

  /// The columns of all tables, each once.
  public var columnNames: [String] {
    var seen: Set<String> = []
    return tables.flatMap(\.columns).map(\.name).filter { seen.insert($0).inserted }
  }
}

extension Answer.Column {
  fileprivate func isCalled(_ word: String) -> Bool {
    name == word || Language.allCases.contains { heading($0).lowercased() == word.lowercased() }
  }
}
