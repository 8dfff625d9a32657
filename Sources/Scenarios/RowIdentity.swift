import ClusterIO

/// What tells the rows of a table apart.
enum RowIdentity {
  /// The columns that no two rows may share.
  static func columns(of table: String) -> [String] {
    switch table {
    case "supplies": ["supplier_id", "buyer_id", "product_id"]
    case "makes": ["firm_id", "product_id", "stage_id"]
    case "roles": ["firm_id", "role", "level", "year"]
    case "figures": ["table", "subject_id", "attribute", "unit", "year"]
    case "groups": ["group_id", "firm_id"]
    case "stocks": ["firm_id", "product_id", "kind"]
    case "credits": ["loan_id", "lender", "borrower_id", "guarantor_id"]
    case "projects": ["project_id", "name", "product_id", "stage_id"]
    case "requires": ["input_stage_id", "output_stage_id"]
    default: DataDictionary.standard[table]?.key.map { [$0.name] } ?? []
    }
  }

  /// A row in a word: `SYN-A`, or `SYN-A / SYN-B / P-dye`.
  static func text(_ table: String, _ columns: [String], _ cells: [String]) -> String {
    let wanted = Self.columns(of: table)
    return zip(columns, cells).filter { wanted.contains($0.0) && !$0.1.isEmpty }.map(\.1).joined(separator: " / ")
  }

  /// What a figure's subject is called in the column `table` of figures.
  static func figureWord(_ table: String) -> String? {
    switch table {
    case "counties": "county"
    case "clusters": "cluster"
    case "chains": "chain"
    case "firms": "firm"
    default: nil
    }
  }
}
