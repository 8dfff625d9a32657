import ClusterModel

/// A column of a list of firms that says something for another table: who supplies the firm, what it makes, which honours it has.
struct SideColumn: Sendable {
  enum Kind: Sendable, Hashable {
    case suppliers, buyers, products, stage, chain, honours
    /// Its header is an honour (高新技术企业), its cells say whether, when, or at which level: the place of the honour among those of roles.
    case honour(Int)

    /// The word that a mapping has for it.
    var word: String {
      switch self {
      case .suppliers: "suppliers"
      case .buyers: "buyers"
      case .products: "products"
      case .stage: "stage"
      case .chain: "chain"
      case .honours, .honour: "honours"
      }
    }

    static let named: [Kind] = [.suppliers, .buyers, .products, .stage, .chain, .honours]

    /// The table that the column's values go into, and the column there.
    var target: (table: String, column: String) {
      switch self {
      case .suppliers: ("supplies", "supplier_id")
      case .buyers: ("supplies", "buyer_id")
      case .products: ("makes", "product_id")
      case .stage: ("makes", "stage_id")
      case .chain: ("stages", "chain_id")
      case .honours, .honour: ("roles", "role")
      }
    }

    /// As a planner's header has it.
    var title: LocalText {
      switch self {
      case .suppliers: LocalText(zh: "供应商", en: "suppliers")
      case .buyers: LocalText(zh: "客户", en: "buyers")
      case .products: LocalText(zh: "主要产品", en: "products")
      case .stage: LocalText(zh: "环节", en: "stage")
      case .chain: LocalText(zh: "产业链", en: "chain")
      case .honours, .honour: LocalText(zh: "资质", en: "honours")
      }
    }
  }

  let field: Int
  let name: String
  let kind: Kind

  /// What a header says for another table; `nil` for a header that says nothing of the kind.
  static func kind(of header: String) -> Kind? {
    let plain = plain(header)
    if plain.isEmpty { return nil }
    if let word = words[plain] { return word }
    var bare = Substring(plain)
    for prefix in ["是否为", "是否是", "是否"] where bare.hasPrefix(prefix) {
      bare = bare.dropFirst(prefix.count)
      break
    }
    // In letters only the whole word of the dictionary: “listed” may be anything.
    guard bare.unicodeScalars.contains(where: { $0.value > 0x2E80 }) else { return nil }
    return HonourText.roles.find(String(bare)).map { .honour($0) }
  }

  /// A header as it is compared: without a unit, a remark in brackets, and the mark of a cell that must be filled.
  static func plain(_ header: String) -> String {
    HeaderWords.base(CSVDialect.normalizedHeader(header.filter { $0 != "*" && $0 != "＊" && !$0.isNewline }))
  }

  private static let words: [String: Kind] = {
    var words: [String: Kind] = [:]
    for (kind, word) in DataDictionary.standard.sideHeaders {
      guard let kind = Kind.named.first(where: { $0.word == kind }) else { continue }
      words[CSVDialect.normalizedHeader(word)] = kind
    }
    return words
  }()

  /// Those of an opened list of firms: of its columns that the dictionary does not know.
  static func all(_ table: CSVTable) -> [SideColumn] {
    guard table.table.name == "firms" else { return [] }
    return table.extra.compactMap { field, name in
      let said = table.side[plain(name)] ?? kind(of: name)
      return said.map { SideColumn(field: field, name: name, kind: $0) }
    }
  }
}

/// Honours as offices write them: 省级专精特新“小巨人”企业（2022年）.
enum HonourText {
  struct Honour: Equatable {
    /// Places among the roles and levels of the dictionary.
    var role: Int
    var level: Int?
    var year: Int?
  }

  static let roles = choices("role")
  static let levels = choices("level")

  private static func choices(_ column: String) -> Choices {
    Choices(DataDictionary.standard["roles"]![column]!)
  }

  /// The honour that a text names; `nil` for another.
  static func read(_ text: String) -> Honour? {
    let year = Self.year(text)
    var honour: Honour?
    for form in [text, withoutYear(text)] where honour == nil {
      honour = roles.find(form).map { Honour(role: $0) }
      guard honour == nil, let (level, rest) = level(form), let role = roles.find(rest) else { continue }
      honour = Honour(role: role, level: level)
    }
    honour?.year = year
    // 国家级专精特新小巨人企业 is found as it stands, and says its level too.
    if honour?.level == nil, let found = level(withoutYear(text)), !found.rest.isEmpty, withoutYear(text).contains("级") {
      honour?.level = found.level
    }
    return honour
  }

  /// A level before a text, such as 省级 before 省级专精特新企业, and the rest.
  static func level(_ text: String) -> (level: Int, rest: String)? {
    for count in [4, 3, 2] where text.count > count {
      let (head, rest) = (String(text.prefix(count)), String(text.dropFirst(count)))
      if head.hasSuffix("级") || head == "国家", let level = levels.find(head) { return (level, rest) }
    }
    return nil
  }

  /// Four digits from 1949 to 2100.
  static func year(_ text: String) -> Int? {
    var digits = ""
    for character in text + " " {
      if character.isASCII, character.isNumber {
        digits.append(character)
      } else {
        if digits.count == 4, let year = Int(digits), (1949...2100).contains(year) { return year }
        digits = ""
      }
    }
    return nil
  }

  private static func withoutYear(_ text: String) -> String {
    guard year(text) != nil else { return text }
    return String(text.filter { !$0.isASCII || !$0.isNumber }.filter { !"年度（）()认定".contains($0) })
  }
}

extension Choices {
  func find(_ text: String) -> Int? {
    var text = text
    return text.withUTF8 { $0.isEmpty ? nil : find($0) }
  }
}

extension CSVTable {
  /// Each row is a firm, with its suppliers or buyers in columns beside it.
  var namesAFirmAndItsPartners: Bool {
    let kinds = Set(SideColumn.all(self).map(\.kind))
    return kinds.contains(.suppliers) || kinds.contains(.buyers)
  }
}
