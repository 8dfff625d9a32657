import Chainwright

/// A firm beside another as a page: values and differences, and what alone stops each.
struct ComparisonPage {
  let comparison: LeaderComparison
  let network: Network

  var page: Page {
    let (own, peer) = (network.firmName(comparison.own), network.firmName(comparison.peer))
    var page = Page(title: LocalText(zh: "对标：\(own.zh)对\(peer.zh)", en: "Benchmark: \(own.en) against \(peer.en)"))
    page.tables = [
      Page.Table(
        name: "fields", title: LocalText(zh: "逐项比较", en: "Field by field"),
        columns: [
          ("field", LocalText(zh: "指标", en: "field")), ("label", LocalText(zh: "说明", en: "meaning")),
          ("own", LocalText(zh: "本企业", en: "the firm")), ("peer", LocalText(zh: "标杆", en: "the peer")),
          ("difference", LocalText(zh: "差（标杆减本企业）", en: "peer minus firm")),
        ],
        rows: comparison.rows.map { row in
          [
            .text(row.field.rawValue), .local(row.field.label), row.field.cell(row.own), row.field.cell(row.peer),
            row.difference.map { row.field.kind == .share ? .ratio($0) : .number($0) } ?? .unknown,
          ]
        }),
      Page.Table(
        name: "single_points", title: LocalText(zh: "单独即可使其停产的企业", en: "Firms whose loss alone stops it"),
        columns: [
          ("target_id", LocalText(zh: "企业", en: "firm")), ("single_points", LocalText(zh: "单点数", en: "single points")),
          ("firms", LocalText(zh: "名单", en: "who")),
        ],
        rows: [(comparison.own, comparison.singlePoints.own), (comparison.peer, comparison.singlePoints.peer)].map { firm, points in
          [
            .text(network.firms.id(firm)), .integer(points.count),
            .names(points.prefix(output).map { Name(zh: network.firms.name($0, .zh), en: network.firms.name($0, .en)) }),
          ]
        }),
      Page.Table(
        name: "not_measured", title: LocalText(zh: "无法比较（缺少的事实）", en: "Not comparable: the facts that lack"),
        columns: [
          ("field", LocalText(zh: "指标", en: "field")), ("firm_id", LocalText(zh: "企业", en: "firm")),
          ("missing", LocalText(zh: "缺少的事实", en: "missing facts")),
        ],
        rows: comparison.rows.flatMap { row in
          [(comparison.own, row.own), (comparison.peer, row.peer)].compactMap { firm, value -> [Page.Cell]? in
            value.missing.map { [.text(row.field.rawValue), .text(network.firms.id(firm)), .local($0)] }
          }
        }),
    ]
    page.notes = PageNotes.synthetic(network)
    return page
  }

  /// Names shown of the single points.
  private let output = 12

  init(comparison: LeaderComparison, network: Network) {
    self.comparison = comparison
    self.network = network
  }
}
