#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
  /// Memory for a table that is read all over the place; given back by `deallocate()`.
  ///
  /// A large one is put on large pages where the system has them: with small ones, most of the time of a lookup goes into finding the page.
  static func scattered(capacity: Int) -> UnsafeMutablePointer {
    let page = 2 << 20
    let size = capacity * MemoryLayout<Pointee>.stride
    guard size >= 2 * page else { return .allocate(capacity: capacity) }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: page)
    #if os(Linux)
      madvise(memory, size, 14)  // MADV_HUGEPAGE
    #endif
    return memory.bindMemory(to: Pointee.self, capacity: capacity)
  }
}
