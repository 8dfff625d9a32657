import Chainwright

/// The shift-share of one cluster as a page.
struct ShiftSharePage {
  let cluster: ClusterID
  let attribute: String
  let years: (String, String)
  let network: Network

  func page() throws -> Page {
    let share: ClusterShiftShare
    do {
      share = try ClusterShiftShare(of: cluster, attribute: attribute, years: years, in: network)
    } catch {
      let rows = error.rows.prefix(12).map { safe("cluster \($0.subject), \($0.attribute), \($0.year)") }.joined(separator: "; ")
      let isOwn = error.rows.allSatisfy { $0.subject == network.clusters[cluster.row].id }
      throw CommandFailure(
        .badData,
        isOwn
          ? LocalText(zh: "缺少本集群的数据，无法分解", en: "figures of the cluster lack: its change cannot be split")
          : LocalText(zh: "其他集群没有两年都有的数据，没有参照", en: "no other cluster has the figure in both years: there is nothing to compare with"),
        remedy: LocalText(
          zh: "在 figures.csv 补充（table, attribute, year）：\(rows)", en: "add to figures.csv (table, attribute, year): \(rows)"))
    }
    let name = network.clusters[cluster.row].name
    var page = Page(
      title: LocalText(
        zh: "偏离—份额分解：\(name[.zh])，\(safe(attribute))，\(safe(years.0))→\(safe(years.1))",
        en: "Shift-share: \(name[.en]), \(safe(attribute)), \(safe(years.0)) to \(safe(years.1))"))
    page.facts = [
      ("start", LocalText(zh: "期初", en: "at the start"), .number(share.start)),
      ("end", LocalText(zh: "期末", en: "at the end"), .number(share.end)),
      ("change", LocalText(zh: "变化", en: "change"), .number(share.end - share.start)),
      ("overall", LocalText(zh: "总体增长份额", en: "growth of all"), .number(share.split.overall)),
      ("industry", LocalText(zh: "产业结构偏离", en: "industry mix"), .number(share.split.industry)),
      ("own", LocalText(zh: "自身竞争力偏离", en: "its own"), .number(share.split.own)),
      ("reference", LocalText(zh: "参照集群", en: "clusters compared with"), .list(ids(share.reference))),
      ("same_industry", LocalText(zh: "同产业集群", en: "of the same industry"), .list(ids(share.industry))),
      ("left_out", LocalText(zh: "缺数据、未计入的集群", en: "left out, figures lacking"), .integer(share.leftOut.count)),
    ]
    page.notes = [
      LocalText(
        zh: "变化 = 总体增长份额 + 产业结构偏离 + 自身竞争力偏离，恒等；总体为两年均有数据的集群之和，产业为其中同一产业链的集群。",
        en:
          "change = growth of all + industry mix + its own, exactly; all = the clusters with both figures, an industry = those of one chain."
      )
    ]
    return page
  }

  private func ids(_ clusters: [ClusterID]) -> [String] { clusters.map { network.clusters[$0.row].id } }
}
