import ClusterModel
import Diagram

/// What all pages have: title, subtitle, stamp, legend, notes and source.
extension MapSheet {
  static let left = 28.0
  static let right = 814.0
  static let black = Color(0x1F2933)
  static let flowIn = Color(0x1D4F91)
  static let flowOut = Color(0xD9822B)
  static let flowOutline = Color(0x9A5A12)
  static let flowWithin = Color(0x486581)
  static let good = Color(0x0F766E)
  static let track = Color(0xE4E9EE)
  static let pink = Color(0xFEF3F2)
  static let white = Color(0xFFFFFF)

  /// Half or more of the firms drawn are made up: one stamp says so, and the real ones are marked.
  var isStamped: Bool { syntheticFirms > 0 && syntheticFirms * 2 >= coveredFirms.count }

  /// An amount in 亿元 or, in English, in billions of yuan, without the unit.
  func large(_ wan: Double) -> String {
    let value = language == .zh ? wan / 10_000 : wan / 100_000
    if value > 0 && value < 0.005 { return "<0.01" }
    if value < 0.995 { return Self.fixed(value, 2) }
    return value < 99.95 ? Self.fixed(value, value < 9.995 ? 2 : 1) : Words.grouped(Int(value.rounded()))
  }

  /// A sum of which parts may be unknown; `unit` stands behind a number.
  func large(_ sum: ClusterPlan.Sum, _ unit: String = "") -> String {
    if sum.known == 0 { return sum.unknown > 0 ? text("未知", "unknown") : text("无记录", "none on record") }
    if sum.unknown > 0 && large(sum.amount).hasPrefix("<") { return "≥0" + (unit.isEmpty ? "" : " " + unit) }
    return (sum.unknown > 0 ? "≥" : "") + large(sum.amount) + (unit.isEmpty ? "" : " " + unit)
  }

  var largeUnit: String { text("亿元", "CNY bn") }

  /// A name before a Han word, with the blank that Latin letters and digits want.
  static func spaced(_ name: String) -> String { name.unicodeScalars.last.map { $0.value < 0x2E80 } == true ? name + " " : name }

  /// The name of a county as a narrow place takes it: what it says of being made up stands on the stamp.
  func place(_ county: CountyID?) -> String {
    guard let county else { return "" }
    let value = network.counties[county.row]
    let name = value.name[language].isEmpty ? value.code : value.name[language]
    return isStamped ? Self.unmarked(name) : name
  }

  /// A name without the words before it that say it is made up.
  static func unmarked(_ name: String) -> String {
    for mark in ["虚构·", "Invented: "] where name.hasPrefix(mark) && name.count > mark.count { return String(name.dropFirst(mark.count)) }
    return name
  }

  static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, value >= 0, value < 1e12 else { return "?" }
    let scale = digits == 0 ? 1 : digits == 1 ? 10 : 100
    let whole = Int((value * Double(scale)).rounded())
    if digits == 0 { return "\(whole)" }
    let part = String(whole % scale)
    return "\(whole / scale)." + String(repeating: "0", count: digits - part.count) + part
  }

  /// Puts around the drawing what all pages have; `notes` stand above the source, the first at the top.
  func finish(_ page: inout PagePicture, title: String, subtitle: String, description: String, notes: [String]) {
    let title = titlePrefix + title
    page.title = title
    page.description = description
    page.language = language == .zh ? "zh-Hans" : "en"
    let room = Self.right - Self.left - (isStamped ? 98 : 0)
    var size = 16.0
    for next in [14, 12.5] where PagePicture.width(title, PagePicture.Face(size, isBold: true)) > room { size = next }
    if PagePicture.width(title, PagePicture.Face(size, isBold: true)) > room {
      page.wrapped(title, Self.left, 36, PagePicture.Face(12, isBold: true), limit: room, lines: 2, step: 14)
      page.text(subtitle, Self.left, 63, PagePicture.Face(8.5, color: Color(0x52606D)), limit: room)
    } else {
      page.text(title, Self.left, 44, PagePicture.Face(size, isBold: true))
      let clean = SafeText.clean(subtitle, limit: 400)
      let small = [8.5, 8, 7.5].first { PagePicture.width(clean, PagePicture.Face($0)) <= Self.right - Self.left } ?? 7
      page.text(clean, Self.left, 59, PagePicture.Face(small, color: Color(0x52606D)), limit: Self.right - Self.left)
    }
    if isStamped {
      let words = text("演示数据 · 虚构", "DEMO · INVENTED")
      let width = PagePicture.width(words, PagePicture.Face(8, isBold: true)) + 14
      page.box(
        Self.right - width, 28, width, 18, radius: 3, PagePicture.Look(stroke: Palette.missing, width: 1.2, line: .dashed))
      page.text(words, Self.right - width / 2, 40, PagePicture.Face(8, isBold: true, color: Palette.missing, anchor: .middle))
    }
    var lines = notes.filter { !$0.isEmpty }
    if syntheticFirms > 0 { lines.insert(inventedNote(page), at: 0) }
    // One paragraph of notes, on as many lines as it takes.
    let noteLines = NoteLines.lines(lines, limit: Self.right - Self.left, language)
    var y = 567.0 - 10 * Double(noteLines.count)
    for line in noteLines {
      page.text(line, Self.left, y, PagePicture.Face(7))
      y += 10
    }
    page.text(sourceLine, Self.left, 567, PagePicture.Face(7, color: Palette.grey), limit: Self.right - Self.left)
  }

  /// How many of the firms are invented. Only where one is marked as real is the mark spoken of.
  private func inventedNote(_ page: PagePicture) -> String {
    if syntheticFirms == coveredFirms.count {
      return text("企业均为虚构，仅供演示，不代表任何真实企业。", "All firms are invented for demonstration and stand for no real firm.")
    }
    if !isStamped {
      return text(
        "含虚构企业 \(syntheticFirms) 家，仅供演示，不代表任何真实企业。",
        "\(syntheticFirms) of the firms are invented for demonstration and stand for no real firm.")
    }
    if page.marks.contains(where: { if case .text("实", _, _, _) = $0 { true } else { false } }) {
      return text(
        "除标“实”者外企业均为虚构，仅供演示，不代表任何真实企业。",
        "All firms but those marked 实 (real) are invented for demonstration and stand for no real firm.")
    }
    return text(
      "所涉企业 \(coveredFirms.count) 家，其中虚构 \(syntheticFirms) 家，仅供演示，不代表任何真实企业。",
      "\(syntheticFirms) of the \(coveredFirms.count) firms behind it are invented for demonstration and stand for no real firm.")
  }

  /// A sample, drawn at the place it is given, and what it means.
  typealias LegendEntry = (text: String, draw: (inout PagePicture, Double, Double) -> Void)

  /// How many rows a legend takes.
  static func legendRows(_ entries: [LegendEntry]) -> Int { (legendPlaces(entries).map(\.row).max() ?? 0) + 1 }

  private static func legendPlaces(_ entries: [LegendEntry]) -> [(x: Double, row: Int)] {
    var (x, row) = (left, 0)
    return entries.map { entry in
      let width = 24 + 5 + PagePicture.width(entry.text, PagePicture.Face(7.5))
      if x + width > right && x > left { (x, row) = (left, row + 1) }
      defer { x += width + 13 }
      return (x, row)
    }
  }

  /// A row of legend entries: each draws its sample in 24 × 10 points at the place it is given.
  ///
  /// - Parameter y: the baseline of the last row; where they take two, the first stands above it.
  func legendRow(_ entries: [LegendEntry], y: Double, _ page: inout PagePicture) {
    let places = Self.legendPlaces(entries)
    let rows = places.last?.row ?? 0
    for (entry, place) in zip(entries, places) {
      let baseline = y - 13 * Double(rows - place.row)
      entry.draw(&page, place.x, baseline - 6)
      page.text(entry.text, place.x + 29, baseline, PagePicture.Face(7.5), limit: Self.right - place.x - 29)
    }
  }

  /// The sample of a box in a legend.
  static func legendBox(_ look: PagePicture.Look) -> (inout PagePicture, Double, Double) -> Void {
    { page, x, y in page.box(x, y - 1.5, 22, 9, radius: 3, look) }
  }

  /// A small black square with 实 before a real firm of a page that is mostly made up.
  ///
  /// - Returns: the width it took.
  func realMark(_ firm: FirmID, _ x: Double, _ y: Double, _ page: inout PagePicture) -> Double {
    guard isStamped, !network.firms.isSynthetic(firm) else { return 0 }
    page.box(x, y - 7.2, 8.8, 8.8, radius: 1, PagePicture.Look(fill: Self.black))
    page.text("实", x + 4.4, y - 0.2, PagePicture.Face(7, isBold: true, color: Self.white, anchor: .middle))
    return 11
  }
}

/// Notes as sentences behind each other, as few lines as hold them.
enum NoteLines {
  static func lines(_ notes: [String], limit: Double, _ language: Language) -> [String] {
    let text = notes.map { note in
      let end: Character = language == .zh ? "。" : "."
      return note.last == end || note.last == "." || note.last == "。" ? note : note + String(end)
    }.joined(separator: language == .zh ? "" : " ")
    if text.isEmpty { return [] }
    return TextWidth.wrap(SafeText.clean(text, limit: 1_200), size: 7 * 1.03, limit: limit, lineLimit: 4)
  }
}
