import ClusterModel

extension AuditRule {
  static let leftOutPart = AuditRule(
    id: "left-out-part", severity: .note,
    checks: LocalText(zh: "文件中的内容都在网络中。", en: "All that the file says is in the network."),
    why: LocalText(
      zh: "网络文件还有画法、分组、边的编号等内容；它们不是企业或供应关系的事实，读取后不再写出。",
      en:
        "Files of networks also hold drawings, groups and numbers of edges; these are no facts about firms and supply links, and are not written again."
    ),
    remedy: LocalText(
      zh: "不必处理；需要的内容请写成节点或边的属性。", en: "Nothing; what is needed should be written as an attribute of nodes or edges."),
    message: { problem in
      let (word, count) = ReadingRule.counted(problem.detail)
      let isEdge = problem.table == "supplies"
      return switch word {
      case "drawing":
        LocalText(
          zh: "\(isEdge ? "边" : "节点")的画法（位置、大小、颜色等，\(count) 处）未保留",
          en:
            "how \(isEdge ? "edges" : "nodes") are drawn (places, sizes, colours; \(count) \(count == 1 ? "entry" : "entries")) is not kept"
        )
      case "edge-ids": LocalText(zh: "边的编号（id）只用来区分，未保留", en: "the ids of edges only number them and are not kept")
      case "ports":
        LocalText(
          zh: "端口（\(count) 处）未保留，边按其节点读取",
          en: "\(count) \(count == 1 ? "port is" : "ports are") not kept; edges were read as ending at their nodes")
      case "group":
        LocalText(
          zh: "有 \(count) 个分组不是企业；其中的节点已读取，所属分组见 group 列",
          en:
            "\(count) \(count == 1 ? "group is" : "groups are") no firms; the nodes in them were read, and the column group says where each stands"
        )
      case "group-values":
        LocalText(
          zh: "分组自己的属性（\(count) 个值）未保留", en: "\(count) \(count == 1 ? "value that groups have is" : "values that groups have are") not kept"
        )
      case "times":
        LocalText(
          zh: "属性值的起止时间（\(count) 处）未保留，值已读取",
          en: "the times of \(count) \(count == 1 ? "value" : "values") are not kept; the values were read")
      case "graph-value": LocalText(zh: "整个图的属性“\(problem.text)”未保留", en: "“\(problem.text)”, said of the whole graph, is not kept")
      case "relationship":
        LocalText(
          zh: "有 \(count) 条“\(problem.text)”关系不在企业之间，未采用",
          en: "\(count) \(count == 1 ? "relationship" : "relationships") “\(problem.text)”: not between firms, left out")
      default:
        LocalText(
          zh: "\(isEdge ? "边" : "节点")的“\(problem.text)”（\(count) 处）未保留",
          en: "“\(problem.text)” of \(isEdge ? "edges" : "nodes") (\(count) \(count == 1 ? "entry" : "entries")) is not kept")
      }
    })
}
