import ClusterModel
import Diagram

/// Names of the firms of a page as narrow places take them: without the beginning or the end that most of them share, and each still its own.
struct ShortNames {
  /// What was dropped, for the note.
  private(set) var prefix = ""
  private(set) var suffix = ""
  /// Beginnings that most of them share, the longest first.
  private var beginnings: [String] = []
  /// Names of counties, with and without 县, 市, 区, that most of the names begin with; the longest first.
  private var places: [String] = []
  private var names: [FirmID: String] = [:]
  /// With how many of its first, and of its last, characters another name begins, and ends, too.
  private var shared: [FirmID: Int] = [:]
  private var sharedEnd: [FirmID: Int] = [:]
  private let network: Network
  private let language: Language

  private static let ends = ["股份有限公司", "有限责任公司", "集团有限公司", "有限公司", " Co., Ltd.", " Co., Ltd", " Ltd.", " Ltd", " Inc."]

  /// - Parameters:
  ///   - firms: all that the page may name.
  ///   - sheet: of the page; the firms are covered already, so that it is known whether a stamp says that they are invented.
  init(_ firms: some Sequence<FirmID>, _ sheet: MapSheet) {
    (network, language) = (sheet.network, sheet.language)
    let (network, language) = (network, language)
    let all = Array(Set(firms)).sorted()
    let full = all.map { firm in
      let name = SafeText.clean(network.firms.name(firm, language), limit: 400)
      return sheet.isStamped && network.firms.isSynthetic(firm) ? MapSheet.unmarked(name) : name
    }
    if all.count >= 3 {
      beginnings = Self.sharedBeginnings(full)
      // Names without a blank or a dot: what all of them begin with, up to their numbers.
      if beginnings.isEmpty, let shared = Self.commonBeginning(full) { beginnings = [shared] }
      places = Self.sharedPlaces(all, full, beginnings, network, language)
      // Of the counties the note names the one that is left out most.
      let dropped = Dictionary(full.compactMap { place(of: $0) }.map { ($0, 1) }, uniquingKeysWith: +)
      prefix = (beginnings.first ?? "") + (dropped.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "")
      suffix = Self.ends.first { end in full.count { $0.hasSuffix(end) && $0.count > end.count } * 3 >= full.count * 2 } ?? ""
    }
    tellApart(all, full)
  }

  /// Gives each firm the shortest form that no other has: short, whole, with its county, with the end of its id, with its id.
  private mutating func tellApart(_ all: [FirmID], _ full: [String]) {
    var current = full.map { shortened($0) }
    for step in 1...4 {
      let counts = Dictionary(current.map { ($0, 1) }, uniquingKeysWith: +)
      var isChanged = false
      var counties: [String: Set<CountyID?>] = [:]
      for (number, firm) in all.enumerated() { counties[current[number], default: []].insert(network.firms.county(firm)) }
      for (number, firm) in all.enumerated() where counts[current[number]]! > 1 {
        isChanged = true
        let county = network.firms.county(firm).map { network.counties[$0.row].name[language] } ?? ""
        // A county that all of one name are in tells nothing apart.
        if step == 2 && counties[current[number]]!.count == 1 {
          current[number] = shortened(full[number])
          continue
        }
        switch step {
        case 1: current[number] = full[number]
        case 2 where !county.isEmpty: current[number] = shortened(full[number]) + (language == .zh ? "（\(county)）" : " (\(county))")
        case 3: current[number] += " " + String(network.firms.id(firm).suffix(4))
        case 4: current[number] = shortened(full[number]) + " " + network.firms.id(firm)
        default: break
        }
      }
      if !isChanged { break }
    }
    for (number, firm) in all.enumerated() { names[firm] = current[number] }
    shared = Self.shared(current, all)
    sharedEnd = Self.shared(current.map { String($0.reversed()) }, all)
  }

  /// For each firm, with how many of the first characters of its text another's begins too.
  private static func shared(_ texts: [String], _ firms: [FirmID]) -> [FirmID: Int] {
    let order = texts.indices.sorted { (texts[$0], firms[$0]) < (texts[$1], firms[$1]) }
    var found: [FirmID: Int] = [:]
    for (before, after) in zip(order, order.dropFirst()) {
      let common = zip(texts[before], texts[after]).prefix { $0.0 == $0.1 }.count
      found[firms[before]] = max(found[firms[before]] ?? 0, common)
      found[firms[after]] = common
    }
    return found
  }

  subscript(firm: FirmID) -> String { names[firm] ?? shortened(network.firms.name(firm, language)) }

  /// Draws a firm's name so that no other firm's reads the same, even where it has to be cut.
  @discardableResult
  func draw(
    _ firm: FirmID, mark: String = "", _ x: Double, _ y: Double, _ type: PagePicture.Face, limit: Double, _ page: inout PagePicture
  ) -> Double {
    let id = network.firms.id(firm)
    return page.name(
      self[firm], of: id, shared: shared[firm] ?? 0, sharedEnd: sharedEnd[firm] ?? 0, id: id, mark: mark, x, y, type, limit: limit)
  }

  /// A firm's name on two lines where it takes these, and reads as no other's.
  func twoLines(_ firm: FirmID, _ type: PagePicture.Face, limit: Double, _ page: inout PagePicture) -> [String]? {
    page.twoLines(self[firm], of: network.firms.id(firm), type, limit: limit)
  }

  /// What the note says was dropped; empty when nothing was.
  var note: String {
    let parts = [prefix, suffix].map { $0.trimmedSpaces }.filter { !$0.isEmpty }
    if parts.isEmpty { return "" }
    return language == .zh
      ? "企业名略去“" + parts.joined(separator: "…") + "”" : "Names of firms without \"" + parts.joined(separator: " … ") + "\""
  }

  private func withoutBeginning(_ name: String) -> String {
    String(name.dropFirst(beginnings.first { name.hasPrefix($0) && name.count > $0.count }?.count ?? 0))
  }

  /// The county that a name loses.
  private func place(of name: String) -> String? {
    let name = withoutBeginning(name)
    return places.first { name.hasPrefix($0) && name.count >= $0.count + 2 }
  }

  private func shortened(_ name: String) -> String {
    var name = String(withoutBeginning(name).dropFirst(place(of: name)?.count ?? 0))
    if !suffix.isEmpty, name.hasSuffix(suffix), name.count > suffix.count { name.removeLast(suffix.count) }
    return name
  }

  /// The counties of the firms, where two names of three begin with their own: 岚浦县… and 岚浦….
  private static func sharedPlaces(
    _ firms: [FirmID], _ names: [String], _ beginnings: [String], _ network: Network, _ language: Language
  ) -> [String] {
    var found = Set<String>()
    var count = 0
    for (firm, name) in zip(firms, names) {
      guard language == .zh, let county = network.firms.county(firm) else { continue }
      let place = network.counties[county.row].name[language]
      guard place.count >= 2, let last = place.last, "县市区".contains(last) else { continue }
      let head = beginnings.first { name.hasPrefix($0) } ?? ""
      // 蠡县 alone: 蠡 is too little to be taken for a county.
      let stem = place.count > 2 ? String(place.dropLast()) : place
      if name.dropFirst(head.count).hasPrefix(stem) { count += 1 }
      found.formUnion([place, stem])
    }
    return count * 3 >= names.count * 2 ? found.sorted { ($1.count, $0) < ($0.count, $1) } : []
  }

  /// What all names begin with before their first digit; `nil` when that is less than two characters, or all of a name.
  private static func commonBeginning(_ names: [String]) -> String? {
    guard var shared = names.first.map(Array.init) else { return nil }
    for name in names {
      let common = zip(shared, name).prefix { $0.0 == $0.1 }.count
      shared = Array(shared.prefix(common))
    }
    shared = Array(shared.prefix { !$0.isNumber })
    let isWhole = names.contains { $0.count <= shared.count }
    return shared.count >= 2 && !isWhole && names.allSatisfy { $0.dropFirst(shared.count).first?.isNumber == true } ? String(shared) : nil
  }

  /// The beginnings that end with a dot or a blank and that two names of three have.
  private static func sharedBeginnings(_ names: [String]) -> [String] {
    var counts: [String: Int] = [:]
    for name in names {
      var head = ""
      for character in name.dropLast() {
        head.append(character)
        if character == "·" || character == " " { counts[head, default: 0] += 1 }
      }
    }
    return counts.filter { $0.value * 3 >= names.count * 2 }.keys.sorted { ($1.count, $0) < ($0.count, $1) }
  }
}

extension String {
  fileprivate var trimmedSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    return text
  }
}
