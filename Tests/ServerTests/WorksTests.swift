import Chainwright
import Foundation
import Glibc
import Synchronization
import Testing

@testable import ChainwrightServer

/// Answers that take longer than a page may: told of, waited for together, ended for good.
@Suite(.serialized) struct WorksTests {
  private static let baoding = AssistantTests.repository + "/Graphs/baoding-2022"
  /// A minute and more: a million worlds of the invented firms of Baoding, with links that are not on record.
  private static let long = "/ask/robustness?infer=on&worlds=1000000&sample=on"

  private static let title = LocalText(zh: "算", en: "work")

  private func id(_ html: String) throws -> String {
    let begin = try #require(html.firstRange(of: "name=\"work\" value=\""), "\(html.suffix(1_500))")
    return String(html[begin.upperBound...].prefix { $0 != "\"" })
  }

  /// Asks again until the answer says that it can be ended: then a process works at it.
  private func working(_ visits: OfficeVisits, _ address: String) throws -> String {
    for _ in 0..<100 {
      let answer = try visits.get(address)
      try #require(answer.status == 202, "\(answer.status) \(visits.text(answer).suffix(900))")
      let html = visits.text(answer)
      if html.contains("action=\"/stop\"") { return html }
    }
    throw Works.Going(work: try #require(nil as Works.Work?))
  }

  private func isThere(_ process: pid_t) -> Bool { kill(process, 0) == 0 }

  /// A large network is frozen as it is read, and each question after that is asked of it: the same bytes, and the same words where it cannot be answered.
  @Test func largeNetworksAreFrozenForTheCommand() throws {
    let plain = try OfficeVisits(Self.baoding)
    let frozen = try OfficeVisits(Self.baoding, freezesFrom: 1)
    let before = RunFolderFiles.frozen()
    #expect(try frozen.get("/").status == 200)
    let files = RunFolderFiles.frozen().subtracting(before)
    #expect(files.count == 1)
    for address in [
      "/ask/weak-links.json", "/ask/gaps.csv", "/ask/describe", "/ask/leaders?all=on", "/ask/audit", "/ask/weak-links?leader=nobody",
    ] {
      let (first, second) = try (plain.get(address), frozen.get(address))
      #expect(first.status == second.status)
      // Forms hold a secret of the visit.
      let (a, b) = (plain.text(first), frozen.text(second))
      #expect(Self.withoutSecrets(a) == Self.withoutSecrets(b), "\(address)")
      #expect(!b.contains("network.cw"))
    }
    // Without the file the question has no answer: it was asked of that.
    let file = try #require(files.first)
    try FileManager.default.removeItem(atPath: file)
    #expect(try frozen.get("/ask/tiers.json").status != 200, "it was asked of the frozen network")
  }

  private static func withoutSecrets(_ page: String) -> String { page.replacing(/(name="form" value="|form=)[0-9a-f]+/, with: "FORM") }

  private enum RunFolderFiles {
    static func frozen() -> Set<String> {
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: RunFolder.path)) ?? []
      return Set(names.filter { $0.hasSuffix("/network.cw") }.map { RunFolder.path + "/" + $0 })
    }
  }

  @Test func whatTakesLongIsSaidSharedAndStopped() throws {
    let visits = try OfficeVisits(Self.baoding, patience: 0.2)
    let html = try working(visits, Self.long)
    #expect(html.contains("正在计算") && html.contains("chainwright robustness") && html.contains("http-equiv=\"refresh\""))
    let first = try id(html)
    let work = try #require(visits.office.works.work(first))
    let process = try #require(work.state.withLock { $0.child })
    #expect(isThere(process))
    // Who asks for the same waits for the same.
    let second = try working(visits, Self.long)
    #expect(try id(second) == first && work.state.withLock { $0.child } == process)
    #expect(try visits.post("/stop", [("work", first), ("back", Self.long)]).status == 303)
    for _ in 0..<300 where isThere(process) { usleep(10_000) }
    #expect(!isThere(process), "the process is ended")
    // The engine has said how far it was before.
    let stopped = try visits.get(Self.long)
    #expect(stopped.status == 200 && visits.text(stopped).contains("李工 停下了这次计算"))
    #expect(try visits.post("/again", [("work", first), ("back", Self.long)]).status == 303)
    let anew = try id(working(visits, Self.long))
    #expect(anew != first)
    let next = try #require(visits.office.works.work(anew)?.state.withLock { $0.child })
    visits.office.works.endAll()
    for _ in 0..<300 where isThere(next) { usleep(10_000) }
    #expect(!isThere(next), "nothing is left when the program ends")
  }

  @Test func theEngineSaysHowFarItIs() throws {
    setenv("CHAINWRIGHT_PROGRESS", "1", 1)
    defer { unsetenv("CHAINWRIGHT_PROGRESS") }
    var said: [String] = []
    let run = AssistantTests.program.run(
      ["what-if", Self.baoding, AssistantTests.repository + "/Examples/09-four-new-clusters/lixian-pv.yaml", "--lang=zh"],
      said: { said.append($0) })
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    #expect(said.contains { $0.contains("分析") }, "\(said)")
    #expect(Progress.without(Array("\u{1E}a\nwrong\n\u{1E}b\nremedy\n".utf8)) == "wrong\nremedy\n")
  }

  @Test func theAnswerComesWhenItIsReady() throws {
    let visits = try OfficeVisits(Self.baoding, patience: 0.01)
    var times = 0
    var answer = try visits.get("/ask/sourcing?limit=2")
    while answer.status == 202, times < 3_000 {
      times += 1
      answer = try visits.get("/ask/sourcing?limit=2")
    }
    #expect(times > 0 && answer.status == 200)
    // Files are for programs, which do not ask again.
    let file = try visits.get("/ask/scorecard.csv")
    let run = AssistantTests.program.run(["scorecard", Self.baoding, "--lang=zh", "--format=csv"])
    #expect(file.status == 200 && visits.text(file) == run.text)
  }

  /// Nothing is there already.
  private static func nothing() -> Int? { nil }

  @Test func onlyWhoBeganItOrMayWriteEndsIt() throws {
    let visits = try OfficeVisits(Self.baoding, patience: 0.2, who: "客人", isGuest: true)
    let works = visits.office.works
    let going = #expect(throws: Works.Going.self) {
      _ = try works.result("a", Self.title, who: "别人", until: ContinuousClock().now, known: Self.nothing) { work in
        while !work.isStopped { usleep(1_000) }
        return 1
      }
    }
    let work = try #require(going).work
    #expect(try visits.post("/stop", [("work", work.id)]).status == 403 && !work.isStopped)
    works.stop(work, who: "别人")
    #expect(work.isStopped && Works().work(work.id) == nil)
    #expect(throws: Works.Stopped.self) {
      _ = try works.result("a", Self.title, who: "客人", until: nil, known: Self.nothing) { _ in 2 }
    }
    works.forget(work)
    #expect(try works.result("a", Self.title, who: "客人", until: nil, known: Self.nothing) { _ in 2 } == 2)
  }

  /// Lists were taken in meanwhile: what nobody can get any more does not keep others waiting; who waits without being told to come again gets it.
  @Test func whatIsOutOfDateEnds() throws {
    let works = Works()
    func begin(_ version: String) throws -> Works.Work {
      let going = #expect(throws: Works.Going.self) {
        _ = try works.result("a", of: version, Self.title, who: "", until: ContinuousClock().now, known: Self.nothing) { work in
          for _ in 0..<400 where !work.isStopped { usleep(5_000) }
          return 1
        }
      }
      return try #require(going).work
    }
    let first = try begin("1")
    let again = try begin("1")
    #expect(first === again && !first.isStopped)
    let second = try begin("2")
    #expect(first !== second && first.isStopped && !second.isStopped)
    let isReady = Counter()
    _ = WorkThread.begin {
      let value = try? works.result("b", of: "1", Self.title, who: "", until: nil, known: Self.nothing) { _ in
        usleep(300_000)
        return 1
      }
      if value == 1 { _ = isReady.next() }
    }
    usleep(50_000)
    #expect(try works.result("b", of: "2", Self.title, who: "", until: nil, known: Self.nothing) { _ in 2 } == 2)
    usleep(600_000)
    #expect(isReady.next() == 2, "the first of b was waited for, and came")
    works.endAll()
  }

  /// Who only reads a workspace makes an empty file beside it for a while: nothing is other by that.
  @Test func readersChangeNothing() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "chainwright-wal-\(UUID().uuidString).sqlite").path
    defer { for end in ["", "-wal"] { try? FileManager.default.removeItem(atPath: file + end) } }
    try Data("a".utf8).write(to: URL(filePath: file))
    let before = Signature(file)
    try Data().write(to: URL(filePath: file + "-wal"))
    #expect(Signature(file) == before)
    try Data("b".utf8).write(to: URL(filePath: file + "-wal"))
    #expect(Signature(file) != before)
  }

  /// However many ask at once, it is made once.
  @Test func manyWaitForOne() async throws {
    let works = Works()
    let made = Counter()
    let values = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try works.result("x", Self.title, who: "", until: nil, known: Self.nothing) { _ in
            usleep(50_000)
            return made.next()
          }
        }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(values == Array(repeating: 1, count: 8))
  }
}

private final class Counter: Sendable {
  private let lock = NSLock()
  nonisolated(unsafe) private var count = 0
  func next() -> Int {
    lock.withLock {
      count += 1
      return count
    }
  }
}
