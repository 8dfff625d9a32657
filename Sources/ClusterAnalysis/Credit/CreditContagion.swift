public import ClusterModel
import CutSets

/// Who defaults when somebody stops: losses go from stopped firms to their guarantors and to firms that lent, round by round (METRICS M39).
///
/// The loss of a firm, as a share of its yearly revenue: the days it stands still by 365, and what it is called on for and has lost as a lender by its revenue.
/// A firm defaults when that exceeds ``Rule/share``. When a borrower defaults, the guarantors of its loan that have not are called on, each for a part of the
/// loan in proportion to what it answers for and never for more; the rest is the lender's loss. Losses only grow with defaults, so that the rounds end at the
/// least set of defaults that explains itself.
///
/// What is unknown is taken both ways: ``certain`` are those that default whatever it is, ``possible`` those that default in some case.
public struct CreditContagion: Sendable {
  public struct Rule: Sendable, Hashable {
    /// A firm defaults when its loss exceeds this share of its yearly revenue; 0 or more.
    public var share = 0.2
    /// How long what stops stands still, 0…365.
    public var days = 90.0
    /// A firm that defaults stops, and takes along who cannot run without it.
    public var defaultsStop = false

    public init() {}
  }

  /// What one way to take the unknown leads to.
  public struct Outcome: Sendable {
    /// The round each firm defaulted in, -1 for none; round 0 by standing still alone.
    public fileprivate(set) var rounds: [Int32]
    /// Firms that stand still.
    public fileprivate(set) var isStopped: [Bool]
    /// 10,000 yuan called from each firm, until it falls; infinite where that has no bound.
    public fileprivate(set) var called: [Double]
    /// 10,000 yuan that each firm has lost as a lender, until it falls.
    public fileprivate(set) var lent: [Double]
    /// The loss of each firm in default, when it fell, as a share of its yearly revenue; 0 of others.
    public fileprivate(set) var loss: [Double]
    /// Firms that stood still when they fell, not by their own default.
    public fileprivate(set) var stoodStill: [Bool]
    /// What no guarantor pays of each loan; 0 of a loan that is not in default.
    public fileprivate(set) var uncovered: [Double]

    public func isDefaulted(_ firm: FirmID) -> Bool { rounds[firm.row] >= 0 }
    public var defaults: Int { rounds.count { $0 >= 0 } }
    public var roundCount: Int { Int(rounds.max() ?? -1) + 1 }
  }

  public let book: CreditBook
  public let rule: Rule
  public let certain: Outcome
  /// Every amount, and every revenue of who lends, borrows or answers for a loan, is known: sure and possible are one.
  public let isKnown: Bool
  public let possible: Outcome

  /// - Parameters:
  ///   - book: the loans of the network.
  ///   - model: who needs whom.
  ///   - shocked: the firms that stop first.
  ///   - rule: when a firm defaults.
  /// - Complexity: O(rounds × loans and guarantees) and the stops.
  public init(_ book: CreditBook, _ model: SupplyModel, stopping shocked: [FirmID], rule: Rule = Rule()) {
    var survival = Survival(of: model.structure)
    self.init(book, model.network, stopping: shocked, rule: rule, &survival)
  }

  /// `survival` is as it was afterwards.
  init(_ book: CreditBook, _ network: Network, stopping shocked: [FirmID], rule: Rule, _ survival: inout Survival) {
    self.book = book
    self.rule = rule
    isKnown = book.isKnown
    certain = Self.outcome(book, network, shocked, rule, isWorst: false, &survival)
    possible = isKnown ? certain : Self.outcome(book, network, shocked, rule, isWorst: true, &survival)
  }

  /// O(firms) to begin with; then what stops, and in each round the loans of who has fallen.
  ///
  /// - Parameters:
  ///   - isWorst: unknown amounts have no bound, and unknown revenues are none; else both count nothing.
  ///   - released: a row of the credits whose guarantor is let off.
  static func outcome(
    _ book: CreditBook, _ network: Network, _ shocked: [FirmID], _ rule: Rule, isWorst: Bool, released: Int? = nil,
    _ survival: inout Survival
  ) -> Outcome {
    let count = network.firms.count
    let mark = survival.mark
    defer { survival.revert(to: mark) }
    for firm in shocked { survival.stop(firm.index) }
    var outcome = Outcome(
      rounds: [Int32](repeating: -1, count: count), isStopped: [Bool](repeating: false, count: count),
      called: [Double](repeating: 0, count: count), lent: [Double](repeating: 0, count: count),
      loss: [Double](repeating: 0, count: count), stoodStill: [Bool](repeating: false, count: count),
      uncovered: [Double](repeating: 0, count: book.loans.count))
    var told = 0
    // Nobody else has a loss.
    var exposed: [Int] = []
    func tellStops(_ outcome: inout Outcome) {
      for vertex in survival.stopped[told...] where vertex < count {
        outcome.isStopped[Int(vertex)] = true
        exposed.append(Int(vertex))
      }
      told = survival.stopped.count
    }
    tellStops(&outcome)
    var open: [Int] = []
    var touched: [Int] = []
    var round: Int32 = 0
    while true {
      var fresh: [Int] = []
      for firm in exposed + touched where outcome.rounds[firm] < 0 {
        let loss = Self.loss(outcome, firm, network, rule, isWorst: isWorst)
        guard loss > rule.share else { continue }
        outcome.rounds[firm] = round
        outcome.loss[firm] = loss
        outcome.stoodStill[firm] = outcome.isStopped[firm]
        fresh.append(firm)
      }
      if fresh.isEmpty { return outcome }
      if rule.defaultsStop {
        for firm in fresh { survival.stop(Int32(firm)) }
        tellStops(&outcome)
      }
      // In the order of the book, so that sums do not depend on who fell first.
      open = (open + fresh.flatMap { book.loansOfBorrower[FirmID($0)] ?? [] }).sorted()
      touched = Self.call(book, open, isWorst: isWorst, released: released, before: touched, &outcome)
      round += 1
    }
  }

  /// As a share of the yearly revenue.
  private static func loss(_ outcome: Outcome, _ firm: Int, _ network: Network, _ rule: Rule, isWorst: Bool) -> Double {
    let still = outcome.isStopped[firm] ? rule.days / 365 : 0
    let owed = outcome.called[firm] + outcome.lent[firm]
    if owed == 0 { return still }
    guard let revenue = network.firms.revenue[firm] else { return isWorst ? .infinity : still }
    return revenue > 0 ? still + owed / revenue : .infinity
  }

  /// What is called and lost, from nothing, with the defaults there are; who is called on or loses.
  private static func call(
    _ book: CreditBook, _ open: [Int], isWorst: Bool, released: Int?, before: [Int], _ outcome: inout Outcome
  ) -> [Int] {
    for firm in before where outcome.rounds[firm] < 0 {
      // What a firm was called on for and had lost when it fell stays on record: it is why it fell.
      (outcome.called[firm], outcome.lent[firm]) = (0, 0)
    }
    var touched: [Int] = []
    for number in open {
      let loan = book.loans[number]
      guard let amount = loan.amount ?? (isWorst ? .infinity : nil) else { continue }
      var payers: [(firm: Int, most: Double)] = []
      for guarantee in loan.guarantees where guarantee.row != released && !outcome.isDefaulted(guarantee.guarantor) {
        payers.append((guarantee.guarantor.row, min(guarantee.amount ?? amount, amount)))
      }
      let promised = payers.reduce(0) { $0 + $1.most }
      var paid = 0.0
      for payer in payers where payer.most > 0 {
        let part = amount.isFinite ? min(payer.most, amount * payer.most / promised) : payer.most
        outcome.called[payer.firm] += part
        touched.append(payer.firm)
        paid += part
      }
      // Of an unknown loan nothing may be paid: whether its guarantors can is not known either.
      let rest = amount.isFinite ? max(0, amount - paid) : .infinity
      outcome.uncovered[number] = rest
      if let lender = loan.lendingFirm, !outcome.isDefaulted(lender) {
        outcome.lent[lender.row] += rest
        touched.append(lender.row)
      }
    }
    return touched
  }
}
