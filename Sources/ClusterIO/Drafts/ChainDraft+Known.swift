public import ClusterModel
public import InputOutput

/// Drafts from what is known of firms, or of sectors.
extension ChainDraft {
  /// The chain that firms show: a step for each product that is sold on record, and a link where firms that make one product buy another.
  ///
  /// A link's confidence is the share of the recorded makers of the output that buy the input; makers of whom no purchase of any product is on record count
  /// for nothing. Links whose support is one firm of several are kept: the share says how little they are.
  ///
  /// - Parameters:
  ///   - network: with makings and supply links that name products.
  ///   - inside: only purchases of these firms; all where `nil`.
  /// - Complexity: O(makings + links · products of a firm).
  public init(of network: Network, inside: Set<FirmID>? = nil) {
    self.init(name: network.title.zh.isEmpty && network.title.en.isEmpty ? ChainDraft.name(network.name) : network.title)
    var made: [Int32: Set<Int>] = [:]
    for making in network.makings {
      if let product = making.product, inside?.contains(making.firm) ?? true { made[making.firm.index, default: []].insert(product.row) }
    }
    var bought: [Int32: Set<Int>] = [:]
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let buyer = network.supplies.buyer(link)
      if let product = network.supplies.product(link), inside?.contains(buyer) ?? true {
        bought[buyer.index, default: []].insert(product.row)
      }
    }
    var makers: [Int: Int] = [:]
    var pairs: [[Int]: Int] = [:]
    for (firm, inputs) in bought {
      for output in made[firm] ?? [] {
        makers[output, default: 0] += 1
        for input in inputs where input != output { pairs[[input, output], default: 0] += 1 }
      }
    }
    func step(_ product: Int) -> Step {
      let own = network.products[product]
      let stage = own.stage.map { network.stages[$0.row] }
      let isUnnamed = own.name.zh.isEmpty && own.name.en.isEmpty
      return Step(
        name: isUnnamed ? Name(en: own.id) : own.name, industryCode: stage?.industryCode ?? "", source: "\(network.name): \(own.id)")
    }
    let byID = { (a: Int, b: Int) in network.products[a].id < network.products[b].id }
    let named = Set(pairs.keys.joined()).union(made.values.joined())
    for product in named.sorted(by: byID) { add(step(product)) }
    for pair in pairs.keys.sorted(by: { $0[1] != $1[1] ? byID($0[1], $1[1]) : byID($0[0], $1[0]) }) {
      guard let support = pairs[pair], let all = makers[pair[1]] else { continue }
      let share = Double(support) / Double(all)
      add(
        Link(
          input: add(step(pair[0])), output: add(step(pair[1])), importance: share > 0.5 ? .essential : .nonEssential, confidence: share,
          source: "\(network.name): \(support)/\(all)"))
    }
  }

  /// The chain behind a sector of an input-output table: what it buys most of, what those buy, and so on.
  ///
  /// - Parameters:
  ///   - table: with the names of its sectors.
  ///   - sector: position of the sector that the chain ends in.
  ///   - threshold: the smallest direct coefficient that counts, above 0.
  ///   - depth: how far upstream, from 1 on.
  ///   - file: as it is named in sources.
  /// - Complexity: O(sectors²).
  public init(of table: SectorTable, sector: Int, threshold: Double, depth: Int, file: String) {
    self.init(name: ChainDraft.name(table.names[sector]))
    let coefficients = table.table.technicalCoefficients
    func step(_ at: Int) -> Step { Step(name: ChainDraft.name(table.names[at]), source: "\(file): \(table.ids[at])") }
    add(step(sector))
    var seen: Set<Int> = [sector]
    var front = [sector]
    for _ in 0..<depth {
      var next: [Int] = []
      for output in front {
        let inputs = table.ids.indices.filter { $0 != output && coefficients[$0, output] >= threshold }
          .sorted { (-coefficients[$0, output], $0) < (-coefficients[$1, output], $1) }
        for input in inputs {
          let thousandths = Int((coefficients[input, output] * 1000).rounded())
          add(
            Link(
              input: add(step(input)), output: add(step(output)), confidence: Trust.sector,
              source: "\(file): \(table.ids[input]) → \(table.ids[output]) \(Double(thousandths) / 1000)"))
          if seen.insert(input).inserted { next.append(input) }
        }
      }
      front = next
    }
  }
}
