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
  /// How many of its first characters the name most like it begins with too.
  private var shared: [FirmID: Int] = [:]
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
      prefix = beginnings.first ?? ""
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
      for (number, firm) in all.enumerated() where counts[current[number]]! > 1 {
        isChanged = true
        let county = network.firms.county(firm).map { network.counties[$0.row].name[language] } ?? ""
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
    let order = current.indices.sorted { (current[$0], all[$0]) < (current[$1], all[$1]) }
    for (place, number) in order.enumerated() {
      let firm = all[number]
      names[firm] = current[number]
      guard place > 0 else { continue }
      let before = order[place - 1]
      let common = zip(current[before], current[number]).prefix { $0.0 == $0.1 }.count
      shared[all[before]] = max(shared[all[before]] ?? 0, common)
      shared[firm] = common
    }
  }

  subscript(firm: FirmID) -> String { names[firm] ?? shortened(network.firms.name(firm, language)) }

  /// The name at 7 points takes more than `limit`.
  func isWide(_ firm: FirmID, limit: Double) -> Bool { PagePicture.width(self[firm], PagePicture.Face(7)) > limit }

  /// Draws a firm's name so that no other firm's reads the same, even where it has to be cut.
  @discardableResult
  func draw(
    _ firm: FirmID, mark: String = "", _ x: Double, _ y: Double, _ type: PagePicture.Face, limit: Double, _ page: inout PagePicture
  ) -> Double {
    let id = network.firms.id(firm)
    return page.name(self[firm], of: id, shared: shared[firm] ?? 0, id: id, mark: mark, x, y, type, limit: limit)
  }

  /// What the note says was dropped; empty when nothing was.
  var note: String {
    let quoted = [prefix, suffix].map { $0.trimmedSpaces }.filter { !$0.isEmpty }
    if language == .en { return quoted.isEmpty ? "" : "Names of firms without \"" + quoted.joined(separator: " … ") + "\"" }
    let parts = quoted.isEmpty ? "" : "“" + quoted.joined(separator: "…") + "”"
    if places.isEmpty { return parts.isEmpty ? "" : "企业名略去" + parts }
    return "企业名略去" + parts + (parts.isEmpty ? "" : "及") + "所在县名"
  }

  private func shortened(_ name: String) -> String {
    var name = name
    if let head = beginnings.first(where: { name.hasPrefix($0) && name.count > $0.count }) { name.removeFirst(head.count) }
    if let place = places.first(where: { name.hasPrefix($0) && name.count >= $0.count + 2 }) { name.removeFirst(place.count) }
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
      guard place.count > 2, let last = place.last, "县市区".contains(last) else { continue }
      let head = beginnings.first { name.hasPrefix($0) } ?? ""
      let stem = String(place.dropLast())
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
