import ClusterModel

/// What of a name tells one thing from another: how names are compared where a list has them in the place of ids.
enum NameText {
  /// Whether a text is written as a name is, and not as an id: with a Chinese character, or with two words of letters and a blank between them.
  static func isName(_ text: String) -> Bool {
    if text.unicodeScalars.contains(where: isIdeograph) { return true }
    return text.split(separator: " ").count { $0.count > 1 && $0.allSatisfy { $0.isLetter || ".,&'-()".contains($0) } } > 1
  }

  private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    (0x3400...0x9FFF).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value) || (0x20000...0x3FFFF).contains(scalar.value)
  }

  /// Words that stand for many firms, or for none, in a list of suppliers.
  static func isGeneric(_ text: String) -> Bool {
    var plain = IdentifierText.folded(text)
    if generic.contains(plain) { return true }
    // 进口（德国）, 农户等, 甲厂等3家.
    if plain.last == ")", let open = plain.lastIndex(of: "("), generic.contains(String(plain[..<open])) { return true }
    let count = plain.reversed().prefix { $0.isNumber || "家户个余多几数十百企业".contains($0) }
    if count.contains("家") || count.contains("户") || count.contains("个") { plain = String(plain.dropLast(count.count)) }
    return plain.hasSuffix("等") && plain.count > 1
  }

  private static let generic: Set<String> = [
    "其他", "其它", "其余", "其他企业", "其它企业", "其他供应商", "其它供应商", "其他客户", "其它客户", "个人", "个体", "个体户", "散户", "农户", "零售", "零散客户", "自产", "自制", "自用", "自有",
    "外购", "市场采购", "市场", "本厂", "本企业", "本公司", "多家", "若干", "若干家", "多户", "零星", "零星采购", "零散采购", "散货", "个体工商户", "个体户主", "周边农户", "当地农户", "本地农户",
    "合作社社员", "终端用户", "消费者", "个人客户", "网络销售",
    "电商", "国外进口", "国外采购", "境外", "海外", "国内", "全国", "全国各地", "外省", "省内", "市内", "县内", "当地", "同上", "区域外", "市外", "省外", "国外", "外地", "本地", "进口",
    "出口",
  ]

  private static let forms = ["股份有限公司", "有限责任公司", "有限公司", "股份公司", "集团公司", "(集团)", "集团"]

  /// A folded name without the legal form at its end and without the places before it; as it is where less than two characters would be left.
  static func short(_ folded: String, places: Places) -> String {
    var rest = Substring(folded)
    var goesOn = true
    while goesOn {
      goesOn = false
      for form in forms where rest.hasSuffix(form) && rest.count >= form.count + 2 {
        rest = rest.dropLast(form.count)
        goesOn = true
      }
    }
    while let place = places.prefix(of: rest), rest.count >= place + 2 { rest = rest.dropFirst(place) }
    return String(rest)
  }

  /// The name of a county as it is said: 濯源 of 澍州市濯源区.
  static func shortPlace(_ folded: String) -> String { Places.parts(folded).last.map { Places.bare($0) } ?? folded }

  /// Places that may stand before a firm's name: those that the names of counties are made of, each with and without 省, 市, 县 or 区.
  struct Places: Sendable {
    private var names: Set<String> = []
    private var longest = 0

    /// Places of counties, and those that three of the firms' names and more begin with: 澜州市.
    init(_ counties: [County], firms: some Sequence<String> = []) {
      var before: [String: Int] = [:]
      for firm in firms {
        let head = firm.prefix(4)
        if let end = head.dropFirst(2).firstIndex(where: { "省市县区".contains($0) }) { before[String(head[...end]), default: 0] += 1 }
      }
      for (place, count) in before where count >= 3 { add(place) }
      for county in counties {
        // A county that only a list of firms names has its name for its code.
        let text = county.name.zh.isEmpty ? county.code : county.name.zh
        guard NameText.isName(text) else { continue }
        let name = IdentifierText.folded(text)
        for part in Self.parts(name) + [name] {
          add(part)
        }
      }
    }

    private mutating func add(_ part: String) {
      for text in [part, Self.bare(part)] where text.count >= 2 {
        names.insert(text)
        longest = max(longest, text.count)
      }
    }

    /// How many characters of the longest place at the beginning of `text`.
    func prefix(of text: Substring) -> Int? {
      if longest < 2 { return nil }
      return (2...longest).reversed().first { $0 < text.count && names.contains(String(text.prefix($0))) }
    }

    /// 澍州市濯源区 is 澍州市 and 濯源区.
    static func parts(_ name: String) -> [String] {
      var parts = [""]
      for character in name {
        parts[parts.count - 1].append(character)
        if "省市县区旗".contains(character), parts[parts.count - 1].count > 1 { parts.append("") }
      }
      return parts.filter { !$0.isEmpty }
    }

    /// 高阳 of 高阳县; a name of two characters stays.
    static func bare(_ part: String) -> String {
      for end in ["自治县", "自治区", "新区", "省", "市", "县", "区", "旗"] where part.hasSuffix(end) && part.count >= end.count + 2 {
        return String(part.dropLast(end.count))
      }
      return part
    }
  }
}
