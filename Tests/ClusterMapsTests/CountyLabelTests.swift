import Chainwright
import ChainwrightTesting
import Foundation
import Seeds
import Testing

/// Laws of the words on the map of counties, read from the marks of the finished page and not from what placed them.
@Suite struct CountyLabelTests {
  /// What stands on the map itself: the counties' symbols and words, the flows, and the dotted lines from a symbol to words.
  struct Marks {
    struct Label {
      var key: String
      var middle: Diagram.Point
      var radius: Double
      var texts: [Frame]
    }

    var labels: [Label] = []
    var flows: [[Diagram.Point]] = []
    var leaders: [(from: Diagram.Point, to: Diagram.Point)] = []
    var plates: [Frame] = []

    init(_ page: PagePicture) {
      var (key, flow) = ("", false)
      var label: Label?
      var insets: [Frame] = []
      for mark in page.marks {
        switch mark {
        case .begin(let thing):
          (key, flow) = (thing.key, thing.key.hasPrefix("flow:"))
          label = key.hasPrefix("county:") ? Label(key: key, middle: Diagram.Point(0, 0), radius: 0, texts: []) : nil
        case .end:
          let isInset = insets.contains { inset in
            label.map { inset.x < $0.middle.x && $0.middle.x < inset.maxX && inset.y < $0.middle.y && $0.middle.y < inset.maxY } ?? false
          }
          if let label, !isInset {
            labels.append(label)
          }
          (key, flow, label) = ("", false, nil)
        case .circle(let middle, let radius, _):
          if let own = label, own.radius == 0 { label = Label(key: own.key, middle: middle, radius: radius, texts: []) }
        case .box(let frame, let radius, let look):
          if let own = label, own.radius == 0, frame.width == 12 {
            label = Label(key: own.key, middle: Diagram.Point(frame.midX, frame.midY), radius: 6, texts: [])
          }
          if key.isEmpty && radius == 3 && frame.width > 30 && look.width == 1 { insets.append(frame) }
          if key.isEmpty && radius == 2 && frame.maxX < 630 { plates.append(frame) }
        case .polygon(let points, _): if flow { flows.append(points) }
        case .line(let points, let look):
          if key.isEmpty && look.line == .dotted && points.count == 2 { leaders.append((points[0], points[1])) }
        case .text(let text, let point, let type, _):
          // The number in the symbol is the symbol's.
          guard label != nil, type.anchor != .middle else { continue }
          let wide = TextWidth.width(text, size: type.size, isBold: type.isBold)
          label?.texts.append(Frame(x: point.x, y: point.y - 0.78 * type.size, width: wide, height: 0.86 * type.size))
        }
      }
    }
  }

  static func distance(_ point: Diagram.Point, _ frame: Frame) -> Double {
    let (dx, dy) = (max(frame.x - point.x, 0, point.x - frame.maxX), max(frame.y - point.y, 0, point.y - frame.maxY))
    return (dx * dx + dy * dy).squareRoot()
  }

  /// The piece of a line goes through the frame: tried point by point, unlike in the layout.
  static func runsThrough(_ a: Diagram.Point, _ b: Diagram.Point, _ frame: Frame) -> Bool {
    let steps = max(2, Int(((a.x - b.x).magnitude + (a.y - b.y).magnitude) * 2))
    return (0...steps).contains { step in
      let t = Double(step) / Double(steps)
      let (x, y) = (a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
      return x > frame.x && x < frame.maxX && y > frame.y && y < frame.maxY
    }
  }

  /// Everything that is wrong with the words of a map of counties.
  static func problems(_ page: PagePicture) -> [String] {
    let marks = Marks(page)
    var found: [String] = []
    for (number, label) in marks.labels.enumerated() {
      let leader = marks.leaders.first { abs($0.from.x - label.middle.x) < 0.06 && abs($0.from.y - label.middle.y) < 0.06 }
      let own = label.texts.map { distance(label.middle, $0) }.min() ?? 0
      for (at, other) in marks.labels.enumerated() where at != number {
        for frame in label.texts {
          if other.texts.contains(where: { $0.overlaps(frame) }) { found.append("\(label.key) on the words of \(other.key)") }
          if distance(other.middle, frame) < other.radius { found.append("\(label.key) on the symbol of \(other.key)") }
          if leader == nil && distance(other.middle, frame) - other.radius < own - label.radius {
            found.append("\(label.key) is nearer to \(other.key)")
          }
        }
      }
      for frame in label.texts {
        for outline in marks.flows {
          for piece in outline.indices where runsThrough(outline[piece], outline[(piece + 1) % outline.count], frame) {
            found.append("a flow through \(label.key)")
            break
          }
        }
        for line in marks.leaders where runsThrough(line.from, line.to, frame) { found.append("a line through \(label.key)") }
        if marks.plates.contains(where: { $0.overlaps(frame) }) { found.append("a number on \(label.key)") }
      }
    }
    return found
  }

  /// 6 to 30 counties anywhere, some of them without a place, some outside, with names of every length and clusters in them.
  static func network(_ seed: UInt64) -> Network {
    var random = SplitMix64(seed: seed)
    let counties = 6 + random.below(25)
    var generator = NetworkGenerator(firms: 60 + random.below(200), links: 150 + random.below(600), seed: seed)
    generator.counties = counties
    generator.clusters = 1 + random.below(10)
    var network = generator.make().network
    let syllables = Array("安定高阳清苑满城徐水涞源易曲望都蠡博野雄容州")
    for row in network.counties.indices {
      let name = String((0..<(1 + random.below(5))).map { _ in syllables[random.below(syllables.count)] })
      network.counties[row].name = Name(zh: name + "县", en: "County of \(String(repeating: "long", count: random.below(4)))\(row)")
      network.counties[row].longitude = random.below(12) == 0 ? nil : 114 + Double(random.below(2_000)) / 1_000
      network.counties[row].latitude = 38 + Double(random.below(1_400)) / 1_000
      network.counties[row].isInside = random.below(8) != 0
    }
    return network
  }

  @Test(arguments: seeds(24), Language.allCases) func wordsStandFreeAndAtTheirOwnCounty(seed: UInt64, language: Language) throws {
    let network = Self.network(seed)
    let request = MapRequest(.county, language: language)
    let page = try #require(request.page(of: request.facts(of: network)))
    let problems = Self.problems(page) + page.problems
    #expect(problems.isEmpty, "\(problems.prefix(6).joined(separator: "\n"))")
    #expect(Marks(page).labels.count > 1)
  }

  @Test(arguments: ["towel-chain", "lanpu-2023", "baoding-2022"], Language.allCases)
  func wordsOfShippedNetworksStandFree(name: String, language: Language) throws {
    let network = try NetworkReader.read("\(PageTests.graphs)/\(name)").network.inOrder().network
    let request = MapRequest(.county, language: language)
    let page = try #require(request.page(of: request.facts(of: network)))
    #expect(Self.problems(page).isEmpty, "\(Self.problems(page).joined(separator: "\n"))")
    // Every county with a seat has its words on the map: none is only lettered.
    let marks = Marks(page)
    #expect(marks.labels.allSatisfy { !$0.texts.isEmpty })
  }

  /// The laws can fail: words on a line, on a symbol, and nearer to another.
  @Test func brokenLawsAreFound() {
    var page = PagePicture()
    func county(_ key: String, _ x: Double, words: Double) {
      page.group(PagePicture.Thing(key: "county:\(key)", title: key)) { page in
        page.circle(x, 200, 9, PagePicture.Look())
        page.text("words", words, 200, PagePicture.Face(8))
      }
    }
    county("1", 100, words: 170)
    county("2", 200, words: 215)
    page.group(PagePicture.Thing(key: "flow:1>2", title: "")) { $0.polygon([(210, 190), (240, 210), (240, 211)], PagePicture.Look()) }
    #expect(
      Set(Self.problems(page)) == ["county:1 is nearer to county:2", "a flow through county:2", "county:1 on the symbol of county:2"])
  }
}
