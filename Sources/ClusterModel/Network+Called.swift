/// Things as people write them by hand: by their id, or by a name that belongs to exactly one row.
extension Network {
  package func firm(called text: String) -> FirmID? {
    firm(id: text) ?? only(text, firms.count) { Name(zh: firms.name(FirmID($0), .zh), en: firms.name(FirmID($0), .en)) }.map { FirmID($0) }
  }

  package func cluster(called text: String) -> ClusterID? {
    cluster(id: text) ?? only(text, clusters.count) { clusters[$0].name }.map { ClusterID($0) }
  }

  /// Of counties `高阳` is enough where one is 高阳县.
  package func county(called text: String) -> CountyID? {
    if let county = county(code: text) ?? only(text, counties.count, { counties[$0].name }).map({ CountyID($0) }) { return county }
    let short = counties.indices.filter { row in ["县", "市", "区"].contains { counties[row].name.zh == text + $0 } }
    return short.count == 1 ? CountyID(short[0]) : nil
  }

  package func stage(called text: String) -> StageID? {
    stages.firstIndex { $0.id == text }.map { StageID($0) } ?? only(text, stages.count) { stages[$0].name }.map { StageID($0) }
  }

  package func chain(called text: String) -> ChainID? {
    chain(id: text) ?? only(text, chains.count) { chains[$0].name }.map { ChainID($0) }
  }

  /// The one row that has this name in either language, compared without blanks and the width of brackets. O(rows).
  private func only(_ text: String, _ count: Int, _ name: (Int) -> Name) -> Int? {
    let wanted = Self.bare(text)
    if wanted.isEmpty { return nil }
    var found: Int?
    for row in 0..<count {
      let name = name(row)
      guard Self.bare(name.zh) == wanted || Self.bare(name.en) == wanted else { continue }
      if found != nil { return nil }
      found = row
    }
    return found
  }

  private static func bare(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
      switch scalar {
      case "（": result.append("(")
      case "）": result.append(")")
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
