import ClusterModel

/// Lines of a map that a user brings: the rings and lines of a GeoJSON file, in degrees; what they bound is not read.
///
/// > Source: RFC 7946.
public enum BoundaryReader {
  /// Points that a file may have: what a page cannot show is not read.
  static let pointLimit = 500_000

  /// The lines of the file: longitude and latitude of each point.
  ///
  /// - Parameter path: a GeoJSON file.
  /// - Returns: the rings of its polygons and its lines, in their order.
  public static func read(_ path: String) throws(ClusterIOError) -> [[(longitude: Double, latitude: Double)]] {
    let shown = FieldValue.shownPath(path)
    let file = try FileBytes.open(path: path, shown: shown)
    var scanner = JSONScanner(Bytes(start: file.start, count: file.count))
    var lines: [[(longitude: Double, latitude: Double)]] = []
    var count = 0
    do throws(JSONScanner.Failure) {
      while true {
        let token = try scanner.next()
        if token == .end { break }
        guard token == .key, scanner.string == "coordinates" else { continue }
        let depth = scanner.depth
        var line: [(longitude: Double, latitude: Double)] = []
        var numbers: [Double] = []
        repeat {
          switch try scanner.next() {
          case .number: numbers.append(Double(scanner.string) ?? .nan)
          case .endArray:
            if numbers.count >= 2 {
              if numbers[0].magnitude <= 180 && numbers[1].magnitude <= 90 { line.append((numbers[0], numbers[1])) }
              count += 1
            } else if !line.isEmpty {
              if line.count > 1 { lines.append(line) }
              line = []
            }
            numbers = []
          default: break
          }
        } while scanner.depth > depth && count <= Self.pointLimit
        if line.count > 1 { lines.append(line) }
        if count > Self.pointLimit { break }
      }
    } catch {
      throw ClusterIOError(
        .badFile, LocalText(zh: "不是合格的 GeoJSON；请重新导出。", en: "is no well-formed GeoJSON; export it again."), place: Place(file: shown))
    }
    try file.checkUnchanged()
    if count > pointLimit {
      throw ClusterIOError(
        .tooLarge, LocalText(zh: "界线多于 \(pointLimit) 个点；请简化后再用。", en: "has more than \(pointLimit) points; simplify it first."),
        place: Place(file: shown))
    }
    if lines.isEmpty {
      throw ClusterIOError(
        .badFile,
        LocalText(zh: "没有界线（coordinates）；请给出 GeoJSON 多边形或线。", en: "holds no lines (coordinates); give polygons or lines as GeoJSON."),
        place: Place(file: shown))
    }
    return lines
  }
}
