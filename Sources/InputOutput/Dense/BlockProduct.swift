import Dispatch

/// `c -= a × b` on blocks of matrices that lie row after row, strides apart.
///
/// Panels of four columns of b and four rows of a are packed side by side, and tiles of 4 × 4 are summed in registers. Each entry of c
/// gets its products in ascending order whatever the number of threads and the machine, so results agree to the last bit. (That is why
/// no fused multiply-add is used, and one reason why this is not left to a BLAS, whose sums depend on processor and threads.)
///
/// > Source: K. Goto, R. van de Geijn, *Anatomy of high-performance matrix multiplication*, ACM TOMS 34(3), 2008.
struct BlockProduct: @unchecked Sendable {
  /// The inner size is at most this: a strip of a then fits the first-level cache.
  static let depth = 64
  /// Rows a thread takes at a time.
  private static let strip = 64

  let c: UnsafeMutablePointer<Double>
  let cStride: Int
  let a: UnsafePointer<Double>
  let aStride: Int
  let b: UnsafePointer<Double>
  let bStride: Int
  let height: Int
  let width: Int
  let inner: Int

  /// O(height · width · inner); memory 8 · inner · (width + 64 · threads) bytes.
  func subtract(threads: Int) {
    if height <= 0 || width <= 0 || inner <= 0 { return }
    let panels = (width + 3) / 4
    let packed = UnsafeMutablePointer<Double>.allocate(capacity: panels * inner * 4)
    defer { packed.deallocate() }
    pack(panels, into: packed)
    let strips = (height + Self.strip - 1) / Self.strip
    let shared = Packed(b: packed, panels: panels)
    if threads > 1 && strips > 1 && height * width * inner > 1 << 18 {
      DispatchQueue.concurrentPerform(iterations: strips) { subtract(strip: $0, shared) }
    } else {
      for strip in 0..<strips { subtract(strip: strip, shared) }
    }
  }

  private struct Packed: @unchecked Sendable {
    let b: UnsafeMutablePointer<Double>
    let panels: Int
  }

  /// b as panels of four columns, row after row within a panel; columns that are not there are zero.
  private func pack(_ panels: Int, into packed: UnsafeMutablePointer<Double>) {
    for row in 0..<inner {
      let source = b + row * bStride
      for panel in 0..<panels {
        let place = packed + (panel * inner + row) * 4
        let first = panel * 4
        if first + 4 <= width {
          for at in 0..<4 { place[at] = source[first + at] }
        } else {
          for at in 0..<4 { place[at] = first + at < width ? source[first + at] : 0 }
        }
      }
    }
  }

  private func subtract(strip: Int, _ packed: Packed) {
    let top = strip * Self.strip
    let rows = min(Self.strip, height - top)
    let groups = (rows + 3) / 4
    let strips = UnsafeMutablePointer<Double>.allocate(capacity: groups * inner * 4)
    defer { strips.deallocate() }
    for group in 0..<groups {
      for row in 0..<4 {
        let isThere = group * 4 + row < rows
        let source = a + (top + group * 4 + row) * aStride
        for at in 0..<inner { strips[(group * inner + at) * 4 + row] = isThere ? source[at] : 0 }
      }
    }
    for panel in 0..<packed.panels {
      let columns = min(4, width - panel * 4)
      for group in 0..<groups {
        let tile = Self.tile(strips + group * inner * 4, packed.b + panel * inner * 4, inner)
        let corner = c + (top + group * 4) * cStride + panel * 4
        write(tile, to: corner, rows: min(4, rows - group * 4), columns: columns)
      }
    }
  }

  private typealias Tile = (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>)

  /// The product of four packed rows and four packed columns.
  @inline(__always)
  private static func tile(_ a: UnsafeMutablePointer<Double>, _ b: UnsafeMutablePointer<Double>, _ inner: Int) -> Tile {
    var row0 = SIMD4<Double>.zero
    var row1 = SIMD4<Double>.zero
    var row2 = SIMD4<Double>.zero
    var row3 = SIMD4<Double>.zero
    for at in 0..<inner {
      let right = UnsafeRawPointer(b + at * 4).loadUnaligned(as: SIMD4<Double>.self)
      let left = a + at * 4
      row0 += right * left[0]
      row1 += right * left[1]
      row2 += right * left[2]
      row3 += right * left[3]
    }
    return (row0, row1, row2, row3)
  }

  @inline(__always)
  private func write(_ tile: Tile, to corner: UnsafeMutablePointer<Double>, rows: Int, columns: Int) {
    func subtract(_ values: SIMD4<Double>, _ row: Int) {
      guard row < rows else { return }
      let place = corner + row * cStride
      if columns == 4 {
        let old = UnsafeRawPointer(place).loadUnaligned(as: SIMD4<Double>.self)
        UnsafeMutableRawPointer(place).storeBytes(of: old - values, as: SIMD4<Double>.self)
      } else {
        for at in 0..<columns { place[at] -= values[at] }
      }
    }
    subtract(tile.0, 0)
    subtract(tile.1, 1)
    subtract(tile.2, 2)
    subtract(tile.3, 3)
  }
}
