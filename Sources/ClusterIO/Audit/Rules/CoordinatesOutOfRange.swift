import ClusterModel

extension AuditRule {
  static let coordinatesOutOfRange = AuditRule(
    id: "coordinates-out-of-range", severity: .warning,
    checks: LocalText(zh: "县区驻地的经纬度在中国境内。", en: "The seat of a county lies in China."),
    why: LocalText(
      zh: "经纬度写反或单位不对，地图上的位置就错了。",
      en: "Longitude and latitude exchanged, or in another unit, put the county in the wrong place on the map."),
    remedy: LocalText(
      zh: "经度应在 73 至 136 度，纬度应在 3 至 54 度（WGS 84）；检查是否写反。",
      en: "Longitude should be 73 to 136, latitude 3 to 54 degrees (WGS 84); see whether they are exchanged."),
    find: { input, log in findCoordinatesOutOfRange(input.reading, &log) })

  private static func findCoordinatesOutOfRange(_ reading: Reading, _ log: inout AuditLog) {
    for (row, county) in reading.network.counties.enumerated() {
      let checks = [("longitude", county.longitude, 73.0...136.0), ("latitude", county.latitude, 3.0...54.0)]
      for (column, value, range) in checks {
        guard let value, !range.contains(value) else { continue }
        log.add(
          Subject(table: "county", id: county.code, name: county.name),
          LocalText(zh: "\(column == "longitude" ? "经度" : "纬度") \(value) 不在中国境内", en: "\(column) \(value) does not lie in China"),
          places: [reading.place("counties", row, column: column)])
      }
    }
  }
}
