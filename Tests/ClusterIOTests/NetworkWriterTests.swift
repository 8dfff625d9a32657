import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

struct NetworkWriterTests {
  /// Every table and column, with texts that are hard to write.
  static let full: [String: String] = [
    "counties.csv": "county_code,name,name_en,longitude,latitude,inside\n130628,高阳县,Gaoyang,115.78,38.68,yes\n999999,外地,,,,no\n",
    "chains.csv": "chain_id,name\ntowel,毛巾\n",
    "stages.csv": "stage_id,chain_id,name,position,weight,industry_code\nspin,towel,纺纱,0,1,1711\nweave,towel,织造,1,2.5,1712\n",
    "requires.csv": "input_stage_id,output_stage_id,importance,substitute_group,needs\nspin,weave,必需,g,2\nweave,spin,1,,\n",
    "products.csv": "product_id,name,stage_id\nyarn,棉纱,spin\n\"a,b\",\"引\"\"号\",\n",
    "clusters.csv": "cluster_id,name,county_code,leading_industry,chain_id,status\nC1,高阳毛巾,130628,毛巾,towel,已形成\n",
    "firms.csv":
      "firm_id,name,name_en,county_code,cluster_id,industry_code,revenue_cny_wan,rd_cny_wan,employees,tax_cny_wan,year,failure_probability,recovery_days,alternate_site_days,emission_grade,energy_tce,provenance,source,as_of,备注\n"
      + "SYN-1,甲,\"A, B\",130628,C1,0131,12.5,0.1,3,1e-7,2022,0.02,30,14.5,B,812.5,synthetic,,2022-09,\" x \"\nSYN-2,,,,,,,,,,,,,,,,,,,\"=1+1\"\n",
    "makes.csv": "firm_id,product_id,stage_id,capacity_cny_wan,margin\nSYN-1,yarn,,5,0.25\nSYN-2,,weave,,\n",
    "roles.csv": "firm_id,role,level,year\nSYN-1,领跑者,县级,2022\nSYN-2,listed,,\n",
    "figures.csv": "table,subject_id,attribute,value,text,unit,year\ncluster,C1,firms,4000,4000+,户,2021\nregion,,plan,,,,2022H1\n",
    "groups.csv":
      "group_id,name,name_en,kind,firm_id,failure_probability,provenance\nP1,一号园区,Park One,园区,SYN-1,0.5,synthetic\nP1,,,,SYN-2,,\n"
      + "F2,,,power_feeder,SYN-2,,\n",
    "stocks.csv":
      "firm_id,product_id,kind,days,amount_cny_wan,provenance\nSYN-2,yarn,原料,2.5,,synthetic\nSYN-2,yarn,output,,7,\nSYN-1,,,0,,\n",
    "supplies.csv":
      "supplier_id,buyer_id,product_id,amount_cny_wan,share,since,confidence,failure_probability,provenance,source,as_of,note\n"
      + "SYN-1,SYN-2,yarn,1234567890123456789,0.5,1999,0.25,1,synthetic,\"line 1\nline 2\",2021,é\nSYN-2,SYN-1,,,,,,,,,,\n",
  ]

  @Test func readsBackWhatItWrites() throws {
    let folder = try TemporaryFolder(Self.full)
    let first = try NetworkReader.read(folder.path)
    #expect(first.problems.map(\.message.en) == [])
    let target = folder.path + "/out"
    try NetworkWriter.write(first.network, to: target)
    let second = try NetworkReader.read(target)
    #expect(second.problems.map(\.message.en) == [])
    var expected = first.network
    // A name with capital letters is written as data packages want it.
    expected.name = PackageText.slug(expected.name)
    #expect(NetworkText.of(second.network) == NetworkText.of(expected))
    #expect(second.network.makings[0].stage == StageID(0))
    #expect(second.network.firms.extra[0].values[0] == " x ")
    #expect(second.network.supplies.amount[0] == 1_234_567_890_123_456_768)

    let again = folder.path + "/again"
    try NetworkWriter.write(second.network, to: again)
    for name in Self.full.keys.sorted() + ["datapackage.json"] {
      #expect(try folder.text("out/" + name) == folder.text("again/" + name), "\(name)")
    }
  }

  @Test func doesNotOverwriteWithoutForce() throws {
    let folder = try TemporaryFolder(["firms.csv": "firm_id\nA\n", "old/firms.csv": "firm_id\nOLD\n", "other/keep.txt": "mine"])
    try FileManager.default.createDirectory(atPath: folder.path + "/empty", withIntermediateDirectories: true)
    let network = try NetworkReader.read(folder.path).network
    let refused = #expect(throws: ClusterIOError.self) { try NetworkWriter.write(network, to: folder.path + "/old") }
    #expect(refused?.code == .exists)
    #expect(refused?.message.en.contains("allow it to be replaced") == true)
    try NetworkWriter.write(network, to: folder.path + "/old", force: true)
    #expect(try folder.text("old/firms.csv") == "firm_id\nA\n")
    try NetworkWriter.write(network, to: folder.path + "/empty/")
    #expect(try folder.text("empty/firms.csv") == "firm_id\nA\n")
    // What is no network is not replaced even with force.
    let other = #expect(throws: ClusterIOError.self) { try NetworkWriter.write(network, to: folder.path + "/other", force: true) }
    #expect(other?.message.en.contains("keep.txt") == true)
    #expect(try folder.text("other/keep.txt") == "mine")
    #expect(folder.names == ["empty", "firms.csv", "old", "other"])
  }

  @Test func leavesNothingBehindWhenItCannotWrite() throws {
    let folder = try TemporaryFolder(["firms.csv": "firm_id\nA\n", "file": "x"])
    let network = try NetworkReader.read(folder.path).network
    for target in ["/nowhere/deep", "/file/below", "/file"] {
      let error = #expect(throws: ClusterIOError.self) { try NetworkWriter.write(network, to: folder.path + target, force: true) }
      #expect(error?.code == (target == "/file" ? .occupied : .unwritable))
      #expect(error?.text(.en).contains(target) == true)
    }
    #expect(folder.names == ["file", "firms.csv"])
  }
}
