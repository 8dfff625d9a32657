import Answers
package import ClusterModel

extension Network {
  /// The firm of this id; else the one of this name, or of the only name that contains it.
  package func find(firm wanted: String) throws -> FirmID {
    if let firm = firm(id: wanted) { return firm }
    let found = try Self.row(
      named: wanted, among: firms.count, LocalText(zh: "企业", en: "firm"), id: { firms.id(FirmID($0)) },
      name: { Name(zh: firms.name(FirmID($0), .zh), en: firms.name(FirmID($0), .en)) })
    return FirmID(found)
  }

  package func find(cluster wanted: String) throws -> ClusterID {
    if let cluster = cluster(id: wanted) { return cluster }
    return ClusterID(
      try Self.row(
        named: wanted, among: clusters.count, LocalText(zh: "集群", en: "cluster"), id: { clusters[$0].id }, name: { clusters[$0].name }))
  }

  package func find(chain wanted: String) throws -> ChainID {
    if let chain = chain(id: wanted) { return chain }
    return ChainID(
      try Self.row(named: wanted, among: chains.count, LocalText(zh: "产业链", en: "chain"), id: { chains[$0].id }, name: { chains[$0].name }))
  }

  package func find(product wanted: String) throws -> ProductID {
    if let row = products.firstIndex(where: { $0.id == wanted }) { return ProductID(row) }
    return ProductID(
      try Self.row(
        named: wanted, among: products.count, LocalText(zh: "产品", en: "product"), id: { products[$0].id }, name: { products[$0].name }))
  }

  package func find(county wanted: String) throws -> CountyID {
    if let county = county(code: wanted) { return county }
    return CountyID(
      try Self.row(
        named: wanted, among: counties.count, LocalText(zh: "县（市、区）", en: "county"), id: { counties[$0].code }, name: { counties[$0].name })
    )
  }

  /// The one row whose name is `wanted`, or whose name alone contains it; the ids that come near are told where there is none or more than one. O(rows).
  private static func row(
    named wanted: String, among count: Int, _ what: LocalText, id: (Int) -> String, name: (Int) -> Name
  ) throws -> Int {
    var whole: [Int] = []
    var part: [Int] = []
    if !wanted.isEmpty {
      for row in 0..<count {
        let name = name(row)
        if name.zh == wanted || name.en == wanted {
          whole.append(row)
        } else if name.zh.contains(wanted) || name.en.contains(wanted) {
          part.append(row)
        }
      }
    }
    let found = whole.isEmpty ? part : whole
    if found.count == 1 { return found[0] }
    let asked = SafeText.safe(wanted)
    func shown(_ rows: some Sequence<Int>, _ language: Language) -> String {
      rows.prefix(8).map { row in
        let name = name(row)[language]
        return SafeText.safe(name.isEmpty ? id(row) : "\(id(row)) \(name)")
      }.joined(separator: language == .zh ? "、" : ", ")
    }
    if found.count > 1 {
      throw QuestionError(
        .ambiguousName, zh: "名称含“\(asked)”的\(what.zh)有 \(found.count) 个", en: "\(found.count) have \"\(asked)\" in their name (\(what.en))",
        remedy: LocalText(zh: "请给出其一：\(shown(found, .zh))", en: "name one of them: \(shown(found, .en))"))
    }
    let near = wanted.isEmpty ? [] : Array((0..<count).filter { id($0).hasPrefix(wanted) || id($0).hasSuffix(wanted) }.prefix(3))
    let examples = near.isEmpty ? Array(0..<min(count, 8)) : near
    throw QuestionError(
      .unknownID, zh: "网络中没有编号或名称为“\(asked)”的\(what.zh)", en: "there is no \(what.en) \"\(asked)\" in the network",
      remedy: examples.isEmpty
        ? LocalText(zh: "网络中没有任何\(what.zh)", en: "the network has no \(what.en) at all")
        : LocalText(zh: "编号和名称形如：\(shown(examples, .zh))", en: "ids look like: \(shown(examples, .en))"))
  }
}
