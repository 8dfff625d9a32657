import ArgumentParser
import Chainwright

struct MapCommand: ParsableCommand {
  enum View: String, ExpressibleByArgument, CaseIterable { case chain, cluster, county, leader, cascade, benchmark, tree, sources, steps }

  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract:
      "Draws a network: a chain, a cluster, the counties, a leader's tiers, a cascade, a cluster beside its peer, or what to do first.",
    discussion: """
      chain: stages as columns, firms in them, missing stages as empty dashed boxes, weak links marked (--chain or --cluster). cluster: firms by stage, \
      with what flows in and out of the county (--cluster). county: counties at their true positions, with the flows between them. \
      leader: the tiers behind one leader (--leader). cascade: how the stop of a firm spreads, a column for each iteration (--shock, and the options of chainwright cascade). \
      benchmark: a cluster beside a peer, stage by stage, with what it lacks (--cluster, --peer). tree: a chain by stage, product and firm. \
      sources: where makers are of what is missing or weak. steps: what to do first, by the output at stake (these three: --cluster, else all clusters). Weak links are marked with the findings of weak-links and gaps. Above a readable size firms fold into counts, and the drawing says so. \
      chain, cluster, county and leader can be written as .html: one page that needs nothing else, to pan, zoom and search, to see a firm's facts, and to stop it and see who stops with it, for want of what.
      """)

  @OptionGroup var input: NetworkInput
  @Option(help: "What is drawn: chain, cluster, county, leader, cascade, benchmark, tree, sources or steps.") var view: View
  @Option(help: ArgumentHelp("The chain to draw, over the whole network, by id or name.", valueName: "chain")) var chain: String?
  @Option(help: ArgumentHelp("The cluster to draw, by id or name.", valueName: "cluster")) var cluster: String?
  @Option(help: ArgumentHelp("With --view county: the one whose flows alone are drawn, by code or name.", valueName: "county"))
  var county: String?
  @Option(help: ArgumentHelp("The leader to draw, by id or name.", valueName: "firm")) var leader: String?
  @Option(help: ArgumentHelp("The peer to draw beside the cluster, by id or name.", valueName: "cluster")) var peer: String?
  @Option(
    help: ArgumentHelp(
      "Where the cascade begins: a firm, or FIRM=0.4 for a part of it; several with commas between (repeatable).", valueName: "firm"))
  var shock: [String] = []
  @OptionGroup(title: "Options of the cascade") var cascade: CascadeOptions
  @Option(
    name: [.short, .long], help: ArgumentHelp("The file: .dot, .svg, .png, .pdf, or .html for a live page (repeatable).", valueName: "file")
  ) var output: [String]
  @Option(help: ArgumentHelp("Firms drawn before they fold into counts.", valueName: "n")) var firmLimit: Int?
  @Option(help: ArgumentHelp("Mark cut sets of up to this order: 1 (single points) or 2 (also pairs).", valueName: "k")) var order = 1
  @Option(help: ArgumentHelp("Boundaries to draw under the counties, a GeoJSON file; with --map-number.", valueName: "file")) var baseMap:
    String?
  @Option(help: ArgumentHelp("The number under which the boundaries were approved (审图号), for the note.", valueName: "number"))
  var mapNumber: String?
  @Option(help: "zh or en; the locale's language when left out.") var lang: Language?
  @Flag(help: "Overwrite files that are there.") var force = false
  @Flag(name: [.customShort("q"), .long], help: "Say nothing beside the answer.") var quiet = false

  func validate() throws {
    for file in output where Self.format(of: file) == nil && !Self.isPage(file) {
      throw UsageError(
        zh: "\(safe(file))：图可写成 .dot、.svg、.png、.pdf 或 .html", en: "\(safe(file)): a map is written as .dot, .svg, .png, .pdf or .html")
    }
    if output.contains(where: Self.isPage), ![.chain, .cluster, .county, .leader].contains(view) {
      throw UsageError(
        zh: ".html 只用于 --view chain、cluster、county 和 leader", en: ".html is for --view chain, cluster, county and leader")
    }
    if (baseMap == nil) != (mapNumber ?? "").isEmpty || baseMap != nil && view != .county {
      throw UsageError(
        zh: "--base-map 与 --map-number（审图号）须同时给出，只用于 --view county",
        en: "--base-map and --map-number, under which the map was approved, go together and with --view county")
    }
    if county != nil && view != .county {
      throw UsageError(zh: "--county 只用于 --view county", en: "--county goes with --view county")
    }
    if order != 1 && order != 2 { throw UsageError(zh: "--order 须为 1 或 2", en: "--order takes 1 or 2") }
    if let firmLimit, firmLimit < 1 { throw UsageError(zh: "--firm-limit 须为 1 或更大的数", en: "--firm-limit takes a number from 1 on") }
  }

  func run() throws {
    let language = lang ?? PageOutput.environmentLanguage
    try CommandOutput.check(output, force: force)
    let network = try input.load(language).network
    var request = MapRequest(try subject(network), language: language)
    request.marksPairs = order == 2
    if let baseMap, let mapNumber {
      let lines = try BoundaryReader.read(baseMap).map { $0.map { Diagram.Point($0.longitude, $0.latitude) } }
      request.baseMap = MapRequest.BaseMap(lines: lines, number: mapNumber)
    }
    if let county { request.focus = try network.find(county: county) }
    if let firmLimit {
      request.firmLimit = firmLimit
      request.columnLimit = max(request.columnLimit, firmLimit / 4)
    }
    let drawing = try drawing(request, network)
    let files = try output.map { file in
      (path: file, bytes: try Self.format(of: file).map { try drawing.file($0) } ?? live(request, network, drawing))
    }
    try CommandOutput.write(files, force: force)
    for file in output { StandardStreams.say(SystemPath.shown(file + "\n")) }
  }

  private func drawing(_ request: MapRequest, _ network: Network) throws -> Drawing {
    guard case .cascade = request.view else { return request.drawing(of: network) }
    var question = CascadeQuestion(shocks: shock)
    question.assumptions = try cascade.assumptions(request.language)
    question.directions = cascade.direction.directions
    return request.drawing(of: MapFacts(network, cascade: try question.losses(network)))
  }

  /// The map as a live page: the firms it shows, and all that is upstream of them.
  private func live(_ request: MapRequest, _ network: Network, _ drawing: Drawing) -> [UInt8] {
    let scope: Set<FirmID>? =
      switch request.view {
      case .chain(_, inside: let cluster?), .cluster(let cluster): Set(network.firms.all.filter { network.firms.cluster($0) == cluster })
      case .leader(let leader): [leader]
      default: nil
      }
    return drawing.live(SupplyModel(SupplyView(network)), scope: scope, language: request.language)
  }

  static func isPage(_ path: String) -> Bool { path.lowercased().hasSuffix(".html") && !path.lowercased().hasSuffix("/.html") }

  /// What a file's name says it holds.
  static func format(of path: String) -> Drawing.Format? {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    return Drawing.Format(rawValue: ending == "gv" ? "dot" : ending)
  }

  /// The view with the thing it is of.
  private func subject(_ network: Network) throws -> MapRequest.View {
    switch view {
    case .chain where cluster == nil:
      return .chain(try network.find(chain: try require(chain, "--chain or --cluster", network.chains.map(\.id))), inside: nil)
    case .chain:
      let id = try network.find(cluster: cluster ?? "")
      guard let chain = network.clusters[id.row].chain else {
        throw CommandFailure(
          .badData,
          LocalText(zh: "集群 \(network.clusters[id.row].id) 没有对照的产业链", en: "cluster \(network.clusters[id.row].id) has no chain"),
          remedy: LocalText(
            zh: "在 clusters.csv 填写 chain_id，或改用 --view cluster", en: "give its chain_id in clusters.csv, or use --view cluster"))
      }
      return .chain(chain, inside: id)
    case .cluster:
      return .cluster(try network.find(cluster: try require(cluster, "--cluster", network.clusters.map(\.id))))
    case .county:
      return .county
    case .leader:
      let ids = network.leaders().map { network.firms.id($0) }
      return .leader(try network.find(firm: try require(leader, "--leader", ids)))
    case .cascade:
      _ = try require(shock.first, "--shock", network.firms.all.prefix(12).map { network.firms.id($0) })
      return .cascade([])
    case .tree, .sources, .steps:
      let clusters = try cluster.map { [try network.find(cluster: $0)] } ?? network.clusters.indices.map { ClusterID($0) }
      return view == .tree ? .tree(clusters) : view == .sources ? .sources(clusters) : .steps(clusters)
    case .benchmark:
      let own = try network.find(cluster: try require(cluster, "--cluster", network.clusters.map(\.id)))
      let facts = BenchmarkFacts(network)
      let peers = try BenchmarkPeers(own, named: peer.map { [$0] } ?? [], automatic: nil, facts)
      return .benchmark(own, peer: try peers.benchmarks(.equal)[0].peer.cluster)
    }
  }

  private func require(_ value: String?, _ option: String, _ ids: [String]) throws -> String {
    if let value { return value }
    let shown = ids.prefix(12).map { safe($0) }.joined(separator: ", ")
    throw CommandFailure(
      .badData, LocalText(zh: "--view \(view.rawValue) 需要 \(option)", en: "--view \(view.rawValue) needs \(option)"),
      remedy: ids.isEmpty
        ? LocalText(zh: "网络中没有可选项；请改画其他视图", en: "the network has none; draw another view")
        : LocalText(zh: "可选：\(shown)", en: "one of: \(shown)"))
  }
}
