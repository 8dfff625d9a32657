import ClusterModel

/// A further column of `firms.csv`, one the dictionary does not know, read as yes, no or unknown; or as numbers.
public struct FirmColumn: Sendable {
  /// What is taken for no where a plan does not say what is yes.
  static let no: Set<String> = ["no", "n", "false", "0", "否", "无", "没有"]

  private let values: TextColumn
  private let yes: Set<String>

  /// `nil` where the table has no such column, or nothing stands in it.
  public init?(_ name: String, yes: [String] = [], of network: Network) {
    guard let column = network.firms.extra.first(where: { $0.name == name }), !column.values.bytes.isEmpty else { return nil }
    values = column.values
    self.yes = Set(yes.map { $0.lowercased() })
  }

  /// Yes or no; `nil` where the cell is empty.
  public subscript(firm: FirmID) -> Bool? {
    guard firm.row < values.count, !values.isEmpty(firm.row) else { return nil }
    let text = values[firm.row].lowercased()
    return yes.isEmpty ? !Self.no.contains(text) : yes.contains(text)
  }

  /// The text of a firm's cell.
  public func text(_ firm: FirmID) -> String { firm.row < values.count ? values[firm.row] : "" }

  /// The number in a firm's cell, from 0 on; `nil` where there is none.
  public func number(_ firm: FirmID) -> Double? {
    guard let number = Double(text(firm)), number.isFinite, number >= 0 else { return nil }
    return number
  }

  static func missing(_ name: String, _ firms: Int) -> MissingFacts {
    MissingFacts(
      "firms.csv", ["firm_id", name], LocalText(zh: "\(firms) 家企业的“\(name)”列", en: "the column “\(name)” of \(firms) firms"))
  }
}
