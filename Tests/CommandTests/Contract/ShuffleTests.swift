import Chainwright
import ChainwrightTesting
import Foundation
import Seeds
import Testing

@testable import ChainwrightCommand

/// No number depends on the order of rows: every command is asked of many networks, then of the same networks with the rows of every table shuffled, and no
/// byte of what it says changes but the numbers of rows in their files, which are held to be those of the same rows. `convert` is left out, which writes the rows themselves,
/// and `cut-sets`, which reads no network. Of the network frozen, each page is the same to the byte.
@Suite struct ShuffleTests {
  /// Commands whose pages still change, with what changes. The list may only shrink: a command that no longer does fails here until it is taken off.
  static let stillChanging: [String: String] = [:]

  @Test(arguments: ShuffleCase.names) func noByteChanges(_ name: String) throws {
    var (answered, hasChanged) = (0, false)
    for network in ShuffledNetwork.all {
      for question in ShuffleCase.all where question.name == name && (question.networks?.contains(network.kind) ?? true) {
        guard let words = question.words(network.terms) else { continue }
        let first = try network.page(words, shuffled: nil)
        answered += first.hasPrefix("error: ") ? 0 : 1
        let frozen = try network.frozenPage(words)
        #expect(first == frozen, "\(name) of \(network.name), frozen: \(Self.difference(first, frozen))")
        for seed in network.shuffles {
          var (first, other) = (first, try network.page(words, shuffled: seed))
          if first == other { continue }
          first = network.withRowsAsTheyWere(first, shuffled: 0)
          other = network.withRowsAsTheyWere(other, shuffled: seed)
          if first == other { continue }
          hasChanged = true
          if Self.stillChanging[name] != nil { continue }
          Issue.record("\(name) of \(network.name), shuffle \(seed): \(Self.difference(first, other))")
          break
        }
      }
    }
    #expect(answered > 0, "\(name) answered nothing")
    if Self.stillChanging[name] != nil { #expect(hasChanged, "\(name) no longer changes: take it off the list") }
  }

  /// A network that nothing can be asked of would prove nothing.
  @Test func everyNetworkIsRead() throws {
    for network in ShuffledNetwork.all {
      for shuffle in [nil] + network.shuffles.map({ Optional($0) }) {
        let page = try network.page(["describe", "{network}"], shuffled: shuffle)
        #expect(!page.hasPrefix("error: "), "\(network.name): \(page.prefix(300))")
      }
      #expect(network.terms["leader"] != nil && network.terms["cluster"] != nil, "\(network.name)")
    }
  }

  private static func difference(_ a: String, _ b: String) -> String {
    let (a, b) = (a.split(separator: "\n"), b.split(separator: "\n"))
    let at = zip(a, b).enumerated().first { $1.0 != $1.1 }
    guard let at else { return "\(a.count) and \(b.count) lines" }
    // A document may be one long line: what differs is shown from where it does.
    let (x, y) = (Array(at.element.0), Array(at.element.1))
    let same = max(0, (zip(x, y).enumerated().first { $1.0 != $1.1 }?.offset ?? 0) - 60)
    let before = a[max(0, at.offset - 6)..<at.offset].map { $0.prefix(90) }.joined(separator: "\n  ")
    return "line \(at.offset + 1) of \(a.count)\n  \(before)\n- \(String(x[same...].prefix(240)))\n+ \(String(y[same...].prefix(240)))"
  }
}

/// One question that is asked of every network that has what it asks about.
struct ShuffleCase: Sendable {
  var name: String
  var arguments: [String]
  /// Where it is asked; everywhere when nil.
  var networks: Set<ShuffledNetwork.Kind>?

  /// Nil where the network has no leader, cluster, … to ask about.
  func words(_ terms: [String: String]) -> [String]? {
    let words = arguments.map { word in terms.reduce(word) { $0.replacing("{\($1.key)}", with: $1.value) } }
    return words.contains { $0.contains("{") && !$0.contains("{network}") && !$0.contains("{out}") } ? nil : words
  }

  static let names: [String] = Set(all.map(\.name)).sorted()

  /// Heavy work is not asked of the largest network, of which a page takes minutes where nothing is optimised.
  private static let lighter: Set<ShuffledNetwork.Kind> = [.towel, .lanpu, .random]

  static let all: [ShuffleCase] = [
    ShuffleCase(name: "audit", arguments: ["audit", "{network}"]),
    ShuffleCase(name: "benchmark", arguments: ["benchmark", "{network}", "--cluster", "{cluster}", "--peer", "{peer}"]),
    ShuffleCase(name: "benchmark", arguments: ["benchmark", "{network}", "--leader", "{leader}", "--peer", "{second}"]),
    ShuffleCase(name: "cascade", arguments: ["cascade", "{network}", "--shock", "{leader}", "--format", "json", "-o", "{out}"]),
    ShuffleCase(name: "cascade", arguments: ["cascade", "{network}", "--all", "--format", "json", "-o", "{out}"], networks: lighter),
    ShuffleCase(name: "complexity", arguments: ["complexity", "{network}", "--county", "{county}"]),
    ShuffleCase(name: "curtail", arguments: ["curtail", "{network}", "--alert", "orange"], networks: lighter),
    ShuffleCase(name: "describe", arguments: ["describe", "{network}"]),
    ShuffleCase(name: "dossier", arguments: ["dossier", "{network}", "--firm", "{leader}"]),
    ShuffleCase(name: "gaps", arguments: ["gaps", "{network}", "--cluster", "{cluster}"]),
    ShuffleCase(name: "gates", arguments: ["gates", "{network}", "Rules/cluster-gates-miit-2022.yaml"]),
    ShuffleCase(name: "importance", arguments: ["importance", "{network}", "--leader", "{leader}"]),
    ShuffleCase(name: "infer-links", arguments: ["infer-links", "{network}"]),
    ShuffleCase(name: "key-sectors", arguments: ["key-sectors", "{network}"]),
    ShuffleCase(name: "key-sectors", arguments: ["key-sectors", "{network}", "--of-firms"], networks: lighter),
    ShuffleCase(name: "leaders", arguments: ["leaders", "{network}"]),
    ShuffleCase(name: "map", arguments: ["map", "{network}", "--view", "chain", "--cluster", "{cluster}", "-o", "{out}.dot"]),
    ShuffleCase(name: "map", arguments: ["map", "{network}", "--view", "leader", "--leader", "{leader}", "-o", "{out}.dot"]),
    ShuffleCase(name: "map", arguments: ["map", "{network}", "--view", "county", "-o", "{out}.dot"]),
    ShuffleCase(name: "match", arguments: ["match", "{network}", "--cluster", "{cluster}"]),
    ShuffleCase(name: "match", arguments: ["match", "{network}", "--challenges"]),
    ShuffleCase(name: "match", arguments: ["match", "{network}", "--pool", "--min-buyers", "2"]),
    ShuffleCase(name: "programme", arguments: ["programme", "{network}", "Rules/programme-baoding-2022.yaml", "--as-of", "2023-06-30"]),
    ShuffleCase(
      name: "report", arguments: ["report", "{network}", "--cluster", "{cluster}", "-o", "{out}", "--lang", "zh"],
      networks: [.towel, .lanpu]),
    ShuffleCase(name: "robustness", arguments: ["robustness", "{network}", "--infer", "--worlds", "20", "--sample"], networks: lighter),
    ShuffleCase(name: "scorecard", arguments: ["scorecard", "{network}"]),
    ShuffleCase(name: "shortlist", arguments: ["shortlist", "{network}", "Rules/listing-shortlist.yaml"]),
    ShuffleCase(
      name: "simulate",
      arguments: ["simulate", "{network}", "{scenario}", "--days", "40", "--format", "json", "-o", "{out}"], networks: lighter),
    ShuffleCase(name: "sourcing", arguments: ["sourcing", "{network}"]),
    ShuffleCase(name: "sourcing", arguments: ["sourcing", "{network}", "--all"]),
    ShuffleCase(
      name: "strengthen", arguments: ["strengthen", "{network}", "--budget", "300", "--format", "json", "-o", "{out}"], networks: lighter),
    ShuffleCase(
      name: "strengthen", arguments: ["strengthen", "{network}", "--list-candidates", "--format", "json", "-o", "{out}"], networks: lighter),
    ShuffleCase(name: "survive", arguments: ["survive", "{network}", "--leader", "{leader}"]),
    ShuffleCase(name: "criticality", arguments: ["criticality", "{network}"]),
    ShuffleCase(name: "tiers", arguments: ["tiers", "{network}", "--leader", "{leader}"]),
    ShuffleCase(name: "weak-links", arguments: ["weak-links", "{network}"]),
    ShuffleCase(name: "weak-links", arguments: ["weak-links", "{network}", "--cluster", "{cluster}"]),
    ShuffleCase(name: "weak-links", arguments: ["weak-links", "{network}", "--leader", "{leader}", "--order", "2"], networks: lighter),
    ShuffleCase(
      name: "what-if", arguments: ["what-if", "{network}", "Examples/10-where-to-spend-the-money/plan.yaml"], networks: [.towel]),
    ShuffleCase(name: "what-if", arguments: ["what-if", "{network}", "{change}"], networks: lighter),
    ShuffleCase(name: "worst-group", arguments: ["worst-group", "{network}", "--size", "2"]),
  ]
}
