public import Answers
import ClusterAnalysis
import ClusterModel

/// What is on record about one firm: whom it hangs on, who is like it, and which figures are unknown (企业档案)?
public struct DossierQuestion: Sendable {
  /// Id or name.
  public var firm: String

  public init(firm: String) { self.firm = firm }

  /// Facts of where it stands, the tables `figures`, `roles`, `suppliers`, `buyers` (two tiers each) and `peer_firms`, and a finding for each firm whose loss
  /// alone stops it. O(firms + links), and a search for single points.
  ///
  /// - Throws: ``QuestionError`` where the network has no such firm.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let firm = try network.find(firm: firm)
    let facts = study.facts()
    let dossier = FirmDossier(firm, in: FirmMeasures(facts, fields: Set(FirmDossier.told)))
    let weakLinks = WeakLinks(study.view, targets: [.firm(firm, in: network)])
    let name = network.firmName(firm)
    var answer = Answer(zh: "企业档案：\(name.zh)", en: "Dossier: \(name.en)")
    let county = network.county(firm)
    let cluster = network.firms.cluster(firm).map { network.cluster($0) } ?? [.unknown, .unknown]
    answer.facts = [
      ("firm_id", .text(network.firms.id(firm))), (.data("county_code"), county[0]), ("county", county[1]),
      (.data("cluster_id"), cluster[0]), ("cluster", cluster[1]),
      ("stage_ids", .list(facts.firmStages[firm].map { network.thing($0) })), ("stopping_firms", .count(dossier.singlePoints.count)),
      ("output_rank", .count(dossier.rank)), ("peer_count", .count(dossier.peers.count)),
    ]
    answer.tables = [
      Answer.Table("figures", zh: "指标", en: "Figures", ["figure", "value", "missing"], over: dossier.fields) { field, value in
        [.named(field.rawValue), .figure(field.rawValue, field.cell(value)), value.missingFacts]
      },
      Answer.Table(
        "roles", zh: "称号", en: "Roles and honours on record", ["role", "level", "role_year"], over: network.roles.filter { $0.firm == firm }
      ) { role in
        [.named(role.kind.rawValue), role.level.map { $0.cell } ?? .unknown, role.year.map { .text(String($0)) } ?? .unknown]
      },
      Self.partnerTable("suppliers", zh: "供应商（两级）", en: "Suppliers, two tiers", dossier.suppliers, network),
      Self.partnerTable("buyers", zh: "采购方（两级）", en: "Buyers, two tiers", dossier.buyers, network),
      Answer.Table(
        "peer_firms", zh: "市内同环节企业（产出大的在前）", en: "Peers in the region, most output first",
        ["firm_id", "name", .data("county_code"), "county", "output_cny_wan"], over: dossier.peers, shown: 10
      ) { peer in
        network.idAndName(peer) + network.county(peer) + [.number(facts.weights.values[peer.row])]
      },
    ]
    answer.findings = weakLinks.findings()
    answer.shownFindings = 10
    answer.notes =
      [
        LocalText(
          zh: "金额为在册供应关系之和；占比以在册交易为分母，一处金额未知则占比未知。",
          en: "amounts are of links on record; shares are of recorded trade, and unknown where an amount is.")
      ] + Notes.synthetic(network)
    return answer
  }

  private static func partnerTable(
    _ name: String, zh: String, en: String, _ partners: [FirmDossier.Partner], _ network: Network
  ) -> Answer.Table {
    Answer.Table(
      name, zh: zh, en: en, ["tier", "firm_id", "name", .data("county_code"), "county", "amount_cny_wan"], over: partners, shown: 10
    ) { partner in
      [.count(partner.tier)] + network.idAndName(partner.firm) + network.county(partner.firm)
        + [partner.tier == 1 ? .number(partner.amount) : .nothing]
    }
  }
}

extension Role.Level {
  fileprivate var cell: Cell {
    switch self {
    case .county: .word(rawValue, zh: "县级", en: "county")
    case .city: .word(rawValue, zh: "市级", en: "city")
    case .province: .word(rawValue, zh: "省级", en: "province")
    case .nation: .word(rawValue, zh: "国家级", en: "nation")
    }
  }
}
