public import Charts
public import ClusterAnalysis
public import ClusterModel

/// The charts of a benchmark: dots of both clusters at each stage, and bars with the peer as the line to reach.
public struct BenchmarkCharts: Sendable {
  public let benchmark: Benchmark
  public let network: Network
  public let language: Language

  public init(_ benchmark: Benchmark, of network: Network, language: Language) {
    self.benchmark = benchmark
    self.network = network
    self.language = language
  }

  private func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
  private var own: String { network.label(benchmark.own.cluster)[language] }
  private var there: Network { benchmark.peerNetwork ?? network }
  private var peer: String { there.label(benchmark.peer.cluster)[language] }

  private func points(_ gap: Double, signed: Bool = true) -> String {
    let text = Decimals.text(signed ? gap * 100 : abs(gap) * 100, 1)
    return signed && gap > 0 && text != "0.0" ? "+" + text : text
  }

  private var note: String {
    let synthetic =
      benchmark.own.rows.contains { $0.firms.contains { network.firms.isSynthetic($0) } }
      || benchmark.peer.rows.contains { $0.firms.contains { there.firms.isSynthetic($0) } }
    return text(
      "得分只含两集群均可衡量的分项；没有企业的环节得 0 分。", "Scores hold only what is measured in both clusters; a stage without firms scores 0.")
      + (synthetic ? text("含虚构企业（SYN-），仅供演示。", " With synthetic firms (SYN-), made up for demonstration.") : "")
  }

  /// A row for each stage: the score of both there, as a share of the most it could be, and the gap in points.
  public var dots: Chart {
    let rows = benchmark.rows.map { row -> Chart.Row in
      let name = network.label(row.stage)[language]
      if row.peer.unmatched != nil { return Chart.Row(name, [.nan, .nan], text: text("标杆未知", "peer unknown")) }
      guard row.weight > 0, row.own.isPresent || row.peer.isPresent else {
        return Chart.Row(name, [.nan, .nan], text: text("均无企业", "neither has firms"))
      }
      let (a, b) = (row.ownScore / row.weight, row.peerScore / row.weight)
      return Chart.Row(
        name, [a, b], range: min(a, b)...max(a, b),
        text: row.isLacking ? text("缺，差 ", "lacking, ") + points(row.gap, signed: false) : points(row.gap))
    }
    var chart = Chart(
      title: text("\(own)对标\(peer)：各环节得分", "\(own) against \(peer): score at each stage"),
      subtitle: text(
        "右侧为差距（分，标杆减本集群）；合计 \(points(benchmark.gap))", "At the right the gap in points, peer minus cluster; in all \(points(benchmark.gap))"
      ),
      description: rows.map { "\($0.label) \($0.text)" }.joined(separator: text("；", "; ")), language: language.rawValue,
      horizontal: Chart.Axis(
        text("环节得分（占该环节满分的比例）", "score at the stage, as a share of the most it could be"), unit: .share, including: [0, 1]),
      content: .dots(names: [own, text("标杆：", "peer: ") + peer], rows: rows))
    chart.note = note
    return chart
  }

  /// A bar for the whole chain and each stage at which the peer has firms: the cluster's score as a share of the peer's.
  public var bars: Chart {
    func bar(_ name: String, _ a: Double, _ b: Double, isLacking: Bool) -> Chart.Bar {
      let share = b > 0 ? a / b : .nan
      return Chart.Bar(
        name, share, text: isLacking ? text("缺", "lacking") : share.isFinite ? Decimals.text(share * 100, 1) + " %" : text("未知", "unknown"),
        isMarked: isLacking || share < 0.5)
    }
    let bars =
      [bar(text("全链", "whole chain"), benchmark.ownScore, benchmark.peerScore, isLacking: false)]
      + benchmark.rows.filter { $0.peer.isPresent }.map {
        bar(network.label($0.stage)[language], $0.ownScore, $0.peerScore, isLacking: $0.isLacking)
      }
    var chart = Chart(
      title: text("\(own)达到标杆\(peer)的几成", "How far \(own) reaches to \(peer)"),
      subtitle: text("斜线：不足一半或缺", "Hatched: less than half, or lacking"),
      description: bars.map { "\($0.label) \($0.text)" }.joined(separator: text("；", "; ")), language: language.rawValue,
      horizontal: Chart.Axis(text("得分占标杆得分的比例", "score as a share of the peer's"), unit: .share, including: [0, 1]), content: .bars(bars))
    chart.references = [Chart.Reference(1, text("标杆：", "peer: ") + peer)]
    chart.note = note
    return chart
  }
}
