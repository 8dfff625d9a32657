import ArgumentParser
import Chainwright

extension AlertLevel: ExpressibleByArgument {}

struct CurtailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curtail",
    abstract: "Who stays open under a heavy-pollution alert: output kept, leaders stopped, and the white list that keeps most. 差异化管控与白名单。",
    discussion: """
      Each firm gives up the share of its capacity that the rules ask of its grade (firms.csv: emission_grade, A to D) at the alert, unless it is on the white list. What is left is run \
      in the best way by a linear program: inputs in fixed proportions, suppliers of one product standing in for one another, what is made sold. Without --rules an illustration with \
      round numbers counts, which is no policy: give the ratios of your own plan. Large networks are answered by a plan that can be run and a bound that is proven \
      (docs/guides/curtail.md).
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: "The alert: yellow, orange or red.") var alert: AlertLevel
  @Option(help: ArgumentHelp("Cuts by grade and alert, energy quotas, duties (YAML or JSON).", valueName: "file")) var rules: String?
  @Option(help: ArgumentHelp("Firms that need not cut: a CSV file with the column firm_id.", valueName: "file")) var whiteList: String?
  @Option(help: ArgumentHelp("Find the best white list of at most so many firms.", valueName: "k")) var best: Int?
  @Option(help: "What is to be kept: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Flag(help: "Solve exactly whatever the size of the network; without, large ones are answered by a plan and a bound that is proven.")
  var exact = false
  @Option(
    help: ArgumentHelp(
      "Stop after this long; what is best by then is the answer, and says so. Without, work is limited by counting, and every run answers the same.",
      valueName: "seconds")) var timeLimit: Double?
  @Option(help: ArgumentHelp("Days that an input lasts where no stock is recorded.", valueName: "days")) var defaultStockDays: Double?
  var limit: Int { output.limit ?? 15 }

  func validate() throws {
    if whiteList != nil && best != nil { throw ValidationError("--white-list and --best exclude each other") }
    if let best, best < 1 { throw ValidationError("--best takes a number from 1 on") }
    if let timeLimit, !(timeLimit > 0) { throw ValidationError("--time-limit takes seconds above 0") }
    if let days = defaultStockDays, !(days >= 0 && days <= 36_500) {
      throw ValidationError("--default-stock-days takes days from 0 to 36500")
    }
  }

  func run() throws {
    let language = output.language
    let rules = try rules.map { try RuleInput.rules(RuleFile.curtailment($0), $0, language) } ?? .illustration
    guard rules.cuts[alert] != nil else {
      throw CommandFailure(
        .badData,
        LocalText(
          zh: "规则“\(safe(rules.name))”没有\(alert.label.zh)的减产比例",
          en: "the rules \"\(safe(rules.name))\" give no cuts for \(alert.label.en)"),
        remedy: LocalText(zh: "在 cuts 下补一项 alert: \(alert.rawValue)", en: "add an item alert: \(alert.rawValue) under cuts"))
    }
    let network = try input.load(language).network
    let model: CurtailmentModel
    do {
      model = try CurtailmentModel(SupplyModel(SupplyView(network)), rules: rules, alert: alert, measure: by)
    } catch {
      throw InputFindings.failure(error.problems, self.rules ?? "", language)
    }
    let listed = try whiteList.map { try firms($0, network, language) }
    if let best, best > model.cutFirms.count {
      throw CommandFailure(
        .badData,
        LocalText(
          zh: "--best \(best) 多于须减产的企业（\(model.cutFirms.count) 家）",
          en: "--best \(best) is more than the firms that have to cut (\(model.cutFirms.count))"),
        remedy: LocalText(zh: "取 1 到 \(model.cutFirms.count)", en: "take 1 to \(model.cutFirms.count)"))
    }
    let clock = ContinuousClock()
    let end = timeLimit.map { clock.now.advanced(by: .seconds(min($0, 1e9))) }
    let secondsLeft: () -> Double? = { end.map { ($0 - clock.now) / .seconds(1) } }
    StandardStreams.progress(language == .zh ? "求解…" : "solving…")
    let usual = model.values.sorted().reduce(0, +)
    let progress: (Curtailment.Progress) -> Void = { progress in
      func share(_ value: Double) -> String { usual > 0 ? percent(min(1, value / usual)) : "" }
      let kept = progress.value.map { share($0) + " … " } ?? ""
      StandardStreams.progress(
        (language == .zh ? "求解…第 \(progress.iterations) 次迭代，" : "solving… iteration \(progress.iterations), ") + kept
          + share(progress.bound))
    }
    do {
      let solver = try LinearSolver()
      let count = output.format.isForReading ? limit : 20
      let method: Curtailment.Method? = exact ? .exact : nil
      let answer =
        if let best {
          try Curtailment(model, choosing: best, next: count, solver: solver, method: method, secondsLeft: secondsLeft, progress: progress)
        } else {
          try Curtailment(
            model, listed: listed ?? [], next: count, solver: solver, method: method, secondsLeft: secondsLeft, progress: progress)
        }
      var options = SurvivalOptions()
      options.defaultStockDays = defaultStockDays
      // Days cost a linear program each: for reading, those that are shown.
      let days = output.format.isForReading ? min(limit, 100) : 100
      let leaders = try CurtailedLeaders(
        answer, leaders: network.leaders(), options: options, limit: days, solver: solver, secondsLeft: secondsLeft)
      StandardStreams.progress("")
      try output.write(
        CurtailPage(
          answer: answer, leaders: leaders, asksBest: best, isText: output.format.isForReading, limit: limit, timeLimit: timeLimit
        )
        .page)
    } catch let failure as CurtailmentFailure {
      StandardStreams.progress("")
      throw self.failure(failure, network)
    }
  }

  private func firms(_ path: String, _ network: Network, _ language: Language) throws -> [FirmID] {
    let reading = try FirmListReader.read(path, of: network)
    if let firms = reading.firms { return firms }
    throw InputFindings.failure(reading.findings, path, language)
  }

  private func failure(_ failure: CurtailmentFailure, _ network: Network) -> CommandFailure {
    switch failure.code {
    case .outOfTime:
      return CommandFailure(
        .badData,
        LocalText(
          zh: "\(decimal(timeLimit ?? 0)) 秒内未能求得任何方案", en: "no plan at all was found within \(decimal(timeLimit ?? 0)) seconds"),
        remedy: exact
          ? LocalText(
            zh: "加大 --time-limit，或去掉 --exact（一个线性规划含 \(grouped(network.supplies.count)) 条供应关系）",
            en:
              "allow more with --time-limit, or go without --exact (one linear program holds the \(grouped(network.supplies.count)) links of the network)"
          ) : LocalText(zh: "加大 --time-limit", en: "allow more with --time-limit"))
    case .dutiesNotReached:
      return CommandFailure(
        .badData,
        LocalText(
          zh: "未能求得满足 must_keep 全部保供要求的方案，也未证明无解（网络过大，未精确求解）",
          en:
            "no plan was found that meets all duties under must_keep, nor a proof that there is none (the network is too large to be solved)"
        ),
        remedy: LocalText(
          zh: "降低 must_keep 的比例，或用 --exact 精确求解（可能很久）",
          en: "lower the shares under must_keep, or solve exactly with --exact, which may take long"))
    case .infeasible:
      let firms = failure.firms.prefix(8).map { safe(network.firms.id($0)) }.joined(separator: ", ")
      let quotas = failure.quotas.map { $0.county.map { safe(network.counties[$0.row].code) } }
      let (zh, en) = (quotas.map { $0 ?? "全部" }.joined(separator: "、"), quotas.map { $0 ?? "all" }.joined(separator: ", "))
      return CommandFailure(
        .badData,
        LocalText(
          zh: "无解：must_keep 的保供要求（\(firms)）" + (quotas.isEmpty ? "超出供应商减产后的供应能力" : "与用能限额（\(zh)）矛盾"),
          en: "infeasible: the duties under must_keep (\(firms)) "
            + (quotas.isEmpty ? "ask for more than their suppliers may make" : "contradict the energy quota (\(en))")),
        remedy: LocalText(
          zh: "降低 must_keep 的比例，" + (quotas.isEmpty ? "或把其供应商列入白名单" : "或提高限额"),
          en: "lower the shares under must_keep, or " + (quotas.isEmpty ? "put their suppliers on the white list" : "raise the quota")))
    }
  }
}

/// Findings about a further input file, told all at once.
enum InputFindings {
  static func failure(_ findings: [Finding], _ path: String, _ language: Language) -> CommandFailure {
    for finding in findings.prefix(20) { StandardStreams.error(finding.line(language) + "\n") }
    let total = findings.count
    let name = path.isEmpty ? LocalText(zh: "规则", en: "the rules") : LocalText(zh: safe(path), en: safe(path))
    return CommandFailure(
      .badData,
      LocalText(
        zh: "\(name.zh)：有 \(total) 处错误" + (total > 20 ? "，上面列出前 20 处" : ""),
        en: "\(name.en): \(total) \(total == 1 ? "error" : "errors")" + (total > 20 ? ", the first 20 are above" : "")),
      remedy: LocalText(zh: "更正上面列出的各行", en: "correct the lines named above"))
  }
}
