import ClusterModel

extension AuditRule {
  static let edgeDirection = AuditRule(
    id: "edge-direction", severity: .warning,
    checks: LocalText(zh: "每条供应关系都由供应商指向采购方。", en: "Every supply link runs from the supplier to the buyer."),
    why: LocalText(
      zh: "方向反了，谁供谁就反了；无向的边只说明两家有往来。文件按起点到终点读取。",
      en:
        "A link the wrong way round turns supplier and buyer about, and one without a direction only says that two firms deal with each other. It was read from "
        + "its source to its target."),
    remedy: LocalText(zh: "核对这些边；方向不对的，对调两端。", en: "Check these links; exchange the ends of those that run the other way."),
    message: { problem in
      let (word, count) = ReadingRule.counted(problem.detail)
      return word == "against"
        ? LocalText(
          zh: "有 \(count) 条边的箭头画在起点一端", en: "\(count) \(count == 1 ? "edge is" : "edges are") drawn with their arrow at the source")
        : LocalText(zh: "有 \(count) 条边没有画箭头", en: "\(count) \(count == 1 ? "edge is" : "edges are") drawn without an arrow")
    },
    find: { input, log in
      // What an edge list says of its rows: Gephi's column Type.
      let links = input.reading.network.supplies
      for (name, values) in links.extra where ["type", "direction", "directed", "方向", "有向"].contains(name.lowercased()) {
        for row in 0..<links.count where Self.isUndirected(values[row]) {
          log.add(
            input.reading.supply(row),
            LocalText(
              zh: "“\(FieldValue.shown(values[row]))”：这条供应关系没有方向，按由供应商到采购方读取",
              en: "“\(FieldValue.shown(values[row]))”: this link has no direction; it was read from supplier to buyer"),
            places: [input.reading.place("supplies", row, column: name)])
        }
      }
    })

  private static func isUndirected(_ text: String) -> Bool {
    ["undirected", "mutual", "无向", "双向", "false"].contains(text.lowercased())
  }
}
