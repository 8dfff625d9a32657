import Answers
import Chainwright
import ClusterAnswers
import ClusterIO
import ClusterModel
import CommandRuns
import Diagram
import Foundation
import Reports
import Testing

@testable import ChainwrightCommand

/// What every command prints, in Chinese, of networks of which nothing is known but the structure, or not even that: docs/unknown.md is written from it.
///
/// `0`, `0 %` and `100 %` are held to be so: a count of what is on record, or a figure of the list below, with why it is certain.
@Suite(.serialized) struct UnknownPageTests {
  /// Figures that are 0 or 1 though everything is unknown, and why that is no guess.
  static let reasons: [(why: String, figures: [String])] = [
    (
      "采购只来自一家或一侧，金额多少都一样",
      [
        "cluster_supply_ratio", "good_local_supply_ratio", "highest_hhi", "top_buyer_share", "top_supplier_share", "hhi", "hhi_after",
        "hhi_before", "largest_supplier_share", "leakage", "local_supply_ratio",
        "share_of_volume", "single_sourced_share", "supplier_hhi",
      ]
    ),
    (
      "没有企业、产品或采购可计",
      ["matched_locally_cny_wan", "usual_amount", "volume_cny_wan", "wanted_outside_cny_wan", "worst_loss_cny_wan"]
    ),
    (
      "模型结果：金额未知的链路按页上所注的假定计算",
      [
        "esri", "esri_down", "esri_down_inside", "esri_down_outside", "esri_inside", "esri_outside", "esri_up", "esri_up_inside",
        "esri_up_outside",
        "least_output_kept", "loss_down", "loss_share", "loss_up", "lost_output", "missed_output_cny_wan", "output_kept", "residual",
        "unmet_demand_cny_wan",
      ]
    ),
    ("由谁供应谁的结构决定", ["betweenness_value", "birnbaum", "criticality", "fussell_vesely", "precision", "recall"]),
    ("下限：未记录的库存按没有计，页上有注", ["cover_days", "days_served", "survive_days"]),
    (
      "由结构、规则或所给选项决定，与未知的数无关",
      [
        "budget_cny_wan", "cost_cny_wan", "cut_asked", "gap", "gap_to_bound", "km", "leader_score_high", "leader_score_low",
        "leadership_high", "leadership_low", "loss_left",
        "loss_with_all", "product_similarity", "reduction", "relative_distance", "score_high", "score_low", "weight_leadership",
      ]
    ),
  ]
  static let certain = Dictionary(uniqueKeysWithValues: reasons.flatMap { reason in reason.figures.map { ($0, reason.why) } })

  /// Every command that answers with a page, as the contract tests ask it, and those that write documents.
  private static let questions: [(name: String, words: [String])] =
    ContractCase.all.filter { $0.network.name == "towel-chain" && $0.arguments.contains { $0.contains("{network}") } }.map { contract in
      (
        contract.name,
        contract.arguments.map { word in
          ContractNetwork.towel.terms.reduce(word) { $1.0 == "network" ? $0 : $0.replacing("{\($1.0)}", with: $1.1) }
        }
      )
    }
    + [
      ("complexity", ["complexity", "{network}"]),
      ("benchmark-firms", ["benchmark", "{network}", "--leader", "SYN-L1", "--peer", "SYN-D1"]),
      ("programme", ["programme", "{network}", "Rules/programme-baoding-2022.yaml", "--as-of", "2023-06-30"]),
    ]

  private static func answer(_ words: [String], of network: BlankNetwork) -> Result<Answer, any Error> {
    Result {
      let words = words.map { word -> String in
        let word = word.replacing("{network}", with: network.folder)
        return ["Rules/", "Examples/", "Tests/"].contains { word.hasPrefix($0) } ? Command.root + "/" + word : word
      }
      let command = try ChainwrightCommand.command(words + ["--lang", "zh"])
      return try #require(command as? any AnsweringCommand).answer()
    }
  }

  /// A figure of a page: its name, its heading, and what is printed for it, in the order of the page.
  private struct Printed {
    var figure: String
    var heading: String
    var texts: [String] = []
  }

  private static func printed(_ answer: Answer) -> [Printed] {
    let wording = Wording(.zh)
    var all: [Printed] = []
    func add(_ column: Answer.Column, _ cells: [Cell], _ table: String) {
      let entry = column.entry
      guard [.count, .number, .share, .points, .range].contains(entry.kind), column.audience != .data, !cells.isEmpty else { return }
      var line = Printed(figure: entry.name, heading: (table.isEmpty ? "" : table + " · ") + column.heading(.zh))
      for cell in cells {
        let text = wording.text(cell, entry)
        if !line.texts.contains(text) { line.texts.append(text) }
      }
      all.append(line)
    }
    for fact in answer.facts { add(fact.column, [fact.value], "") }
    for table in answer.tables {
      for column in table.columns { add(column, (0..<table.rowCount).compactMap { table[$0, column.name] }, table.title.zh) }
    }
    return all
  }

  /// The figure that a cell is of: its column's own, or the one that it names.
  private static func place(_ cell: Cell, _ column: Answer.Column) -> String {
    if case .figure(let name, _) = cell { return "\(name) [\(FigureEntry.named(name).kind)]" }
    return "\(column.name) [\(column.entry.kind)]"
  }

  /// A share or an amount that is nothing, or all, for certain: no count of records.
  private static func isBare(_ cell: Cell) -> Bool {
    switch cell {
    case .number(let value), .points(let value): value == 0
    case .share(let value): value == 0 || value == 1
    case .figure(_, let cell): isBare(cell)
    default: false
    }
  }

  @Test func `nothing that is unknown is printed as 0, 0 % or 100 %`() throws {
    var found: Set<String> = []
    for kind in BlankNetwork.Kind.allCases {
      let network = try BlankNetwork(kind)
      defer { network.remove() }
      for question in Self.questions {
        guard let answer = try? Self.answer(question.words, of: network).get() else { continue }
        for fact in answer.facts where Self.isBare(fact.value) {
          found.insert("\(question.name): \(Self.place(fact.value, fact.column))")
        }
        for table in answer.tables {
          for column in table.columns where column.audience != .data {
            for row in 0..<table.rowCount {
              if let cell = table[row, column.name], Self.isBare(cell) {
                found.insert("\(question.name): \(Self.place(cell, column))")
              }
            }
          }
        }
      }
    }
    let wrong = found.filter { place in
      let figure = place.split(separator: " ")[1]
      return Self.certain[String(figure)] == nil && !place.hasSuffix("[count]")
    }
    #expect(wrong.isEmpty, "\(wrong.sorted().joined(separator: "\n"))")
  }

  private static let page = URL(filePath: Command.root).appending(path: "docs/unknown.md")
  private static let isRecording = ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] == "1"

  /// Held as soon as it has been recorded.
  @Test(.enabled(if: isRecording || FileManager.default.fileExists(atPath: page.path)))
  func `docs/unknown.md is what the commands print`() throws {
    let networks = try BlankNetwork.Kind.allCases.map { try BlankNetwork($0) }
    defer { for network in networks { network.remove() } }
    var text = Self.introduction
    for question in Self.questions {
      let shown = question.words.map { $0 == "{network}" ? "网络" : $0 }.joined(separator: " ")
      text += "\n## \(question.name)\n\n`chainwright \(shown)`\n\n"
      text += Self.section(networks.map { Self.answer(question.words, of: $0) }, networks)
    }
    text += "\n## report\n\n`chainwright report 网络 --cluster C-TOWEL`，首页各数\n\n" + (try Self.report(networks))
    let file = Self.page
    if Self.isRecording {
      if (try? String(contentsOf: file, encoding: .utf8)) == text { return }
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded docs/unknown.md: read the difference, then run without CHAINWRIGHT_RECORD")
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text, "run `make golden`")
  }

  private static func section(_ answers: [Result<Answer, any Error>], _ networks: [BlankNetwork]) -> String {
    let pages = answers.map { answer -> (lines: [Printed], refusal: String?) in
      switch answer {
      case .success(let answer): (printed(answer), nil)
      case .failure(let error): ([], refusal(error, networks))
      }
    }
    var text = ""
    for (page, network) in zip(pages, networks) {
      if let refusal = page.refusal { text += "\(network.kind.title)：不作答（\(refusal)）。\n\n" }
    }
    var order: [String] = []
    for page in pages { for line in page.lines where !order.contains(line.heading) { order.append(line.heading) } }
    if order.isEmpty { return text + (text.isEmpty ? "没有数字。\n" : "") }
    text += "| 数字 | \(networks.map(\.kind.title).joined(separator: " | ")) |\n|---|\(networks.map { _ in "---|" }.joined())\n"
    for heading in order {
      let cells = pages.map { page in
        page.lines.first { $0.heading == heading }.map { line in
          line.texts.prefix(4).joined(separator: "、") + (line.texts.count > 4 ? " 等" : "")
        } ?? ""
      }
      text += "| \(([heading] + cells).map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |\n"
    }
    return text
  }

  private static func refusal(_ error: any Error, _ networks: [BlankNetwork]) -> String {
    var text = (error as? QuestionError)?.message.zh ?? (error as? CommandFailure)?.message.zh ?? "\(error)"
    for network in networks { text = text.replacing(network.folder, with: "网络") }
    return text.split(separator: "\n").first.map(String.init) ?? text
  }

  private static func report(_ networks: [BlankNetwork]) throws -> String {
    let pages = try networks.map { network -> [(String, String)] in
      let reading = try NetworkReader.read(network.folder).inOrder()
      let report = Report(reading, scope: .cluster(try #require(reading.network.cluster(id: "C-TOWEL"))))
      let document = try report.document(.zh) { (_: Report.Drawable) throws(DrawingError) -> Report.Drawn in Report.Drawn(svg: "") }
      return document.figures.map { ($0.label, $0.cell.text) }
    }
    var text = "| 数字 | \(networks.map(\.kind.title).joined(separator: " | ")) |\n|---|\(networks.map { _ in "---|" }.joined())\n"
    var order: [String] = []
    for page in pages { for (label, _) in page where !order.contains(label) { order.append(label) } }
    for label in order {
      text += "| \(label) | \(pages.map { page in page.first { $0.0 == label }?.1 ?? "" }.joined(separator: " | ")) |\n"
    }
    return text
  }

  private static var reasonLines: String {
    reasons.map { why, figures in
      var labels: [String] = []
      for figure in figures {
        let label = FigureEntry.named(figure).label.zh
        if !labels.contains(label) { labels.append(label) }
      }
      return "- \(why)：\(labels.joined(separator: "、"))"
    }.joined(separator: "\n")
  }

  private static let introduction = """
    # What is printed when nothing is known

    Unknown is never 0, and 0/0 is never 100 %: see [unknown parts](metrics.md#unknown-parts). Every command was asked, in Chinese, of the towel chain with its cells left blank: once all but ids and structure (who supplies
    whom with what, who works at which stage, in which county), once all but the cells that a list must have. Below, page by page, each number and what is printed for it. Counts are of what is on record. This page is
    written by the commands themselves (`make golden`), and a test holds it.

    下列各数虽在一切未知时仍可能为 0 或 100 %，却不是猜测：

    \(reasonLines)

    """
}
