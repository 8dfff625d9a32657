public import ClusterModel

extension Role.Level {
  /// As lists have it.
  public var label: LocalText {
    switch self {
    case .county: LocalText(zh: "县级", en: "county")
    case .city: LocalText(zh: "市级", en: "city")
    case .province: LocalText(zh: "省级", en: "province")
    case .nation: LocalText(zh: "国家级", en: "nation")
    }
  }
}
