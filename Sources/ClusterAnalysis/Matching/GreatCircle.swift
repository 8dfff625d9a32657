#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Distances on the globe.
enum GreatCircle {
  /// Kilometres between two points in degrees, on a sphere of 6,371 km.
  static func kilometres(from a: (longitude: Double, latitude: Double), to b: (longitude: Double, latitude: Double)) -> Double {
    let radians = Double.pi / 180
    let (south, north) = (a.latitude * radians, b.latitude * radians)
    let (dy, dx) = ((north - south) / 2, (b.longitude - a.longitude) * radians / 2)
    let h = sin(dy) * sin(dy) + cos(south) * cos(north) * sin(dx) * sin(dx)
    return 2 * 6371 * asin(min(1, h.squareRoot()))
  }
}
