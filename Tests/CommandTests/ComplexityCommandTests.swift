import CommandRuns
import Foundation
import Testing

@Suite struct ComplexityCommandTests {
  private static let baoding = "Graphs/baoding-2022"

  private func rows(_ page: [String: Any], _ table: String) throws -> [[String: Any]] { try #require(page[table] as? [[String: Any]]) }

  /// Three places and products: every number by hand.
  @Test func aTableOfPlacesAndProducts() throws {
    let files = ["trade.csv": "country,product,value\nA,p,6\nA,q,3\nA,q,1\nB,q,2\nB,r,8\nC,p,2\nC,r,2\nC,q,6\n"]
    try Command.withFolder(files) { folder in
      let proximity = folder + "/proximity.csv"
      let run = try Command.run(
        "complexity", "--amounts", folder + "/trade.csv", "--place", "A", "--proximity", proximity, "--format", "json", "--lang", "en")
      #expect(run.status == 0, "\(run.error)")
      let page = try Command.json(run.output)
      // Sums: p 8, q 12, r 10 of 30; A 10, B 10, C 10. RCA of A: p (6/10)/(8/30) = 2.25, q (4/10)/(12/30) = 1, r 0.
      let present = try rows(page, "present")
      #expect(present.compactMap { $0["product_id"] as? String } == ["p", "q"])
      #expect(present.compactMap { $0["rca"] as? Double } == [2.25, 1])
      #expect(try rows(page, "options").compactMap { $0["product_id"] as? String } == ["r"])
      // Who has what: A p, q; B r; C q. φ(p, q) = 1 of max(1, 2); B shares nothing with the others.
      #expect(try String(contentsOfFile: proximity, encoding: .utf8) == "product_id,other_id,proximity\np,q,0.5\n")
      #expect((page["notes"] as? [String])?.first?.contains("B shares no product with the others") == true)
      #expect(page["eci"] is NSNull)
    }
  }

  @Test func whatIsWrongIsTold() throws {
    let files = ["bad.csv": "place,product,value\nA,p,many\n,q,1\nA,q,-1\n", "two.csv": "a,b\n1,2\n", "empty.csv": "a,b,c\n"]
    try Command.withFolder(files) { folder in
      let bad = try Command.run("complexity", "--amounts", folder + "/bad.csv", "--lang", "en")
      #expect(bad.status == 65 && bad.error.contains(":2:value") && bad.error.contains(":3:place") && bad.error.contains(":4:value"))
      #expect(try Command.run("complexity", "--amounts", folder + "/two.csv").status == 65)
      #expect(try Command.run("complexity", "--amounts", folder + "/empty.csv").status == 65)
      #expect(try Command.run("complexity", "--amounts", folder + "/none.csv").status == 66)
      #expect(try Command.run("complexity", "--amounts", folder + "/two.csv", "--columns", "a,b,c").status == 65)
    }
    #expect(try Command.run("complexity").status == 64)
    #expect(try Command.run("complexity", Self.baoding, "--county", "130628", "--place", "x").status == 64)
    #expect(try Command.run("complexity", Self.baoding, "--county", "999999").status == 65)
  }

  @Test(arguments: ["product", "stage", "industry"]) func aNetworkByKind(kind: String) throws {
    let run = try Command.run("complexity", Self.baoding, "--goods", kind, "--format", "json")
    #expect(run.status == 0 || (kind == "industry" && run.status == 65))
  }

  @Test func whatFitsACounty() throws {
    // Nobody tests coatings in Boye (gaps of boye-coatings: missing), and somebody in the region does.
    let page = try Command.json(Command.run("complexity", Self.baoding, "--county", "130635", "--format", "json", "--lang", "en").output)
    let options = try rows(page, "options")
    #expect(
      options.contains { option in
        zip(option["fills_clusters"] as? [String] ?? [], option["fills_gaps"] as? [String] ?? []).contains {
          $0 == ("boye-coatings", "missing")
        }
      })
    let densities = options.compactMap { $0["density"] as? Double }
    #expect(densities == densities.sorted(by: >) && densities.count == options.count)
  }

  private static var shared: String? {
    let named = ProcessInfo.processInfo.environment["CHAINWRIGHT_SHARED"]
    let beside = URL(filePath: Command.root).deletingLastPathComponent().appending(path: "shared").path
    return [named, beside].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/data/world_trade_complexity") }
  }

  /// World trade 1998-2000 at the shell, against py-ecomplexity 0.5.3 and the R package economiccomplexity (its README).
  @Test(.enabled(if: shared != nil, "needs ../shared/data or CHAINWRIGHT_SHARED")) func worldTrade() throws {
    let folder = try #require(Self.shared) + "/data/world_trade_complexity/"
    func table(_ name: String) throws -> [[String]] {
      try String(contentsOfFile: folder + name, encoding: .utf8).split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    let trade = folder + "world_trade_avg_1998_2000_sitc4.csv"
    let page = try Command.json(Command.run("complexity", "--amounts", trade, "--format", "json").output)
    let places = Dictionary(uniqueKeysWithValues: try rows(page, "places").map { ($0["place_id"] as? String ?? "", $0) })
    for line in try table("expected_country.csv") {
      let place = try #require(places[line[0]])
      let expected = line.dropFirst().map { Double($0) ?? .nan }
      #expect(Double(place["diversity"] as? Int ?? -1) == expected[0])
      for (name, value, tolerance) in [
        ("eci", expected[1], 1e-9), ("coi", expected[2], 1e-9), ("fitness", expected[3], 4e-15 * max(1, expected[3])),
      ] {
        #expect(abs((place[name] as? Double ?? .nan) - value) <= tolerance, "\(line[0]) \(name)")
      }
    }
    let products = Dictionary(uniqueKeysWithValues: try rows(page, "products").map { ($0["product_id"] as? String ?? "", $0) })
    for line in try table("expected_product.csv") {
      let product = try #require(products[line[0]])
      #expect(Double(product["ubiquity"] as? Int ?? -1) == Double(line[1]))
      #expect(abs((product["pci"] as? Double ?? .nan) - (Double(line[2]) ?? .nan)) < 1e-9)
    }
    let china = try Command.json(Command.run("complexity", "--amounts", trade, "--place", "chn", "--format", "json").output)
    let all = Dictionary(
      uniqueKeysWithValues: (try rows(china, "options") + rows(china, "present")).map { ($0["product_id"] as? String ?? "", $0) })
    for line in try table("expected_density_cog_4countries.csv") where line[0] == "chn" {
      let product = try #require(all[line[1]])
      // The sums behind it are taken in an order of our own, so that the order of rows changes nothing: the last bits may differ, the side of 1 may not.
      let (rca, published) = (product["rca"] as? Double ?? .nan, Double(line[2]) ?? .nan)
      #expect(abs(rca - published) <= 1e-15 * 4 * published && (rca >= 1) == (published >= 1))
      #expect(abs((product["density"] as? Double ?? .nan) - (Double(line[4]) ?? .nan)) < 1e-9)
      if line[3] == "0" { #expect(abs((product["cog"] as? Double ?? .nan) - (Double(line[5]) ?? .nan)) < 1e-9) }
    }
  }
}

@Suite struct ScorecardCommandTests {
  private static let baoding = "Graphs/baoding-2022"

  @Test func everyCountyOfTheRegion() throws {
    let page = try Command.json(Command.run("scorecard", Self.baoding, "--format", "json", "--lang", "en").output)
    let counties = try #require(page["counties"] as? [[String: Any]])
    // counties.csv: 26 units, three of Xiong'an and Dingzhou outside; two invented places outside.
    #expect(page["counties_count"] as? Int == counties.count && counties.count == 22)
    let gaoyang = try #require(counties.first { $0["county_code"] as? String == "130628" })
    #expect(gaoyang["clusters"] as? Double == 2 && gaoyang["srdi_firms"] is NSNull)
    #expect(try Command.run("scorecard", Self.baoding, "--lang", "zh").output.contains("县域记分卡"))
  }

  @Test func aNetworkDiffersFromItselfByNothing() throws {
    let page = try Command.json(Command.run("scorecard", Self.baoding, "--previous", Self.baoding, "--format", "json").output)
    let changes = try #require(page["changes"] as? [[String: Any]])
    #expect(changes.allSatisfy { $0["difference"] as? Double == 0 && $0["value"] as? Double == $0["value_before"] as? Double })
    #expect(changes.contains { $0["figure"] as? String == "firms" })
  }

  @Test func refusals() throws {
    try Command.withFolder(["firms.csv": "firm_id\nF\n", "supplies.csv": "supplier_id,buyer_id\n"]) { folder in
      let run = try Command.run("scorecard", folder)
      #expect(run.status == 65)
    }
    #expect(try Command.run("scorecard", Self.baoding, "--county", "1").status == 65)
  }
}

@Suite struct DossierCommandTests {
  @Test func aLeaderOfTheTowelChain() throws {
    let page = try Command.json(Command.run("dossier", "Graphs/towel-chain", "--firm", "SYN-L1", "--format", "json", "--lang", "en").output)
    let suppliers = try #require(page["suppliers"] as? [[String: Any]])
    // README: tier 1 has five firms, tier 2 nine; Example Dyestuff Works stops it.
    #expect(suppliers.count { $0["tier"] as? Int == 1 } == 5 && suppliers.count { $0["tier"] as? Int == 2 } == 9)
    let findings = try #require(page["findings"] as? [[String: Any]])
    #expect(
      page["stopping_firms"] as? Int == findings.count
        && findings.contains { ($0["message"] as? String)?.contains("Example Dyestuff Works") == true })
    #expect(try Command.run("dossier", "Graphs/towel-chain", "--firm", "nobody").status == 65)
    #expect(try Command.run("dossier", "Graphs/towel-chain").status == 64)
    #expect(try Command.run("dossier", "Graphs/towel-chain", "--firm", "SYN-L1", "--lang", "zh").output.contains("企业档案"))
  }
}
