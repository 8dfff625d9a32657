import ClusterModel

extension AuditRule {
  static let syntheticMislabelled = AuditRule(
    id: "synthetic-mislabelled", severity: .error,
    checks: LocalText(
      zh: "虚构的数据只涉及虚构企业，虚构企业的数据不冒充真实。虚构企业的编号以 SYN- 开头，或企业表中该行标为虚构。",
      en:
        "Made-up data speaks only of made-up firms, and that of made-up firms does not pass for real. A firm is made up whose id begins with SYN-, or whose own row says synthetic."
    ),
    why: LocalText(
      zh: "虚构的数据混入真实企业，就成了不实之词；反之真实数据会被当作虚构。",
      en: "Made-up data about a real firm is a false statement; the other way round a true one is taken for invented."),
    remedy: LocalText(
      zh: "虚构企业在企业表和其他各表中都标为虚构（provenance 为 synthetic）；真实企业用 sourced、derived 或 inferred；方案中拟议的供应与企业用 proposed。",
      en:
        "Mark made-up firms synthetic in the table of firms and in all others; real ones sourced, derived or inferred; what a plan would bring about is proposed."
    ),
    find: { input, log in findSyntheticMislabelled(input.reading, &log) })

  private static func findSyntheticMislabelled(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    let isMadeUp = SyntheticFirms.flags(network.firms)
    for row in isMadeUp.indices {
      check(network.firms.provenance.kind(row), isMadeUp[row], isMadeUp[row], reading.firm(row), "firms", row, reading, &log)
    }
    let links = network.supplies
    if !links.provenance.kinds.isEmpty {
      for row in 0..<links.count {
        let (from, to) = (isMadeUp[Int(links.suppliers[row])], isMadeUp[Int(links.buyers[row])])
        // A link that is inferred says itself that it is no record.
        if links.provenance.kind(row) == .inferred { continue }
        check(links.provenance.kind(row), from && to, from || to, reading.supply(row), "supplies", row, reading, &log)
      }
    }
    for (row, role) in network.roles.enumerated() {
      let madeUp = isMadeUp[role.firm.row]
      check(role.provenance.kind, madeUp, madeUp, reading.firm(role.firm.row), "roles", row, reading, &log)
    }
    for (row, making) in network.makings.enumerated() {
      let madeUp = isMadeUp[making.firm.row]
      check(making.provenance.kind, madeUp, madeUp, reading.firm(making.firm.row), "makes", row, reading, &log)
    }
    for (row, stock) in network.stocks.enumerated() {
      let madeUp = isMadeUp[stock.firm.row]
      check(stock.provenance.kind, madeUp, madeUp, reading.firm(stock.firm.row), "stocks", row, reading, &log)
    }
    for (row, credit) in network.credits.enumerated() {
      let madeUp = isMadeUp[credit.borrower.row]
      check(credit.provenance.kind, madeUp, madeUp, reading.firm(credit.borrower.row), "credits", row, reading, &log)
    }
    for group in network.groups {
      for member in group.members {
        let madeUp = isMadeUp[member.firm.row]
        check(member.provenance.kind, madeUp, madeUp, reading.firm(member.firm.row), "groups", nil, reading, &log)
      }
    }
  }

  private static func check(
    _ kind: ProvenanceKind, _ allMadeUp: Bool, _ anyMadeUp: Bool, _ subject: @autoclosure () -> Subject, _ table: String, _ row: Int?,
    _ reading: Reading, _ log: inout AuditLog
  ) {
    // A plan may speak of both: it says itself that it is no fact.
    if kind == .proposed { return }
    if kind == .synthetic && !allMadeUp {
      log.add(
        subject(),
        LocalText(zh: "标为虚构，却涉及未标为虚构的企业", en: "is marked synthetic and speaks of a firm that is not"),
        places: [place(table, row, reading)])
    } else if kind != .synthetic && kind != .unknown && anyMadeUp {
      log.add(
        subject(), LocalText(zh: "涉及虚构企业，却标为 \(kind.word)", en: "speaks of a made-up firm and is marked \(kind.word)"),
        places: [place(table, row, reading)])
    }
  }

  private static func place(_ table: String, _ row: Int?, _ reading: Reading) -> Place {
    row.map { reading.place(table, $0, column: "provenance") } ?? Place(file: table + ".csv", column: "provenance")
  }
}
