public import ClusterModel
import CutSets

/// Which firm's stop, and which guarantee, moves most (METRICS M39).
public enum CreditSurvey {
  /// What follows when one firm stops.
  public struct Trigger: Sendable, Hashable {
    public var firm: FirmID
    /// Firms that default for sure, and those that may besides.
    public var defaults: Int
    public var possibleDefaults: Int
    /// Of them, those that do not stand still: they fall by what they answer for or have lent.
    public var byCredit: Int
    public var exposure: CreditExposure
  }

  /// A guarantee whose guarantor fell, and what is left when it is let off.
  public struct Release: Sendable, Hashable {
    public var guarantor: FirmID
    /// The position in ``CreditBook/loans``.
    public var loan: Int
    /// The row of the credits.
    public var row: Int
    public var defaultsAvoided: Int
    /// What lenders lose more (above 0) or less for sure, 10,000 yuan.
    public var uncoveredChange: Double
  }

  /// At most so many firms are tried one after the other.
  package static let triggerLimit = 5000

  /// The firms whose stop is tried: all, or in large networks those that lend, borrow or answer for a loan and those that supply them, then others by id. O(firms + links).
  ///
  /// - Parameters:
  ///   - book: the loans of the network.
  ///   - network: its firms and links.
  public static func firmsToTry(_ book: CreditBook, _ network: Network) -> [FirmID] {
    let all = network.firms.all.sorted { network.firms.id($0) < network.firms.id($1) }
    if all.count <= triggerLimit { return all }
    var isNear = [Bool](repeating: false, count: network.firms.count)
    for loan in book.loans {
      isNear[loan.borrower.row] = true
      for guarantee in loan.guarantees { isNear[guarantee.guarantor.row] = true }
      if let firm = loan.lendingFirm { isNear[firm.row] = true }
    }
    let named = isNear
    for row in 0..<network.supplies.count where named[network.supplies.buyer(SupplyID(row)).row] {
      isNear[network.supplies.supplier(SupplyID(row)).row] = true
    }
    return Array((all.filter { isNear[$0.row] } + all.filter { !isNear[$0.row] }).prefix(triggerLimit))
  }

  /// Every firm whose stop makes some firm default for sure or perhaps, most certain defaults first; ties by possible ones, then id.
  ///
  /// - Parameters:
  ///   - book: the loans of the network.
  ///   - model: who needs whom.
  ///   - rule: when a firm defaults.
  ///   - firms: those that are tried.
  ///   - progress: told how many are done.
  /// - Complexity: O(firms × one contagion).
  public static func triggers(
    _ book: CreditBook, _ model: SupplyModel, rule: CreditContagion.Rule, among firms: [FirmID], progress: (Int) -> Void = { _ in }
  ) -> [Trigger] {
    var survival = Survival(of: model.structure)
    var triggers: [Trigger] = []
    var standing: CreditExposure?
    for (done, firm) in firms.enumerated() {
      let contagion = CreditContagion(book, model.network, stopping: [firm], rule: rule, &survival)
      progress(done + 1)
      let defaults = contagion.certain.defaults
      let possible = contagion.possible.defaults
      if possible == 0 { continue }
      let byCredit = contagion.certain.rounds.indices.count { contagion.certain.rounds[$0] >= 0 && !contagion.certain.stoodStill[$0] }
      triggers.append(
        Trigger(
          firm: firm, defaults: defaults, possibleDefaults: possible - defaults, byCredit: byCredit,
          exposure: exposure(contagion, &standing)))
    }
    let names = model.network.firms
    return triggers.sorted {
      ($1.defaults, $1.possibleDefaults, names.id($0.firm)) < ($0.defaults, $0.possibleDefaults, names.id($1.firm))
    }
  }

  /// Of all loans; what is outstanding is the same whoever stops, and found once.
  private static func exposure(_ contagion: CreditContagion, _ standing: inout CreditExposure?) -> CreditExposure {
    let loans = contagion.book.loans
    let all = standing ?? CreditExposure(Array(loans.indices), of: contagion)
    standing = all
    var exposure = CreditExposure(loans.indices.filter { contagion.possible.isDefaulted(loans[$0].borrower) }, of: contagion)
    (exposure.loans, exposure.outstanding) = (all.loans, all.outstanding)
    return exposure
  }

  /// The guarantees whose guarantors defaulted after the first round, by the defaults that letting them off avoids; ties by what lenders lose, then ids.
  ///
  /// O(such guarantees × one contagion).
  public static func releases(
    _ contagion: CreditContagion, _ model: SupplyModel, stopping shocked: [FirmID]
  ) -> [Release] {
    var survival = Survival(of: model.structure)
    let (book, network) = (contagion.book, model.network)
    let lost = Sums.ordered(contagion.certain.uncovered)
    var releases: [Release] = []
    for (number, loan) in book.loans.enumerated() where contagion.certain.isDefaulted(loan.borrower) {
      for guarantee in loan.guarantees where contagion.certain.rounds[guarantee.guarantor.row] > 0 {
        let other = CreditContagion.outcome(
          book, network, shocked, contagion.rule, isWorst: false, released: guarantee.row, &survival)
        releases.append(
          Release(
            guarantor: guarantee.guarantor, loan: number, row: guarantee.row, defaultsAvoided: contagion.certain.defaults - other.defaults,
            uncoveredChange: Sums.ordered(other.uncovered) - lost))
      }
    }
    let firms = network.firms
    return releases.filter { $0.defaultsAvoided > 0 }.sorted {
      ($1.defaultsAvoided, $0.uncoveredChange, firms.id($0.guarantor), book.loans[$0.loan].id)
        < ($0.defaultsAvoided, $1.uncoveredChange, firms.id($1.guarantor), book.loans[$1.loan].id)
    }
  }
}
