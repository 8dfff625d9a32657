import Answers
import ClusterAnalysis
import ClusterModel

extension Report {
  /// The supply links of which one end or both are within the report.
  var links: [SupplyID] {
    (0..<network.supplies.count).map { SupplyID($0) }.filter {
      members.contains(network.supplies.buyer($0)) || members.contains(network.supplies.supplier($0))
    }
  }

  /// How old they are, and what that is counted to: the latest day of the network's lists, as everywhere; `nil` where none of them has a day.
  var linkAges: (ages: FactAges.Group, ageing: LinkAgeing)? {
    guard let ageing = LinkAgeing.latestDay(network).map({ LinkAgeing(to: $0) }) else { return nil }
    let ages = FactAges.links(network, ageing) { link in
      members.contains(network.supplies.buyer(link)) || members.contains(network.supplies.supplier(link))
    }
    return ages.dated > 0 ? (ages, ageing) : nil
  }
}

extension ReportWriter {
  /// The oldest link, and how many are so old that half of their like are gone.
  var ageLine: String? {
    guard let (ages, ageing) = report.linkAges, let oldest = ages.oldest, let old = ages.old else { return nil }
    let (share, months) = (words.share(old), words.number(ageing.halfLife))
    return text(
      "供应关系：最早一条截至\(words.date(oldest.text))，超过 \(months) 个月（半衰期）的占 \(share)，算到\(words.date(ageing.day.text))",
      "Supply links: the oldest is of \(oldest.text); older than \(months) months, the half-life of links: \(share), counted to \(ageing.day.text)"
    )
  }
}
