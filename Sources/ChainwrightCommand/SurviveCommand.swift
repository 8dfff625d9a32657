import ArgumentParser
import Chainwright

struct SurviveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "survive",
    abstract: "How long a leader lasts when others stop, and what it loses until they are back.",
    discussion: """
      For each firm upstream of the leader, and each common-cause group: the time to survive (the longest time for which the leader's customers can be served, with every stock \
      and every recorded supplier used in the best way), the days of cover (a lower bound: nobody sends more than usual), the recovery time, and, where it is longer, the loss. \
      Stocks are read from stocks.csv (firm_id, product_id, kind, days), recovery from firms.csv (recovery_days, alternate_site_days), capacity to spare from makes.csv \
      (capacity_cny_wan). A stock that is not recorded counts as none, so that times are lower bounds; what is missing is listed.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(
    help: ArgumentHelp("The firm whose customers must be served, by id or name (repeatable); all leaders when left out.", valueName: "firm")
  )
  var leader: [String] = []
  @Option(help: ArgumentHelp("Firms that stop together, separated by commas (repeatable); else every one.", valueName: "firms"))
  var disrupt: [String] = []
  @Option(help: ArgumentHelp("Every disrupted firm is back after so many days, whatever is recorded.", valueName: "days"))
  var recoveryDays: Double?
  @Option(help: ArgumentHelp("Days until a firm is back where none are recorded.", valueName: "days")) var defaultRecoveryDays: Double?
  @Option(help: ArgumentHelp("Days that an input lasts where no stock is recorded.", valueName: "days")) var defaultStockDays: Double?
  @Flag(help: "Let suppliers send the leader what they send to others now.") var leaderFirst = false
  var limit: Int { output.limit ?? 30 }

  func validate() throws {
    for (name, days) in [
      ("--recovery-days", recoveryDays), ("--default-recovery-days", defaultRecoveryDays), ("--default-stock-days", defaultStockDays),
    ] {
      if let days, !(days >= 0 && days <= 36_500) { throw ValidationError("\(name) takes days from 0 to 36500") }
    }
  }

  func run() throws {
    try output.check()
    let network = try input.load(output.language).network
    let leaders = try leader.isEmpty ? network.leaders() : leader.map { try network.find(firm: $0) }
    if leaders.isEmpty {
      throw CommandFailure(
        .badData, LocalText(zh: "网络中没有领跑者或链主", en: "the network names no leader"),
        remedy: LocalText(
          zh: "用 --leader 指定企业编号，或在 roles.csv 列出领跑者（firm_id，role = leader）",
          en: "name one with --leader ID, or list leaders in roles.csv (firm_id, role = leader)"))
    }
    let sets = try disrupt.map { try disruption($0, network) }
    var options = SurvivalOptions()
    options.recoveryDays = recoveryDays
    options.defaultRecoveryDays = defaultRecoveryDays
    options.defaultStockDays = defaultStockDays
    options.leaderFirst = leaderFirst
    let supply = SupplyModel(SupplyView(network))
    var answers: [TimeToSurvive] = []
    for leader in leaders {
      let model = SurvivalModel(supply, leader: leader, options: options)
      let disruptions = sets.isEmpty ? model.disruptions() : sets
      let id = network.firms.id(leader)
      let isChinese = output.language == .zh
      do {
        answers.append(
          try TimeToSurvive(model, disruptions: disruptions, solver: LinearSolver()) { done in
            StandardStreams.progress(
              isChinese ? "\(safe(id))：\(done)/\(disruptions.count)" : "\(safe(id)): \(done) of \(disruptions.count)")
          })
      } catch let error as SurvivalError {
        throw failure(error, model)
      }
    }
    StandardStreams.progress("")
    try output.write(SurvivePage(answers: answers, isText: output.format.isForReading, limit: limit).page)
  }

  /// Firms that stop together, as `--disrupt` names them.
  private func disruption(_ ids: String, _ network: Network) throws -> TimeToSurvive.Disruption {
    let names = ids.split(separator: ",").map(String.init)
    if names.isEmpty { throw ValidationError("--disrupt takes firm ids, separated by commas") }
    let firms = try names.map { try network.find(firm: $0) }
    let name = Name(
      zh: firms.map { network.firms.name($0, .zh) }.joined(separator: "、"),
      en: firms.map { network.firms.name($0, .en) }.joined(separator: ", "))
    return TimeToSurvive.Disruption(
      subject: Subject(table: firms.count == 1 ? "firm" : "set", id: names.joined(separator: "+"), name: name), firms: firms)
  }

  /// The data contradict themselves: who cannot make what it sends.
  private func failure(_ error: SurvivalError, _ model: SurvivalModel) -> CommandFailure {
    let network = model.network
    let leader = network.firms.id(model.leader)
    let shown = model.shortCapacities.prefix(8).map { firm, capacity, sent in
      let id = safe(network.firms.id(firm))
      return LocalText(
        zh: "\(id) 产能 \(decimal(capacity))，供货 \(decimal(sent))", en: "\(id) makes \(decimal(capacity)) at most and sends \(decimal(sent))")
    }
    let cause = error == .shortCapacity
    return CommandFailure(
      .badData,
      LocalText(
        zh: "无需任何中断，\(safe(leader)) 也无法足额供货：" + (cause ? shown.map(\.zh).joined(separator: "；") + "（万元/年）" : "产能与供应金额相互矛盾"),
        en: "\(safe(leader)) cannot be served in full even when nobody stops: "
          + (cause ? shown.map(\.en).joined(separator: "; ") + " (10,000 CNY a year)" : "capacities and supplies contradict one another")),
      remedy: LocalText(
        zh: "核对 makes.csv 的 capacity_cny_wan 与 supplies.csv 的 amount_cny_wan",
        en: "check capacity_cny_wan in makes.csv against amount_cny_wan in supplies.csv"))
  }
}
