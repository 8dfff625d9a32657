/// A request as it came in, within the limits of ``HTTPLimits``.
struct HTTPRequest: Sendable {
  var method = "GET"
  var address = Address()
  /// By name in small letters.
  var headers: [String: String] = [:]
  var body = Body.none

  enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// Streamed to disk; the folder goes with the request.
    case file(String, Scratch)
  }

  subscript(header: String) -> String? { headers[header] }

  /// The value of a cookie.
  func cookie(_ name: String) -> String? {
    for pair in (headers["cookie"] ?? "").split(separator: ";") {
      let sides = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      if sides.count == 2, sides[0] == name { return String(sides[1]) }
    }
    return nil
  }
}

extension Address {
  init() {}
}

/// What is answered.
struct HTTPResponse: Sendable {
  enum Body: Sendable {
    case bytes([UInt8])
    /// A file, and the folder that goes when it is sent.
    case file(String, Scratch?)
  }

  var status = 200
  var type = "text/html; charset=utf-8"
  var headers: [(name: String, value: String)] = []
  var body = Body.bytes([])

  init(_ status: Int = 200, type: String = "text/html; charset=utf-8", bytes: [UInt8]) {
    (self.status, self.type, body) = (status, type, .bytes(bytes))
  }

  init(_ status: Int = 200, type: String = "text/html; charset=utf-8", _ text: String) {
    self.init(status, type: type, bytes: Array(text.utf8))
  }

  /// To another page, asked for by GET.
  static func redirect(_ address: String) -> HTTPResponse {
    var response = HTTPResponse(303, "")
    response.headers.append(("Location", address))
    return response
  }

  /// A file to be kept, under this name.
  static func download(_ name: String, type: String, _ body: Body) -> HTTPResponse {
    var response = HTTPResponse(type: type, "")
    response.body = body
    let plain = String(
      name.unicodeScalars.map {
        $0.isASCII && $0.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains($0) ? Character($0) : "_"
      })
    response.headers.append(("Content-Disposition", "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Address.encoded(name))"))
    return response
  }

  static func word(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 202: "Accepted"
    case 303: "See Other"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 411: "Length Required"
    case 413: "Content Too Large"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    default: "Service Unavailable"
    }
  }
}

/// How much a request may be, and how long it may take.
struct HTTPLimits: Sendable {
  /// Bytes before the body.
  var head = 32 << 10
  var headers = 100
  /// Bytes of a form.
  var form = 4 << 20
  /// Bytes of what is uploaded.
  var upload = 256 << 20
  /// Seconds until the head is there.
  var headSeconds = 10.0
  /// Seconds until the body is there.
  var bodySeconds = 180.0
  /// Seconds until the other side has taken the answer.
  var answerSeconds = 300.0
  /// Seconds that a connection may stay open between requests.
  var idleSeconds = 20.0
  /// Connections at once.
  var connections = 128
}
