/// One edit of a table of ``NetworkRows``: rows that come, go or change, by their positions from 0, ascending.
public struct RowEdit: Sendable {
  public enum Kind: Sendable { case insert, delete, replace }

  /// A row that an edit is about. Cells stand in the order of ``RowEdit/columns``.
  public struct Row: Sendable {
    /// Among the rows after an insertion, before a deletion.
    public var position: Int
    /// Empty for an inserted row.
    public var before: [String]
    /// Empty for a deleted row.
    public var after: [String]

    public init(position: Int, before: [String] = [], after: [String] = []) {
      self.position = position
      self.before = before
      self.after = after
    }
  }

  public var table: String
  public var kind: Kind
  /// What the cells of the rows are: ``NetworkRows/columns(of:)``.
  public var columns: [String]
  public var rows: [Row]
  /// A number of the caller's that edited rows keep; -1 for none.
  public var tag: Int

  public init(_ kind: Kind, table: String, columns: [String], rows: [Row], tag: Int = -1) {
    self.table = table
    self.kind = kind
    self.columns = columns
    self.rows = rows
    self.tag = tag
  }

  /// The edit that takes this one back.
  public var inverse: RowEdit {
    let rows = rows.map { Row(position: $0.position, before: $0.after, after: $0.before) }
    let kind: Kind =
      switch kind {
      case .insert: .delete
      case .delete: .insert
      case .replace: .replace
      }
    return RowEdit(kind, table: table, columns: columns, rows: rows)
  }
}
