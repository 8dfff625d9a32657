import ArgumentParser
import Chainwright

struct ImportanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "importance",
    abstract: "How likely a target is to stop, and which firms matter most for that.",
    discussion: """
      Exact, by decision diagram, from each firm's failure_probability (firms.csv, supplies.csv, groups.csv) or --probability where it is unknown; \
      events happen independently. Fussell-Vesely: the share of the target's stops in which some minimal cut set with the firm happens. Birnbaum: how much more \
      likely the target stops when the firm has stopped than when it runs. Criticality: the share of stops that the firm's own failure is to blame for.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @OptionGroup var aim: TargetOptions
  @OptionGroup var work: WorkLimits
  @Option(help: ArgumentHelp("Failure probability where the data give none.", valueName: "q")) var probability = 0.01
  @Option(help: ArgumentHelp("What may be lost: firms, links, products, stages, groups; several parted by commas.", valueName: "kinds"))
  var events = "firms"
  var limit: Int { output.limit ?? 10 }

  func validate() throws {
    if !(probability >= 0 && probability <= 1) { throw ValidationError("--probability takes a number from 0 to 1") }
    _ = try EventKinds.parsed(events)
  }

  func run() throws {
    let network = try input.load(output.language).network
    let view = SupplyView(network)
    let targets = try aim.targets(in: network, firmStages: FirmStages(network))
    let importance = try TargetImportance(
      view, targets: targets, kinds: EventKinds.parsed(events), defaultProbability: probability, limits: work.undivided())
    try output.write(page(importance))
  }

  private func page(_ importance: TargetImportance) -> Page {
    let network = importance.model.network
    var page = Page(title: LocalText(zh: "重要度：\(network.displayName(.zh))", en: "Importance: \(network.displayName(.en))"))
    page.facts = [
      ("targets_count", LocalText(zh: "目标", en: "targets"), .integer(importance.results.count)),
      ("default_probability", LocalText(zh: "默认停产概率", en: "default failure probability"), .number(probability)),
      ("defaulted_events", LocalText(zh: "采用默认概率的事件", en: "events with the default"), .integer(importance.defaultedEvents)),
    ]
    let shown = importance.results.map { Array($0.rows.prefix(output.format.isForReading ? limit : .max)) }
    page.tables = [
      Page.Table(
        name: "importance", title: LocalText(zh: "各事件的重要度（按 Fussell-Vesely 降序）", en: "Importance of each event, by Fussell-Vesely"),
        columns: [
          ("target_id", LocalText(zh: "目标", en: "target")), ("event_id", LocalText(zh: "编号", en: "id")),
          ("name", LocalText(zh: "名称", en: "name")), ("probability", LocalText(zh: "停产概率", en: "probability")),
          ("fussell_vesely", LocalText(zh: "F-V 重要度", en: "Fussell-Vesely")), ("birnbaum", LocalText(zh: "Birnbaum 重要度", en: "Birnbaum")),
          ("criticality", LocalText(zh: "关键重要度", en: "criticality")),
        ],
        rows: zip(importance.results, shown).flatMap { result, rows in
          rows.map { row in
            let name = importance.model.subject(row.event).name
            return [
              .text(result.target.subject.id), .text(row.id), .local(LocalText(zh: name[.zh], en: name[.en])), probability(row.probability),
              probability(row.importance.fussellVesely), probability(row.importance.birnbaum), probability(row.importance.criticality),
            ]
          }
        }, omitted: zip(importance.results, shown).reduce(0) { $0 + $1.0.rows.count - $1.1.count }),
      Page.Table(
        name: "targets", title: LocalText(zh: "目标", en: "Targets"),
        columns: [
          ("target_id", LocalText(zh: "编号", en: "target")), ("name", LocalText(zh: "名称", en: "name")),
          ("probability", LocalText(zh: "停产概率", en: "probability that it stops")),
        ],
        rows: importance.results.map { result in
          let name = result.target.subject.name
          return [.text(result.target.subject.id), .local(LocalText(zh: name[.zh], en: name[.en])), probability(result.probability)]
        }),
    ]
    page.notes =
      [
        LocalText(
          zh: "精确概率（二元决策图），各事件相互独立；目标企业自身的停产不计入。",
          en: "exact probabilities (binary decision diagram), events independent; the target's own failure is not in them.")
      ] + PageNotes.model(importance.model)
    return page
  }

  /// A probability is read at any size: six significant digits as text, all of them in files.
  private func probability(_ value: Double?) -> Page.Cell {
    guard let value else { return .unknown }
    return output.format.isForReading ? .text(significant(value)) : .number(value)
  }
}

/// Six significant digits: `0.476939`, `1.2e-07`.
func significant(_ number: Double) -> String {
  guard number != 0, number.isFinite else { return number == 0 ? "0" : "\(number)" }
  var exponent = 0
  var scale = 1.0
  while abs(number) * scale < 100_000 && exponent < 300 {
    scale *= 10
    exponent += 1
  }
  return "\((number * scale).rounded() / scale)"
}
