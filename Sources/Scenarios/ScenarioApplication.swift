import ClusterAnalysis
import ClusterIO
import ClusterModel
import CutSets

/// A scenario while it is being applied: the rows so far, what was done to them, and everything that does not fit.
struct ScenarioApplication {
  let scenario: Scenario
  let before: Network
  var rows: NetworkRows
  var edits: [RowEdit] = []
  var done: [AppliedScenario.Row] = []
  var findings: [Finding] = []
  var notes: [LocalText] = []
  /// Shared plants, in the order of the changes.
  var shared: [AppliedScenario.SharedFactory] = []
  /// Firms to shut, by id, with the change that says so.
  var toShut: [String: Int] = [:]
  /// The change being applied, in ``scenario``.
  var number = 0
  /// The network as the rows are now; `nil` after an edit.
  private var current: Network?

  init(_ scenario: Scenario, to network: Network) {
    self.scenario = scenario
    before = network
    rows = NetworkRows(network)
  }

  var change: ScenarioChange { scenario.changes[number] }

  mutating func run() throws(ScenarioError) -> AppliedScenario {
    for number in scenario.changes.indices {
      self.number = number
      switch scenario.changes[number].action {
      case .add(let table, let cells): add(table, cells)
      case .remove(let table, let key): remove(table, key)
      case .change(let table, let key, let set): change(table, key, set)
      case .shut(let selector): for id in select(selector) { toShut[id] = toShut[id] ?? number }
      case .curtail(let selector, let loss): curtail(select(selector), loss: loss)
      case .delay(let supplier, let buyer, let product, let days):
        delay(id(supplier, in: "firms"), id(buyer, in: "firms"), product.map { id($0, in: "products") }, days: days)
      case .share(let selector, let plant): share(selector, plant)
      }
    }
    if !findings.isEmpty { throw ScenarioError(findings) }
    noteLostNeeds()
    var reading = try read()
    try check(reading)
    let (shut, knockOn) = stop(in: reading.network)
    if !shut.isEmpty { reading = try read() }
    return AppliedScenario(
      scenario: scenario, before: before, reading: reading, rows: done, shut: shut, knockOn: knockOn, shared: shared, notes: notes,
      edits: edits)
  }

  func read() throws(ScenarioError) -> Reading {
    do throws(ClusterIOError) {
      var reading = try rows.reading()
      reading.network.remarks = before.remarks
      return reading
    } catch {
      throw ScenarioError(error)
    }
  }

  /// Carries out an edit and writes down what it does.
  mutating func apply(
    _ kind: RowEdit.Kind, _ table: String, _ edited: [RowEdit.Row], follows: Bool = false, as word: AppliedScenario.Row.Kind? = nil
  ) {
    if edited.isEmpty { return }
    let columns = rows.columns(of: table)
    let edit = RowEdit(kind, table: table, columns: columns, rows: edited, tag: number)
    rows.apply(edit)
    edits.append(edit)
    current = nil
    let kind: AppliedScenario.Row.Kind = word ?? (kind == .insert ? .added : kind == .delete ? .removed : .changed)
    for row in edited {
      func named(_ cells: [String]) -> [(column: String, text: String)] {
        zip(columns, cells).filter { !$0.1.isEmpty }.map { ($0.0, $0.1) }
      }
      let isChange = kind == .changed
      let differing = isChange ? Set(columns.indices.filter { row.before[$0] != row.after[$0] }.map { columns[$0] }) : []
      done.append(
        AppliedScenario.Row(
          kind: kind, table: table, id: RowIdentity.text(table, columns, row.before.isEmpty ? row.after : row.before),
          before: isChange ? zip(columns, row.before).filter { differing.contains($0.0) }.map { ($0.0, $0.1) } : named(row.before),
          after: isChange ? zip(columns, row.after).filter { differing.contains($0.0) }.map { ($0.0, $0.1) } : named(row.after),
          change: number, follows: follows))
    }
  }

  /// A finding about the change at hand.
  mutating func report(_ rule: String, _ message: LocalText, _ remedy: LocalText, line: Int? = nil) {
    let word = change.action.word
    findings.append(
      Finding(
        rule: rule, severity: .error, subject: Subject(table: "scenario", id: scenario.name),
        message: LocalText(zh: "\(word)：\(message.zh)", en: "\(word): \(message.en)"), remedy: remedy,
        places: [Place(file: change.place.file, row: line ?? change.place.row)]))
  }

  /// The firms of a selector, by id, as the network is now.
  private mutating func select(_ selector: FirmSelector) -> [String] {
    guard let network = network() else { return [] }
    let place = change.place
    return selector.firms(of: network, at: place, into: &findings).map { network.firms.id($0) }
  }

  /// The network as the rows are now; `nil` where they cannot be read.
  mutating func network() -> Network? {
    if current == nil { current = try? read().network }
    return current
  }

  // MARK: Rules of the audit

  /// Holds the edited rows to the rules that files are held to.
  private func check(_ reading: Reading) throws(ScenarioError) {
    var found: [Finding] = []
    for problem in reading.problems {
      guard let place = place(of: problem) else { continue }
      var problem = problem
      problem.places = [place]
      problem.severity = .error
      found.append(problem)
    }
    if found.isEmpty, let after = try? Audit.run(reading), !after.mayContinue {
      var known: [String: Int] = [:]
      for finding in (try? Audit.run(Reading(network: before)))?.findings ?? [] where finding.severity == .error {
        known[Self.key(finding), default: 0] += 1
      }
      for finding in after.findings where finding.severity == .error {
        if let count = known[Self.key(finding)], count > 0 {
          known[Self.key(finding)] = count - 1
          continue
        }
        var finding = finding
        let own = finding.places.lazy.compactMap { self.place(of: $0) }.first
        finding.places = [own ?? scenario.place]
        found.append(finding)
      }
    }
    if !found.isEmpty { throw ScenarioError(found) }
  }

  private static func key(_ finding: Finding) -> String { "\(finding.rule)|\(finding.subject.id)|\(finding.message.en)" }

  private func place(of finding: Finding) -> Place? { finding.places.first.flatMap { place(of: $0) } }

  /// The line of the scenario that wrote a cell; `nil` for a row that no change wrote.
  private func place(of place: Place) -> Place? {
    guard place.file.hasSuffix(".csv"), let row = place.row else { return nil }
    let table = String(place.file.dropLast(4))
    guard let tag = rows.tag(table, row - 2), scenario.changes.indices.contains(tag) else { return nil }
    let change = scenario.changes[tag]
    let cells: [ScenarioChange.Cell] =
      switch change.action {
      case .add(_, let row): row
      case .change(_, _, let set): set
      default: []
      }
    return Place(file: change.place.file, row: cells.first { $0.column == place.column }?.line ?? change.place.row)
  }

  // MARK: Firms that stop

  /// Stops the firms to be shut and those that then lack something they need, and takes their rows out.
  private mutating func stop(in network: Network) -> (shut: [String], knockOn: [String]) {
    let firms = network.firms.all.filter { toShut[network.firms.id($0)] != nil }
    guard !firms.isEmpty else { return ([], []) }
    let model = SupplyModel(SupplyView(network))
    var state = Survival(of: model.structure)
    let mark = state.mark
    for firm in firms { state.stop(firm.index) }
    let shut = Set(firms.map(\.index))
    let stopped = state.stopped[mark...].filter { $0 < Int32(network.firms.count) }
    number = toShut.values.min() ?? 0
    removeRows("firms", stopped.map { Int($0) }.sorted(), as: .stopped) { shut.contains(Int32($0)) }
    func ids(_ isShut: Bool) -> [String] {
      stopped.filter { shut.contains($0) == isShut }.map { network.firms.id(FirmID(Int($0))) }.sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    }
    return (ids(true), ids(false))
  }
}
