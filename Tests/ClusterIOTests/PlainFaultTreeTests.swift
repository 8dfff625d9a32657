import ChainwrightTesting
import ClusterModel
import CutSets
import Foundation
import Testing

@testable import ClusterIO

/// Fault trees read without the whole XML parser are those that it reads.
@Suite struct PlainFaultTreeTests {
  private func read(_ text: String, plainly: Bool) -> FaultTreeReading? {
    FaultTreeReader.read([(FileBytes(copying: Array(text.utf8)), "m.xml")], plainly: plainly, top: nil, missionTime: nil)
  }

  @Test(arguments: RandomFaultTree.Shape.allCases, UInt64(0)..<20)
  func readsTheSameTree(shape: RandomFaultTree.Shape, seed: UInt64) throws {
    let tree = RandomFaultTree(eventCount: 120, shape: shape).make(seed: seed)
    let text = FaultTreeText.xml(tree, writesCountingOut: false)
    let plain = try #require(read(text, plainly: true))
    #expect(plain.tree != nil && plain.findings.isEmpty)
    #expect(plain.tree == read(text, plainly: false)?.tree)
  }

  /// The models that come with SCRAM, where it is installed.
  @Test func readsPublishedModels() throws {
    let folder = URL(filePath: "/usr/share/scram/input")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    for file in files where file.pathExtension == "xml" {
      let text = try String(contentsOf: file, encoding: .utf8)
      guard let plain = read(text, plainly: true) else { continue }
      let whole = try #require(read(text, plainly: false))
      #expect(plain.tree == whole.tree && plain.findings.map(\.rule) == whole.findings.map(\.rule), "\(file.path)")
      #expect(plain.unreadProbabilities.keys.sorted() == whole.unreadProbabilities.keys.sorted())
    }
  }

  /// What the plain way does not know, or would take for something else, is left to the parser.
  @Test(arguments: [
    "<opsa-mef xmlns:x=\"u\"><x:define-fault-tree name=\"T\"/></opsa-mef>", "<!DOCTYPE opsa-mef><opsa-mef/>", "<opsa-mef>",
    "<opsa-mef><a></opsa-mef>", "<opsa-mef x:name=\"T\"/>", "<opsa-mef name=\"a\nb\"/>", "<?xml version=\"1.1\"?><opsa-mef/>",
    "<?xml version=\"1.0\" encoding=\"GB18030\"?><opsa-mef/>",
  ])
  func allElseIsForTheParser(_ text: String) {
    #expect(read(text, plainly: true) == nil)
  }

  /// Wherever something is to be said, it is said with its place.
  @Test func remarksHaveTheirPlaces() {
    let reading = FaultTreeReader.read(
      bytes: Array(
        "<opsa-mef>\n<define-fault-tree name=\"T\">\n<define-gate name=\"t\">\n<or><event name=\"a\"/><event name=\"b\"/></or></define-gate></define-fault-tree></opsa-mef>"
          .utf8), name: "m.xml")
    #expect(reading.findings.map { $0.places.first?.row } == [4, 4])
    let event = FaultTreeReader.read(
      bytes: Array(
        "<opsa-mef><define-fault-tree name=\"T\"><define-gate name=\"t\"><event name=\"a\"/></define-gate>\n<define-basic-event name=\"a\"/></define-fault-tree></opsa-mef>"
          .utf8), name: "m.xml")
    #expect(event.tree != nil && event.unreadProbabilities.values.map { $0.places.first?.row } == [2])
  }
}
