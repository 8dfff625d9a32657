import Answers
import ClusterIO
import ClusterModel

/// Rows of the network's tables as places in the files they were read from.
struct RowPlaces: Sendable {
  let study: Study

  private func place(_ row: RowReference) -> Place { study.reading?.place(row.table, row.row) ?? Place(file: row.table, row: row.row + 1) }

  /// For the columns `.data("evidence")` and `.readers("evidence_rows")`: every row, and the first few stretches of rows that follow each other, `firms.csv:24-139`.
  func cells(_ rows: [RowReference]) -> [Cell] {
    let places = rows.map { place($0) }
    return [.texts(places.map(\.text)), .texts(Self.stretches(places))]
  }

  func list(_ rows: [RowReference]) -> Cell { .texts(rows.map { place($0).text }) }

  private static func stretches(_ places: [Place]) -> [String] {
    var stretches: [(file: String, first: Int, last: Int)] = []
    for place in places.sorted(by: { ($0.file, $0.row ?? 0) < ($1.file, $1.row ?? 0) }) {
      guard let row = place.row else { continue }
      if let last = stretches.last, last.file == place.file, row <= last.last + 1 {
        stretches[stretches.count - 1].last = row
      } else {
        stretches.append((place.file, row, row))
      }
    }
    let shown = stretches.prefix(2).map { $0.first == $0.last ? "\($0.file):\($0.first)" : "\($0.file):\($0.first)-\($0.last)" }
    return stretches.count > 2 ? shown + ["+\(stretches.count - 2)"] : shown
  }

  /// The sources of the rows, each once, in their order.
  func sources(_ rows: [RowReference]) -> Cell {
    let network = study.network
    return .texts(
      rows.map { row in
        switch row.table {
        case "roles": network.roles[row.row].provenance.source
        case "figures": network.figures[row.row].provenance.source
        case "clusters": network.clusters[row.row].provenance.source
        case "firms": network.firms.provenance[row.row].source
        default: ""
        }
      }.reduce(into: [String]()) { if !$1.isEmpty && !$0.contains($1) { $0.append($1) } })
  }
}
