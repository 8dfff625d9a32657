import Answers
public import ClusterModel

/// A column of `firms.csv` by its name, a further one that the dictionary does not know or one of its numbers, read as yes, no or unknown; or as numbers.
public struct FirmColumn: Sendable {
  /// What is taken for no where a plan does not say what is yes.
  static let no: Set<String> = ["no", "n", "false", "0", "否", "无", "没有"]

  private enum Cells {
    case texts(TextColumn)
    case numbers(NumberColumn)
  }
  private let cells: Cells
  private let yes: Set<String>

  /// `nil` where the table has no such column, or nothing stands in it.
  public init?(_ name: String, yes: [String] = [], of network: Network) {
    self.yes = Set(yes.map { $0.lowercased() })
    if let standard = FirmTable.numbers.first(where: { $0.name == name }) {
      let column = network.firms[keyPath: standard.path]
      guard column.numbers.contains(where: { !$0.isNaN }) else { return nil }
      cells = .numbers(column)
    } else {
      let said = PublishedName(attribute: name)
      guard
        let column = network.firms.extra.first(where: { $0.name == name }) ?? network.firms.extra.first(where: { said.isCalled($0.name) }),
        !column.values.bytes.isEmpty
      else { return nil }
      cells = .texts(column.values)
    }
  }

  /// Yes or no, for a number whether it is above 0; `nil` where the cell is empty.
  public subscript(firm: FirmID) -> Bool? {
    if case .numbers = cells, yes.isEmpty { return number(firm).map { $0 > 0 } }
    let text = text(firm).lowercased()
    if text.isEmpty { return nil }
    return yes.isEmpty ? !Self.no.contains(text) : yes.contains(text)
  }

  /// The text of a firm's cell.
  public func text(_ firm: FirmID) -> String {
    switch cells {
    case .texts(let texts): firm.row < texts.count ? texts[firm.row] : ""
    case .numbers(let numbers): numbers[firm.row].map { Decimals.exact($0) } ?? ""
    }
  }

  /// The number in a firm's cell, from 0 on; `nil` where there is none.
  public func number(_ firm: FirmID) -> Double? {
    let number: Double?
    switch cells {
    case .texts: number = Double(text(firm))
    case .numbers(let numbers): number = numbers[firm.row]
    }
    guard let number, number.isFinite, number >= 0 else { return nil }
    return number
  }

  package static func missing(_ name: String, _ firms: Int) -> MissingFacts {
    MissingFacts(
      "firms.csv", ["firm_id", name],
      LocalText(zh: "\(firms) 家企业的“\(PublishedName(attribute: name).label.zh)”列", en: "the column “\(name)” of \(firms) firms"))
  }
}
