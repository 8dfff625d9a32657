import ClusterModel

/// A row of `figures.csv` that lacks, as a reader is told of it: what it is about, by its title, and what its cells have to say.
package enum FigureRow {
  /// - Parameters:
  ///   - subject: its id; empty where there is one thing of the kind.
  ///   - kind: the cell `table`.
  ///   - title: what the figure is called where it is asked for; empty where it has no name but `attribute`.
  ///   - attribute: the cell of that name.
  ///   - unit: the cell of that name; empty where any will do.
  /// - Returns: Chinese only: in English the attribute is its own name.
  package static func zh(_ subject: String, kind: String, title: String, attribute: String, unit: String) -> String {
    let who = subject.isEmpty ? label(kind) : "\(label(kind)) \(subject) "
    let cells = ["attribute 为 \(attribute)"] + (unit.isEmpty ? [] : ["unit 为 \(unit)"])
    return "\(who)的“\(title.isEmpty ? attribute : title)”一行（\(cells.joined(separator: "，"))）"
  }

  private static func label(_ kind: String) -> String {
    switch kind {
    case "region": "全区域"
    case "county": "县区"
    case "cluster": "集群"
    case "chain": "产业链"
    case "firm": "企业"
    case "programme": "方案"
    default: kind
    }
  }
}
