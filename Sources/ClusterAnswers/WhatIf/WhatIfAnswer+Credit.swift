import Answers
import ClusterAnalysis
import ClusterModel
import Scenarios

/// Who defaults, and what lenders are left with, when the firms that a scenario shuts stand still (M39).
///
/// The network after has no rows of them, nor of their loans: it is asked of the network as every other change of the scenario leaves it.
struct ScenarioCredit {
  private struct Entry {
    var name: String
    var shut: Int
    var contagion: CreditContagion
    var tables: CreditTables
  }

  private let entries: [Entry]

  init(_ applied: [AppliedScenario], names: [String]) {
    entries = zip(names, applied).compactMap { name, applied in
      if applied.shut.isEmpty { return nil }
      let network = Self.withoutStops(applied)
      let book = CreditBook(network)
      if book.loans.isEmpty { return nil }
      let isShut = Set(applied.shut)
      let shocked = network.firms.all.filter { isShut.contains(network.firms.id($0)) }
      let contagion = CreditContagion(book, SupplyModel(SupplyView(network)), stopping: shocked)
      return Entry(
        name: name, shut: shocked.count, contagion: contagion,
        tables: CreditTables(contagion: contagion, network: network, reading: nil, isShocked: true))
    }
  }

  private static func withoutStops(_ applied: AppliedScenario) -> Network {
    var others = applied.scenario
    others.changes.removeAll { if case .shut = $0.action { true } else { false } }
    if others.changes.isEmpty { return applied.before }
    return (try? applied.before.applying(others).after) ?? applied.before
  }

  var tables: [Answer.Table] {
    if entries.isEmpty { return [] }
    let lenders = entries.flatMap { entry in
      entry.tables.lenderExposures.filter { $0.exposure.inDefault + $0.exposure.maybeInDefault > 0 }.map { (name: entry.name, row: $0) }
    }
    return [
      Answer.Table(
        "credit", zh: "停产牵连的违约", en: "Defaults that the stops bring",
        ["scenario", "firms_shut", "defaults_sure", "defaults_possible", "loans_in_default", "loans_defaulted", "loans_uncovered"],
        over: entries
      ) { entry in
        let (certain, possible) = (entry.contagion.certain.defaults, entry.contagion.possible.defaults)
        let all = CreditExposure(Array(entry.contagion.book.loans.indices), of: entry.contagion)
        return [.text(entry.name), .count(entry.shut), .count(certain), .count(possible - certain)] + CreditTables.defaulted(all)
      },
      Answer.Table(
        "credit_lenders", zh: "各贷款方受牵连的贷款", en: "What it does to each lender",
        ["scenario", "lender", "loans_in_default", "loans_defaulted", "loans_uncovered"], over: lenders, shown: 10
      ) { name, row in [.text(name), row.lender] + CreditTables.defaulted(row.exposure) },
    ]
  }

  var notes: [LocalText] {
    guard let rule = entries.first?.contagion.rule else { return [] }
    let (zh, en) = (Wording(.zh), Wording(.en))
    return [
      LocalText(
        zh: "违约按情景关停的企业停产 \(zh.number(rule.days)) 天推算，损失超过营业收入的 \(zh.share(rule.share)) 即违约（M39）；违约不再改变“后”的各项。",
        en:
          "defaults are of the firms shut standing still for \(en.number(rule.days)) days; a loss above \(en.share(rule.share)) of a year's revenue is one (M39). They change no figure of \"after\"."
      )
    ]
  }
}
