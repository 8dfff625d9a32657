import ClusterAnalysis
import ClusterModel
import Diagram

/// What to do first, on one page: a card a step, in order from left to right and down, each with its cluster and the county that answers for it.
extension MapSheet {
  private static let perPage = 16
  private typealias Look = PagePicture.Look
  private typealias Face = PagePicture.Face

  /// `nil` where there is no step.
  mutating func stepsPage(limit: Int) -> PagePicture? {
    guard let steps = facts.steps?.steps, !steps.isEmpty else { return nil }
    let shown = Array(steps.prefix(min(limit, Self.perPage)))
    for firm in shown.flatMap({ $0.guarded + $0.stopped }) { cover(firm) }
    for cluster in Set(shown.map(\.cluster)) { cover(network.clusters[cluster.row].provenance) }
    var page = PagePicture()
    let most = shown.compactMap(\.exposure).max() ?? 0
    for (number, step) in shown.enumerated() {
      let x = Self.left + Double(number % 4) * 199
      let y = 76 + Double(number / 4) * 107
      draw(step, number + 1, Frame(x: x, y: y, width: 189, height: 98), most, &page)
    }
    stepsLegend(&page)
    let single = Set(steps.map(\.cluster)).count == 1 ? steps.first.map { network.label($0.cluster)[language] + text("：", ": ") } ?? "" : ""
    finish(
      &page, title: stepsTitle(shown, single),
      subtitle: single
        + text(
          "发展路径：按涉及产出由大到小的前 \(shown.count) 步（共 \(steps.count) 步），自左至右、自上而下；每步注明集群和所在县",
          "The path: the first \(shown.count) of \(steps.count) steps by the output at stake, left to right and down; each with its cluster and county"
        ),
      description: shown.enumerated().map { "\($0.offset + 1). \($0.element.kind.label[language]) \(name($0.element))" }.joined(
        separator: text("；", "; ")),
      notes: [
        text(
          "涉及产出：该环节（或企业）现有来源一旦全部中断，随之停产企业的年产出；各步有重叠，不可相加",
          "At stake: the yearly output of the firms that stop when all present sources of the stage, or the firm, fail; steps overlap and do not add up"
        )
      ])
    return page
  }

  private func name(_ step: PrioritySteps.Step) -> String {
    step.subject.name[language].isEmpty ? step.subject.id : step.subject.name[language]
  }

  private func stepsTitle(_ steps: [PrioritySteps.Step], _ single: String) -> String {
    let first = steps.prefix(2).map { step -> String in
      let place = single.isEmpty ? network.label(step.cluster)[language] + text("", " ") : ""
      return place + name(step) + (step.exposure.map { text("（\(words.amount($0))）", " (\(words.amount($0)))") } ?? "")
    }
    return text("先办", "First: ") + first.joined(separator: text("、", ", "))
  }

  private func look(_ kind: PrioritySteps.Kind) -> (look: PagePicture.Look, mark: String, color: Color) {
    switch kind {
    case .fill: (Look(fill: Self.white, stroke: Palette.missing, width: 1.7, line: .dashed), "○", Palette.missing)
    case .strengthen: (Look(fill: Self.pink, stroke: Palette.weak, width: 1.9), "▼", Palette.weak)
    case .connect: (Look(fill: Self.white, stroke: Palette.weak, width: 1.4, line: .dotted), "×", Palette.weak)
    case .secondSource: (Look(fill: Self.white, stroke: Palette.weak, width: 1.9), "▲", Palette.weak)
    }
  }

  private func draw(_ step: PrioritySteps.Step, _ number: Int, _ frame: Frame, _ most: Double, _ page: inout PagePicture) {
    let own = look(step.kind)
    let cluster = network.clusters[step.cluster.row]
    let remedy = step.findings.first?.remedy[language] ?? ""
    page.group(PagePicture.Thing(key: "step:\(number)", title: "\(number). \(name(step))", description: remedy)) { page in
      page.box(frame.x, frame.y, frame.width, frame.height, radius: 5, own.look)
      var x = frame.x + 8
      x += page.text("\(number)", x, frame.y + 19, Face(16, isBold: true)) + 5
      x += page.text("\(own.mark) \(step.kind.label[language])", x, frame.y + 18, Face(8, isBold: true, color: own.color)) + 6
      page.text(name(step), x, frame.y + 18, Face(10.5, isBold: true), limit: frame.maxX - 8 - x)
      // The county that answers for it: the firm's own, else the cluster's.
      let county = place((step.kind == .secondSource ? step.firm.flatMap { network.firms.county($0) } : nil) ?? cluster.county)
      let words = [network.label(step.cluster)[language], county].filter { !$0.isEmpty }.joined(separator: " · ")
      page.text(words, frame.x + 8, frame.y + 33, Face(8), limit: frame.width - 16)
      page.wrapped(remedy, frame.x + 8, frame.y + 46, Face(7, color: Color(0x52606D)), limit: frame.width - 16, lines: 2, step: 9.5)
      let stopped = text("波及 \(step.stopped.count) 家", "\(self.words.firms(step.stopped.count)) stop")
      let used = page.text(stopped, frame.maxX - 8, frame.y + 79, Face(7.5, anchor: .end))
      let least = step.unknown > 0 ? "≥ " : ""
      let amount = step.exposure.map { least + self.words.amount($0) + text("/年", " a year") } ?? text("涉及产出未知", "at stake: unknown")
      page.text(amount, frame.x + 8, frame.y + 79, Face(9, isBold: true), limit: frame.width - used - 22)
      page.box(frame.x + 8, frame.y + 84, frame.width - 16, 5, Look(fill: Self.track))
      if let exposure = step.exposure, most > 0 {
        page.box(frame.x + 8, frame.y + 84, (frame.width - 16) * exposure / most, 5, Look(fill: Self.black))
      }
    }
  }

  private func stepsLegend(_ page: inout PagePicture) {
    let kinds: [(PrioritySteps.Kind, String)] = [
      (.fill, text("○ 补链：招引或培育缺的环节", "○ fill: bring in or grow what is missing")),
      (.strengthen, text("▼ 强链：提高本地配套", "▼ strengthen: buy more inside")),
      (.connect, text("× 对接：有企业，未供本地", "× connect: makers inside that supply nobody inside")),
      (.secondSource, text("▲ 备份：落实第二供应商", "▲ second source")),
    ]
    var entries: [(text: String, draw: (inout PagePicture, Double, Double) -> Void)] = []
    for (kind, words) in kinds {
      let own = look(kind).look
      entries.append((words, Self.legendBox(own)))
    }
    entries.append(
      (
        text("涉及产出，条长自第 1 步起比", "at stake, against the first"),
        { page, x, y in
          page.box(x, y, 22, 5, Look(fill: Self.track))
          page.box(x, y, 13, 5, Look(fill: Self.black))
        }
      ))
    legendRow(entries, y: 520, &page)
  }
}
