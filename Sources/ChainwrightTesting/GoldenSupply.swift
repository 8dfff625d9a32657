import FoundationEssentials

/// A golden AND/OR supply network with its minimal cut sets, from `golden/andor/andor_mcs.json` beside the repository.
public struct GoldenSupply: Decodable, Sendable {
  public var id: Int
  public var target: Int
  public var firms: Int
  /// `needs[firm][product]` is the list of its suppliers; any one of them is enough.
  public var needs: [String: [String: [Int]]]
  /// All minimal cut sets of up to three firms, by brute force and by SCRAM 0.16.2.
  public var minimalCutSets: [[Int]]

  enum CodingKeys: String, CodingKey {
    case id, target, firms, needs
    case minimalCutSets = "minimal_cut_sets_up_to_3"
  }

  /// All cases of a file's text.
  public static func cases(json: [UInt8]) throws -> [GoldenSupply] {
    try JSONDecoder().decode([GoldenSupply].self, from: Data(json))
  }

  /// The network in the form of the naive twin; a firm's needs by ascending product.
  public var survival: NaiveSurvival<Int> {
    var table: [Int: [NaiveNeed<Int>]] = [:]
    for (firm, products) in needs {
      guard let number = Int(firm) else { continue }
      table[number] = products.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.map { .anyOf($0.value) }
    }
    return NaiveSurvival(firms: Set(0..<firms), needs: table)
  }
}

/// Where the data sets and goldens that tests may use lie: `CHAINWRIGHT_SHARED`, else the folder `shared` beside the package.
///
/// - Parameters:
///   - environment: the process's environment.
///   - testFile: `#filePath` of a file in a folder of `Tests`.
/// - Returns: the folder, or `nil` where there is none.
public func sharedFolder(environment: [String: String], testFile: String = #filePath) -> String? {
  // However deep within Tests the file lies.
  let parts = testFile.split(separator: "/", omittingEmptySubsequences: false)
  let root = parts[..<(parts.lastIndex(of: "Tests") ?? max(0, parts.count - 3))].joined(separator: "/")
  let folder = environment["CHAINWRIGHT_SHARED"] ?? root + "/../shared"
  return FileManager.default.fileExists(atPath: folder) ? folder : nil
}
