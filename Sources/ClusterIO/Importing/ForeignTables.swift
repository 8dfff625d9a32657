import ClusterModel
public import GraphCore

/// Reads tables that were not made for Chainwright, by saying which of their columns is which of ours.
///
/// ```swift
/// let reading = try ForeignTables(
///   firms: .init("stages.csv", columns: .init("Stage Name=firm_id"), rows: .init("chain=1")),
///   supplies: .init("arcs.csv", columns: .init("sourceStage=supplier_id,destinationStage=buyer_id"), rows: .init("chain=1"))
/// ).read(name: "willems-01")
/// try NetworkWriter.write(reading.network, to: "willems-01")
/// ```
public struct ForeignTables: Sendable {
  /// Which source column is which column of the ``DataDictionary``: `id=firm_id,sector=industry_code`.
  public struct ColumnMapping: Sendable, Hashable {
    public struct Pair: Sendable, Hashable {
      public var source: String
      public var column: String
    }
    public var pairs: [Pair]

    /// Reads `source=column,source=column,…`; a source name may hold `=`, a comma in it is written `\,`. Throws `unknownName`.
    public init(_ text: String) throws(ClusterIOError) {
      pairs = []
      for part in Self.parts(text) {
        guard let sign = part.lastIndex(of: "="), sign > part.startIndex, part.index(after: sign) < part.endIndex else {
          let shown = FieldValue.shown(part)
          throw ClusterIOError(
            .unknownName,
            LocalText(
              zh: "映射“\(shown)”无法理解；写成“来源列=目标列”，用逗号分隔，如 id=firm_id,sector=industry_code。",
              en:
                "the mapping “\(shown)” cannot be understood; write “source=column” with commas between, such as id=firm_id,sector=industry_code."
            ))
        }
        pairs.append(Pair(source: String(part[..<sign]), column: String(part[part.index(after: sign)...])))
      }
    }

    private static func parts(_ text: String) -> [String] {
      var parts = [""]
      var isEscaped = false
      for character in text {
        if isEscaped {
          parts[parts.count - 1] += character == "," ? "," : "\\" + String(character)
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "," {
          parts.append("")
        } else {
          parts[parts.count - 1].append(character)
        }
      }
      return parts.filter { !$0.isEmpty }
    }
  }

  /// Which rows are read: those whose column has exactly this text.
  public struct RowFilter: Sendable, Hashable {
    public var column: String
    public var text: String

    /// Reads `column=text`. Throws `unknownName`.
    public init(_ text: String) throws(ClusterIOError) {
      guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
        let shown = FieldValue.shown(text)
        throw ClusterIOError(
          .unknownName,
          LocalText(
            zh: "行条件“\(shown)”无法理解；写成“列=值”，如 chain=1。",
            en: "the row filter “\(shown)” cannot be understood; write “column=text”, such as chain=1."))
      }
      column = String(text[..<sign])
      self.text = String(text[text.index(after: sign)...])
    }
  }

  /// A foreign file and how to read it.
  public struct Source: Sendable {
    public var path: String
    public var columns: ColumnMapping?
    public var rows: RowFilter?

    public init(_ path: String, columns: ColumnMapping? = nil, rows: RowFilter? = nil) {
      self.path = path
      self.columns = columns
      self.rows = rows
    }
  }

  public var firms: Source
  public var supplies: Source?

  public init(firms: Source, supplies: Source? = nil) {
    self.firms = firms
    self.supplies = supplies
  }

  /// Reads the tables into a network of this name. Columns that are not mapped and not in the dictionary are kept as extra columns.
  ///
  /// Throws `unreadable`, `encoding`, and `wrongColumn` or `unknownName` for a column that is not there, with those that are.
  public func read(name: String, threads: Int = Threads.standard) throws(ClusterIOError) -> Reading {
    var tables: [CSVTable] = []
    var errors: [ClusterIOError] = []
    for (source, table) in [(firms, "firms"), (supplies, "supplies")] {
      guard let source, let table = DataDictionary.standard[table] else { continue }
      var options = CSVTable.Options()
      options.mapping = source.columns?.pairs.map { ($0.source, $0.column) }
      options.filter = source.rows.map { ($0.column, $0.text) }
      do throws(ClusterIOError) {
        tables.append(try CSVTable.open(path: source.path, shown: FieldValue.shownPath(source.path), table: table, options: options))
      } catch {
        errors.append(error)
      }
    }
    if let first = errors.first { throw errors.count == 1 ? first : .several(errors) }
    var assembly = NetworkAssembly(name: name, title: Name(), tables: tables, threads: threads)
    return assembly.assemble()
  }
}
