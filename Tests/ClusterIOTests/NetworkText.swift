import ClusterModel

/// A network as one text, so that two can be compared and their difference read.
enum NetworkText {
  static func of(_ network: Network) -> String {
    var lines = ["\(network.name) \(network.title)"]
    lines += network.counties.map { "\($0)" }
    lines += network.clusters.map { "\($0)" }
    lines += network.products.map { "\($0)" }
    lines += network.chains.map { "\($0)" }
    lines += network.stages.map { "\($0)" }
    lines += network.requirements.map { "\($0)" }
    lines += network.makings.map { "\($0)" }
    lines += network.roles.map { "\($0)" }
    lines += network.figures.map { "\($0)" }
    lines += network.groups.map { "\($0)" }
    lines += network.stocks.map { "\($0)" }
    lines += firms(network.firms)
    lines += supplies(network.supplies)
    return lines.joined(separator: "\n")
  }

  private static func firms(_ firms: FirmTable) -> [String] {
    var lines = ["\(firms.counties) \(firms.clusters) \(firms.figuresYear) \(firms.emissionGrades)"]
    for row in 0..<firms.count {
      let names = "\(firms.name(FirmID(row), .zh))|\(firms.name(FirmID(row), .en))|\(firms.namesZh.count)|\(firms.namesEn.count)"
      let figures = [
        firms.revenue[row], firms.researchSpending[row], firms.employees[row], firms.tax[row], firms.failureProbability[row],
        firms.recoveryDays[row], firms.alternateSiteDays[row], firms.energy[row],
      ]
      lines.append("\(firms.ids[row])|\(names)|\(firms.industry[row])|\(figures)|\(firms.provenance[row])")
      lines += firms.extra.map { "  \($0.name)=\($0.values[row])" }
    }
    return lines
  }

  private static func supplies(_ links: SupplyTable) -> [String] {
    var lines = ["\(links.suppliers) \(links.buyers) \(links.products) \(links.since)"]
    for row in 0..<links.count {
      let figures = [links.amount[row], links.share[row], links.confidence[row], links.failureProbability[row]]
      lines.append("\(figures)|\(links.provenance[row])")
      lines += links.extra.map { "  \($0.name)=\($0.values[row])" }
    }
    return lines
  }
}
