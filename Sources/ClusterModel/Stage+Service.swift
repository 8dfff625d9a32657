extension Stage {
  /// Whether nothing is made at this stage: goods are traded, carried or stored. By its industry code (``IndustryCode/isService(_:)``); where it has none, by words of its name.
  public var isService: Bool {
    if IndustryCode.hasForm(industryCode) { return IndustryCode.isService(industryCode) }
    if Self.makingWords.contains(where: { name.zh.hasSuffix($0) }) { return false }
    if Self.serviceWords.contains(where: { name.zh.contains($0) }) { return true }
    let words = name.en.lowercased().split { !$0.isLetter }
    return words.contains { Self.englishServiceWords.contains(String($0)) }
  }

  private static let serviceWords = ["市场", "批发", "零售", "物流", "仓储", "电商", "电子商务", "贸易", "外贸", "销售", "商贸"]
  private static let makingWords = ["制造", "生产", "加工"]
  private static let englishServiceWords: Set<String> = [
    "market", "markets", "wholesale", "retail", "logistics", "haulage", "warehousing", "commerce", "trade", "trading", "sales", "dealers",
  ]
}
