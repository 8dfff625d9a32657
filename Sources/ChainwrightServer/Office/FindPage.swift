import Answers
import Chainwright
import ClusterModel

/// The search of the bar: names, parts of them, short names, ids.
extension Visit {
  func findPage() throws -> HTTPResponse {
    let wanted = Wanted(request.address["q"] ?? "")
    let opened = try self.opened()
    let network = opened.study.network
    var items: [Markup] = []
    func fits(_ texts: String...) -> Bool { texts.contains { wanted.isPart(of: $0) } }
    if !wanted.isEmpty {
      for county in network.counties where county.isInside && fits(county.code, county.name.zh, county.name.en) {
        items.append(
          "<li><a href=\"\(href("/", [("county", county.code)], keeps: ["as-of"]))\">\(county.name[language])</a> <span class=\"soft small\">\(t("县区", "county")) \(county.code)</span></li>"
        )
      }
      for cluster in network.clusters where fits(cluster.id, cluster.name.zh, cluster.name.en) {
        items.append(
          "<li><a href=\"\(href("/", [("cluster", cluster.id)], keeps: ["as-of"]))\">\(cluster.name[language])</a> <span class=\"soft small\">\(t("集群", "cluster")) \(cluster.id)</span></li>"
        )
      }
      for firm in network.firms.all where items.count < 200 {
        let (id, zh, en) = (network.firms.id(firm), network.firms.name(firm, .zh), network.firms.name(firm, .en))
        // A short name is said in order, though not in one piece.
        if fits(id, zh, en) || wanted.isShort(of: zh) {
          items.append(
            "<li><a href=\"\(href("/ask/dossier", [("firm", id)], keeps: ["as-of"]))\">\(network.firms.name(firm, language))</a> <span class=\"soft small\">\(id)</span> <a class=\"small\" href=\"\(href("/weak-links", [("firm", id)], keeps: ["as-of"]))\">\(t("薄弱环节", "weak links"))</a></li>"
          )
        }
      }
    }
    let found =
      items.count < 200 ? t("\(items.count) 处", "\(items.count) found") : t("前 200 处；多输入几个字，范围就小了", "the first 200; type more of the name")
    let none: Markup =
      "<p class=\"note info\">\(t("没有找到。可以输入名称的一部分、简称或编号。", "Nothing found. Type a part of a name, a short name or an id."))</p>"
    return page(
      t("查找", "Find"), nil, opened: opened,
      "<div class=\"head\"><h1>\(t("查找：", "Find: "))\(request.address["q"] ?? "")</h1><p class=\"soft\">\(found)</p></div>\(items.isEmpty ? none : "<ul class=\"questions\">\(items)</ul>")"
    )
  }
}

/// What is looked for, among a hundred thousand names while somebody waits.
struct Wanted {
  private let text: String
  private let bytes: [UInt8]
  private let scalars: [Unicode.Scalar]
  /// Letters beyond a–z have a small and a large form too.
  private let hasOtherCases: Bool

  init(_ text: String) {
    let small = text.lowercased()
    (self.text, bytes, scalars) = (small, Array(small.utf8), Array(small.unicodeScalars))
    hasOtherCases = small.unicodeScalars.contains { !$0.isASCII && $0.properties.isCased }
  }

  var isEmpty: Bool { bytes.isEmpty }

  /// It stands in a name, in small letters or large.
  func isPart(of name: String) -> Bool {
    if hasOtherCases { return name.lowercased().contains(text) }
    var name = name
    return name.withUTF8 { name in
      var at = 0
      while at + bytes.count <= name.count {
        var length = 0
        while length < bytes.count, Self.small(name[at + length]) == bytes[length] { length += 1 }
        if length == bytes.count { return true }
        at += 1
      }
      return false
    }
  }

  private static func small(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte }

  /// Every sign of a short name stands in the name, in order.
  func isShort(of name: String) -> Bool {
    if scalars.count < 3 { return false }
    var next = 0
    for scalar in name.unicodeScalars where next < scalars.count && scalar == scalars[next] { next += 1 }
    return next == scalars.count
  }
}
