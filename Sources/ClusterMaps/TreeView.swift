import ClusterAnalysis
import ClusterModel
import Diagram

extension MapSheet {
  /// 树状图: a cluster's chain by stage, product and firm; of several clusters, counties, clusters and their stages.
  mutating func drawTree(_ clusters: [ClusterID]) {
    if clusters.count == 1 { drawChainTree(clusters[0]) } else { drawClusterTree(clusters) }
    explainTree()
  }

  private mutating func drawChainTree(_ cluster: ClusterID) {
    let own = network.clusters[cluster.row]
    cover(own.provenance)
    let name = own.name[language].isEmpty ? own.id : own.name[language]
    diagram.title = text("\(name)：产业链树状图", "\(name): tree of the chain")
    let firms = network.firms.all.filter { network.firms.cluster($0) == cluster }
    let stages = own.chain.map { network.stages(of: $0) } ?? []
    diagram.subtitle = text("环节 \(stages.count) 个，企业 \(firms.count) 家", "\(stages.count) stages, \(words.firms(firms.count))")
    diagram.columns = [
      Diagram.Heading(text("产业链", "Chain")), Diagram.Heading(text("环节", "Stages")), Diagram.Heading(text("产品", "Products")),
      Diagram.Heading(text("企业", "Firms")),
    ]
    let root = own.chain.map { network.chains[$0.row].name[language] } ?? own.leadingIndustry[language]
    diagram.nodes.append(
      Diagram.Node(
        key: "root", lines: [Diagram.Line(root.isEmpty ? name : root, .strong), Diagram.Line(name, .detail)], style: Palette.leader,
        title: name))
    var tree = ChainTree(firms, network, facts.firmStages)
    var order = 0.0
    for stage in stages { addBranch(stage, tree.branch(stage), &order) }
    let rest = firms.filter { firm in !facts.firmStages[firm].contains { network.stages[$0.row].chain == own.chain } }
    if !rest.isEmpty { addBranch(nil, [(nil, rest)], &order) }
    diagram.description =
      text("环节及企业数：", "Stages with their number of firms: ")
      + stages.map { stage in
        "\(stageName(stage)) × \(firms.filter { facts.firmStages[$0].contains(stage) }.count)"
      }.joined(separator: text("、", ", ")) + text("。", ".")
  }

  /// A stage with its products and their firms.
  private mutating func addBranch(_ stage: StageID?, _ products: [(product: ProductID?, firms: [FirmID])], _ order: inout Double) {
    let key = Self.key(stage, network)
    let count = Set(products.flatMap(\.firms)).count
    var lines = [Diagram.Line(stageName(stage), .strong)]
    var style = Palette.stage
    if count > 0 { lines.append(Diagram.Line(words.firms(count), .detail)) }
    let id = stage.map { network.stages[$0.row].id } ?? ""
    if marks.ofStage(id, "missing-link") != nil {
      style = Palette.missingStage
      lines.append(Diagram.Line("○ " + text("缺链", "missing"), .mark, color: Palette.missing))
      explain(.missing)
    } else if count == 0 {
      style = Palette.unrecordedStage
      lines.append(Diagram.Line(text("无在册企业", "no firm on record"), .detail))
      explain(.unrecorded)
    } else {
      explain(.stage)
    }
    if let stage { cover(network.stages[stage.row].provenance) }
    diagram.nodes.append(
      Diagram.Node(key: key, lines: lines, style: style, column: 1, order: order, title: stageName(stage), description: words.firms(count)))
    branch("root", key)
    if products.isEmpty { order += 1 }
    for entry in products {
      let product = "product:" + (entry.product.map { network.products[$0.row].id } ?? "") + "@" + key
      let productName = entry.product.map(called) ?? text("产品未注明", "product not stated")
      diagram.nodes.append(
        Diagram.Node(
          key: product, lines: [Diagram.Line(productName)],
          style: entry.product == nil ? Palette.unrecordedStage : Palette.county, column: 2, order: order, title: productName))
      branch(key, product)
      let (shown, rest) = folded(entry.firms, limit: max(2, min(4, request.firmLimit / 15)))
      for firm in shown {
        let node = firmNode(firm, key: "firm:\(network.firms.id(firm))@\(product)", column: 3, order: order)
        diagram.nodes.append(node)
        branch(product, node.key)
        explain(.firm)
        order += 1
      }
      if !rest.isEmpty {
        var node = foldedNode(rest, isAll: shown.isEmpty, key: "rest@\(product)", column: 3)
        node.isLast = false
        node.order = order
        diagram.nodes.append(node)
        branch(product, node.key)
        order += 1
      }
      if entry.firms.isEmpty { order += 1 }
    }
  }

  /// The product's name; its id where the lists give no name.
  private func called(_ product: ProductID) -> String {
    let (id, name) = (network.products[product.row].id, network.products[product.row].name[language])
    return name.isEmpty ? id.isEmpty ? text("产品未注明", "product not stated") : id : name
  }

  /// Counties, their clusters, and of each cluster the stages of its chain in words.
  private mutating func drawClusterTree(_ clusters: [ClusterID]) {
    let region = network.title[language].isEmpty ? network.name : network.title[language]
    diagram.title = text("集群树状图", "Tree of the clusters")
    diagram.subtitle = text("\(region)。集群 \(clusters.count) 个", "\(region). \(clusters.count) clusters")
    diagram.columns = [
      Diagram.Heading(text("县（市、区）", "County")), Diagram.Heading(text("集群", "Cluster")),
      Diagram.Heading(text("产业链与环节", "Chain and stages")),
    ]
    let byCounty = Dictionary(grouping: clusters) { network.clusters[$0.row].county }
    let counties = byCounty.keys.sorted { ($0?.index ?? .max) < ($1?.index ?? .max) }
    var order = 0.0
    for county in counties {
      let key = "county:" + (county.map { network.counties[$0.row].code } ?? "")
      let name = county.map { network.counties[$0.row].name[language] } ?? text("县未知", "county unknown")
      diagram.nodes.append(
        Diagram.Node(key: key, lines: [Diagram.Line(name, .strong)], style: Palette.county, column: 0, order: order, title: name))
      for cluster in byCounty[county] ?? [] {
        addCluster(cluster, under: key, order: order)
        order += 1
      }
    }
    diagram.description = counties.map { county in
      (county.map { network.counties[$0.row].name[language] } ?? "") + text("：", ": ")
        + (byCounty[county] ?? []).map { network.label($0)[language] }.joined(separator: text("、", ", "))
    }.joined(separator: text("；", "; "))
  }

  private mutating func addCluster(_ cluster: ClusterID, under parent: String, order: Double) {
    let own = network.clusters[cluster.row]
    cover(own.provenance)
    let name = own.name[language].isEmpty ? own.id : own.name[language]
    let firms = network.firms.all.filter { network.firms.cluster($0) == cluster }
    for firm in firms { cover(firm) }
    var lines = [Diagram.Line((own.status == .planned ? "○ " : "● ") + name, .strong)]
    lines.append(Diagram.Line(firms.isEmpty ? text("无在册企业", "no firm on record") : words.firms(firms.count), .detail))
    let key = "cluster:\(own.id)"
    var style = firms.isEmpty ? Palette.unrecordedStage : Palette.stage
    if !firms.isEmpty && firms.allSatisfy({ network.firms.isSynthetic($0) }) {
      style.line = .dashed
      explain(.syntheticFirm)
    }
    diagram.nodes.append(Diagram.Node(key: key, lines: lines, style: style, column: 1, order: order, title: name))
    branch(parent, key)
    explain(.county)
    guard let chain = own.chain else { return }
    let stages = network.stages(of: chain)
    let there = Set(firms.flatMap { facts.firmStages[$0] })
    let present = stages.filter { there.contains($0) }.count
    let chainName = network.chains[chain.row].name[language]
    let chainKey = "chain:\(own.id)"
    diagram.nodes.append(
      Diagram.Node(
        key: chainKey,
        lines: [
          Diagram.Line(chainName),
          Diagram.Line(text("环节 \(stages.count) 个，有企业的 \(present) 个", "\(present) of \(stages.count) stages have firms"), .detail),
        ], style: Palette.stage, column: 2, order: order, title: chainName,
        description: stages.map { stageName($0) }.joined(separator: text("、", ", "))))
    branch(key, chainKey)
  }

  private mutating func branch(_ parent: String, _ child: String) {
    diagram.edges.append(
      Diagram.Edge(
        key: "branch:\(parent)>\(child)", source: parent, target: child, style: EdgeStyle(stroke: Palette.grey, width: 1, hasArrow: false)))
  }

  private mutating func explainTree() {
    if diagram.nodes.isEmpty { diagram.notes.append(text("没有可画的集群。", "There is no cluster to draw.")) }
  }
}

/// The firms of a cluster by stage and product.
private struct ChainTree {
  private var products: [StageID: [ProductID?: [FirmID]]] = [:]

  init(_ firms: [FirmID], _ network: Network, _ firmStages: FirmStages) {
    let own = Set(firms)
    var named: [FirmID: Set<StageID>] = [:]
    func add(_ firm: FirmID, _ product: ProductID, _ stage: StageID, _ products: inout [StageID: [ProductID?: [FirmID]]]) {
      if products[stage]?[product]?.contains(firm) == true { return }
      products[stage, default: [:]][product, default: []].append(firm)
    }
    for making in network.makings where own.contains(making.firm) {
      guard let product = making.product, let stage = making.stage ?? network.products[product.row].stage else { continue }
      add(making.firm, product, stage, &products)
      named[making.firm, default: []].insert(stage)
    }
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let firm = network.supplies.supplier(link)
      guard own.contains(firm), let product = network.supplies.product(link), let stage = network.products[product.row].stage,
        firmStages[firm].contains(stage), named[firm]?.contains(stage) != true
      else { continue }
      add(firm, product, stage, &products)
    }
    for (stage, byProduct) in products { for firm in byProduct.values.joined() { named[firm, default: []].insert(stage) } }
    for firm in firms {
      for stage in firmStages[firm] where named[firm]?.contains(stage) != true {
        products[stage, default: [:]][nil, default: []].append(firm)
      }
    }
  }

  /// The products of a stage by id, those not stated last.
  mutating func branch(_ stage: StageID) -> [(product: ProductID?, firms: [FirmID])] {
    (products[stage] ?? [:]).sorted { ($0.key?.index ?? .max) < ($1.key?.index ?? .max) }.map { ($0.key, $0.value.sorted()) }
  }
}
