import ClusterAnalysis
import ClusterModel
import Diagram

extension MapSheet {
  /// 发展路径图: what to do, in order, the most at stake first; four steps a column.
  mutating func drawSteps(limit: Int) {
    let steps = facts.steps?.steps ?? []
    let shown = steps.prefix(limit)
    diagram.title = text("发展路径图：按涉及产出排序的补链强链步骤", "Strengthening path: steps by the output at stake")
    diagram.subtitle = text(
      "共 \(steps.count) 步，画出前 \(shown.count) 步；涉及产出＝该来源中断时本地停产企业的年产出（M5）",
      "\(shown.count) of \(steps.count) steps; at stake: yearly output of the local firms that stop when the source fails (M5)")
    let perColumn = 4
    var before: String?
    for column in 0..<((shown.count + perColumn - 1) / perColumn) {
      let (first, last) = (column * perColumn + 1, min((column + 1) * perColumn, shown.count))
      let name = first == last ? text("第 \(first) 步", "Step \(first)") : text("第 \(first)–\(last) 步", "Steps \(first) to \(last)")
      let batch = "batch:\(column)"
      diagram.groups.append(
        Diagram.Group(key: batch, lines: [Diagram.Line(name, .strong)], style: Palette.stage, column: column, title: name))
      for number in first...last {
        diagram.nodes.append(stepNode(shown[number - 1], number, "step:\(number)", column: column, group: batch))
      }
      if let before {
        diagram.edges.append(
          Diagram.Edge(
            key: "then:\(batch)", source: before, target: batch, style: EdgeStyle(stroke: Palette.blue, width: 2.4),
            title: text("然后", "then")))
      }
      before = batch
    }
    if shown.isEmpty { diagram.notes.append(text("没有缺口或单点。", "There is no gap and no single point.")) }
    diagram.description = shown.enumerated().map { number, step in
      "\(number + 1). " + step.kind.label[language] + " " + step.subject.name[language] + text("：", ": ") + stake(step)
    }.joined(separator: text("；", "; "))
  }

  private func stake(_ step: PrioritySteps.Step) -> String {
    guard let exposure = step.exposure else { return text("涉及产出未知", "output at stake unknown") }
    let stake = words.amount(exposure) + text("/年", "/yr")
    if step.unknown == 0 { return text("涉及 ", "at stake ") + stake }
    let known = step.stopped.count - step.unknown
    return text("涉及 ≥ \(stake)（\(known)/\(step.stopped.count)）", "at stake ≥ \(stake) (\(known)/\(step.stopped.count))")
  }

  private mutating func stepNode(_ step: PrioritySteps.Step, _ number: Int, _ key: String, column: Int, group: String)
    -> Diagram.Node
  {
    for firm in step.guarded + step.stopped { cover(firm) }
    let name = step.subject.name[language].isEmpty ? step.subject.id : step.subject.name[language]
    var lines = [Diagram.Line("\(number)  \(step.kind.label[language])", .strong), Diagram.Line(name)]
    lines.append(Diagram.Line(stake(step), .detail))
    var style = Palette.stage
    switch step.kind {
    case .fill:
      style = Palette.missingStage
      explain(.missing)
    case .connect:
      style.stroke = Palette.weak
      explain(.broken)
    case .strengthen:
      style = Palette.weakStage
      explain(.weakStage)
    case .secondSource:
      style = Palette.firm
      style.stroke = Palette.weak
      style.strokeWidth = 2
      explain(.singlePoint)
    }
    return Diagram.Node(
      key: key, lines: lines, style: style, column: column, group: group, order: Double(number), title: "\(number). \(name)",
      description: step.findings.first?.remedy[language] ?? "")
  }
}
