package import Answers
package import ClusterAnalysis
import ClusterIO
package import ClusterModel

/// The worlds of a question as work that can be shared out: each is asked by itself, and what is counted of them are whole numbers.
package struct RobustnessWork: SharedWork {
  let run: WorldRun
  let targets: [Target]
  let inference: LinkInference?
  /// Where rows stand in their files.
  let reading: Reading?
  let ageing: LinkAgeing?
  let dated: Int
  let isAgeing: Bool

  package var itemCount: Int { run.itemCount }

  private static func report(_ done: Int, of all: Int) -> WorkBudget.Report {
    WorkBudget.Report(LocalText(zh: "逐种情形重算", en: "asking one world after another"), done: done, of: all)
  }

  package func items(_ range: Range<Int>, work: WorkBudget) throws -> WorldTally {
    let all = run.worlds(of: range).count + run.turned(of: range).count
    return run.tally(range) { work.tell(Self.report($0, of: all)) }
  }

  package func answer(_ parts: [WorldTally], work: WorkBudget) throws -> Answer {
    var tally = parts.first ?? WorldTally(top: run.top, worlds: 0)
    for part in parts.dropFirst() { tally.add(part) }
    let robustness = Robustness(run, tally) { work.tell(Self.report($0, of: $1)) }
    return RobustnessAnswer(
      robustness: robustness, targets: targets, inference: inference, reading: reading, ageing: ageing, dated: dated, isAgeing: isAgeing
    ).answer
  }

  /// Four lists: statements, each with its rule, subject, place and worlds; firms with ranks and worlds; the first firms of each world; the same of worlds turned over. Where all worlds
  /// are gone through the weight of its worlds stands behind their number.
  package func write(_ items: WorldTally, to out: inout JSONText) {
    func list<Row>(_ name: String, _ rows: some Sequence<Row>, _ write: (inout JSONText, Row) -> Void) {
      out.raw(",\n")
      out.member(name, indent: "  ")
      out.lines(rows) { out, row in
        out.raw("[")
        write(&out, row)
        out.raw("]")
      }
    }
    func add(_ seen: WorldTally.Seen, _ out: inout JSONText) {
      out.raw(", \(seen.worlds)")
      if run.isExact {
        out.raw(", ")
        out.number(seen.weight)
      }
    }
    list("statements", items.statements.sorted { $0.key < $1.key }) { out, row in
      out.raw("\(row.key.rule.rawValue), \(row.key.subject), \(row.key.about)")
      add(row.value, &out)
    }
    let ranks = items.ranked.sorted { $0.key < $1.key }.lazy.flatMap { firm, byRank in
      byRank.sorted { $0.key < $1.key }.map { (firm, $0.key, $0.value) }
    }
    list("ranks", ranks) { out, row in
      out.raw("\(row.0), \(row.1)")
      add(row.2, &out)
    }
    for (name, firsts) in [("first", items.firsts), ("turned", items.turned)] {
      let worlds = items.top == 0 ? 0 : firsts.count / items.top
      list(name, 0..<worlds) { out, world in
        out.raw(firsts[world * items.top..<(world + 1) * items.top].map(String.init).joined(separator: ", "))
      }
    }
  }

  package func read(_ scanner: inout PartScanner, _ range: Range<Int>) throws(QuestionError) -> WorldTally {
    let (worlds, turned) = (run.worlds(of: range).count, run.turned(of: range).count)
    let firmCount = run.facts.network.firms.count
    func seen(_ scanner: inout PartScanner) throws(QuestionError) -> WorldTally.Seen {
      guard worlds > 0 else { throw scanner.broken("此处不应有数", "there can be none") }
      let count = try scanner.integer(1...worlds)
      return WorldTally.Seen(worlds: count, weight: run.isExact ? try scanner.number() : Double(count))
    }
    var statements: [Statement: WorldTally.Seen] = [:]
    try scanner.key("statements")
    try scanner.array { (scanner: inout PartScanner) throws(QuestionError) in
      try scanner.beginArray()
      let limit = Int(Int32.max)
      let (rule, subject, about) = (try scanner.integer(0...255), try scanner.integer(0...limit), try scanner.integer(0...limit))
      guard let rule = Statement.Rule(rawValue: UInt8(rule)) else { throw scanner.broken("没有这样的发现", "there is no such finding") }
      let statement = Statement(rule: rule, subject: Int32(subject), about: Int32(about))
      guard run.isPossible(statement), statements[statement] == nil else {
        throw scanner.broken("没有这样的发现，或写了两次", "there is no such finding, or it is there twice")
      }
      statements[statement] = try seen(&scanner)
      try scanner.endArray()
    }
    var ranked: [Int32: [Int32: WorldTally.Seen]] = [:]
    try scanner.key("ranks")
    try scanner.array { (scanner: inout PartScanner) throws(QuestionError) in
      try scanner.beginArray()
      let (firm, rank) = (Int32(try scanner.integer(below: firmCount)), Int32(try scanner.integer(below: firmCount)))
      guard ranked[firm]?[rank] == nil else { throw scanner.broken("一个名次写了两次", "a rank is there twice") }
      ranked[firm, default: [:]][rank] = try seen(&scanner)
      try scanner.endArray()
    }
    func firsts(_ name: String, _ count: Int) throws(QuestionError) -> [Int32] {
      var firsts: [Int32] = []
      try scanner.key(name)
      try scanner.beginArray()
      for _ in 0..<(run.top == 0 ? 0 : count) {
        try scanner.beginArray()
        for _ in 0..<run.top { firsts.append(Int32(try scanner.integer(-1...firmCount - 1))) }
        try scanner.endArray()
      }
      try scanner.endArray()
      return firsts
    }
    let (first, second) = (try firsts("first", worlds), try firsts("turned", turned))
    return WorldTally(top: run.top, statements: statements, ranked: ranked, firsts: first, turned: second)
  }
}
