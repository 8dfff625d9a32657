import ClusterModel

extension AuditRule {
  static let noLeader = AuditRule(
    id: "no-leader", severity: .note,
    checks: LocalText(zh: "网络中有领跑者企业或链主。", en: "The network has a leader or chain leader."),
    why: LocalText(
      zh: "按领跑者的分析（单点、层级）需要知道谁是领跑者。",
      en: "Analyses by leader (single points, tiers) need to know who leads."),
    remedy: LocalText(
      zh: "在 roles.csv 中写明领跑者（leader）或链主（chain_leader），或分析时指定企业。",
      en: "Name leaders in roles.csv (leader or chain_leader), or name a firm when analysing."),
    find: { input, log in findNoLeader(input.reading, &log) })

  private static func findNoLeader(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    if network.firms.count == 0 || network.roles.contains(where: { $0.kind == .leader || $0.kind == .chainLeader }) { return }
    log.add(
      Subject(table: "network", id: network.name, name: network.title),
      LocalText(zh: "没有写明领跑者企业或链主", en: "no leader and no chain leader is named"), places: [Place(file: "roles.csv")])
  }
}
