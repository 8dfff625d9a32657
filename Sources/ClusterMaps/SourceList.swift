import ClusterModel
import Diagram

/// Where the facts of a drawing come from, for its last line: in words, without addresses and names of programs, which stand in the data.
struct SourceList {
  private var sources: [String: Int] = [:]
  private var latest = ""

  mutating func add(_ provenance: Provenance) {
    if !provenance.source.isEmpty { sources[provenance.source, default: 0] += 1 }
    if provenance.asOf > latest { latest = provenance.asOf }
  }

  /// The network, the sources met most that can be said in the language, as many as a line of a page holds and three at most, what the others are,
  /// and the latest date.
  func line(_ data: String, _ language: Language) -> String {
    let room = MapSheet.right - MapSheet.left
    let lines = [3, 2, 1].map { line(data, language, naming: $0) }
    return lines.first { PagePicture.width($0, PagePicture.Face(7)) <= room } ?? lines[2]
  }

  private func line(_ data: String, _ language: Language, naming limit: Int) -> String {
    func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    let order = sources.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map(\.key)
    var shown: [String] = []
    var (pages, others) = (0, 0)
    for source in order {
      if let words = Self.words(source, language) {
        let short = words.count > 48 ? words.prefix(47) + "…" : words
        if shown.contains(short) { continue }
        if shown.count < limit {
          shown.append(short)
          continue
        }
      }
      if source.contains("://") || source.hasPrefix("www.") { pages += 1 } else { others += 1 }
    }
    var line = data
    if order.isEmpty { line += text("；来源：未注明", "; source: not stated") }
    if !shown.isEmpty { line += text("；来源：", "; source: ") + shown.joined(separator: text("、", ", ")) }
    // What has no words is said by its kind: an address cannot be read aloud, and stands in the data.
    let rest = [
      pages > 0 ? text("网页 \(pages) 篇", pages == 1 ? "1 web page" : "\(pages) web pages") : "",
      others > 0 ? text("文献和名录 \(others) 种", others == 1 ? "1 other source" : "\(others) other sources") : "",
    ].filter { !$0.isEmpty }
    if !rest.isEmpty {
      line += shown.isEmpty ? text("；来源：", "; source: ") : text("；另据", "; also ")
      line += rest.joined(separator: text("、", " and ")) + text("，逐条见数据", ", named in the data")
    }
    return line + (latest.isEmpty ? text("；截至日期未注明。", "; date not stated.") : text("；截至 \(latest)。", "; as of \(latest)."))
  }

  /// Sources that we wrote ourselves, as they are said in Chinese.
  private static let own = [
    ("synthetic layer, seed ", "演示层种子 "), ("NetworkGenerator, seed ", "生成的演示网络种子 "), ("made by hand for teaching", "教学自编"),
    ("own structuring", "自行整理"), ("own compilation", "自行整理"), ("one product for each stage of the template", "按模板每环节一种产品"),
  ]

  /// A source in words; `nil` for one that is no more than an address, or that the language has no words for.
  static func words(_ source: String, _ language: Language) -> String? {
    for (begin, zh) in own where source.hasPrefix(begin) {
      if language == .zh { return zh.hasSuffix(" ") ? zh + source.dropFirst(begin.count) : zh }
      return begin.hasPrefix("NetworkGenerator") ? "generated network, seed " + source.dropFirst(begin.count) : cut(source)
    }
    let words = cut(source)
    guard !words.isEmpty else { return nil }
    // A page in one language names only what it has words for; the others are counted.
    return language == .zh && !words.unicodeScalars.contains { $0.value >= 0x3400 && $0.value < 0xA000 } ? nil : words
  }

  /// The source up to what a reader cannot read aloud: an address, a repository, a program.
  private static func cut(_ source: String) -> String {
    let marks = ["http://", "https://", "www.", "github", " via ", "`", "("]
    var text = Substring(source)
    for mark in marks {
      if let place = text.lowercased().firstRange(of: mark) {
        text = text.prefix(text.lowercased().distance(from: text.lowercased().startIndex, to: place.lowerBound))
      }
    }
    text = text.prefix { $0 != ";" }
    while let last = text.last, " ,:;、，：（".contains(last) { text.removeLast() }
    // What is left of an address without its beginning: `my-travelload.com`.
    return text.split(separator: " ").contains { $0.contains(".") && $0.last != "." && !$0.contains { $0.isNumber } } ? "" : String(text)
  }
}
