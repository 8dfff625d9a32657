import ChainwrightTesting
import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path
private let lists = sharedFolder(environment: ProcessInfo.processInfo.environment).map { $0 + "/golden/lists" }

/// No silent loss: cells in = cells used + cells named as left out.
@Suite("Every cell is used or named") struct CellAccountTests {
  private static func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// The networks that are shipped: those of Graphs, and each folder of an example that is one.
  static var shipped: [String] {
    let graphs = names(root + "/Graphs").map { "Graphs/" + $0 }
    let examples = names(root + "/Examples").flatMap { example in
      names(root + "/Examples/" + example).map { "Examples/\(example)/\($0)" } + ["Examples/" + example]
    }
    // The list as it is of example 16 is no network: `import` takes it in, and its own test counts its rows.
    return (graphs + examples).filter { !$0.contains("/16-an-office-list") }.filter { path in
      let path = root + "/" + path
      return isFolder(path) ? names(path).contains { ["firms.csv", "datapackage.json"].contains($0) } : path.hasSuffix(".xlsx")
    }
  }

  @Test(arguments: shipped) func shippedNetworks(path: String) throws {
    let reading = try NetworkReader.read(root + "/" + path)
    let account = try CellAccount(reading, at: root + "/" + path, isFolder: Self.isFolder(root + "/" + path))
    #expect(account.lost == [] && account.cells > 0 && account.cells == account.used + account.named, "\(path): \(account.lost)")
  }

  /// Lists and workbooks of `golden/lists`, each folder, file and sheet that is read; what is refused says why, which other tests hold.
  static var golden: [String] {
    guard let lists else { return [] }
    return names(lists).flatMap { name -> [String] in
      let folder = lists + "/" + name
      let inner = names(folder).filter { $0 != "README" }
      let isNetwork = inner.contains { ["firms.csv", "datapackage.json", "supplies.csv", "企业.csv", "供应关系.csv"].contains($0) }
      return (isNetwork ? [name] : []) + inner.map { name + "/" + $0 }
    }.filter { path in
      isFolder(lists + "/" + path) || [".csv", ".txt", ".xlsx", ".XLSX", ".xlsm", ".tsv"].contains { path.hasSuffix($0) }
    }
  }

  @Test(.enabled(if: lists != nil, "../shared is not there"), arguments: golden) func goldenLists(path: String) throws {
    let whole = try #require(lists) + "/" + path
    guard let reading = try? NetworkReader.read(whole) else { return }
    // A file of nodes and relationships becomes tables of its own, which the tests of graph files hold.
    if reading.files.contains(where: { $0.path.hasSuffix(")") }) { return }
    let account = try CellAccount(reading, at: whole, isFolder: Self.isFolder(whole))
    #expect(account.lost == [] && account.cells == account.used + account.named, "\(path): \(account.lost)")
  }

  /// The account finds what is lost: a network that lacks a value of its file.
  @Test func theAccountCanFail() throws {
    let folder = try TemporaryFolder(["firms.csv": "firm_id,name,employees,remark\nA,甲,10,x\nB,乙,20,y\n"])
    var reading = try NetworkReader.read(folder.path)
    #expect(try CellAccount(reading, at: folder.path, isFolder: true).lost == [])
    reading.network.firms.employees = NumberColumn()
    reading.network.firms.extra = []
    let account = try CellAccount(reading, at: folder.path, isFolder: true)
    #expect(account.cells == 8 && account.used == 4)
    #expect(account.lost == ["firms.csv!2 employees: 10", "firms.csv!2 remark: x", "firms.csv!3 employees: 20", "firms.csv!3 remark: y"])
  }

  /// What each kind of left-out cell is named by.
  @Test func everyKindIsNamed() throws {
    let folder = try TemporaryFolder([
      "firms.csv": "企业情况表,,,,,\n单位：万元,,,,,\n序号,企业编号,企业名称,营业收入,从业人数,\n1,A,甲,1.2亿元,约300,\n2,B,乙,不详,20人,多余\n,合计,,12000,20,\n注：本表为试填,,,,,\n",
      "supplies.csv": "供应商编号,采购方编号,占比（%）\nA,B,35\nB,A,35%\nA,Z,0.5\n",
      "makes.csv": "企业编号,产品编号,无此列\nA,p,x\n",
    ])
    let account = try CellAccount(try NetworkReader.read(folder.path), at: folder.path, isFolder: true)
    #expect(account.lost == [] && account.named > 0 && account.cells == account.used + account.named)
  }
}
