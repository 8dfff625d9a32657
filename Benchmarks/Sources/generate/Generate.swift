import Chainwright
import ChainwrightTesting
import Foundation

/// `generate FIRMS LINKS FOLDER`: writes a made-up national supply network as CSV tables, the same bytes every time.
@main struct Generate {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let firms = Int(arguments[1]), let links = Int(arguments[2]), firms > 0, links > 0 else {
      FileHandle.standardError.write(Data("usage: generate FIRMS LINKS FOLDER\n".utf8))
      exit(64)
    }
    var generator = NetworkGenerator(firms: firms, links: links, seed: 20_221_117)
    generator.counties = 24
    generator.leaders = 100
    generator.isNamed = false
    generator.plantedSinglePoints = 200
    generator.unknownAmounts = 0.005
    let network = generator.make().network
    let folder = URL(filePath: arguments[3])
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in tables(of: network) { try Data(text.utf8).write(to: folder.appending(path: name)) }
  }

  /// The columns that the benchmark's report needs; links in random order, as lists come.
  static func tables(of network: Network) -> [(name: String, text: String)] {
    var counties = "county_code,name\n"
    for county in network.counties { counties += "\(county.code),\(county.name.zh)\n" }
    var firms = "firm_id,county_code,industry_code,provenance\n"
    for firm in network.firms.all {
      let county = network.firms.county(firm).map { network.counties[$0.row].code } ?? ""
      firms += "\(network.firms.id(firm)),\(county),\(network.firms.industry[firm.row]),synthetic\n"
    }
    var products = "product_id\n"
    for product in network.products { products += product.id + "\n" }
    var order = Array(0..<network.supplies.count)
    var random = SplitMix64(seed: 1)
    random.shuffle(&order)
    var supplies = "supplier_id,buyer_id,product_id,amount_cny_wan\n"
    for row in order {
      let link = SupplyID(row)
      let product = network.supplies.product(link).map { network.products[$0.row].id } ?? ""
      let amount = network.supplies.amount[row].map { "\($0)" } ?? ""
      supplies +=
        "\(network.firms.id(network.supplies.supplier(link))),\(network.firms.id(network.supplies.buyer(link))),\(product),\(amount)\n"
    }
    return [("counties.csv", counties), ("firms.csv", firms), ("products.csv", products), ("supplies.csv", supplies)]
  }
}
