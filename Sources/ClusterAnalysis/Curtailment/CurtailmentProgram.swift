import ClusterModel
import LinearPrograms

/// The linear program of METRICS M24, built once and solved for many white lists.
///
/// Of each firm i: k_i the share of its usual output that it keeps, s_i what it makes beyond that from capacity to spare, both in units of its usual output x_i.
/// Of each need n and supplier e: z_ne the share of the need's usual amount a_n that comes from e.
///
///     maximise   Σ w_i k_i
///     where      k_i <= 1,  k_i + s_i <= cap_i                    the order, the capacity, the white list
///                Σ_e z_ne = k_j + s_j                             for each essential need n of j (<= for the others)
///                0 <= x_i (k_i + s_i) - Σ_n a_n z_ni <= F_i       what is made is sold: to recorded buyers, and F_i as usual to others
///                Σ e_i (k_i + s_i) <= quota
///
/// Of a firm without recorded buyers the third row says k_i + s_i <= 1: nobody is on record who would buy more of it. It has no s_i, which does the same.
struct CurtailmentProgram: Sendable {
  let model: CurtailmentModel
  private(set) var program: LinearProgram
  /// One a firm; nothing to spare where there is no capacity for it or no buyer on record.
  private(set) var kept: [LinearProgram.Variable]
  private(set) var spare: [LinearProgram.Variable?]
  private(set) var salesRows: [LinearProgram.Row?]
  /// One a need of the model.
  private(set) var needRows: [LinearProgram.Row] = []
  private(set) var quotaRows: [LinearProgram.Row] = []
  /// The variables z, one a link, are those from `firstLink` on.
  let links: CurtailmentLinks
  private(set) var firstLink = 0
  /// With `choosing`: whether the firm is listed.
  private(set) var choices: [(firm: FirmID, variable: LinearProgram.Variable)] = []

  /// - Parameter choosing: the most firms that a white list may hold, which the program chooses itself; `nil` for lists that are given.
  init(_ model: CurtailmentModel, choosing count: Int? = nil) {
    self.model = model
    links = CurtailmentLinks(model)
    let firmCount = model.network.firms.count
    var draft = LinearProgram(.maximise)
    let inOrder = model.order.map { firm in draft.addVariable(lower: model.duties[firm], upper: 1, cost: model.planWeights[firm]) }
    kept = model.rank.map { inOrder[Int($0)] }
    spare = Array(repeating: nil, count: firmCount)
    salesRows = Array(repeating: nil, count: firmCount)
    for firm in model.order where model.capacityShares[firm] > 1 && !links.sent(by: firm).isEmpty {
      spare[firm] = draft.addVariable(upper: model.capacityShares[firm] - 1)
    }
    program = draft
    addNeeds()
    for quota in model.quotas {
      let used = quota.firms.flatMap { made($0.row, model.network.firms.energy[$0.row]! / max(quota.usual, 1)) }
      quotaRows.append(program.addRow("", used, upper: quota.limit / max(quota.usual, 1)))
    }
    if let count { addChoices(count) } else { list([]) }
  }

  /// What a firm makes, times a factor.
  private func made(_ firm: Int, _ factor: Double) -> [(variable: LinearProgram.Variable, factor: Double)] {
    [(kept[firm], factor)] + (spare[firm].map { [($0, factor)] } ?? [])
  }

  private mutating func addNeeds() {
    firstLink = program.variableCount
    for need in model.needs {
      let received = need.entries.map { _ in (variable: program.addVariable(), factor: 1.0) }
      for (option, share) in need.optionShares.enumerated() {
        let part = zip(received, need.optionOfEntry).filter { $0.1 == option }.map(\.0)
        program.addRow("", part + made(need.buyer, -share), upper: 0)
      }
      let terms = received + made(need.buyer, -1)
      needRows.append(need.isEssential ? program.addRow("", terms, equals: 0) : program.addRow("", terms, upper: 0))
    }
    for firm in model.order where !links.sent(by: firm).isEmpty {
      let sold = links.sent(by: firm).map { (variable: program.variable(firstLink + Int($0)), factor: -links.factors[Int($0)]) }
      salesRows[firm] = program.addRow("", made(firm, 1) + sold, lower: 0, upper: links.elsewhere[firm])
    }
  }

  private mutating func addChoices(_ count: Int) {
    let cut = Set(model.cutFirms)
    for firm in model.order.map({ FirmID($0) }) {
      let listed = model.cap(firm, isListed: true)
      setCap(firm, listed)
      guard cut.contains(firm) else { continue }
      let bare = model.cap(firm, isListed: false)
      let choice = program.addChoice()
      program.addRow("", made(firm.row, 1) + [(choice, bare - listed)], upper: bare)
      choices.append((firm, choice))
    }
    program.addRow("", choices.map { ($0.variable, 1) }, upper: Double(count))
  }

  private mutating func setCap(_ firm: FirmID, _ cap: Double) {
    program.setBounds(kept[firm.row], lower: model.duties[firm.row], upper: min(1, cap))
    if let s = spare[firm.row] { program.setBounds(s, lower: 0, upper: max(0, cap - 1)) }
  }

  /// Lets the firms of a white list make what they can, and no others.
  mutating func list(_ firms: [FirmID]) {
    let listed = Set(firms)
    for firm in model.network.firms.all { setCap(firm, model.cap(firm, isListed: listed.contains(firm))) }
  }

  mutating func setListed(_ firm: FirmID, _ isListed: Bool) { setCap(firm, model.cap(firm, isListed: isListed)) }

  /// The program without the demand that the choices be whole: no list of so many firms does better.
  var relaxed: LinearProgram {
    var relaxed = LinearProgram(.maximise)
    for at in 0..<program.variableCount {
      _ = relaxed.addVariable(lower: program.lower[at], upper: program.upper[at], cost: program.costs[at])
    }
    for row in 0..<program.rowCount {
      let terms = (Int(program.rowStarts[row])..<Int(program.rowStarts[row + 1])).map {
        (program.variable(Int(program.termVariables[$0])), program.termFactors[$0])
      }
      relaxed.addRow("", terms, lower: program.rowLower[row], upper: program.rowUpper[row])
    }
    return relaxed
  }

  /// By how much the optimum can rise at most if this firm were listed too: the program is concave in its bounds, and these are its slopes.
  func gainLimit(_ firm: FirmID, _ solution: LinearSolution) -> Double {
    let (bare, listed) = (model.cap(firm, isListed: false), model.cap(firm, isListed: true))
    var limit = max(0, solution.reducedCosts[kept[firm.row].position]) * (min(1, listed) - min(1, bare))
    if let s = spare[firm.row] { limit += max(0, solution.reducedCosts[s.position]) * (max(0, listed - 1) - max(0, bare - 1)) }
    return limit
  }
}
