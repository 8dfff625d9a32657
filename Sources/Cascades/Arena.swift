/// Flat memory of a run, aligned to cache lines, given back all at once.
struct Arena {
  private var blocks: [UnsafeMutableRawPointer] = []

  init() {}

  /// So many copies of a value.
  mutating func block<Value: BitwiseCopyable>(_ value: Value, count: Int) -> UnsafeMutablePointer<Value> {
    let typed = unset(Value.self, count: count)
    typed.initialize(repeating: value, count: count)
    return typed
  }

  /// A copy of the values.
  mutating func block<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
    let typed = unset(Value.self, count: values.count)
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { typed.initialize(from: base, count: source.count) }
    }
    return typed
  }

  /// Memory whose values are set before they are read.
  mutating func unset<Value: BitwiseCopyable>(_ type: Value.Type, count: Int) -> UnsafeMutablePointer<Value> {
    let raw = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * MemoryLayout<Value>.stride, alignment: 64)
    blocks.append(raw)
    return raw.bindMemory(to: Value.self, capacity: count)
  }

  /// Gives all blocks back; no pointer into them may be used after it.
  func free() {
    for block in blocks { block.deallocate() }
  }
}
