import Answers
public import ClusterAnalysis
import ClusterIO
public import ClusterModel
import CutSets
public import Diagram
import GraphCore

/// A map as one live page: the drawing, the facts of its firms, and who needs what to run, so that a reader may stop a firm and see who stops with it.
///
/// The page needs nothing else and asks for nothing: its policy lets one script run, by its hash, and no request be made. The script is given the needs
/// as the engine resolves them (substitute groups joined, what is not essential left out) and comes to the engine's answer: the greatest fixed point.
///
/// It holds the whole network up to ``wholeLimit`` firms; of a larger one what stands upstream of the firms asked for, all of it, so that each answer
/// about a firm on the page is exact.
public struct LiveMap {
  public static let wholeLimit = 1_000

  let page: PagePicture
  let model: SupplyModel
  let language: Language
  private let firms: [FirmID]
  /// Vertices on the page: the firms, then the needs and inputs of groups behind them.
  private let vertices: [Int32]

  /// - Parameters:
  ///   - page: the drawing; its things are named `firm:ID`, `stage:ID`, `county:CODE`.
  ///   - model: who needs what to run.
  ///   - scope: the firms that a large network is cut down to, with all that is upstream of them; `nil` keeps all.
  ///   - language: of every text.
  public init(_ page: PagePicture, model: SupplyModel, scope: Set<FirmID>?, language: Language) {
    self.page = page
    self.model = model
    self.language = language
    let network = model.network
    let all = network.firms.all.map(\.index)
    let wanted = scope.map { $0.map(\.index).sorted() } ?? all
    let isWhole = network.firms.count <= Self.wholeLimit || scope == nil
    let kept = model.structure.upstream(of: isWhole ? all : wanted)
    let ids = (0..<model.structure.graph.vertexCount).filter { kept.contains($0) }
    firms = ids.filter { $0 < network.firms.count }.map { FirmID($0) }
    vertices = ids.map { Int32($0) }
  }

  private func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  // MARK: The page

  /// The file, whole.
  public var html: [UInt8] {
    let script = String(decoding: PackageResources.live_js, as: UTF8.self)
    let style = String(decoding: PackageResources.live_css, as: UTF8.self)
    let policy =
      "default-src 'none'; script-src 'sha256-\(Self.hash(script))'; style-src 'sha256-\(Self.hash(style))'; base-uri 'none'; form-action 'none'"
    let tag = language == .zh ? "zh-Hans" : "en"
    let title = XMLText.escaped(SafeText.clean(page.title))
    var out = "<!DOCTYPE html>\n<html lang=\"\(tag)\">\n<head>\n<meta charset=\"utf-8\">\n"
    out += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
    out += "<title>\(title)</title>\n<style>\(style)</style>\n</head>\n<body>\n"
    out += "<header><h1>\(title)</h1>\n"
    out +=
      "<label for=\"find\">\(text("查找", "Find"))</label><input id=\"find\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">\n"
    for (id, words, label) in [
      ("in", "+", text("放大", "zoom in")), ("out", "−", text("缩小", "zoom out")), ("all", text("全图", "Whole"), text("全图", "the whole map")),
      ("undo", text("撤销", "Undo"), text("撤销上一步", "undo the last step")),
      ("clear", text("全部恢复", "Restart all"), text("全部恢复", "restart all firms")),
    ] { out += "<button id=\"\(id)\" type=\"button\" aria-label=\"\(label)\">\(words)</button>\n" }
    out += "</header>\n<main>\n\(drawing)</main>\n"
    out += "<aside aria-label=\"\(text("企业与停产推演", "firms, and who stops"))\">\n<p id=\"state\" role=\"status\" aria-live=\"polite\"></p>\n"
    out += "<p class=\"hint\">\(hint)</p>\n<div id=\"found\"></div><div id=\"facts\"></div><div id=\"fallen\"></div>\n</aside>\n"
    out += "<script type=\"application/json\" id=\"data\">\(data)</script>\n<script>\(script)</script>\n</body>\n</html>\n"
    return Array(out.utf8)
  }

  private var hint: String {
    text(
      "点击企业看事实、供应商和采购方；“停产”后即见谁随之停、缺什么。键盘：/ 查找，回车 查看，空格 停产，u 撤销，+ − 0 缩放，方向键移动。",
      "Click a firm for its facts, suppliers and buyers; stop it to see who stops with it, and for want of what. Keys: / finds, Enter shows, Space stops, u undoes, + − 0 zoom, arrows move."
    )
  }

  /// The still map, without its declaration.
  private var drawing: String {
    let svg = page.svg
    guard let start = svg.firstRange(of: "<svg ") else { return "" }
    return String(svg[start.lowerBound...])
  }

  /// The hash of a script or a style as a policy names it.
  package static func hash(_ text: String) -> String {
    var hash = SHA256()
    hash.add(Array(text.utf8))
    let hex = Array(hash.hex().utf8)
    func digit(_ byte: UInt8) -> UInt8 { byte < 0x3A ? byte - 0x30 : byte - 0x57 }
    let bytes = stride(from: 0, to: hex.count, by: 2).map { digit(hex[$0]) << 4 | digit(hex[$0 + 1]) }
    return base64(bytes)
  }

  /// > Source: RFC 4648, 4.
  static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var out = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let number = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for place in 0..<4 { out += place > part.count ? "=" : String(letters[number >> (18 - 6 * place) & 63]) }
    }
    return out
  }

  // MARK: What the script is given

  private var data: String {
    let network = model.network
    let weights = FirmWeights(.output, of: network).values
    var sources = Numbered()
    let rows = firms.map { firm -> String in
      let county = network.firms.county(firm).map { network.counties[$0.row] }
      let stages = model.firmStages[firm].map { network.stages[$0.row] }
      let weight = weights[firm.row]
      let provenance = network.firms.provenance[firm.row]
      let words = [
        provenance.kind.word(language), provenance.source, provenance.asOf.isEmpty ? "" : text("截至 ", "as of ") + provenance.asOf,
      ].filter { !$0.isEmpty }.joined(separator: text("；", "; "))
      let names = stages.map { $0.name[language].isEmpty ? $0.id : $0.name[language] }
      let parts: [String] = [
        Self.quoted(network.firms.id(firm)), Self.quoted(network.firms.name(firm, language)), Self.quoted(county?.name[language] ?? ""),
        Self.quoted(names.joined(separator: text("、", ", "))), weight.isNaN ? "null" : XMLText.number(weight),
        String(sources.number(words)),
        Self.list(stages.map { Self.quoted($0.id) }), Self.quoted(county?.code ?? ""),
      ]
      return Self.list(parts)
    }
    var place = [Int32](repeating: -1, count: model.structure.graph.vertexCount)
    for (number, vertex) in vertices.enumerated() { place[Int(vertex)] = Int32(number) }
    let graph = model.structure.graph
    var (offsets, targets) = (["0"], [String]())
    for vertex in vertices {
      for target in graph.outNeighbors(of: VertexID(Int(vertex))) where place[Int(target)] >= 0 { targets.append("\(place[Int(target)])") }
      offsets.append("\(targets.count)")
    }
    let slack = vertices.map { vertex -> String in
      let at = Int(vertex)
      return String(graph.inOffsets[at + 1] - graph.inOffsets[at] - model.structure.thresholds[at])
    }
    var goods = Numbered()
    let needs = vertices.dropFirst(firms.count).map { vertex -> String in
      let purchases: [Int] = model.need(ofVertex: vertex)?.purchases ?? model.purchase(ofVertex: vertex).map { [$0] } ?? []
      let names = purchases.map { model.view.name(model.view.goods[$0])[language] }
      return String(goods.number(names.joined(separator: text("或", " or "))))
    }
    let units =
      language == .zh ? "\"unit\":[10000,\"亿元\"],\"small\":[1,\"万元\",0]" : "\"unit\":[100000,\"CNY bn\"],\"small\":[100,\"CNY m\",1]"
    var out = "{\"firms\":" + Self.list(rows)
    out += ",\"sources\":" + sources.list
    out += ",\"goods\":" + goods.list
    out += ",\"need\":" + Self.list(needs)
    out += ",\"offsets\":" + Self.list(offsets)
    out += ",\"targets\":" + Self.list(targets)
    out += ",\"slack\":" + Self.list(slack)
    out += "," + units
    out += ",\"words\":" + words
    return out + "}"
  }

  private static func list(_ parts: [String]) -> String { "[" + parts.joined(separator: ",") + "]" }

  /// The texts of the page that the script puts together.
  private var words: String {
    let all = [
      ("unknown", text("未知", "unknown")), ("sep", text("、", ", ")), ("id", text("编号", "Id")), ("county", text("县（市、区）", "County")),
      ("stages", text("环节", "Stages")), ("output", text("年产出", "Output a year")), ("known", text("依据", "Known by")),
      ("lacks", text("缺", "Lacks")), ("stop", text("停产", "Stop")), ("restart", text("恢复", "Restart")),
      ("suppliers", text("供应商", "Suppliers")), ("buyers", text("采购方", "Buyers")), ("firms", text("企业", "Firms")),
      ("found", text("找到", "Found")), ("byHand", text("设为停产", "Stopped by hand")), ("follow", text("随之停产", "Stop with them")),
      ("for", text("缺", "for want of ")),
      ("reach", text("上游 {a} 家，下游 {b} 家。", "{a} firms upstream, {b} downstream.")), ("none", text("全部在产。", "All run.")),
      ("result", text("设停 {a} 家，随之停产 {b} 家；涉及年产出 {c}。", "{a} stopped by hand, {b} stop with them; output lost a year: {c}.")),
    ]
    return "{" + all.map { Self.quoted($0.0) + ":" + Self.quoted($0.1) }.joined(separator: ",") + "}"
  }

  /// Texts by number, each once.
  private struct Numbered {
    private var numbers: [String: Int] = [:]
    private var all: [String] = []

    mutating func number(_ text: String) -> Int {
      if let number = numbers[text] { return number }
      numbers[text] = all.count
      all.append(text)
      return all.count - 1
    }

    var list: String { "[" + all.map { LiveMap.quoted($0) }.joined(separator: ",") + "]" }
  }

  /// A text as JSON that may stand in a page: nothing in it ends the element or begins another.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in SafeText.clean(text, limit: 400).unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "<", ">", "&", "\u{2028}", "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
