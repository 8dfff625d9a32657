public import Charts
public import ClusterAnalysis
public import ClusterModel

/// The targets of a plan as dots on the way to the target line.
public struct ProgrammeChart: Sendable {
  public let review: ProgrammeReview
  public let language: Language

  public init(_ review: ProgrammeReview, language: Language) {
    self.review = review
    self.language = language
  }

  private func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  private func number(_ value: Double) -> String { Decimals.text(value, 1, isShort: true) }

  /// One row a target: where it is, where an even pace would be, and the line to reach. A target far beyond the line is drawn at 150 %.
  public var chart: Chart {
    let most = 1.5
    let rows = review.targets.map { progress -> Chart.Row in
      let target = progress.target
      let title = target.title[language].isEmpty ? target.id : target.title[language]
      let label = "\(title) (\(target.year))"
      let threshold = target.aim.threshold
      func share(_ value: Double?) -> Double { value.map { threshold > 0 ? min(most, max(0, $0 / threshold)) : 1 } ?? .nan }
      let (low, high) = (share(progress.measurement.low), share(progress.measurement.high))
      let aim = "\(target.aim.sign) \(number(target.aim.value))"
      guard let least = progress.measurement.low, let greatest = progress.measurement.high else {
        return Chart.Row(label, [.nan, share(progress.expected)], text: "\(aim) · \(progress.verdict.label[language])")
      }
      let value = least == greatest ? number(least) : "\(number(least))–\(number(greatest))"
      return Chart.Row(
        label, [least == greatest ? low : .nan, share(progress.expected)], range: least == greatest ? nil : low...max(low, high),
        text: "\(value) / \(aim) · \(progress.verdict.label[language])")
    }
    let measured = review.targets.count { $0.measurement.isMeasured }
    var chart = Chart(
      title: text("\(title)：目标进度", "\(title): progress of the targets"),
      subtitle: text(
        "截至 \(review.asOf.text)；\(review.targets.count) 项目标中 \(measured) 项可衡量。横线：因缺少事实只知范围",
        "As of \(review.asOf.text); \(measured) of \(review.targets.count) targets can be measured. A line: only a range is known"),
      description: rows.map { "\($0.label) \($0.text)" }.joined(separator: text("；", "; ")), language: language.rawValue,
      horizontal: Chart.Axis(text("占目标值的比例", "share of the target"), unit: .share, including: [0, 1]),
      content: .dots(names: [text("现值", "now"), text("按均匀进度应达", "an even pace")], rows: rows))
    chart.references = [Chart.Reference(1, text("目标", "target"))]
    let synthetic = review.targets.contains { $0.measurement.syntheticRows > 0 }
    chart.note =
      text("没有点的目标无法衡量：缺少的事实见清单。", "Targets without a dot cannot be measured; the page lists the facts that lack.")
      + (synthetic ? text("含虚构企业（SYN-），仅供演示。", " With synthetic firms (SYN-), made up for demonstration.") : "")
    return chart
  }

  private var title: String { review.plan.title[language].isEmpty ? review.plan.name : review.plan.title[language] }
}
