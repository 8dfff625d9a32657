import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

struct PackageDescriptorTests {
  static func folder(_ package: String) throws -> TemporaryFolder {
    try TemporaryFolder(["datapackage.json": package, "data/f.csv": "firm_id|name\nA|甲\n", "firms.csv": "firm_id\nWRONG\n"])
  }

  @Test func readsWhatThePackageNames() throws {
    let folder = try Self.folder(
      #"""
      {"name": "p-1", "title": "示例", "title_en": "Example", "resources": [
        {"name": "firms", "path": ["data/f.csv"], "encoding": "UTF-8", "dialect": {"delimiter": "|"}}, {"name": "notes", "data": [1]}]}
      """#)
    for path in ["", "/", "/datapackage.json"] {
      let network = try NetworkReader.read(folder.path + path).network
      #expect(network.name == "p-1")
      #expect(network.title == Name(zh: "示例", en: "Example"))
      #expect(network.firms.name(FirmID(0), .zh) == "甲")
    }
  }

  @Test(arguments: [
    ("{", "not valid JSON"), ("[]", "wrong type"), ("{}", "“resources” is missing"), (#"{"resources": []}"#, "has no resource firms"),
    (#"{"resources": [{"name": "firms", "path": "../firms.csv"}]}"#, "does not lie in the folder"),
    (#"{"resources": [{"name": "firms", "path": "/etc/passwd"}]}"#, "does not lie in the folder"),
    (#"{"resources": [{"name": "firms", "path": "http://x.org/firms.csv"}]}"#, "does not lie in the folder"),
    (#"{"resources": [{"name": "firms", "path": "data/../../f.csv"}]}"#, "does not lie in the folder"),
    (#"{"resources": [{"name": "firms", "path": "out/passwd"}]}"#, "leads out of the folder by a link"),
    (#"{"resources": [{"name": "firms", "path": ["a.csv", "b.csv"]}]}"#, "several files"),
    (#"{"resources": [{"name": "firms", "data": []}]}"#, "has no path"),
    (#"{"resources": [{"name": "firms", "path": "gone.csv"}]}"#, "No such file"),
    (#"{"resources": [{"name": "firms", "path": "data/f.csv", "encoding": "latin-1"}]}"#, "use utf-8 or gb18030"),
    (#"{"resources": [{"name": "firms", "path": "data/f.csv", "dialect": {"delimiter": "::"}}]}"#, "delimiter"),
    (#"{"resources": [{"name": "firms", "path": "data/f.csv", "dialect": {"header": false}}]}"#, "no header"),
    (#"{"resources": [{"name": "firms", "path": "data/f.csv"}, {"name": "firms", "path": "data/f.csv"}]}"#, "twice"),
  ])
  func refusesWhatItCannotRead(package: String, says: String) throws {
    let folder = try Self.folder(package)
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/out", withDestinationPath: "/etc")
    let error = #expect(throws: ClusterIOError.self) { try NetworkReader.read(folder.path) }
    #expect(error?.text(.en).contains(says) == true, "\(error?.text(.en) ?? "")")
    #expect(error?.text(.zh).isEmpty == false)
  }
}
