package import ClusterModel

extension Network {
  /// A firm's name in both languages.
  package func label(_ firm: FirmID) -> LocalText { LocalText(zh: firms.name(firm, .zh), en: firms.name(firm, .en)) }
  package func label(_ cluster: ClusterID) -> LocalText { Self.label(clusters[cluster.row].name, clusters[cluster.row].id) }
  package func label(_ county: CountyID) -> LocalText { Self.label(counties[county.row].name, counties[county.row].code) }
  package func label(_ stage: StageID) -> LocalText { Self.label(stages[stage.row].name, stages[stage.row].id) }

  private static func label(_ name: Name, _ id: String) -> LocalText {
    name[.zh].isEmpty ? LocalText(zh: id, en: id) : LocalText(zh: name[.zh], en: name[.en])
  }

  /// In a county of the region under study; `nil` where its county is unknown.
  package func isInside(_ firm: FirmID) -> Bool? { firms.county(firm).map { counties[$0.row].isInside } }

  /// The firms known to be in the region, by id; all firms where the network has no counties.
  package func firmsInside() -> [FirmID] {
    let inside = counties.isEmpty ? Array(firms.all) : firms.all.filter { isInside($0) == true }
    return inside.sorted { firms.ids.precedes($0.row, $1.row) }
  }
}
