import Chainwright
import ClusterIO
import CommandRuns
import Foundation

/// The towel chain with cells left blank, in a folder of its own.
struct BlankNetwork {
  /// What remains.
  enum Kind: String, CaseIterable {
    /// Who supplies whom with what, who works where: ids, places and choices; no number, no name, no date.
    case structure
    /// The cells that a list must have, and nothing else.
    case required

    var title: String { self == .structure ? "只有编号与结构" : "只有必填列" }
  }

  let kind: Kind
  let folder: String

  init(_ kind: Kind) throws {
    self.kind = kind
    folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-blank-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for table in DataDictionary.standard.tables {
      let file = "\(Command.root)/Graphs/towel-chain/\(table.name).csv"
      // Published figures and stocks are numbers and nothing else.
      guard !["figures", "stocks"].contains(table.name), let text = try? String(contentsOfFile: file, encoding: .utf8) else { continue }
      // No cell of these tables holds a comma or a quote.
      let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      let kept = rows[0].map { name in table.columns.first { $0.name == name }.map(keeps) ?? false }
      let blank = rows.enumerated().map { number, cells in
        zip(cells, kept).map { number == 0 || $1 ? $0 : "" }.joined(separator: ",")
      }
      try (blank.joined(separator: "\n") + "\n").write(toFile: "\(folder)/\(table.name).csv", atomically: true, encoding: .utf8)
    }
  }

  private func keeps(_ column: DataDictionary.Column) -> Bool {
    if column.isRequired { return true }
    if kind == .required { return false }
    switch column.type {
    case .id, .reference, .choice: return column.name != "emission_grade" && column.name != "provenance"
    default: return column.name == "substitute_group"
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
