import Chainwright

/// What the worlds say, as a page.
struct RobustnessPage {
  let robustness: Robustness
  let targets: [Target]
  let inference: LinkInference?
  let limit: Int
  let isText: Bool

  private var network: Network { robustness.facts.network }

  var page: Page {
    let recorded = network
    var page = Page(title: LocalText(zh: "稳健性：\(recorded.displayName(.zh))", en: "Robustness: \(recorded.displayName(.en))"))
    let all = robustness.results
    let inferred = robustness.facts.facts.count { $0.isInferred }
    page.facts = [
      ("uncertain_facts", LocalText(zh: "存疑的事实", en: "facts in doubt"), .integer(robustness.facts.facts.count)),
      ("inferred_links", LocalText(zh: "其中推断的供应关系", en: "of them inferred links"), .integer(inferred)),
      ("worlds", LocalText(zh: "情形数", en: "worlds"), .integer(robustness.worlds)),
      (
        "method", LocalText(zh: "方法", en: "method"),
        .local(
          robustness.isExact
            ? LocalText(zh: "穷举，精确", en: "all worlds, exact")
            : LocalText(zh: "抽样，种子 \(robustness.settings.seed)", en: "drawn, seed \(robustness.settings.seed)"))
      ),
      ("findings_in_all", LocalText(zh: "各情形下都成立的发现", en: "findings that hold in every world"), .integer(all.count { $0.estimate.share >= 1 })),
      ("findings_in_doubt", LocalText(zh: "时成立时不成立的发现", en: "findings in doubt"), .integer(all.count { $0.estimate.share < 1 })),
      (
        "findings_not_now", LocalText(zh: "其中现在不成立的", en: "of them not held now"), .integer(all.count { !$0.holdsNow && $0.estimate.share > 0 })
      ),
    ]
    page.tables = [statementTable, rankTable, surveyTable]
    page.notes = notes + PageNotes.synthetic(network)
    return page
  }

  // MARK: Findings

  /// Those in doubt first, the least certain (nearest to a half) on top; then those that hold in every world.
  private var statementTable: Page.Table {
    let ordered = robustness.results.enumerated().sorted { a, b in
      let (x, y) = (abs(a.element.estimate.share - 0.5), abs(b.element.estimate.share - 0.5))
      return x != y ? x < y : a.offset < b.offset
    }.map(\.element)
    let rows = isText ? ordered.filter { $0.estimate.share < 1 } : robustness.results
    let shown = rows.prefix(limit)
    return Page.Table(
      name: "findings",
      title: isText
        ? LocalText(zh: "存疑的发现（最不确定的在前）", en: "Findings in doubt, the least certain first") : LocalText(zh: "发现", en: "Findings"),
      columns: [
        ("rule", LocalText(zh: "规则", en: "rule")), ("subject_id", LocalText(zh: "对象", en: "subject")),
        ("subject", LocalText(zh: "名称", en: "name")), ("about_id", LocalText(zh: "目标或集群", en: "target or cluster")),
        ("holds_now", LocalText(zh: "现在", en: "now")), ("share", LocalText(zh: "成立的情形", en: "worlds it holds in")),
        ("low", LocalText(zh: "95 % 自", en: "95 % from")), ("high", LocalText(zh: "至", en: "to")),
      ],
      rows: shown.map { result -> [Page.Cell] in
        let (subject, about) = subjects(result.statement)
        return [
          .text(result.statement.rule.word), .text(subject.id), .local(LocalText(zh: subject.name[.zh], en: subject.name[.en])),
          .text(about), .local(result.holdsNow ? LocalText(zh: "成立", en: "yes") : LocalText(zh: "不成立", en: "no")),
          .ratio(result.estimate.share), .ratio(result.estimate.low), .ratio(result.estimate.high),
        ]
      }, omitted: rows.count - shown.count)
  }

  private func subjects(_ statement: Statement) -> (Subject, String) {
    let subject = Int(statement.subject)
    switch statement.rule {
    case .singlePoint: return (network.subject(FirmID(subject)), targets[Int(statement.about)].subject.id)
    case .gateMet:
      let gate = robustness.question.gates!.gates[subject]
      return (Subject(table: "gate", id: gate.id, name: gate.title), network.clusters[Int(statement.about)].id)
    default: return (network.subject(StageID(subject)), network.clusters[Int(statement.about)].id)
    }
  }

  // MARK: Ranks

  private var rankTable: Page.Table {
    let shown = robustness.ranks.prefix(limit)
    func rank(_ rank: Int?) -> Page.Cell { rank.map { .integer($0) } ?? .local(LocalText(zh: "不在列", en: "not ranked")) }
    return Page.Table(
      name: "ranks", title: LocalText(zh: "停产损失最大的单点企业：名次范围", en: "Single points by loss: ranks over worlds"),
      columns: [
        ("firm_id", LocalText(zh: "企业编号", en: "firm")), ("name", LocalText(zh: "企业", en: "name")),
        ("rank_now", LocalText(zh: "现名次", en: "rank now")), ("rank_low", LocalText(zh: "名次 5 %", en: "rank, 5 %")),
        ("rank_median", LocalText(zh: "中位", en: "median")), ("rank_high", LocalText(zh: "95 %", en: "95 %")),
        ("top_share", LocalText(zh: "居前 \(robustness.settings.top) 的情形", en: "among first \(robustness.settings.top)")),
        ("top_low", LocalText(zh: "95 % 自", en: "95 % from")), ("top_high", LocalText(zh: "至", en: "to")),
      ],
      rows: shown.map { row in
        [
          .text(network.firms.id(row.firm)), .local(network.firmName(row.firm)), rank(row.now), rank(row.low), rank(row.median), rank(row.high),
          .ratio(row.isTop.share), .ratio(row.isTop.low), .ratio(row.isTop.high),
        ]
      }, omitted: robustness.ranks.count - shown.count)
  }

  // MARK: Survey next

  private var surveyTable: Page.Table {
    let shown = robustness.surveys.prefix(limit)
    return Page.Table(
      name: "survey_next", title: LocalText(zh: "先去核实", en: "Survey next"),
      columns: [
        ("fact", LocalText(zh: "事实", en: "fact")), ("place", LocalText(zh: "位置", en: "place")),
        ("confidence", LocalText(zh: "置信度", en: "confidence")), ("change", LocalText(zh: "是与否之间前列相差", en: "firms that change")),
        ("worth", LocalText(zh: "价值", en: "worth")),
      ],
      rows: shown.map { survey in
        let fact = robustness.facts.facts[survey.fact]
        return [
          .local(Self.text(fact, network)), .local(place(fact)), .ratio(fact.confidence), .number(rounded(survey.change)),
          .number(rounded(survey.worth)),
        ]
      }, omitted: robustness.surveys.count - shown.count)
  }

  private func rounded(_ value: Double) -> Double { isText ? (value * 1000).rounded() / 1000 : value }

  private func place(_ fact: UncertainFacts.Fact) -> LocalText {
    if fact.isInferred { return LocalText(zh: "推断", en: "inferred") }
    let text: String =
      switch fact.row {
      case .supply(let link): "supplies.csv:\(network.supplies.rowNumbers[link.row])"
      case .making(let row): "makes.csv:\(row + 2)"
      case .figure(let row): "figures.csv:\(row + 2)"
      }
    return LocalText(zh: text, en: text)
  }

  /// A fact in a sentence that a surveyor can ask.
  static func text(_ fact: UncertainFacts.Fact, _ network: Network) -> LocalText {
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
        return making.stage.map { network.stages[$0.row].name[language] } ?? ""
      }
      return LocalText(zh: "\(firm(making.firm, .zh))是否生产\(what(.zh))？", en: "does \(firm(making.firm, .en)) make \(what(.en))?")
    case .figure(let row):
      let figure = network.figures[row]
      let value = figure.value.map { decimal($0) } ?? figure.text
      return LocalText(
        zh: "\(figure.subject) \(figure.year) 年“\(figure.attribute)”是否为 \(value) \(figure.unit)？",
        en: "is \"\(figure.attribute)\" of \(figure.subject) in \(figure.year) \(value) \(figure.unit)?")
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
        zh: "“是与否之间前列相差”：该事实成立与不成立时，前 \(robustness.settings.top) 家中不同的企业数（各情形平均）；价值为此数乘以较可能的答案出错的概率。",
        en:
          "firms that change: how many of the first \(robustness.settings.top) differ between yes and no, on average over worlds; worth: that times the probability that the likelier answer is wrong."
      ),
    ]
    if let inference {
      notes.append(
        LocalText(
          zh: "推断的供应关系没有任何出处，按条带修正引力模型给出概率（Ialongo 等，2022）；“现在”一列不含推断。概率低于 \(percent(inference.least)) 的 \(inference.improbable) 条未列入。",
          en:
            "inferred links have no source; their probabilities come from the stripe-corrected gravity model (Ialongo et al. 2022); \"now\" is without them. \(inference.improbable) less likely than \(percent(inference.least)) are left out."
        ))
    }
    if !robustness.facts.impossible.isEmpty {
      notes.append(
        LocalText(
          zh: "\(robustness.facts.impossible.count) 行的置信度为 0：在任何情形下都不成立。",
          en: "\(robustness.facts.impossible.count) rows have confidence 0: they hold in no world."))
    }
    return notes
  }
}
