public import ClusterModel

/// What an import changes in a workspace.
public struct WorkspaceChanges: Sendable {
  /// What becomes of a row.
  public enum Kind: String, Sendable, CaseIterable { case added, changed, removed }

  /// A row that is not what it was.
  public struct Row: Sendable {
    public var kind: Kind
    /// The parts of its key; a last part such as `#2` tells rows with the same key apart.
    public var key: [String]
    /// The columns that say something else, or of a new or removed row those that say anything.
    public var cells: [(column: String, old: String, new: String)]
    /// Where it stands in the lists; a removed row where it stood in those it was last read from.
    public var place: Place

    package init(kind: Kind, key: [String], cells: [(column: String, old: String, new: String)], place: Place) {
      self.kind = kind
      self.key = key
      self.cells = cells
      self.place = place
    }
  }

  /// The changes of one table.
  public struct Table: Sendable {
    public var name: String
    public var added = 0
    public var changed = 0
    public var removed = 0
    /// The first of them, removed ones last.
    public var rows: [Row] = []

    public var count: Int { added + changed + removed }
  }

  /// In the order of the dictionary; those of the lists, were nothing changed in them.
  public internal(set) var tables: [Table] = []
  /// Tables that the workspace has and the lists have not: they stay as they are.
  public internal(set) var untouched: [String] = []
  /// The network's name and titles, where they become others.
  public internal(set) var naming: [(column: String, old: String, new: String)] = []

  /// Decisions about names that the workspace did not know, or knew otherwise.
  public internal(set) var names: [NameDecision] = []

  public var isEmpty: Bool { naming.isEmpty && names.isEmpty && tables.allSatisfy { $0.count == 0 } }

  public func count(_ kind: Kind) -> Int {
    tables.reduce(0) { $0 + (kind == .added ? $1.added : kind == .changed ? $1.changed : $1.removed) }
  }
}

/// What an import came to.
public struct WorkspaceImport: Sendable {
  public var changes: WorkspaceChanges
  /// The import it was looked at after: 0 for an empty workspace. Given back to make sure that nobody else came between.
  public var base: Int
  /// The number of the import made; `nil` where nothing was written.
  public var importID: Int?
  /// Errors of the network as it would be: then nothing was written.
  public var errors: [Finding] = []
}
