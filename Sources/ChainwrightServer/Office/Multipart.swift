/// What came with a form: fields, and files.
///
/// > Source: RFC 7578.
struct Multipart: Sendable {
  struct File: Sendable {
    /// Without folders.
    var name: String
    var bytes: [UInt8]
  }

  var fields: [(name: String, value: String)] = []
  var files: [File] = []

  /// `nil` where the body is no form.
  static func form(of request: HTTPRequest) -> Multipart? {
    var bytes: [UInt8] = []
    switch request.body {
    case .none: break
    case .bytes(let held): bytes = held
    case .file(let path, _):
      guard let read = Scratch.read(path) else { return nil }
      bytes = read
    }
    let type = request["content-type"] ?? ""
    if type.lowercased().hasPrefix("multipart/form-data"), let mark = type.firstRange(of: "boundary=") {
      let boundary = type[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }
      return boundary.isEmpty ? nil : parsed(bytes, Array(("--" + boundary).utf8))
    }
    return Address.pairs(Substring(String(decoding: bytes, as: UTF8.self))).map { Multipart(fields: $0) }
  }

  static func parsed(_ bytes: [UInt8], _ boundary: [UInt8]) -> Multipart? {
    var form = Multipart()
    guard var at = find(boundary, in: bytes, from: 0) else { return nil }
    let next = [0x0D, 0x0A] + boundary
    while true {
      at += boundary.count
      // Two dashes end it.
      if at + 1 < bytes.count, bytes[at] == 0x2D, bytes[at + 1] == 0x2D { return form }
      guard at + 1 < bytes.count, bytes[at] == 0x0D, bytes[at + 1] == 0x0A,
        let blank = find([0x0D, 0x0A, 0x0D, 0x0A], in: bytes, from: at),
        let end = find(next, in: bytes, from: blank + 2), form.fields.count + form.files.count < 4_000
      else { return nil }
      let head = String(decoding: bytes[(at + 2)..<max(at + 2, blank)], as: UTF8.self)
      let body = Array(bytes[(blank + 4)..<max(blank + 4, end)])
      if let name = parameter("name", head) {
        if let file = parameter("filename", head) {
          if !file.isEmpty { form.files.append(File(name: plain(file), bytes: body)) }
        } else {
          form.fields.append((name, String(decoding: body, as: UTF8.self)))
        }
      }
      at = end + 2
    }
  }

  private static func parameter(_ name: String, _ head: String) -> String? {
    for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-disposition:") {
      guard let begin = line.firstRange(of: "; \(name)=\"") else { continue }
      return String(line[begin.upperBound...].prefix { $0 != "\"" }).replacing("%22", with: "\"")
    }
    return nil
  }

  /// A name that leads nowhere else.
  static func plain(_ name: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let kept = String(
      last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F && !"!:*?\"<>|".unicodeScalars.contains($0) }.map { Character($0) })
    var short = kept.prefix(80)
    while short.utf8.count > 200 { short = short.dropFirst() }
    return short.isEmpty || short.hasPrefix(".") || short.hasPrefix("-") ? "list" + short : String(short)
  }

  private static func find(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    let (first, count) = (mark[0], mark.count)
    return bytes.withUnsafeBufferPointer { buffer -> Int? in
      var at = start
      while at + count <= buffer.count {
        if buffer[at] == first {
          var same = 1
          while same < count, buffer[at + same] == mark[same] { same += 1 }
          if same == count { return at }
        }
        at += 1
      }
      return nil
    }
  }
}
