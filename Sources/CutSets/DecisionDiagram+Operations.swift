extension DecisionDiagram {
  /// f, g: operands; a limit is the largest weight a set may have.
  enum Operation: UInt8 {
    /// The minimal sets of f ∪ g.
    case union = 1
    /// The sets of f that contain no set of g.
    case without
    /// The minimal unions of a set of f and a set of g, up to the limit.
    case product
    /// The sets of f up to the limit.
    case limited
    /// Functions: f ∧ g, f ∨ g.
    case and
    case or
    /// The minimal sets of the monotone function f, up to the limit, as a family.
    case minimal
    /// The function "all of some set of the family f".
    case covers
  }

  struct Frame {
    var operation: Operation
    var stage: UInt8
    var isInBoth: Bool
    var limit: Int32
    var f: Int32
    var g: Int32
    var level: Int32
    var f0: Int32
    var f1: Int32
    var g0: Int32
    var g1: Int32
    var low: Int32
    var spare: Int32
  }

  /// What to work out next.
  private struct Call {
    var operation: Operation
    var f: Int32
    var g: Int32
    var limit: Int32
  }

  /// Runs one operation; `nil` when nodes or steps have run out. Time: at most the product of the operands' sizes for `and` and `or`.
  mutating func apply(_ operation: Operation, _ f: Int32, _ g: Int32 = 0, limit: Int32 = DecisionDiagram.unlimited) -> Int32? {
    var call = Call(operation: operation, f: f, g: g, limit: limit)
    var depth = 0
    while true {
      var result = shortcut(&call)
      if result < 0 {
        if depth == frameCapacity { growFrames() }
        open(call, at: depth)
        depth += 1
        guard spend() else { return nil }
        guard let step = advance(depth - 1, 0, &call) else { return nil }
        result = step
      }
      while result >= 0 {
        if depth == 0 { return result }
        guard let step = advance(depth - 1, result, &call) else { return nil }
        if step < 0 { break }
        depth -= 1
        result = step
      }
    }
  }

  private mutating func growFrames() {
    let wider = UnsafeMutablePointer<Frame>.allocate(capacity: frameCapacity * 2)
    wider.moveInitialize(from: frames, count: frameCapacity)
    frames.deallocate()
    frames = wider
    frameCapacity *= 2
  }

  @inline(__always) private func tag(_ operation: Operation, _ limit: Int32) -> Int32 { Int32(operation.rawValue) << 16 | limit }

  /// The result when it is plain or known; -1 when the operands must be opened.
  @inline(__always) private func shortcut(_ call: inout Call) -> Int32 {
    let (f, g) = (call.f, call.g)
    switch call.operation {
    case .union:
      if f == g || g == 0 { return f }
      if f == 0 { return g }
      if f == 1 || g == 1 { return 1 }
      if f > g { (call.f, call.g) = (g, f) }
    case .without:
      if f == 0 || g == 1 || f == g { return 0 }
      if g == 0 || f == 1 { return f }
      let level = nodes[Int(f)].level
      let most = nodes[Int(f)].most
      var other = g
      while nodes[Int(other)].level < level { other = nodes[Int(other)].low }
      if other == f || other == 1 { return 0 }
      if other == 0 || nodes[Int(other)].least > most { return f }
      call.g = other
    case .product:
      if f == 0 || g == 0 { return 0 }
      let (a, b) = (nodes[Int(f)], nodes[Int(g)])
      if Int32(max(a.least, b.least)) > call.limit { return 0 }
      if Int32(a.most) + Int32(b.most) <= call.limit { call.limit = DecisionDiagram.unlimited }
      if f == 1 || g == 1 || f == g {
        call.operation = .limited
        call.f = f == 1 ? g : f
        call.g = 0
        return shortcutLimited(&call)
      }
      if f > g { (call.f, call.g) = (g, f) }
    case .limited: return shortcutLimited(&call)
    case .and:
      if f == 0 || g == 0 { return 0 }
      if f == 1 || f == g { return g }
      if g == 1 { return f }
      if f > g { (call.f, call.g) = (g, f) }
    case .or:
      if f == 1 || g == 1 { return 1 }
      if f == 0 || f == g { return g }
      if g == 0 { return f }
      if f > g { (call.f, call.g) = (g, f) }
    case .minimal:
      if f == 0 || call.limit < 0 { return 0 }
      if f == 1 { return 1 }
    case .covers:
      if f <= 1 { return f }
    }
    return lookUp(call)
  }

  @inline(__always) private func shortcutLimited(_ call: inout Call) -> Int32 {
    let node = nodes[Int(call.f)]
    if call.f == 0 || Int32(node.least) > call.limit { return 0 }
    if call.limit >= DecisionDiagram.unlimited || Int32(node.most) <= call.limit { return call.f }
    return lookUp(call)
  }

  @inline(__always) private func lookUp(_ call: Call) -> Int32 {
    let tag = tag(call.operation, call.limit)
    let entry = cache[cacheSlot(tag, call.f, call.g)]
    return entry.tag == tag && entry.f == call.f && entry.g == call.g ? entry.result : -1
  }

  @inline(__always) private mutating func open(_ call: Call, at depth: Int) {
    let (a, b) = (nodes[Int(call.f)], nodes[Int(call.g)])
    let level = min(a.level, b.level)
    let (inF, inG) = (a.level == level, b.level == level)
    let isFunction = call.operation == .and || call.operation == .or
    frames[depth] = Frame(
      operation: call.operation, stage: 0, isInBoth: inF && inG, limit: call.limit, f: call.f, g: call.g, level: level,
      f0: inF ? a.low : call.f, f1: inF ? a.high : (isFunction ? call.f : 0), g0: inG ? b.low : call.g,
      g1: inG ? b.high : (isFunction ? call.g : 0), low: 0, spare: 0)
  }

  @inline(__always) private func lowered(_ frame: Frame) -> Int32 {
    frame.limit == DecisionDiagram.unlimited ? frame.limit : frame.limit - Int32(weights[Int(frame.level)])
  }

  /// Takes the answer to the frame's last call; gives its own result, or -1 and the next call; `nil` when there is no room.
  private mutating func advance(_ depth: Int, _ answer: Int32, _ call: inout Call) -> Int32? {
    let stage = frames[depth].stage
    frames[depth].stage = stage + 1
    let frame = frames[depth]
    switch frame.operation {
    case .union: return advanceUnion(depth, frame, answer, &call)
    case .without: return advanceWithout(depth, frame, answer, &call)
    case .product: return advanceProduct(depth, frame, answer, &call)
    case .limited, .minimal, .covers: return advanceSingle(depth, frame, answer, &call)
    case .and, .or:
      switch stage {
      case 0: call = Call(operation: frame.operation, f: frame.f0, g: frame.g0, limit: frame.limit)
      case 1:
        frames[depth].low = answer
        call = Call(operation: frame.operation, f: frame.f1, g: frame.g1, limit: frame.limit)
      default:
        return keep(frame, function(frame.level, frame.low, answer))
      }
      return -1
    }
  }

  @inline(__always) private mutating func keep(_ frame: Frame, _ result: Int32?) -> Int32? {
    guard let result else { return nil }
    let tag = tag(frame.operation, frame.limit)
    cache[cacheSlot(tag, frame.f, frame.g)] = CacheEntry(f: frame.f, g: frame.g, tag: tag, result: result)
    return result
  }

  private mutating func advanceUnion(_ depth: Int, _ frame: Frame, _ answer: Int32, _ call: inout Call) -> Int32? {
    let all = DecisionDiagram.unlimited
    switch frame.stage {
    case 1: call = Call(operation: .union, f: frame.f0, g: frame.g0, limit: all)
    case 2:
      frames[depth].low = answer
      if frame.isInBoth {
        call = Call(operation: .union, f: frame.f1, g: frame.g1, limit: all)
      } else {
        // The sets with this level are minimal among themselves already, and with their own side's others.
        frames[depth].stage = 4
        call =
          frame.g1 == 0
          ? Call(operation: .without, f: frame.f1, g: frame.g, limit: all) : Call(operation: .without, f: frame.g1, g: frame.f, limit: all)
      }
    case 3: call = Call(operation: .without, f: answer, g: frame.low, limit: all)
    default: return keep(frame, family(frame.level, frame.low, answer))
    }
    return -1
  }

  private mutating func advanceWithout(_ depth: Int, _ frame: Frame, _ answer: Int32, _ call: inout Call) -> Int32? {
    let all = DecisionDiagram.unlimited
    switch frame.stage {
    case 1: call = Call(operation: .without, f: frame.f0, g: frame.g0, limit: all)
    case 2:
      frames[depth].low = answer
      call = Call(operation: .without, f: frame.f1, g: frame.isInBoth ? frame.g1 : frame.g, limit: all)
      if !frame.isInBoth { frames[depth].stage = 4 }
    case 3:
      frames[depth].stage = 4
      call = Call(operation: .without, f: answer, g: frame.g0, limit: all)
    default: return keep(frame, family(frame.level, frame.low, answer))
    }
    return -1
  }

  private mutating func advanceProduct(_ depth: Int, _ frame: Frame, _ answer: Int32, _ call: inout Call) -> Int32? {
    let all = DecisionDiagram.unlimited
    switch frame.stage {
    case 1: call = Call(operation: .product, f: frame.f0, g: frame.g0, limit: frame.limit)
    case 2:
      frames[depth].low = answer
      if frame.isInBoth {
        call = Call(operation: .union, f: frame.g1, g: frame.g0, limit: all)
      } else {
        frames[depth].stage = 5
        call =
          frame.g1 == 0
          ? Call(operation: .product, f: frame.f1, g: frame.g, limit: lowered(frame))
          : Call(operation: .product, f: frame.f, g: frame.g1, limit: lowered(frame))
      }
    case 3: call = Call(operation: .product, f: frame.f1, g: answer, limit: lowered(frame))
    case 4:
      frames[depth].spare = answer
      call = Call(operation: .product, f: frame.f0, g: frame.g1, limit: lowered(frame))
    case 5: call = Call(operation: .union, f: frame.spare, g: answer, limit: all)
    case 6: call = Call(operation: .without, f: answer, g: frame.low, limit: all)
    default: return keep(frame, family(frame.level, frame.low, answer))
    }
    return -1
  }

  /// Operations on one diagram.
  private mutating func advanceSingle(_ depth: Int, _ frame: Frame, _ answer: Int32, _ call: inout Call) -> Int32? {
    switch frame.stage {
    case 1: call = Call(operation: frame.operation, f: frame.f0, g: 0, limit: frame.limit)
    case 2:
      frames[depth].low = answer
      call = Call(operation: frame.operation, f: frame.f1, g: 0, limit: frame.operation == .covers ? frame.limit : lowered(frame))
    case 3 where frame.operation == .minimal:
      call = Call(operation: .without, f: answer, g: frame.low, limit: DecisionDiagram.unlimited)
    case 3 where frame.operation == .covers: call = Call(operation: .or, f: answer, g: frame.low, limit: DecisionDiagram.unlimited)
    default:
      return keep(frame, frame.operation == .covers ? function(frame.level, frame.low, answer) : family(frame.level, frame.low, answer))
    }
    return -1
  }
}
