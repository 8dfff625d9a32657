import Glibc

/// One connection: requests read within their limits, one after another, and answered.
///
/// > Source: RFC 9112. Bodies come with their length; chunked ones are refused, as no browser sends them.
struct HTTPConnection: ~Copyable {
  private let socket: Int32
  private let limits: HTTPLimits
  /// What was read and not yet used.
  private var buffer: [UInt8] = []

  struct Refusal: Error {
    var status: Int
  }

  /// The other side has gone, or said nothing for too long.
  struct Gone: Error {}

  init(_ socket: Int32, _ limits: HTTPLimits) {
    self.socket = socket
    self.limits = limits
  }

  deinit {
    // Ends it for copies of the descriptor too.
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  typealias Instant = ContinuousClock.Instant

  static func deadline(_ seconds: Double) -> Instant { ContinuousClock().now.advanced(by: .seconds(seconds)) }

  /// Answers requests until the other side has had enough.
  ///
  /// - Parameters:
  ///   - mayUpload: told a request without its body, says whether it may be an upload.
  ///   - answer: what is answered.
  mutating func serve(mayUpload: (HTTPRequest) -> Bool, _ answer: (HTTPRequest) -> HTTPResponse) {
    var isFirst = true
    while true {
      do {
        try wait(until: Self.deadline(isFirst ? limits.headSeconds : limits.idleSeconds))
        isFirst = false
        var request = try head()
        try body(of: &request, mayUpload: mayUpload)
        let keeps = request["connection"]?.lowercased() != "close"
        try send(answer(request), isHead: request.method == "HEAD", keeps: keeps)
        if !keeps { return }
      } catch let refusal as Refusal {
        try? send(HTTPResponse(refusal.status, type: "text/plain", HTTPResponse.word(refusal.status) + "\n"), isHead: false, keeps: false)
        return linger()
      } catch { return }
    }
  }

  /// Takes what the other side still sends for a moment, so that it can read why it was refused.
  private func linger() {
    shutdown(socket, Int32(SHUT_WR))
    var rest = [UInt8](repeating: 0, count: 1 << 16)
    let end = Self.deadline(1)
    while ContinuousClock().now < end {
      var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, 200) <= 0 || recv(socket, &rest, rest.count, 0) <= 0 { return }
    }
  }

  /// Until there is something to read.
  private func wait(until end: Instant) throws {
    if !buffer.isEmpty { return }
    try ready(Int16(POLLIN), until: end)
  }

  private func ready(_ events: Int16, until end: Instant) throws {
    while true {
      let left = (end - ContinuousClock().now).components
      let milliseconds = Int32(clamping: left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000)
      if milliseconds <= 0 { throw Gone() }
      var waiting = pollfd(fd: socket, events: events, revents: 0)
      let count = poll(&waiting, 1, milliseconds)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { throw Gone() }
      return
    }
  }

  /// Some bytes more; throws where the time is over.
  private mutating func more(until end: Instant) throws -> [UInt8] {
    try ready(Int16(POLLIN), until: end)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(socket, &bytes, bytes.count, 0)
    if count <= 0 { throw Gone() }
    return Array(bytes[..<count])
  }

  private mutating func head() throws -> HTTPRequest {
    let end = Self.deadline(limits.headSeconds)
    var searched = 0
    while true {
      if let stop = Self.end(of: buffer, from: max(0, searched - 3)) {
        let text = buffer[..<stop]
        let request = try Self.parsed(text, limits)
        buffer.removeFirst(stop + 4)
        return request
      }
      searched = buffer.count
      if buffer.count > limits.head { throw Refusal(status: 431) }
      do { buffer += try more(until: end) } catch {
        if buffer.isEmpty { throw Gone() }
        throw Refusal(status: 408)
      }
    }
  }

  /// Where the blank line begins.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    if bytes.count < 4 { return nil }
    var at = start
    while at + 3 < bytes.count {
      if bytes[at] == 0x0D, bytes[at + 1] == 0x0A, bytes[at + 2] == 0x0D, bytes[at + 3] == 0x0A { return at }
      at += 1
    }
    return nil
  }

  static func parsed(_ head: ArraySlice<UInt8>, _ limits: HTTPLimits) throws -> HTTPRequest {
    if head.count > limits.head { throw Refusal(status: 431) }
    if head.contains(0) { throw Refusal(status: 400) }
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
    let first = lines[0].split(separator: " ", omittingEmptySubsequences: false)
    guard first.count == 3, ["HTTP/1.1", "HTTP/1.0"].contains(first[2]), first[1].hasPrefix("/"), let address = Address(String(first[1]))
    else {
      throw Refusal(status: 400)
    }
    var request = HTTPRequest()
    (request.method, request.address) = (String(first[0]), address)
    if lines.count - 1 > limits.headers { throw Refusal(status: 431) }
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex, !line.contains("\n"), !line.contains("\r") else {
        throw Refusal(status: 400)
      }
      let name = line[..<colon].lowercased()
      if name.contains(where: { $0.isWhitespace }) { throw Refusal(status: 400) }
      let value = String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
      // Said twice, these would mean two things.
      if request.headers[name] != nil, ["host", "content-length", "transfer-encoding"].contains(name) { throw Refusal(status: 400) }
      request.headers[name] = request.headers[name].map { $0 + (name == "cookie" ? "; " : ", ") + value } ?? value
    }
    if first[2] == "HTTP/1.0" { request.headers["connection"] = "close" }
    return request
  }

  private mutating func body(of request: inout HTTPRequest, mayUpload: (HTTPRequest) -> Bool) throws {
    if request["transfer-encoding"] != nil { throw Refusal(status: 501) }
    guard let said = request["content-length"] else {
      if ["POST", "PUT"].contains(request.method) { throw Refusal(status: 411) }
      return
    }
    guard let length = Int(said), length >= 0, said.allSatisfy(\.isNumber) else { throw Refusal(status: 400) }
    if length == 0 { return }
    let isUpload = length > limits.form && mayUpload(request)
    if length > (isUpload ? limits.upload : limits.form) { throw Refusal(status: 413) }
    if request["expect"]?.lowercased() == "100-continue" {
      try write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), until: Self.deadline(10))
    }
    let end = Self.deadline(limits.bodySeconds)
    var left = length
    var bytes: [UInt8] = []
    let scratch = isUpload ? try Scratch() : nil
    let path = scratch.map { $0.folder + "/body" }
    let file = path.map { open($0, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) } ?? -1
    defer { if file >= 0 { close(file) } }
    while left > 0 {
      if buffer.isEmpty { buffer = try more(until: end) }
      let part = buffer.prefix(left)
      left -= part.count
      if isUpload {
        guard part.withUnsafeBytes({ Glibc.write(file, $0.baseAddress, $0.count) }) == part.count else { throw Refusal(status: 503) }
      } else {
        bytes += part
      }
      buffer.removeFirst(part.count)
    }
    request.body = scratch.map { .file(path ?? "", $0) } ?? .bytes(bytes)
  }

  private func send(_ response: HTTPResponse, isHead: Bool, keeps: Bool) throws {
    let end = Self.deadline(limits.answerSeconds)
    var head = "HTTP/1.1 \(response.status) \(HTTPResponse.word(response.status))\r\n"
    var file: Int32 = -1
    let length: Int
    switch response.body {
    case .bytes(let bytes): length = bytes.count
    case .file(let path, _):
      file = open(path, O_RDONLY | O_CLOEXEC)
      var status = stat()
      guard file >= 0, fstat(file, &status) == 0 else { throw Refusal(status: 500) }
      length = Int(status.st_size)
    }
    defer { if file >= 0 { close(file) } }
    var fields = response.headers
    fields += [("Content-Type", response.type), ("Content-Length", String(length)), ("Connection", keeps ? "keep-alive" : "close")]
    for field in fields {
      // No line end gets in.
      head +=
        field.name + ": " + String(field.value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map { Character($0) })
        + "\r\n"
    }
    head += "\r\n"
    guard case .bytes(let bytes) = response.body else {
      try write(Array(head.utf8), until: end)
      var part = [UInt8](repeating: 0, count: 1 << 16)
      while !isHead, case let count = read(file, &part, part.count), count > 0 { try write(Array(part[..<count]), until: end) }
      return
    }
    try write(Array(head.utf8) + (isHead ? [] : bytes), until: end)
  }

  private func write(_ bytes: [UInt8], until end: Instant) throws {
    var at = 0
    while at < bytes.count {
      try ready(Int16(POLLOUT), until: end)
      let count = bytes[at...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL)) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count <= 0 { throw Gone() }
      at += count
    }
  }
}
