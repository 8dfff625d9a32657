import ArgumentParser
import Chainwright
import Glibc

struct BenchmarkCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "A cluster against its peers, stage by stage: how far behind, and through what (对标对表).",
    discussion: """
      A cluster scores 0 at a stage where it has no firm, else the weighted sum of presence, scale, local supply, redundancy, technology and R&D, each 0 to 1; \
      scale and R&D as a share of the larger of the two. The gap is the peer's score minus the cluster's, in points of 100, and its parts add up to it. \
      What cannot be measured is left out, listed, and bounded. Without --peer, the cluster most alike by its numbers of firms at each stage. \
      With --peer-network the peer is a cluster of another city's workbook, folder or workspace: stages are matched by id, name and code; what is not certain is written to the \
      file that --confirm names, and compared once its last column is filled in.

        chainwright benchmark Graphs/towel-chain --cluster C-TOWEL --peer-network Graphs/baoding-2022 --peer gaoyang-textiles --confirm stages.csv

      Example: chainwright benchmark Graphs/baoding-2022 --cluster zhuozhou-auto --peer auto=2
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The cluster, by id or name.", valueName: "cluster")) var cluster: String?
  @Option(
    help: ArgumentHelp(
      "Whom to compare with, by id or name; auto or auto=K: the most alike, or the K most alike; with --leader, a firm (repeatable).",
      valueName: "peer"))
  var peer: [String] = []
  @Option(
    help: ArgumentHelp("Another network, of which --peer is a cluster; the most alike where --peer is left out.", valueName: "network"))
  var peerNetwork: String?
  @Option(
    help: ArgumentHelp(
      "Stages to be confirmed, and what was decided; written where it is not there, and added to.", valueName: "stages.csv"))
  var confirm: String?
  @Option(help: ArgumentHelp("A firm instead of a cluster, compared with the firm --peer field by field.", valueName: "firm"))
  var leader: String?
  @Option(
    help: ArgumentHelp("Split the change of a yearly figure between two years (shift-share), without a peer.", valueName: "first:last"))
  var shiftShare: String?
  @Option(help: ArgumentHelp("The figure of figures.csv that shift-share splits.", valueName: "name")) var attribute = "output value"
  @Option(help: "What scale is counted in: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Option(help: ArgumentHelp("Weights of the parts, 1 where not named: scale=2,research=0.", valueName: "part=number,…")) var weights:
    String?
  @Option(help: ArgumentHelp("Draw both clusters' score at each stage as dots.", valueName: "file.svg")) var dots: String?
  @Option(help: ArgumentHelp("Draw bars with the peer as the line to reach.", valueName: "file.svg")) var bars: String?

  func validate() throws {
    for file in [dots, bars].compactMap({ $0 }) where !file.hasSuffix(".svg") {
      throw UsageError(zh: "\(safe(file))：图的文件名须以 .svg 结尾", en: "\(safe(file)): a chart is written as .svg")
    }
    for item in peer where item.hasPrefix("auto=") && Self.automatic(item) == nil {
      throw UsageError(
        zh: "--peer 为编号、名称、auto 或 auto=K（K 从 1 起），不能取“\(safe(item))”",
        en: "--peer takes an id or a name, auto, or auto=K with K from 1 on, and not \"\(safe(item))\"")
    }
    if leader != nil && (peer.count != 1 || Self.automatic(peer[0]) != nil) {
      throw UsageError(zh: "--leader 须同时写一个 --peer：与之相比的企业", en: "--leader takes one --peer: the firm to compare it with")
    }
    if peerNetwork != nil {
      if leader != nil || shiftShare != nil {
        throw UsageError(zh: "--peer-network 不与 --leader、--shift-share 同用", en: "--peer-network does not go with --leader or --shift-share")
      }
      if peer.count > 1 || peer.first.flatMap({ Self.automatic($0) }) ?? 1 > 1 {
        throw UsageError(zh: "与 --peer-network 同用时只写一个 --peer", en: "with --peer-network give one --peer")
      }
    }
    if confirm != nil && peerNetwork == nil {
      throw UsageError(zh: "--confirm 须与 --peer-network 同用", en: "--confirm goes with --peer-network")
    }
    if let shiftShare, Self.years(shiftShare) == nil {
      throw UsageError(zh: "--shift-share 须为两个年份，如 2020:2022", en: "--shift-share takes two years, like 2020:2022")
    }
    if let weights, Self.weights(weights) == nil { throw WeightList.isWrong(Benchmark.Part.self) }
  }

  static func years(_ text: String) -> (String, String)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy({ !$0.isEmpty }) && parts[0] != parts[1] ? (String(parts[0]), String(parts[1])) : nil
  }

  static func automatic(_ text: String) -> Int? {
    if text == "auto" { return 1 }
    guard text.hasPrefix("auto="), let count = Int(text.dropFirst(5)), count > 0 else { return nil }
    return count
  }

  static func weights(_ text: String) -> [Benchmark.Part: Double]? {
    WeightList.parsed(text, as: Benchmark.Part.self).flatMap { Benchmark.Weights($0) == nil ? nil : $0 }
  }

  var otherFiles: [String] { [dots, bars].compactMap { $0 } }

  func answer() throws -> Answer { try answered().answer }

  func answered() throws -> AnswerAndFiles {
    let study = Study(try input.load(output.language))
    if let leader { return AnswerAndFiles(answer: try LeaderComparisonQuestion(leader: leader, peer: peer[0]).answer(study)) }
    let cluster = try Self.required(cluster, "--cluster", study.network.clusters.map(\.id))
    if let (first, last) = shiftShare.flatMap({ Self.years($0) }) {
      var question = ShiftShareQuestion(cluster: cluster, from: first, to: last)
      question.attribute = attribute
      return AnswerAndFiles(answer: try question.answer(study))
    }
    var question = BenchmarkQuestion(cluster: cluster)
    question.peers = peer.filter { Self.automatic($0) == nil }
    question.automatic = peer.compactMap { Self.automatic($0) }.max()
    question.measure = by
    question.weights = weights.flatMap { Self.weights($0) } ?? [:]
    guard let peerNetwork else {
      let result = try question.result(study)
      return AnswerAndFiles(answer: result.answer, files: try charts(result))
    }
    let said = try confirm.map { access($0, F_OK) == 0 ? try NameDecision.read($0) : [] } ?? []
    var other = PeerNetwork(
      Study(try NetworkInput.load(peerNetwork, output.language, isStrict: input.strict)), file: SafeText.safe(peerNetwork))
    other.decisions = said
    question.other = other
    // Before the answer: where no stage is certain there is none yet, and the list of what to confirm is what helps.
    let elsewhere = try question.peerElsewhere(study)
    let isTold = try confirm(elsewhere?.matching.questions(study.reading) ?? [], said)
    let result = try question.result(study, elsewhere)
    return AnswerAndFiles(answer: result.answer, files: try charts(result), told: isTold)
  }

  /// Writes the stages to be settled, when there is something new in them, and says what to do with them.
  private func confirm(_ questions: [NameQuestion], _ said: [NameDecision]) throws -> [String] {
    if questions.isEmpty { return [] }
    if let confirm {
      let known = Set(said.map(\.name))
      if access(confirm, F_OK) != 0 || !questions.allSatisfy({ known.contains($0.name) }) {
        try CommandOutput.write(
          [(confirm, Array(NameDecision.text(questions, kept: said, output.language).utf8))], force: true)
      }
    }
    let (count, file) = (questions.count, confirm.map { safe($0) })
    return [
      output.language == .zh
        ? "\(count) 个环节待确认，确认之前不比："
          + (file.map { "在 \($0) 的“决定”列填候选序号、标杆的环节名称或“名单外”，再运行一次" } ?? "加 --confirm 环节.csv 写成表格") + "\n"
        : "\(count) \(count == 1 ? "stage" : "stages") to confirm, not compared until then: "
          + (file.map { "fill in the last column of \($0): the number of a candidate, a stage of the peer, or outside; then run it again" }
            ?? "--confirm stages.csv writes them as a table") + "\n"
    ]
  }

  private func charts(_ result: BenchmarkResult) throws -> [(path: String, bytes: [UInt8])] {
    if dots == nil && bars == nil { return [] }
    guard result.benchmarks.count == 1 else {
      throw CommandFailure(
        .badData, LocalText(zh: "图表一次只画一个标杆", en: "a chart is drawn against one peer"),
        remedy: LocalText(zh: "只给一个 --peer", en: "give one --peer"))
    }
    let charts = result.charts(output.language)
    var files: [(path: String, bytes: [UInt8])] = []
    if let dots { files.append((dots, Array(charts.dots.svg().utf8))) }
    if let bars { files.append((bars, Array(charts.bars.svg().utf8))) }
    return files
  }

  static func required(_ value: String?, _ option: String, _ ids: [String]) throws -> String {
    if let value { return value }
    throw CommandFailure(
      .badData, LocalText(zh: "需要 \(option)", en: "\(option) is needed"),
      remedy: LocalText(
        zh: "可选：\(ids.prefix(12).map { safe($0) }.joined(separator: "、"))",
        en: "one of: \(ids.prefix(12).map { safe($0) }.joined(separator: ", "))"))
  }
}

/// `part=number,…`: the weights of the parts that are named.
enum WeightList {
  static func parsed<Part: RawRepresentable<String> & Hashable>(_ text: String, as part: Part.Type) -> [Part: Double]? {
    var weights: [Part: Double] = [:]
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = item.split(separator: "=", maxSplits: 1)
      guard halves.count == 2, let part = Part(rawValue: String(halves[0])), let weight = Double(halves[1]), weight >= 0, weight.isFinite
      else { return nil }
      weights[part] = weight
    }
    return weights
  }

  static func isWrong<Part: RawRepresentable<String> & CaseIterable>(_ part: Part.Type) -> ValidationError {
    let parts = Part.allCases.map(\.rawValue).joined(separator: ", ")
    return UsageError(
      zh: "--weights 须为“部分=数”，用逗号隔开，数为 0 或更大，不能全为 0；各部分为 \(parts)",
      en: "--weights takes part=number, separated by commas, numbers from 0 on and not all 0; the parts are \(parts)")
  }
}
