import GraphCore
import Testing

@Suite struct PriorityQueueTests {
  @Test func emptyQueueGivesNothing() {
    var queue = PriorityQueue<Int, Int>()
    let first = queue.pop()
    #expect(first == nil && queue.isEmpty)
    queue.push(3, 7)
    let (one, none) = (queue.pop(), queue.pop())
    #expect(one?.key == 3 && one?.item == 7 && none == nil && queue.isEmpty)
  }

  /// Equal keys by item, whatever the order they came in; the same element twice comes twice.
  @Test(arguments: [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]]) func tiesGoByItem(order: [Int]) {
    let elements = [(1.5, 9), (1.5, 4), (1.5, 4), (.infinity, 0)]
    var queue = PriorityQueue<Double, Int>()
    for at in order { queue.push(elements[at].0, elements[at].1) }
    var taken: [Int] = []
    while let (_, item) = queue.pop() { taken.append(item) }
    #expect(taken == [4, 4, 9, 0])
  }

  /// A sorted array put in order anew after every step, pushes and pops mixed.
  @Test(arguments: 0..<200) func equalsASortedArray(seed: Int) {
    var random = LinearCongruence(state: UInt64(seed))
    var queue = PriorityQueue<Int64, Int32>()
    var sorted: [[Int64]] = []
    for _ in 0..<random.below(120) {
      if random.below(3) > 0 {
        let (key, item) = (Int64(random.below(12) - 6), Int32(random.below(5)))
        queue.push(key, item)
        sorted.append([key, Int64(item)])
        sorted.sort { $0.lexicographicallyPrecedes($1) }
      } else {
        let (first, wanted) = (queue.pop(), sorted.isEmpty ? nil : sorted.removeFirst())
        #expect(first.map { [$0.key, Int64($0.item)] } == wanted)
      }
      #expect(queue.isEmpty == sorted.isEmpty)
    }
    while let first = queue.pop() { #expect([first.key, Int64(first.item)] == sorted.removeFirst()) }
    #expect(sorted.isEmpty)
  }
}
