import ClusterModel

@testable import ClusterIO

/// What tests of other programs' files ask: what was read of a text, or why not.
protocol ForeignFiles {
  /// Columns whose cells stand without the name of the column.
  var ids: [String] { get }
}

extension ForeignFiles {
  var ids: [String] { ["firm_id", "supplier_id", "buyer_id"] }

  func read(_ name: String, _ text: String) throws -> Reading {
    let folder = try TemporaryFolder([name: text])
    return try NetworkReader.read(folder.path + "/" + name)
  }

  /// The message of the refusal; nothing where it is read.
  func says(_ name: String, _ text: String) throws -> String {
    let folder = try TemporaryFolder([name: text])
    do throws(ClusterIOError) {
      _ = try NetworkReader.read(folder.path + "/" + name)
      return ""
    } catch {
      return error.message.en
    }
  }

  /// Cells by column, without empty columns: `A name=甲`.
  func rows(_ reading: Reading, _ tables: [String] = ["firms", "supplies"]) -> [String] {
    let rows = NetworkRows(reading.network)
    return tables.flatMap { table in
      (0..<rows.count(table)).map { row in
        zip(rows.columns(of: table), rows.cells(table, row)).filter { !$1.isEmpty }.map { column, cell in
          ids.contains(column) ? cell : "\(column)=\(cell)"
        }.joined(separator: " ")
      }
    }
  }
}
