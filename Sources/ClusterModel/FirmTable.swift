/// All firms (企业), in columns: row `r` of every column is the firm ``FirmID`` `r`.
///
/// An integer column holds -1 for unknown and is empty when no firm has a value.
public struct FirmTable: Sendable {
  /// The key; unique, never empty. A unified social credit code, an LEI, or a short local id; synthetic firms are `SYN-…`.
  public var ids = TextColumn()
  public var namesZh = TextColumn()
  public var namesEn = TextColumn()
  /// ``CountyID`` indices.
  public var counties: [Int32] = []
  /// ``ClusterID`` indices.
  public var clusters: [Int32] = []
  /// GB/T 4754 code, or a sector label of an imported table.
  public var industry = CodedColumn()
  /// 10,000 yuan a year.
  public var revenue = NumberColumn()
  /// Research and development, 10,000 yuan a year.
  public var researchSpending = NumberColumn()
  public var employees = NumberColumn()
  /// Tax paid, 10,000 yuan a year.
  public var tax = NumberColumn()
  /// The year of the figures above.
  public var figuresYear: [Int32] = []
  /// 0…1 that the firm stops within a year for reasons of its own.
  public var failureProbability = NumberColumn()
  /// Days until the firm runs again after a disruption.
  public var recoveryDays = NumberColumn()
  /// Days until another site has taken over what the firm makes.
  public var alternateSiteDays = NumberColumn()
  /// Positions in ``EmissionGrade``'s cases.
  public var emissionGrades: [Int32] = []
  /// Energy used, tonnes of coal equivalent a year.
  public var energy = NumberColumn()
  public var provenance = ProvenanceColumn()
  /// Columns of the file that the dictionary does not know, by name, in the file's order; one value a firm.
  public var extra: [(name: String, values: TextColumn)] = []

  /// Where the rows stand in their file.
  public var rowNumbers = RowNumbers()

  public init() {}

  public var count: Int { ids.count }
  public var all: some RandomAccessCollection<FirmID> & Sendable { (0..<count).lazy.map { FirmID($0) } }

  public func id(_ firm: FirmID) -> String { ids[firm.row] }

  /// The firm's name in `language`, else in the other, else its id.
  public func name(_ firm: FirmID, _ language: Language) -> String {
    let name = Name(
      zh: namesZh.count == 0 ? "" : namesZh[firm.row], en: namesEn.count == 0 ? "" : namesEn[firm.row])[language]
    return name.isEmpty ? ids[firm.row] : name
  }

  public func county(_ firm: FirmID) -> CountyID? { Self.reference(counties, firm.row).map { CountyID($0) } }
  public func cluster(_ firm: FirmID) -> ClusterID? { Self.reference(clusters, firm.row).map { ClusterID($0) } }

  /// `nil` when not known.
  public func emissionGrade(_ firm: FirmID) -> EmissionGrade? {
    Self.reference(emissionGrades, firm.row).map { EmissionGrade.allCases[$0] }
  }

  /// A firm made up for teaching or testing: its id begins with `SYN-`, or its row says so.
  public func isSynthetic(_ firm: FirmID) -> Bool {
    provenance.kind(firm.row) == .synthetic || ids[firm.row].hasPrefix("SYN-")
  }

  static func reference(_ column: [Int32], _ row: Int) -> Int? {
    column.isEmpty || column[row] < 0 ? nil : Int(column[row])
  }
}
