import ArgumentParser
import Chainwright

struct WorstGroupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worst-group",
    abstract: "The k firms, or common-cause groups, whose joint loss costs most.",
    discussion: """
      Exact: branch and bound over all groups, and the bound that proves the answer is printed. Joint losses may exceed the sum of single ones \
      (two suppliers that stand in for each other), so the worst single firms together, and the greedy choice, are often not the worst group; both are shown beside it. \
      With --time-limit the best group so far is given with its gap: the worst one costs at most that much more.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("How many are lost together.", valueName: "k")) var size: Int
  @Option(help: "What losses are added up in: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Flag(help: "Lose common-cause groups (groups.csv) instead of firms.") var groups = false
  @Option(help: ArgumentHelp("Stop searching after this long and give the gap.", valueName: "seconds")) var timeLimit: Double?

  func validate() throws {
    if size < 1 { throw ValidationError("--size takes a number from 1 on") }
    if let timeLimit, !(timeLimit >= 0) { throw ValidationError("--time-limit takes seconds from 0 on") }
  }

  func run() throws {
    let network = try input.load(output.language).network
    let count = groups ? network.groups.count : network.firms.count
    if groups && count == 0 {
      throw CommandFailure(
        .badData, LocalText(zh: "网络中没有共因组", en: "the network has no common-cause groups"),
        remedy: LocalText(
          zh: "在 groups.csv 中列出（group_id, firm_id），一行一个成员；`chainwright describe --columns` 列出全部列",
          en: "list them in groups.csv (group_id, firm_id), one row a member; `chainwright describe --columns` has all columns"))
    }
    if size > count {
      throw CommandFailure(
        .badData,
        LocalText(
          zh: "--size \(size) 超过网络中的\(groups ? "共因组" : "企业")数 \(count)",
          en: "--size \(size) is more than the \(count) \(groups ? "groups" : "firms") of the network"),
        remedy: LocalText(zh: "请给出不超过 \(count) 的数", en: "give a size of at most \(count)"))
    }
    let clock = ContinuousClock()
    let deadline = timeLimit.map { clock.now.advanced(by: .seconds(min($0, 1e9))) }
    let losses = WorstLosses(SupplyView(network), size: size, kind: groups ? .groups : .firms, measure: by) {
      deadline.map { clock.now < $0 } ?? true
    }
    try output.write(page(losses))
  }

  private func page(_ losses: WorstLosses) -> Page {
    let network = losses.model.network
    let names = EventNames(losses.model, kinds: groups ? .groups : .firms)
    var page = Page(
      title: groups
        ? LocalText(zh: "最严重的 \(size) 个共因组：\(network.displayName(.zh))", en: "The worst \(size) groups: \(network.displayName(.en))")
        : LocalText(zh: "最严重的 \(size) 家企业：\(network.displayName(.zh))", en: "The worst \(size) firms: \(network.displayName(.en))"))
    let isUnknown = losses.weights.unknownCount == network.firms.count
    page.facts = [
      ("size", LocalText(zh: "同时损失", en: "lost together"), .integer(size)),
      ("loss", lossLabel, isUnknown ? .unknown : .number(losses.worst.loss)),
      ("bound", LocalText(zh: "已证上界", en: "proven bound"), isUnknown ? .unknown : .number(losses.bound)),
      ("gap", LocalText(zh: "差距", en: "gap"), .ratio(losses.gap)),
      (
        "proven", LocalText(zh: "是否最严重", en: "is it the worst"),
        .local(losses.isProven ? LocalText(zh: "已证明", en: "proven") : LocalText(zh: "限时内未证明", en: "not proven within the time limit"))
      ),
      ("examined", LocalText(zh: "计算过的组合", en: "groups examined"), .integer(losses.examined)),
    ]
    let rows: [(String, LocalText, WorstLosses.Choice)] = [
      ("worst", LocalText(zh: "最严重", en: "worst"), losses.worst),
      ("greedy", LocalText(zh: "逐个贪心", en: "greedy"), losses.greedy),
      ("worst_singles", LocalText(zh: "单独最重的几个", en: "worst singles"), losses.worstSingles),
    ]
    page.tables = [
      Page.Table(
        name: "groups", title: LocalText(zh: "最严重组合与两种捷径", en: "The worst group, and two short cuts"),
        columns: [
          ("choice", LocalText(zh: "方法", en: "choice")), ("loss", lossLabel), ("stopped_firms", LocalText(zh: "停产企业", en: "firms stopped")),
          ("event_ids", LocalText(zh: "编号", en: "ids")), ("names", LocalText(zh: "名称", en: "names")),
        ],
        rows: rows.map { name, label, choice in
          [
            output.format.isForReading ? .local(label) : .text(name), isUnknown ? .unknown : .number(choice.loss),
            .integer(choice.stoppedFirms),
            .list(choice.events.map { names.id($0) }), .names(choice.events.map { losses.model.subject($0).name }),
          ]
        })
    ]
    page.notes = notes(losses)
    return page
  }

  private var lossLabel: LocalText {
    switch by {
    case .output: LocalText(zh: "损失产出（万元/年）", en: "output lost (10k CNY/yr)")
    case .jobs: LocalText(zh: "损失岗位", en: "jobs lost")
    case .tax: LocalText(zh: "损失税收（万元/年）", en: "tax lost (10k CNY/yr)")
    case .firms: LocalText(zh: "停产企业", en: "firms lost")
    }
  }

  private func notes(_ losses: WorstLosses) -> [LocalText] {
    var notes: [LocalText] = []
    if losses.worst.events.count < size {
      notes.append(
        LocalText(
          zh: "只列 \(losses.worst.events.count) 个：再多损失也不增加损失额。",
          en: "only \(losses.worst.events.count) are named: losing more would cost nothing more."))
    }
    return notes + PageNotes.model(losses.model) + PageNotes.unknownWeights(losses.weights)
  }
}
