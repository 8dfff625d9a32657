import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel

/// What a contagion says, in tables.
struct CreditTables {
  let contagion: CreditContagion
  let network: Network
  /// Where rows stand in their files.
  let reading: Reading?
  let isShocked: Bool
  private let guaranteeCircles: [[FirmID]]

  init(contagion: CreditContagion, network: Network, reading: Reading?, isShocked: Bool) {
    self.contagion = contagion
    self.network = network
    self.reading = reading
    self.isShocked = isShocked
    guaranteeCircles = GuaranteeCircles(contagion.book, network).circles
  }

  private var book: CreditBook { contagion.book }

  // MARK: Facts

  var bookFacts: [(column: Answer.Column, value: Cell)] {
    let all = CreditExposure(Array(book.loans.indices), of: contagion)
    return [
      ("loans_count", .count(book.loans.count)), ("lenders_count", .count(lenderLoans.count)),
      ("borrowers_count", .count(Set(book.loans.map(\.borrower)).count)),
      ("guarantors_count", .count(Set(book.loans.flatMap { $0.guarantees.map(\.guarantor) }).count)),
      ("loans_outstanding", .number(all.outstanding)), ("circles_count", .count(guaranteeCircles.count)),
      ("default_loss_share", .share(contagion.rule.share)), ("standstill_days", .number(contagion.rule.days)),
    ]
  }

  func defaultFacts(_ shocked: [FirmID]) -> [(column: Answer.Column, value: Cell)] {
    let all = CreditExposure(Array(book.loans.indices), of: contagion)
    return [
      ("shocked_firms", .list(shocked.map { network.thing($0) })),
      ("firms_standing_still", .count(contagion.certain.isStopped.count { $0 })),
      ("defaults_sure", .count(contagion.certain.defaults)),
      ("defaults_possible", .count(contagion.possible.defaults - contagion.certain.defaults)),
      ("loans_defaulted", .number(all.defaulted)), ("loans_uncovered", .number(all.uncovered)),
    ]
  }

  // MARK: Defaults

  /// Who falls in which round, the sure ones.
  var rounds: Answer.Table {
    let rounds = (0..<contagion.certain.roundCount).map { round in
      sorted(network.firms.all.filter { contagion.certain.rounds[$0.row] == Int32(round) })
    }
    return Answer.Table(
      "rounds", zh: "逐轮违约", en: "Defaults round by round",
      ["default_round", "defaults_sure", .data("default_ids"), .readers("default_firms")],
      over: Array(rounds.enumerated())
    ) { [network] round, firms in
      let things = firms.map { network.thing($0) }
      return [.count(round), .count(firms.count), .list(things), .list(things.prefix(8) + (things.count > 8 ? [.text("…")] : []))]
    }
  }

  var defaults: Answer.Table {
    let (certain, possible) = (contagion.certain, contagion.possible)
    let firms = network.firms.all.filter { possible.isDefaulted($0) }.sorted { a, b in
      (certain.isDefaulted(a) ? certain.rounds[a.row] : .max, network.firms.id(a)) < (
        certain.isDefaulted(b) ? certain.rounds[b.row] : .max, network.firms.id(b)
      )
    }
    return Answer.Table(
      "defaults", zh: "违约企业", en: "Firms that default",
      [
        "firm_id", "name", .data("county_code"), "county", "default_certainty", "default_round", "stands_still", "called_amount",
        "lost_loans",
        "revenue_cny_wan", "loss_of_revenue",
      ], over: firms, shown: 20
    ) { [self] firm in
      let isSure = certain.isDefaulted(firm)
      return network.idAndName(firm) + network.county(firm) + [
        isSure ? .word("sure", zh: "必然", en: "sure") : .word("possible", zh: "可能", en: "possible"),
        isSure ? .count(Int(certain.rounds[firm.row])) : .nothing,
        .flag(isSure ? certain.stoodStill[firm.row] : possible.stoodStill[firm.row]),
      ] + losses(firm, isSure)
    }
  }

  /// Called on for, lost as a lender, revenue and loss by revenue, as they were when the firm fell. Where something is not known a firm may fall earlier or later, called on
  /// for less or more: from nothing to all that it answers for and has lent.
  private func losses(_ firm: FirmID, _ isSure: Bool) -> [Cell] {
    let certain = contagion.certain
    let revenue = network.firms.revenue[firm.row]
    if contagion.isKnown {
      return [
        .number(certain.called[firm.row]), .number(certain.lent[firm.row]), .number(revenue),
        certain.loss[firm.row].isFinite ? .share(certain.loss[firm.row]) : .nothing,
      ]
    }
    var (called, lent): (Double?, Double?) = (0, 0)
    for loan in book.loans where contagion.possible.isDefaulted(loan.borrower) {
      for guarantee in loan.guarantees where guarantee.guarantor == firm {
        let most = [guarantee.amount, loan.amount].compactMap { $0 }.min()
        called = called.flatMap { sum in most.map { sum + $0 } }
      }
      if loan.lendingFirm == firm { lent = lent.flatMap { sum in loan.amount.map { sum + $0 } } }
    }
    func amount(_ value: Double, _ high: Double?) -> Cell {
      high == 0 ? .number(0) : .number(KnownRange(value: isSure ? value : nil, low: 0, high: high, known: 0, of: 1))
    }
    let still = certain.stoodStill[firm.row] ? contagion.rule.days / 365 : 0
    let most = (contagion.possible.isStopped[firm.row] ? contagion.rule.days / 365 : 0, called.flatMap { a in lent.map { a + $0 } })
    let high = revenue.flatMap { revenue in most.1.flatMap { revenue > 0 ? most.0 + $0 / revenue : nil } }
    let loss = KnownRange(value: isSure && revenue != nil ? certain.loss[firm.row] : nil, low: still, high: high, known: 0, of: 1)
    return [amount(certain.called[firm.row], called), amount(certain.lent[firm.row], lent), .number(revenue), .share(loss)]
  }

  func releases(_ releases: [CreditSurvey.Release]) -> Answer.Table {
    Answer.Table(
      "releases", zh: "解除哪项担保最有用", en: "Which guarantee to release",
      ["guarantor_id", "guarantor", "borrower_id", "borrower", "loan_id", "lender", "defaults_avoided", "uncovered_change", "place"],
      over: releases, shown: 10
    ) { [network, book, reading] release in
      let loan = book.loans[release.loan]
      let place = reading?.place("credits", release.row) ?? Place(file: "credits.csv", row: release.row + 2)
      return network.idAndName(release.guarantor) + network.idAndName(loan.borrower) + [
        .text(loan.id), lender(loan), .count(release.defaultsAvoided), .number(release.uncoveredChange), .text(place.text),
      ]
    }
  }

  // MARK: Exposures

  /// The loans of each lender, by the name it goes by.
  private var lenderLoans: [(name: String, loans: [Int])] {
    var loans: [String: [Int]] = [:]
    for (number, loan) in book.loans.enumerated() { loans[key(loan), default: []].append(number) }
    return loans.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func key(_ loan: CreditBook.Loan) -> String { loan.lendingFirm.map { network.firms.id($0) } ?? loan.lender }

  private func lender(_ loan: CreditBook.Loan) -> Cell {
    if let firm = loan.lendingFirm { return network.thing(firm) }
    return .text(loan.lender)
  }

  /// Without a shock nothing is in default.
  private var exposureColumns: [Answer.Column] {
    ["loans_count", "loans_outstanding"] + (isShocked ? ["loans_in_default", "loans_defaulted", "loans_uncovered"] : [])
  }

  private func cells(_ exposure: CreditExposure) -> [Cell] {
    let standing: [Cell] = [.count(exposure.loans), .number(exposure.outstanding)]
    if !isShocked { return standing }
    return standing + Self.defaulted(exposure)
  }

  /// For the columns `loans_in_default`, `loans_defaulted` and `loans_uncovered`.
  static func defaulted(_ exposure: CreditExposure) -> [Cell] {
    [
      .count(exposure.inDefault, open: exposure.maybeInDefault, of: exposure.loans), .number(exposure.defaulted),
      .number(exposure.uncovered),
    ]
  }

  private func worst(_ exposure: CreditExposure) -> (Double, Double) {
    (-(exposure.defaulted?.value ?? 0), -(exposure.outstanding?.value ?? 0))
  }

  /// Each lender with its loans, the worst first.
  var lenderExposures: [(lender: Cell, exposure: CreditExposure)] {
    lenderLoans.map {
      (lender: lender(book.loans[$0.loans[0]]), name: $0.name, exposure: CreditExposure($0.loans, of: contagion))
    }
    .sorted { (worst($0.exposure).0, worst($0.exposure).1, $0.name) < (worst($1.exposure).0, worst($1.exposure).1, $1.name) }
    .map { ($0.lender, $0.exposure) }
  }

  var lenders: Answer.Table {
    Answer.Table("lenders", zh: "各贷款方", en: "Lenders", ["lender"] + exposureColumns, over: lenderExposures) {
      [$0.lender] + cells($0.exposure)
    }
  }

  var counties: Answer.Table {
    var loans: [Int: [Int]] = [:]
    for (number, loan) in book.loans.enumerated() { loans[network.firms.county(loan.borrower)?.row ?? -1, default: []].append(number) }
    let rows = loans.map { (county: $0.key, exposure: CreditExposure($0.value, of: contagion)) }
      .sorted { (worst($0.exposure).0, worst($0.exposure).1, $0.county) < (worst($1.exposure).0, worst($1.exposure).1, $1.county) }
    return Answer.Table(
      "credit_counties", zh: "按借款企业所在县区", en: "By county of the borrower", [.data("county_code"), "county"] + exposureColumns,
      over: rows
    ) { [network] row in
      let county = row.county < 0 ? nil : network.counties[row.county]
      return [county.map { .text($0.code) } ?? .unknown, county.map { .name($0.name) } ?? .unknown] + cells(row.exposure)
    }
  }

  func triggers(_ triggers: [CreditSurvey.Trigger]) -> Answer.Table {
    Answer.Table(
      "triggers", zh: "谁停产牵连最大", en: "Whose stop brings most defaults",
      [
        "firm_id", "name", .data("county_code"), "county", "defaults_sure", "defaults_possible", "defaults_by_credit", "loans_defaulted",
        "loans_uncovered",
      ], over: triggers, shown: 10
    ) { [network] trigger in
      network.idAndName(trigger.firm) + network.county(trigger.firm) + [
        .count(trigger.defaults), .count(trigger.possibleDefaults), .count(trigger.byCredit), .number(trigger.exposure.defaulted),
        .number(trigger.exposure.uncovered),
      ]
    }
  }

  var circles: Answer.Table {
    Answer.Table(
      "guarantee_circles", zh: "互保与联保", en: "Firms that answer for each other",
      ["circle_kind", "firm_count", .data("firm_ids"), .readers("circle_firms")],
      over: guaranteeCircles
    ) { [network] firms in
      let things = firms.map { network.thing($0) }
      return [
        firms.count == 2 ? .word("mutual", zh: "互保", en: "mutual") : .word("joint", zh: "联保", en: "joint"), .count(firms.count),
        .list(things),
        .list(things.prefix(8) + (things.count > 8 ? [.text("…")] : [])),
      ]
    }
  }

  private func sorted(_ firms: [FirmID]) -> [FirmID] { firms.sorted { network.firms.id($0) < network.firms.id($1) } }

  // MARK: Notes

  func limitNote(_ tried: Int) -> LocalText {
    LocalText(
      zh: "企业较多，只试了 \(tried) 家：贷款、担保中的企业及其供应商在先。",
      en: "of so many firms \(tried) were tried: those in loans and guarantees and their suppliers first.")
  }

  var notes: [LocalText] {
    let days = Wording(.zh).number(contagion.rule.days)
    var notes = [
      LocalText(
        zh:
          "企业的损失＝停产 \(days) 天占全年的份额＋代偿和坏账占营业收入的份额，超过 \(Wording(.zh).share(contagion.rule.share)) 即违约；违约后未违约的担保企业按担保金额分摊代偿，余下由贷款方承担。按违约逐轮推算。",
        en:
          "a firm's loss is the share of the year it stands still (\(Wording(.en).number(contagion.rule.days)) days) plus what it is called on for and loses as a lender, by its revenue; above \(Wording(.en).share(contagion.rule.share)) it defaults. Guarantors that have not defaulted then share the loan by what they answer for; the rest is the lender's."
      ),
      LocalText(
        zh: "余额或营业收入不详的，两头都算：“必然”指无论如何都违约，“可能”指在某种情形下违约。",
        en: "amounts and revenues that are not known are taken both ways: sure is what defaults whatever they are, possible what may."),
    ]
    if contagion.rule.defaultsStop {
      notes.append(LocalText(zh: "违约的企业停产，并使离不开它的企业停产。", en: "a firm that defaults stops, and with it who cannot run without it."))
    }
    if !book.selfRows.isEmpty {
      notes.append(
        LocalText(
          zh: "\(book.selfRows.count) 行借给自己或为自己担保，未计入。",
          en: book.selfRows.count == 1
            ? "1 row in which somebody lends to itself or answers for itself is left out."
            : "\(book.selfRows.count) rows in which somebody lends to itself or answers for itself are left out."))
    }
    if !book.contradictedRows.isEmpty {
      notes.append(
        LocalText(
          zh: "\(book.contradictedRows.count) 笔贷款各行的余额或贷款方不一致，按较大的余额计算。",
          en: book.contradictedRows.count == 1
            ? "the rows of 1 loan give different amounts or lenders; the largest amount counts."
            : "the rows of \(book.contradictedRows.count) loans give different amounts or lenders; the largest amount counts."))
    }
    return notes
  }
}
