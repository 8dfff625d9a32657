import Answers
import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Testing

@testable import ClusterAnswers

/// A network of which every amount, revenue, headcount, tax and capacity is blank: what an answer says for certain is so whatever they are.
///
/// Each question is asked of the blank network and of the same with the blanks drawn, small and large; a figure that is certain in the one is the same in all.
/// So nothing that hangs on what is not known is 0, or 100 %.
@Suite struct EverythingUnknownTests {
  private static func towel(_ fill: (inout SplitMix64) -> Double, seed: UInt64) -> Network {
    var (network, random) = (Networks.towel, SplitMix64(seed: seed))
    func column(_ count: Int) -> NumberColumn { NumberColumn((0..<count).map { _ in fill(&random) }) }
    network.supplies.amount = column(network.supplies.count)
    network.firms.revenue = column(network.firms.count)
    network.firms.employees = column(network.firms.count)
    network.firms.tax = column(network.firms.count)
    network.firms.researchSpending = column(network.firms.count)
    for making in network.makings.indices {
      let capacity = fill(&random)
      network.makings[making].capacity = capacity.isNaN ? nil : capacity
    }
    return network
  }

  /// Asked of the towel chain; what cannot be answered without amounts is no answer.
  private static func answers(_ network: Network) -> [(name: String, answer: Answer)] {
    let study = Study(network)
    let gates = GateSet(
      name: "all",
      gates: FirmSetField.allCases.map {
        GateSet.Gate(id: $0.rawValue, title: Name(), quantity: .measured($0), threshold: Threshold(.atLeast, 0.5))
      })
    var all = SourcingQuestion()
    all.all = true
    var pools = PoolingQuestion()
    pools.minimumBuyers = 2
    var tax = ChallengesQuestion()
    tax.measure = .tax
    let questions: [(String, () throws -> Answer)] = [
      ("weak-links", { try WeakLinksQuestion().answer(study) }), ("worst-group", { try WorstGroupQuestion(size: 2).answer(study) }),
      ("gaps", { try GapsQuestion().answer(study) }), ("sourcing", { try SourcingQuestion().answer(study) }),
      ("sourcing --all", { try all.answer(study) }), ("leaders", { try LeadersQuestion().answer(study) }),
      ("scorecard", { try ScorecardQuestion().answer(study) }), ("gates", { try GatesQuestion(gates).answer(study) }),
      ("match", { try MatchingQuestion().answer(study) }), ("match --pool", { try pools.answer(study) }),
      ("match --challenges", { try ChallengesQuestion().answer(study) }), ("match --challenges --by tax", { try tax.answer(study) }),
      ("curtail", { try CurtailmentQuestion(alert: .orange).answer(study) }),
      ("criticality", { try CriticalityQuestion().answer(study) }),
      ("tiers", { try TiersQuestion(leader: "SYN-L1").answer(study) }),
      ("dossier", { try DossierQuestion(firm: "SYN-L1").answer(study) }), ("overview", { try OverviewQuestion().answer(study) }),
      ("complexity", { try ComplexityQuestion().answer(study) }),
      ("peer", { try LeaderComparisonQuestion(leader: "SYN-L1", peer: "SYN-D1").answer(study) }),
    ]
    return questions.compactMap { name, ask in (try? ask()).map { (name, $0) } }
  }

  /// Figures that are certain, by where they stand; rows by their ids.
  private static func certain(_ network: Network) -> [String: Double] {
    var found: [String: Double] = [:]
    func note(_ place: String, _ cell: Cell) {
      switch cell {
      case .number(let value), .share(let value), .points(let value): if !value.isNaN { found[place] = value }
      case .count(let value): found[place] = Double(value)
      case .figure(_, let inner): note(place, inner)
      default: break
      }
    }
    for (name, answer) in answers(network) {
      for fact in answer.facts { note("\(name): \(fact.column.name)", fact.value) }
      for table in answer.tables {
        for number in 0..<table.rowCount {
          let row = table[number]
          let id = zip(table.columns, row).compactMap { column, cell -> String? in
            column.name.hasSuffix("id") || ["gate", "figure", "good", "grade_group", "county_code"].contains(column.name)
              ? Wording(.en).text(cell) : nil
          }.joined(separator: " ")
          for (column, cell) in zip(table.columns, row) { note("\(name): \(table.name) \(id) \(column.name)", cell) }
        }
      }
    }
    for kind in AnalysisCall.Kind.allCases {
      for number in MeasureAnswer.of(kind, network).numbers { note("\(kind.rawValue): \(number.name)", number.value) }
    }
    return found
  }

  /// How many facts are known or lack, what is listed for want of facts, and places in a list by amount: true of what is known today. Leaders are scored by
  /// the parts that are certain of one; who stops under an alert, and what a plan costs, rest on what is taken for unknown amounts, as their notes say.
  private static let ofToday = [
    "undecided", "unknown", "left_out", "missing", "clusters_passed", "clusters_failed", "purchases_of_", "hhi_above", "demands_of",
    "makers_unknown",
    "to_ask", "met_in_full", "unmatched", "rank", "score", "weight_", "figures_", "omitted", "listed", "fields",
    "leaders: leaders", "kept_share", "leaders_halted", "leaders_held_back", "leaders_stopping", "counties_compared", "with_solvers",
    "without_solver",
    "curtail: firms", "curtail: leaders", "firms_with_gaps", "links_with_amount", "strengthening", "groups_examined",
  ]

  @Test func `what is certain of a blank network is so whatever the blanks hold`() throws {
    let blank = Self.certain(Self.towel({ _ in .nan }, seed: 1))
    var wrong: Set<String> = []
    var compared = 0
    for seed in 1...4 as ClosedRange<UInt64> {
      let filled = Self.certain(Self.towel({ Double(1 + $0.below(seed.isMultiple(of: 2) ? 9 : 90_000)) }, seed: seed))
      for (place, value) in blank where !Self.ofToday.contains(where: { place.contains($0) }) {
        guard let other = filled[place] else { continue }
        compared += 1
        if abs(other - value) > 1e-9 * max(1, abs(value)) { wrong.insert("\(place): \(value), and \(other)") }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.sorted().joined(separator: "\n"))")
    #expect(compared > 1000, "\(compared)")
  }
}
