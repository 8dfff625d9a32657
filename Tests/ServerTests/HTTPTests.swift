import Foundation
import Glibc
import Testing

@testable import ChainwrightServer

/// The server by its sockets: what is too much or too slow is refused, and does not stop the rest.
@Suite struct HTTPTests {
  private func listener(_ limits: HTTPLimits = HTTPLimits()) throws -> HTTPListener {
    let listener = try HTTPListener("127.0.0.1", port: 0, limits: limits)
    _ = WorkThread.begin {
      listener.run(mayUpload: { $0.address.path == ["upload"] }) { request in
        switch request.body {
        case .none:
          HTTPResponse(
            type: "text/plain", "\(request.method) /\(request.address.path.joined(separator: "/")) \(request.address["a"] ?? "")")
        case .bytes(let bytes): HTTPResponse(type: "text/plain", "\(bytes.count) bytes")
        case .file(let path, _): HTTPResponse(type: "text/plain", "\(Scratch.read(path)?.count ?? -1) bytes of a file")
        }
      }
    }
    return listener
  }

  /// Sends, and reads until the other side has done.
  private func talk(_ port: Int, _ text: String) throws -> String {
    let socket = try Loopback.connect(port)
    defer { close(socket) }
    let bytes = Array(text.utf8)
    var at = 0
    while at < bytes.count {
      let count = bytes[at...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { break }
      at += count
    }
    var (answer, part): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 4096))
    while case let count = recv(socket, &part, part.count, 0), count > 0 { answer += part[..<count] }
    return String(decoding: answer, as: UTF8.self)
  }

  private func get(_ target: String) -> String { "GET \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" }

  @Test func requestsAreAnswered() throws {
    let listener = try listener()
    defer { listener.end() }
    #expect(try talk(listener.port, get("/a/b?a=%E7%BA%BF+1")).hasSuffix("\r\n\r\nGET /a/b 线 1"))
    let two = try talk(listener.port, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n" + get("/2"))
    #expect(two.contains("GET /1") && two.contains("GET /2"))
    #expect(try talk(listener.port, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").hasSuffix("\r\n\r\n"))
  }

  @Test(
    "what is no request, or too much, is refused",
    arguments: [
      ("GET\r\n\r\n", 400), ("GET / HTTP/9\r\n\r\n", 400), ("GET http://x/ HTTP/1.1\r\n\r\n", 400),
      ("GET /../x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nA: " + String(repeating: "a", count: 40_000) + "\r\n\r\n", 431),
      ("GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 101) + "\r\n", 431), ("POST / HTTP/1.1\r\nHost: x\r\n\r\n", 411),
      ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", 413),
      ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
      ("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n", 413),
      ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 501),
      ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    ])
  func refusals(text: String, status: Int) throws {
    let listener = try listener()
    defer { listener.end() }
    #expect(try talk(listener.port, text).hasPrefix("HTTP/1.1 \(status) "))
    #expect(try talk(listener.port, get("/")).hasPrefix("HTTP/1.1 200 "), "others are served")
  }

  @Test func formsAreHeldAndUploadsGoToDisk() throws {
    var limits = HTTPLimits()
    limits.form = 1_000
    let listener = try listener(limits)
    defer { listener.end() }
    let head = "POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
    #expect(try talk(listener.port, head + "900\r\n\r\n" + String(repeating: "a", count: 900)).hasSuffix("900 bytes"))
    #expect(try talk(listener.port, head + "300000\r\n\r\n" + String(repeating: "a", count: 300_000)).hasSuffix("300000 bytes of a file"))
  }

  /// Whoever sends slowly waits alone, and not for long.
  @Test func slowOnesAreLeftBehind() throws {
    var limits = HTTPLimits()
    limits.headSeconds = 0.3
    limits.connections = 12
    let listener = try listener(limits)
    defer { listener.end() }
    let slow = try (0..<8).map { _ in try Loopback.connect(listener.port) }
    defer { for socket in slow { close(socket) } }
    for socket in slow { _ = send(socket, "GET / HT", 8, Int32(MSG_NOSIGNAL)) }
    #expect(try talk(listener.port, get("/")).hasPrefix("HTTP/1.1 200 "))
    var answer = [UInt8](repeating: 0, count: 200)
    let count = recv(slow[0], &answer, answer.count, 0)
    #expect(String(decoding: answer[..<max(0, count)], as: UTF8.self).hasPrefix("HTTP/1.1 408 "))
  }
}
