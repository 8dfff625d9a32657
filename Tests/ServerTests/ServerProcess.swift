import CommandRuns
import Foundation
import Glibc
import Testing

@testable import ChainwrightServer

/// Connections to a server of this machine.
enum Loopback {
  static func connect(_ port: Int) throws -> Int32 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = in_port_t(UInt16(port).bigEndian)
    inet_pton(AF_INET, "127.0.0.1", &place.sin_addr)
    let result = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    try #require(result == 0)
    return socket
  }
}

/// The built program `chainwright-server` in a process of its own, and what a browser says to it.
final class ServerProcess {
  let process: pid_t
  let port: Int
  private(set) var token: String?
  var cookie: String?
  private var hasEnded = false

  /// Starts `chainwright serve` with these arguments, and reads the address that it says.
  init(_ arguments: [String], room: String) throws {
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
    let command = CommandRun.builtCommand(besides: CommandLine.arguments[0])
    // Its folder is told to it alone: other tests run beside this one.
    let words = ["TMPDIR=" + room, command, "serve", "--lang=zh", "--who=李工"]
    let started = ChildProcess.start("/usr/bin/env", words + arguments, error: ends[1])
    close(ends[1])
    process = try #require(started)
    var (said, part): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 512))
    while !said.contains(0x0A), case let count = read(ends[0], &part, part.count), count > 0 { said += part[..<count] }
    close(ends[0])
    let text = String(decoding: said, as: UTF8.self)
    let begin = try #require(text.firstRange(of: "http://"), "\(text)")
    let address = text[begin.upperBound...].prefix { $0 != "\n" && $0 != "\r" }
    port = try #require(Int(address.drop { $0 != ":" }.dropFirst().prefix { $0.isNumber }))
    token = address.firstRange(of: "token=").map { String(address[$0.upperBound...]) }
  }

  deinit { if !hasEnded { end(SIGKILL) } }

  /// Ends it, and says how it ended: its code, or the signal as a negative number.
  @discardableResult func end(_ signal: Int32) -> Int32 {
    hasEnded = true
    kill(process, signal)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }

  struct Answer {
    var status: Int
    var head: String
    var body: String
    func header(_ name: String) -> String? {
      head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }.map {
        String($0.dropFirst(name.count + 2))
      }
    }
  }

  func connect() throws -> Int32 { try Loopback.connect(port) }

  /// The bytes of a request. `headers` go before our own.
  func message(_ method: String, _ target: String, _ headers: [(String, String)] = [], body: [UInt8] = [], type: String = "") -> [UInt8] {
    var lines = ["\(method) \(target) HTTP/1.1"]
    lines += headers.map { $0.0 + ": " + $0.1 }
    if !headers.contains(where: { $0.0 == "Host" }) { lines.append("Host: 127.0.0.1:\(port)") }
    if let cookie { lines.append("Cookie: " + cookie) }
    if method == "POST" { lines += ["Content-Length: \(body.count)", "Content-Type: " + type] }
    return Array((lines + ["Connection: close", "", ""]).joined(separator: "\r\n").utf8) + body
  }

  static func send(_ bytes: ArraySlice<UInt8>, _ socket: Int32) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  func ask(
    _ method: String, _ target: String, _ headers: [(String, String)] = [], body: [UInt8] = [],
    type: String = "application/x-www-form-urlencoded"
  ) throws -> Answer {
    let socket = try connect()
    defer { close(socket) }
    Self.send(message(method, target, headers, body: body, type: type)[...], socket)
    var (answer, part): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
    while case let count = recv(socket, &part, part.count, 0), count > 0 { answer += part[..<count] }
    let text = String(decoding: answer, as: UTF8.self)
    let halves = text.firstRange(of: "\r\n\r\n")
    return Answer(
      status: Int(text.dropFirst(9).prefix(3)) ?? 0, head: halves.map { String(text[..<$0.lowerBound]) } ?? text,
      body: halves.map { String(text[$0.upperBound...]) } ?? "")
  }

  /// A page, waited for.
  func page(_ target: String, _ headers: [(String, String)] = []) throws -> Answer {
    var answer = try ask("GET", target, headers)
    for _ in 0..<300 where answer.status == 202 {
      usleep(100_000)
      answer = try ask("GET", target, headers)
    }
    return answer
  }

  func keep(_ answer: Answer) { cookie = answer.header("Set-Cookie").map { String($0.prefix { $0 != ";" }) } ?? cookie }

  func enter() throws { keep(try ask("GET", "/?token=" + (try #require(token)))) }

  static func form(_ fields: [(String, String)]) -> [UInt8] {
    Array(fields.map { Address.encoded($0.0) + "=" + Address.encoded($0.1) }.joined(separator: "&").utf8)
  }

  /// The value of a hidden field on a page.
  static func field(_ name: String, _ html: String) throws -> String {
    let begin = try #require(html.firstRange(of: "name=\"\(name)\" value=\""), "no \(name) in \(html.prefix(3_000))")
    return String(html[begin.upperBound...].prefix { $0 != "\"" })
  }
}
