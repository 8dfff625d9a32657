import Foundation
import Testing

@testable import ChainwrightServer

/// Killed with -9 while lists come in: the workspace is as it was or as it is to be, and nothing half is left.
@Suite(.serialized) struct KilledTests {
  private static let name = "重点企业摸底表.xlsx"
  private static let book = AssistantTests.repository + "/Examples/16-an-office-list-as-it-is/" + name
  private let room = FileManager.default.temporaryDirectory.appending(path: "chainwright-killed-\(UUID().uuidString)").path
  private var own: String { room + "/city.sqlite" }

  init() throws { try FileManager.default.createDirectory(atPath: room, withIntermediateDirectories: true) }

  private func remove() { try? FileManager.default.removeItem(atPath: room) }

  private func begin() throws -> ServerProcess {
    let server = try ServerProcess([own], room: room)
    try server.enter()
    return server
  }

  private func upload(_ form: String, _ bytes: Data) -> [UInt8] {
    Array(
      "--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n\(form)\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(Self.name)\"\r\n\r\n"
        .utf8) + Array(bytes) + Array("\r\n--b--\r\n".utf8)
  }

  private static let multipart = "multipart/form-data; boundary=b"

  private func names(_ folder: String) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

  /// What is there after another start: no part of an upload, and only folders of runs that live.
  private func nothingHalf(_ server: ServerProcess) {
    #expect(names(own + ".files").filter { $0.hasPrefix(".") }.isEmpty)
    #expect(names(room).filter { $0.hasPrefix("chainwright-serve-") }.count <= 1)
    for lot in names(own + ".files") { #expect(names(own + ".files/\(lot)/lists") == [Self.name]) }
  }

  @Test func whileAFileComesIn() throws {
    defer { remove() }
    let whole = try Data(contentsOf: URL(filePath: Self.book))
    // More than a form may hold is streamed to disk: the workbook, and much behind its end, which no reader minds.
    let long = whole + Data(count: 6 << 20)
    for part in [0.0, 0.5, 0.999] {
      let server = try begin()
      let form = try ServerProcess.field("form", server.page("/").body)
      let body = upload(form, long)
      let message = server.message("POST", "/import", body: body, type: Self.multipart)
      let socket = try server.connect()
      ServerProcess.send(message.prefix(message.count - body.count + Int(Double(body.count) * part)), socket)
      usleep(150_000)
      if part > 0 {
        let run = names(room).first { $0.hasPrefix("chainwright-serve-") }
        #expect(!names(room + "/" + (run ?? "")).filter { $0.hasPrefix("chainwright-") }.isEmpty, "it is streamed to disk")
      }
      #expect(server.end(SIGKILL) == -SIGKILL)
      close(socket)
      let next = try begin()
      nothingHalf(next)
      #expect(names(own + ".files").isEmpty && !FileManager.default.fileExists(atPath: own))
      #expect(try next.page("/").body.contains("这个工作区还是空的"))
      #expect(next.end(SIGTERM) == 0)
    }
    // What was begun by one that is no more goes, what is whole stays.
    let files = own + ".files"
    for lot in [".new-999999999-x/lists", ".new-/lists", "20260101-000000-abcdef01/lists"] {
      try FileManager.default.createDirectory(atPath: files + "/" + lot, withIntermediateDirectories: true)
    }
    let last = try begin()
    #expect(names(files) == ["20260101-000000-abcdef01"])
    #expect(last.end(SIGINT) == 0)
  }

  /// At moments from the first byte to after the answer: either import 1 is there with all its rows, or none is.
  @Test func whileListsAreTakenIn() throws {
    defer { remove() }
    let whole = try Data(contentsOf: URL(filePath: Self.book))
    var taken = 0
    var rows: Set<Int> = []
    // Milliseconds; together they span what it takes, and a little more.
    for moment in [0, 10, 40, 100, 200, 350, 500, 700, 1_000, 1_500, 3_000] as [UInt32] {
      for name in names(room) where name.hasPrefix("city") { try FileManager.default.removeItem(atPath: room + "/" + name) }
      let server = try begin()
      let form = try ServerProcess.field("form", server.page("/").body)
      let put = try server.ask("POST", "/import", body: upload(form, whole), type: Self.multipart)
      let place = try #require(put.header("Location"))
      let look = try server.page(place).body
      let base = try ServerProcess.field("base", look)
      let take = ServerProcess.form([("form", form), ("take", "yes"), ("base", base)])
      let socket = try server.connect()
      ServerProcess.send(server.message("POST", place + "/take", body: take, type: "application/x-www-form-urlencoded")[...], socket)
      usleep(moment * 1_000)
      #expect(server.end(SIGKILL) == -SIGKILL)
      close(socket)
      let next = try begin()
      nothingHalf(next)
      let page = try next.page("/")
      #expect(page.status == 200)
      let history = AssistantTests.program.run(["history", own, "--format=json", "--lang=zh"])
      let imports = history.status == 0 ? try JSON.read(history.output)["imports"]?.list ?? [] : []
      if imports.isEmpty {
        // As it was: the file lies ready, and can be taken in now.
        #expect(page.body.contains("这个工作区还是空的") || history.status == 0, "\(history.error)")
        let form = try ServerProcess.field("form", page.body)
        let base = try ServerProcess.field("base", next.page(place).body)
        let again = ServerProcess.form([("form", form), ("take", "yes"), ("base", base)])
        #expect(try next.ask("POST", place + "/take", body: again).status == 303)
      } else {
        taken += 1
        #expect(imports.count == 1 && page.body.contains("今天要办的五件事"))
      }
      // Either way it holds all of it now.
      let now = AssistantTests.program.run(["history", own, "--format=json", "--lang=zh"])
      let kept = try JSON.read(now.output)["imports"]?.list ?? []
      #expect(kept.count == 1)
      rows.insert(kept.first?["rows_added"]?.int ?? -1)
      #expect(AssistantTests.program.run(["weak-links", own]).status == 0)
      #expect(next.end(SIGTERM) == 0)
    }
    #expect(rows.count == 1 && rows.first ?? 0 > 100, "\(rows)")
    // The first moment is before it, the last after it: else nothing is shown by this.
    #expect((1...10).contains(taken), "\(taken)")
  }
}
