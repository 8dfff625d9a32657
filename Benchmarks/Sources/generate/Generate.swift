import ChainwrightTesting
import Foundation

/// `generate FIRMS LINKS FOLDER`: writes a made-up national supply network as CSV, the same bytes every time.
///
/// Firms differ in size as real ones do (Chung-Lu weights, a power-law tail). A firm's industry fixes the products it may need; a large firm buys more of
/// them, from more suppliers each, but one need in ten from a single one; suppliers are drawn by size. One link in a hundred repeats an earlier one, one in two hundred has no amount.
@main struct Generate {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let firms = Int(arguments[1]), let links = Int(arguments[2]), firms > 0, links > 0 else {
      FileHandle.standardError.write(Data("usage: generate FIRMS LINKS FOLDER\n".utf8))
      exit(64)
    }
    let network = NationalNetwork(firmCount: firms, linkCount: links, seed: 20_221_117)
    let folder = URL(filePath: arguments[3])
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in network.tables() { try text.write(to: folder.appending(path: name)) }
  }
}

/// The made-up network, as columns.
struct NationalNetwork {
  static let countyCount = 24
  var random: SplitMix64
  let firmCount: Int
  let productCount: Int
  let sizes: [Double]
  /// The product each firm makes, and the makers of each product with a way to draw one by size.
  let productOfFirm: [Int]
  var links: [(supplier: Int, buyer: Int, product: Int, amount: Double?)] = []

  init(firmCount: Int, linkCount: Int, seed: UInt64) {
    self.firmCount = firmCount
    productCount = max(10, firmCount / 200)
    var random = SplitMix64(seed: seed)
    // Size does not follow the id: shuffled.
    var order = Array(0..<firmCount)
    random.shuffle(&order)
    let tail = WeightedChoice.heavyTail(count: firmCount)
    var sizes = [Double](repeating: 0, count: firmCount)
    for (place, firm) in order.enumerated() { sizes[firm] = tail[place] }
    self.sizes = sizes
    let popularity = WeightedChoice(weights: WeightedChoice.heavyTail(count: productCount, shift: 30))
    var products = (0..<firmCount).map { _ in popularity.draw(&random) }
    for product in 0..<min(productCount, firmCount) { products[order[firmCount - 1 - product]] = product }
    productOfFirm = products
    self.random = random
    links = []
    makeLinks(linkCount)
  }

  private mutating func makeLinks(_ linkCount: Int) {
    var makers = [[Int]](repeating: [], count: productCount)
    for firm in 0..<firmCount { makers[productOfFirm[firm]].append(firm) }
    let bySize = makers.map { firms in WeightedChoice(weights: firms.map { sizes[$0] }) }
    // What an industry may need: mostly products numbered near it, so that chains are long.
    let recipes = (0..<productCount).map { product in
      (0..<12).map { _ in
        random.chance(0.7) ? (product + 1 + random.below(40)) % productCount : random.below(productCount)
      }
    }
    let scale = Double(linkCount) / sizes.reduce(0) { $0 + $1.squareRoot() }
    links.reserveCapacity(linkCount)
    var firm = 0
    while links.count < linkCount {
      // Round after round over all firms until the number is reached; a firm's share of links grows with the root of its size.
      let wanted = max(1, Int(sizes[firm].squareRoot() * scale * 0.8 + random.unit()))
      let recipe = recipes[productOfFirm[firm]]
      let needs = min(recipe.count, 1 + wanted / 4)
      // One need in ten is bought from one supplier only, the first need never.
      let open = (0..<needs).filter { $0 == 0 || !random.chance(0.1) }
      for number in 0..<wanted where links.count < linkCount {
        if number > 0 && random.chance(0.01) {
          links.append(links[links.count - 1])
          continue
        }
        let product = recipe[number < needs ? number : random.pick(open)]
        let supplier = makers[product][bySize[product].draw(&random)]
        if supplier == firm { continue }
        let amount = random.chance(0.005) ? nil : random.amount(median: 50)
        links.append((supplier, firm, product, amount))
      }
      firm = (firm + 1) % firmCount
    }
    random.shuffle(&links)
  }

  /// Ids of 18 characters, as long as a unified social credit code.
  static func firmID(_ firm: Int) -> String { "SYN-" + padded(firm, 14) }
  static func productID(_ product: Int) -> String { "P" + padded(product, 4) }
  static func county(_ firm: Int) -> String { String(139_001 + (firm &* 2_654_435_761 >> 7) % countyCount) }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  func tables() -> [(name: String, text: Data)] {
    var counties = "county_code,name\n"
    for county in 0..<Self.countyCount { counties += "\(139_001 + county),虚构县 \(county + 1)\n" }
    var firms = "firm_id,name,county_code\n"
    for firm in 0..<firmCount { firms += "\(Self.firmID(firm)),虚构企业 \(firm + 1),\(Self.county(firm))\n" }
    var products = "product_id\n"
    for product in 0..<productCount { products += Self.productID(product) + "\n" }
    var supplies = "supplier_id,buyer_id,product_id,amount_cny_wan\n"
    for link in links {
      supplies += "\(Self.firmID(link.supplier)),\(Self.firmID(link.buyer)),\(Self.productID(link.product)),"
      supplies += (link.amount.map { "\($0)" } ?? "") + "\n"
    }
    return [
      ("counties.csv", Data(counties.utf8)), ("firms.csv", Data(firms.utf8)), ("products.csv", Data(products.utf8)),
      ("supplies.csv", Data(supplies.utf8)),
    ]
  }
}
