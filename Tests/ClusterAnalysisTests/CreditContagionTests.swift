import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Seeds
import Testing

/// The example of the guide, worked out by hand there (docs/guides/credit.md), and random networks against the definition.
@Suite struct CreditContagionTests {
  private static let root = String(#filePath.split(separator: "/Tests/")[0])

  private func example() throws -> (network: Network, model: SupplyModel, firm: (String) -> FirmID) {
    let network = try NetworkReader.read(Self.root + "/Examples/17-who-falls-with-whom/lists").network
    let firm = { (id: String) in network.firms.all.first { network.firms.id($0) == id }! }
    return (network, SupplyModel(SupplyView(network)), firm)
  }

  @Test func theExampleByHand() throws {
    let (network, model, firm) = try example()
    let contagion = CreditContagion(CreditBook(network), model, stopping: [firm("SYN-D")])
    let ids = ["SYN-R", "SYN-D", "SYN-B", "SYN-C", "SYN-T", "SYN-W"]
    // 90 of 365 days are 24.7 %: D stands still, B cannot run without it. C is called on for 3,000 of 5,000, T for 300 + 400 of 3,000, in that order.
    #expect(ids.map { contagion.certain.rounds[firm($0).row] } == [-1, 0, 0, 1, 2, -1])
    // W answers for loan 3, and its revenue is not known.
    #expect(ids.map { contagion.possible.isDefaulted(firm($0)) } == [false, true, true, true, true, true])
    #expect(contagion.certain.called[firm("SYN-C").row] == 3000 && contagion.certain.called[firm("SYN-T").row] == 700)
    // Once T has fallen, W is called on for all of loan 3.
    #expect(contagion.certain.called[firm("SYN-W").row] == 600)
    #expect(contagion.book.loans.map(\.id) == ["1", "2", "3", "4"])
    #expect(contagion.certain.uncovered == [3000, 1500, 0, 0])
    #expect(contagion.possible.uncovered == [3000, 1500, 600, .infinity])
    let all = CreditExposure([0, 1, 2, 3], of: contagion)
    #expect(all.inDefault == 3 && all.maybeInDefault == 1)
    #expect(all.outstanding == KnownRange(value: 5100, low: 5100, high: nil, known: 3, of: 4))
    #expect(all.defaulted == KnownRange(value: 5100, low: 5100, high: nil, known: 3, of: 4))
    #expect(all.uncovered == KnownRange(value: 4500, low: 4500, high: nil, known: 3, of: 4))
    #expect(GuaranteeCircles(contagion.book, network).circles == [[firm("SYN-C"), firm("SYN-D")]])
  }

  @Test func theGuaranteeToRelease() throws {
    let (network, model, firm) = try example()
    let shocked = [firm("SYN-D")]
    let contagion = CreditContagion(CreditBook(network), model, stopping: shocked)
    let releases = CreditSurvey.releases(contagion, model, stopping: shocked)
    // Without C's guarantee neither C nor T falls, and loan 2 stands: lenders lose 3,000 in place of 4,500. Without T's of loan 3, T is called on for 400 only.
    #expect(releases.map { network.firms.id($0.guarantor) } == ["SYN-C", "SYN-T", "SYN-T"])
    #expect(releases.map { contagion.book.loans[$0.loan].id } == ["1", "3", "2"])
    #expect(releases.map(\.defaultsAvoided) == [2, 1, 1] && releases.map(\.uncoveredChange) == [-1500, -400, 0])
  }

  @Test func whoseStopBringsMost() throws {
    let (network, model, _) = try example()
    let triggers = CreditSurvey.triggers(CreditBook(network), model, rule: .init(), among: Array(network.firms.all))
    // R stops D and B with it: one default more than D alone brings. B alone: T's 300 of 3,000 are not enough; but W, of unknown revenue, may fall, then D for a
    // loan of unknown amount, then C and T. W alone may take D and C along; C and T nobody.
    #expect(triggers.map { network.firms.id($0.firm) } == ["SYN-R", "SYN-D", "SYN-B", "SYN-W", "SYN-C", "SYN-T"])
    #expect(triggers.map(\.possibleDefaults) == [1, 1, 4, 2, 0, 0])
    #expect(triggers.map(\.defaults) == [5, 4, 1, 1, 1, 1])
    #expect(triggers.map(\.byCredit) == [2, 2, 0, 0, 0, 0])
  }

  @Test func shortStopsAndBadRows() throws {
    let (network, model, firm) = try example()
    var rule = CreditContagion.Rule()
    // 73 of 365 days are a fifth of the year, which is not more than a fifth.
    rule.days = 73
    #expect(CreditContagion(CreditBook(network), model, stopping: [firm("SYN-D")], rule: rule).possible.defaults == 0)
    var odd = network
    odd.credits.append(Credit(loan: "5", lendingFirm: firm("SYN-D"), borrower: firm("SYN-D"), amount: 10))
    odd.credits.append(Credit(loan: "6", lender: "b", borrower: firm("SYN-D"), guarantor: firm("SYN-D"), amount: 10))
    odd.credits.append(Credit(loan: "6", lender: "b", borrower: firm("SYN-D"), amount: 12))
    let book = CreditBook(odd)
    #expect(book.selfRows == [6, 7] && book.contradictedRows == [7])
    #expect(book.loans.map(\.id) == ["1", "2", "3", "4", "6"] && book.loans[4].amount == 12 && book.loans[4].guarantees.isEmpty)
  }

  /// The least set of defaults, from the definition: every set that explains itself holds it.
  @Test(arguments: seeds(60)) func isTheLeastSetOfDefaults(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var network = Network(name: "t")
    let count = 6
    let firms = (0..<count).map { network.addFirm("F\($0)", revenue: Double(random.next() % 40) * 10) }
    for _ in 0..<4 { network.addSupply(from: firms[Int(random.next() % 6)], to: firms[Int(random.next() % 6)]) }
    for loan in 0..<6 {
      let borrower = firms[Int(random.next() % 6)]
      for _ in 0..<(1 + random.next() % 3) {
        network.credits.append(
          Credit(
            loan: "L\(loan)", lendingFirm: random.next() % 3 == 0 ? firms[Int(random.next() % 6)] : nil, borrower: borrower,
            guarantor: firms[Int(random.next() % 6)], amount: Double(loan + 1) * 20,
            guaranteed: random.next() % 2 == 0 ? nil : Double(random.next() % 60)))
      }
    }
    let model = SupplyModel(SupplyView(network))
    let book = CreditBook(network)
    var rule = CreditContagion.Rule()
    rule.share = Double(random.next() % 5) / 10
    let shocked = firms[Int(random.next() % 6)]
    let contagion = CreditContagion(book, model, stopping: [shocked], rule: rule)
    /// The loss of each firm when exactly `fallen` have defaulted.
    func mustFall(_ fallen: Set<Int>) -> Set<Int> {
      Set(
        (0..<count).filter { firm in
          var owed = 0.0
          for loan in book.loans where fallen.contains(loan.borrower.row) {
            let amount = loan.amount!
            let standing = loan.guarantees.filter { !fallen.contains($0.guarantor.row) || $0.guarantor.row == firm }
            let whole = standing.reduce(0.0) { $0 + min($1.amount ?? amount, amount) }
            var paid = 0.0
            for guarantee in standing where whole > 0 {
              let most = min(guarantee.amount ?? amount, amount)
              let part = min(most, amount * most / whole)
              paid += part
              if guarantee.guarantor.row == firm { owed += part }
            }
            if loan.lendingFirm?.row == firm { owed += max(0, amount - paid) }
          }
          let still = contagion.certain.isStopped[firm] ? 90.0 / 365 : 0
          let revenue = network.firms.revenue[firm]!
          return owed == 0 ? still > rule.share : revenue == 0 || still + owed / revenue > rule.share
        })
    }
    var least: Set<Int>?
    for mask in 0..<(1 << count) {
      let fallen = Set((0..<count).filter { mask >> $0 & 1 == 1 })
      if mustFall(fallen).isSubset(of: fallen) { least = least.map { $0.intersection(fallen) } ?? fallen }
    }
    #expect(Set((0..<count).filter { contagion.certain.rounds[$0] >= 0 }) == least)
    // All is known, so that what may be is.
    #expect(contagion.possible.rounds == contagion.certain.rounds)
  }
}
