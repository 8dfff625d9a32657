import ArgumentParser
import Chainwright
import FoundationEssentials

struct SurviveCommand: ShardingCommand {
  static let configuration = CommandConfiguration(
    commandName: "survive",
    abstract: "How long a leader lasts when others stop, and what it loses until they are back.",
    discussion: """
      For each firm upstream of the leader, and each common-cause group: the time to survive (the longest time for which the leader's customers can be served, with every stock \
      and every recorded supplier used in the best way), the days of cover (a lower bound: nobody sends more than usual), the recovery time, and, where it is longer, the loss. \
      Stocks are read from stocks.csv (firm_id, product_id, kind, days), recovery from firms.csv (recovery_days, alternate_site_days), capacity to spare from makes.csv \
      (capacity_cny_wan). A stock that is not recorded counts as none, so that times are lower bounds; what is missing is listed.

      Example: chainwright survive Graphs/towel-chain --leader SYN-L1 --disrupt SYN-D1,SYN-D2 --recovery-days 20
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(
    help: ArgumentHelp("The firm whose customers must be served, by id or name (repeatable); all leaders when left out.", valueName: "firm")
  )
  var leader: [String] = []
  @Option(
    help: ArgumentHelp(
      "Firms that stop together, or a common cause (groups.csv), county or cluster with all of its firms, with commas between (repeatable); each firm upstream when left out.",
      valueName: "firm,…")
  )
  var disrupt: [String] = []
  @Option(help: ArgumentHelp("Every disrupted firm is back after so many days, whatever is recorded.", valueName: "days"))
  var recoveryDays: Double?
  @Option(help: ArgumentHelp("Days until a firm is back where none are recorded.", valueName: "days")) var defaultRecoveryDays: Double?
  @Option(help: ArgumentHelp("Days that an input lasts where no stock is recorded.", valueName: "days")) var defaultStockDays: Double?
  @Flag(help: "Let suppliers send the leader what they send to others now.") var leaderFirst = false

  @Flag(help: "Every firm and common cause of the network, for the customers of all: days to survive, and the loss until it is back.")
  var every = false
  @Option(
    help: ArgumentHelp("With --every: the share of its capacity that each stopped firm loses; all of it when left out.", valueName: "share")
  )
  var capacityLost = 1.0

  @OptionGroup var shard: ShardOption

  func validate() throws {
    if shard.share != nil && !every { throw ValidationError("--shard goes with --every") }
    try shard.check(output)
    if !(capacityLost > 0 && capacityLost <= 1) { throw ValidationError("--capacity-lost takes a share above 0, up to 1") }
    if capacityLost < 1 && !every { throw ValidationError("--capacity-lost goes with --every") }
    if every && (!leader.isEmpty || leaderFirst) {
      throw ValidationError("--every is for the customers of all firms: leave out --leader and --leader-first")
    }
    if disrupt.contains(where: { $0.allSatisfy { $0 == "," || $0 == "，" || $0 == " " } }) {
      throw ValidationError("--disrupt takes firms, with commas between")
    }
    for (name, days) in [
      ("--recovery-days", recoveryDays), ("--default-recovery-days", defaultRecoveryDays), ("--default-stock-days", defaultStockDays),
    ] {
      if let days, !(days >= 0 && days <= 36_500) { throw ValidationError("\(name) takes days from 0 to 36500") }
    }
  }

  var asked: [PartHead.Option?] {
    [
      .flag("every", true), .several("disrupt", disrupt), .one("recovery-days", recoveryDays),
      .one("default-recovery-days", defaultRecoveryDays), .one("default-stock-days", defaultStockDays), .one("capacity-lost", capacityLost),
    ]
  }

  /// The whole network.
  func work(_ study: Study) throws -> RecoveryWork {
    // Given back to the system after each of thousands of programs, memory costs a sixth of the processor time.
    LinearSolver.keepMemory()
    var question = RecoveryQuestion()
    question.disruptions = disrupt.map { [$0] }
    question.options.recoveryDays = recoveryDays
    question.options.defaultRecoveryDays = defaultRecoveryDays
    question.options.defaultStockDays = defaultStockDays
    question.capacityLost = capacityLost
    return try question.work(study)
  }

  func answer() throws -> Answer {
    if every { return try work(Study(try input.load(output.language))).whole(.onTerminal(output.language)) }
    var question = SurviveQuestion()
    question.leaders = leader
    question.disruptions = disrupt.map { [$0] }
    question.options.recoveryDays = recoveryDays
    question.options.defaultRecoveryDays = defaultRecoveryDays
    question.options.defaultStockDays = defaultStockDays
    question.options.leaderFirst = leaderFirst
    return try question.answer(Study(try input.load(output.language)), work: .onTerminal(output.language))
  }
}
