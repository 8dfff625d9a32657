import ClusterModel
import Testing

@testable import ClusterIO

@Suite struct ChainLibraryTests {
  private static let library = ChainLibrary.network()

  /// 30 compiled for the library and the nine of Graphs/baoding-2022: 723 + 105 stages and 1,180 + 109 requirements, counted by `wc -l` of the folders they came from.
  @Test func theLibraryIsWhole() {
    let library = Self.library
    #expect(library.chains.count == 39 && library.stages.count == 828 && library.requirements.count == 1289)
    #expect(library.products.count == 1075 && library.products.allSatisfy { $0.stage != nil })
    for provenance in library.stages.map(\.provenance) + library.requirements.map(\.provenance) + library.products.map(\.provenance) {
      #expect([.sourced, .inferred].contains(provenance.kind) && provenance.source.count > 5)
    }
    #expect(library.stages.allSatisfy { !$0.name.zh.isEmpty && !$0.name.en.isEmpty })
    #expect(library.stages.allSatisfy { $0.industryCode.isEmpty || IndustryCode.hasForm($0.industryCode) })
  }

  @Test func theAuditFindsNothingAboveANote() throws {
    let findings = try Audit.run(Reading(network: Self.library)).findings.filter { $0.severity > .note || $0.rule == "template-cycle" }
    #expect(findings.map { "\($0.rule) \($0.subject.id) \($0.message.en)" } == [])
  }

  /// What needs what stays within one chain, and no group has a single member.
  @Test func requirementsStayInTheirChain() {
    let library = Self.library
    var members: [String: Int] = [:]
    for requirement in library.requirements {
      #expect(library.stages[requirement.input.row].chain == library.stages[requirement.output.row].chain)
      if !requirement.substituteGroup.isEmpty { members["\(requirement.output.row) \(requirement.substituteGroup)", default: 0] += 1 }
    }
    #expect(members.filter { $0.value == 1 }.keys.sorted() == [])
  }

  /// The network of Baoding has its nine chains from here: two copies say the same.
  @Test func baodingHasTheSameNine() throws {
    let baoding = try NetworkReader.read(PythonEnvironment.root + "/Graphs/baoding-2022").network
    #expect(baoding.chains.count == 9)
    for row in baoding.chains.indices {
      let own = ChainTemplate(ChainID(row), in: baoding)
      let chain = try #require(Self.library.chain(id: own.chain.id))
      let kept = ChainTemplate(chain, in: Self.library)
      #expect("\(own.chain) \(own.stages.map(Self.text))" == "\(kept.chain) \(kept.stages.map(Self.text))")
      #expect("\(own.requirements)" == "\(kept.requirements)")
      #expect("\(own.products)" == "\(kept.products)")
    }
  }

  private static func text(_ stage: Stage) -> String {
    "\(stage.id) \(stage.name) \(stage.position) \(stage.industryCode) \(stage.provenance)"
  }
}
