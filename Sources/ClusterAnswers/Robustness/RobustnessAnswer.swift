import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel

/// What the worlds say, as an answer.
struct RobustnessAnswer {
  let robustness: Robustness
  let targets: [Target]
  let inference: LinkInference?
  /// Where rows stand in their files.
  let reading: Reading?
  /// How links age, where they do and there is a day to count to.
  var ageing: LinkAgeing?
  var dated = 0
  var isAgeing = false

  private var network: Network { robustness.facts.network }

  var answer: Answer {
    var answer = Answer(zh: "稳健性：\(network.displayName(.zh))", en: "Robustness: \(network.displayName(.en))")
    let all = robustness.results
    answer.facts = [
      ("uncertain_facts", .count(robustness.facts.facts.count)), ("inferred_links", .count(robustness.facts.facts.count { $0.isInferred })),
      ("worlds", .count(robustness.worlds)),
      (
        "worlds_method",
        robustness.isExact ? .word("exact", zh: "穷举，精确", en: "all worlds, exact") : .word("drawn", zh: "抽样", en: "drawn")
      ),
      ("worlds_seed", robustness.isExact ? .nothing : .text(String(robustness.settings.seed))),
      ("ranks_watched", .count(robustness.settings.top)),
      ("findings_in_all", .count(all.count { $0.estimate.share >= 1 })), ("findings_in_doubt", .count(all.count { $0.estimate.share < 1 })),
      ("findings_not_now", .count(all.count { !$0.holdsNow && $0.estimate.share > 0 })),
    ]
    if isAgeing {
      answer.facts += [
        ("ages_counted_to", .text(ageing?.day.text)), ("half_life_months", ageing.map { .number($0.halfLife) } ?? .unknown),
        ("links_dated", .count(dated)), ("links_undated", .count(network.supplies.count - inferredCount - dated)),
      ]
    }
    answer.tables = [findingTable, rankTable, surveyTable]
    answer.notes = notes + Notes.synthetic(network)
    return answer
  }

  private var inferredCount: Int { robustness.facts.facts.count { $0.isInferred } }

  // MARK: Findings

  /// Those in doubt first, the least certain (nearest to a half) on top; then those that hold in every world, which readers see only when they ask for more.
  private var findingTable: Answer.Table {
    let ordered = robustness.results.enumerated().sorted { a, b in
      let (p, q) = (a.element.estimate.share, b.element.estimate.share)
      if (p < 1) != (q < 1) { return p < 1 }
      let (x, y) = (abs(p - 0.5), abs(q - 0.5))
      return x != y ? x < y : a.offset < b.offset
    }.map(\.element)
    return Answer.Table(
      "statements", zh: "各项发现（最不确定的在前）", en: "Findings, the least certain first",
      ["rule", "subject_id", "subject", "about_id", "holds_now", "worlds_share", "worlds_share_low", "worlds_share_high"], over: ordered,
      shown: min(10, ordered.count { $0.estimate.share < 1 })
    ) { [self] result in
      let (subject, about) = subjects(result.statement)
      let rule = result.statement.rule.word
      return [
        .word(code: rule, FigureEntry.rule(rule)), .text(subject.id), .words(LocalText(zh: subject.name[.zh], en: subject.name[.en])),
        .thing(id: about.id, about.name), .flag(result.holdsNow), .share(result.estimate.share), .share(result.estimate.low),
        .share(result.estimate.high),
      ]
    }
  }

  private func subjects(_ statement: Statement) -> (subject: Subject, about: Subject) {
    let subject = Int(statement.subject)
    if statement.rule == .singlePoint { return (network.subject(FirmID(subject)), targets[Int(statement.about)].subject) }
    let row = network.clusters[Int(statement.about)]
    let cluster = Subject(table: "cluster", id: row.id, name: row.name)
    switch statement.rule {
    case .gateMet:
      let gate = robustness.question.gates!.gates[subject]
      return (Subject(table: "gate", id: gate.id, name: gate.title), cluster)
    default: return (network.subject(StageID(subject)), cluster)
    }
  }

  // MARK: Ranks

  private var rankTable: Answer.Table {
    @Sendable func rank(_ rank: Int?) -> Cell { rank.map { .count($0) } ?? .nothing }
    return Answer.Table(
      "ranks", zh: "停产损失最大的单点企业：名次范围", en: "Single points by loss: ranks over worlds",
      ["firm_id", "name", "rank_now", "world_rank_low", "rank_median", "world_rank_high", "top_share", "top_share_low", "top_share_high"],
      over: robustness.ranks, shown: 10
    ) { [network] row in
      network.idAndName(row.firm) + [
        rank(row.now), rank(row.low), rank(row.median), rank(row.high), .share(row.isTop.share), .share(row.isTop.low),
        .share(row.isTop.high),
      ]
    }
  }

  // MARK: Survey next

  private var surveyTable: Answer.Table {
    Answer.Table(
      "survey_next", zh: "先去核实", en: "Survey next",
      ["fact", "is_inferred", "place", "confidence", "change_between_answers", "worth_of_asking"], over: robustness.surveys, shown: 10
    ) { [self] survey in
      let fact = robustness.facts.facts[survey.fact]
      return [
        .words(Self.sentence(fact, network)), .flag(fact.isInferred), place(fact), .share(fact.confidence), .number(survey.change),
        .number(survey.worth),
      ]
    }
  }

  private func place(_ fact: UncertainFacts.Fact) -> Cell {
    if fact.isInferred { return .nothing }
    let (table, row) =
      switch fact.row {
      case .supply(let link): ("supplies", link.row)
      case .making(let row): ("makes", row)
      case .figure(let row): ("figures", row)
      case .requirement(let row): ("requires", row)
      }
    return .text((reading?.place(table, row) ?? Place(file: table + ".csv", row: row + 2)).text)
  }

  /// A fact in a sentence that a surveyor can ask.
  static func sentence(_ fact: UncertainFacts.Fact, _ network: Network) -> LocalText {
    func firm(_ id: FirmID, _ language: Language) -> String { network.firms.name(id, language) }
    func product(_ id: ProductID?, _ language: Language) -> String {
      guard let id else { return language == .zh ? "（产品不明）" : "something" }
      let name = network.products[id.row].name[language]
      return name.isEmpty ? network.products[id.row].id : name
    }
    switch fact.row {
    case .supply(let link):
      let (supplier, buyer) = (network.supplies.supplier(link), network.supplies.buyer(link))
      let good = network.supplies.product(link)
      return LocalText(
        zh: "\(firm(supplier, .zh))是否向\(firm(buyer, .zh))供应\(product(good, .zh))？",
        en: "does \(firm(supplier, .en)) supply \(product(good, .en)) to \(firm(buyer, .en))?")
    case .making(let row):
      let making = network.makings[row]
      func what(_ language: Language) -> String {
        if making.product != nil { return product(making.product, language) }
        return making.stage.map { network.label($0)[language] } ?? ""
      }
      return LocalText(zh: "\(firm(making.firm, .zh))是否生产\(what(.zh))？", en: "does \(firm(making.firm, .en)) make \(what(.en))?")
    case .figure(let row):
      let figure = network.figures[row]
      func value(_ language: Language) -> String { figure.value.map { Wording(language).number($0) } ?? figure.text }
      return LocalText(
        zh: "\(figure.subject) \(figure.year) 年“\(figure.attribute)”是否为 \(value(.zh)) \(figure.unit)？",
        en: "is \"\(figure.attribute)\" of \(figure.subject) in \(figure.year) \(value(.en)) \(figure.unit)?")
    case .requirement(let row):
      let requirement = network.requirements[row]
      let (input, output) = (network.label(requirement.input), network.label(requirement.output))
      return LocalText(zh: "环节“\(output[.zh])”是否需要“\(input[.zh])”？", en: "does the stage \(output[.en]) need \(input[.en])?")
    }
  }

  private var notes: [LocalText] {
    var notes = [
      LocalText(
        zh: "置信度即该行成立的概率，各行相互独立；不成立的行在该情形下为未知，不是零：唯一在册供应商不成立的采购，供应商不明，不计为需求。",
        en:
          "a confidence is the probability that the row holds, rows independent of each other; a row that does not hold is unknown, not zero: a purchase whose only recorded supplier goes has no known supplier, and is no need."
      ),
      LocalText(
        zh: "“两种回答之间的变动”：该事实成立与不成立时，前 \(robustness.settings.top) 家中不同的企业数（各情形平均）；“核实的价值”为此数乘以较可能的答案出错的概率。",
        en:
          "change between answers: how many of the first \(robustness.settings.top) differ between yes and no, on average over worlds; worth of asking: that times the probability that the likelier answer is wrong."
      ),
    ]
    if !robustness.isExact && robustness.settings.surveyed == 0 {
      notes.append(
        LocalText(
          zh: "没有逐一反转存疑的事实：未说明先去核实哪一条。", en: "no fact in doubt was turned over: which to survey next was not asked."))
    }
    if !robustness.isExact && robustness.facts.facts.count <= robustness.settings.exactLimit {
      notes.append(
        LocalText(
          zh: "全部 2 的 \(robustness.facts.facts.count) 次方种情形对这样大的网络算得太久，因此抽样 \(robustness.worlds) 种，份额带 95% 区间；核实一行后即少一半。",
          en:
            "all of the 2^\(robustness.facts.facts.count) worlds would take too long in a network of this size: \(robustness.worlds) were drawn, and shares have a 95 % interval. Each row that is settled halves them."
        ))
    }
    if let inference {
      notes.append(
        LocalText(
          zh:
            "推断的供应关系没有任何出处，按条带修正引力模型给出概率（Ialongo 等，2022）；“现在成立”一列不含推断。概率低于 \(Wording(.zh).share(inference.least)) 的 \(inference.improbable) 条未列入。",
          en:
            "inferred links have no source; their probabilities come from the stripe-corrected gravity model (Ialongo et al. 2022); \"holds now\" is without them. \(inference.improbable) less likely than \(Wording(.en).share(inference.least)) are left out."
        ))
    }
    if isAgeing {
      notes.append(
        LocalText(
          zh:
            "注明日期的供应关系按时长打折：置信度乘以 0.5 的（月数 ÷ 半衰期）次方；未注明日期的不打折，仍按原置信度。13 个月的半衰期取自一国增值税数据（arXiv:2503.20594），本地更慢或更快时请自行给定。",
          en:
            "dated supply links age: their confidence is multiplied by 0.5 to the power of months by half-life; undated ones keep theirs. The half-life of 13 months is that of the tax records of a whole country (arXiv:2503.20594): give your own where links here last longer or shorter."
        ))
    }
    if !robustness.facts.impossible.isEmpty {
      notes.append(
        LocalText(
          zh: "\(robustness.facts.impossible.count) 行的置信度为 0：在任何情形下都不成立。",
          en: robustness.facts.impossible.count == 1
            ? "1 row has confidence 0: it holds in no world."
            : "\(robustness.facts.impossible.count) rows have confidence 0: they hold in no world."))
    }
    return notes
  }
}
