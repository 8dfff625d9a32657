import Answers
public import Charts
public import ClusterModel
import Scenarios

extension StrengtheningAnswer {
  /// The loss left with the best plan for each budget, and what no plan goes below.
  ///
  /// - Parameter language: of its words.
  public func chart(_ language: Language) -> Chart {
    let wording = Wording(language)
    func text(_ zh: String, _ en: String) -> String { wording.text(zh, en) }
    func short(_ value: Double) -> String { wording.number(value) }
    // Between two budgets the plan for less is at hand, and the bound for more is the one that holds.
    let bounds = frontier.indices.map { Chart.Point(frontier[$0].budget, frontier[min($0 + 1, frontier.count - 1)].bound) }
    let share = wording.share(plan.before > 0 ? 1 - plan.loss / plan.before : 0)
    var chart = Chart(
      title: text("预算与剩余损失：\(network.displayName(.zh))", "Loss left over the budget: \(network.displayName(.en))"),
      subtitle: text("全部预算 \(short(plan.budget)) 万元：下降 \(share)", "the whole budget, \(short(plan.budget)): \(share) less"),
      description: frontier.map { "\(short($0.budget)): \(short($0.loss)) (≥ \(short($0.bound)))" }.joined(separator: "; "),
      language: language.rawValue, horizontal: Chart.Axis(FigureEntry.named("budget_cny_wan").heading(language), including: [0]),
      vertical: Chart.Axis(lossUnit.words[language], including: [0, plan.before]),
      content: .lines([
        Chart.Series(text("方案", "plan"), frontier.map { Chart.Point($0.budget, $0.loss) }, isStepped: true),
        Chart.Series(FigureEntry.named("loss_bound").label[language], bounds, isStepped: true),
      ]))
    let synthetic = network.firms.all.contains { network.firms.isSynthetic($0) }
    chart.note =
      text("成本为默认示意值或候选文件所给。", "costs: defaults to begin with, or those of the candidate file.")
      + (synthetic ? text("含虚构企业（SYN-），仅供演示。", " With synthetic firms (SYN-), made up for demonstration.") : "")
    return chart
  }
}
