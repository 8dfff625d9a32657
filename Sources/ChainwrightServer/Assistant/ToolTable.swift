import Answers
import ClusterModel

/// Which of the command's questions an assistant may ask, and how they are named to it. What they take follows from the options of the command itself.
struct ToolEntry: Sendable {
  enum Kind: Sendable { case question, scenarios, rows, lists }

  var name: String
  /// The subcommand.
  var command: String
  var title: LocalText
  var kind = Kind.question
  /// When an assistant should ask this and not another.
  var use: String

  var writes: Bool { kind == .lists }

  static let all: [ToolEntry] = [
    ToolEntry(
      name: "describe", command: "describe", title: LocalText(zh: "数据概况", en: "What the data hold"),
      use: "Ask this first: which tables, how many rows, which columns are filled, what is invented."),
    ToolEntry(
      name: "audit", command: "audit", title: LocalText(zh: "数据审核", en: "Check the data"),
      use: "Rows that contradict each other, cells that cannot be read, facts without a source, each with its place and remedy."),
    ToolEntry(
      name: "weak_links", command: "weak-links", title: LocalText(zh: "薄弱环节", en: "Weak links"),
      use: "Why is a chain or cluster weak? Single points of failure with the chain of losses that proves each, and the rows behind it."),
    ToolEntry(
      name: "gaps", command: "gaps", title: LocalText(zh: "缺链弱链", en: "Missing and weak stages"),
      use: "Which stages of a cluster's chain nobody fills, or too few do."),
    ToolEntry(
      name: "sourcing", command: "sourcing", title: LocalText(zh: "采购来源", en: "Sourcing"),
      use: "From how many suppliers, and from where, each good is bought."),
    ToolEntry(
      name: "dossier", command: "dossier", title: LocalText(zh: "企业档案", en: "A firm's file"),
      use: "All that is known and found of one firm."),
    ToolEntry(
      name: "survive", command: "survive", title: LocalText(zh: "能撑多久", en: "Time to survive"),
      use: "How many days a leader runs on when a supplier stops."),
    ToolEntry(
      name: "robustness", command: "robustness", title: LocalText(zh: "结论稳健性", en: "How sure it is"),
      use: "Which findings still hold when doubtful links are not there; ask it before a finding is handed on."),
    ToolEntry(
      name: "scorecard", command: "scorecard", title: LocalText(zh: "县域记分卡", en: "County scorecard"),
      use: "The same figures of every county beside each other."),
    ToolEntry(
      name: "watch", command: "watch", title: LocalText(zh: "红黄绿灯", en: "Traffic light"),
      use: "What turned since a date, for each chain, county and leader, with the rows that are others; unknown is grey, not green."),
    ToolEntry(
      name: "what_if", command: "what-if", title: LocalText(zh: "试一试", en: "Try it"), kind: .scenarios,
      use: "What changes when firms or links are added, stopped or curtailed. Nothing is written; the network stays as it is."),
    ToolEntry(
      name: "strengthen", command: "strengthen", title: LocalText(zh: "强链方案", en: "Strengthen"),
      use: "The smallest set of new supply links that takes single points away, step by step."),
    ToolEntry(
      name: "rows", command: "", title: LocalText(zh: "出处所在的行", en: "The rows behind a finding"), kind: .rows,
      use: "The cells of the rows that a finding names as its places, as they stand in the files."),
    ToolEntry(
      name: "take_lists", command: "import", title: LocalText(zh: "导入名单", en: "Take lists in"), kind: .lists,
      use: "Takes a list or workbook into a workspace; without \"take\" it only shows what would change."),
  ]

  /// Options that write files, say how the answer looks, or are no question.
  static let withheld: Set<String> = [
    "output", "force", "format", "table", "to", "save-network", "marked", "plan", "pareto", "list-candidates", "list-rules", "shard",
    "version",
    "help",
    "columns", "map", "confirm", "firms", "supplies", "where", "withdraw", "reason", "at", "future", "name", "into", "yes", "dry-run",
    "who",
  ]
  /// Options whose value is the name of a file or of a network.
  static let files: Set<String> = ["gates", "shortlist", "candidates", "previous", "rules", "peer-network"]
}
