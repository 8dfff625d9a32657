import ClusterModel
import Glibc
import Synchronization

/// Who may come in, and what he may do.
///
/// On one machine: whoever has the token of the opened address. In an office: by name and password, or as a proxy says.
final class Access: Sendable {
  struct Person: Sendable, Hashable {
    var name: String
    /// May look and not write.
    var isGuest: Bool
  }

  struct Session: Sendable {
    var person: Person
    /// Sent with every form; another page does not know it.
    var formToken = RandomToken.make()
    /// The network that is looked at; the one that was opened when left out.
    var network: String?
  }

  enum Mode: Sendable {
    case token(String, Person)
    case passwords([String: (password: String, isGuest: Bool)])
    case proxy(header: String)
  }

  let mode: Mode
  /// Names by which this program may be addressed; another would be a page that had its name changed to ours.
  let hosts: Set<String>?
  let cookie: String
  private let sessions = Mutex<[String: Session]>([:])
  private let failures = Mutex<[String: Int]>([:])

  init(_ mode: Mode, hosts: Set<String>?, cookie: String) {
    (self.mode, self.hosts, self.cookie) = (mode, hosts, cookie)
  }

  func session(_ request: HTTPRequest) -> (id: String, session: Session)? {
    if case .proxy(let header) = mode {
      guard let name = request[header.lowercased()], !name.isEmpty else { return nil }
      return sessions.withLock { sessions in
        let id = "proxy:" + name
        let session = sessions[id] ?? Session(person: Person(name: String(name.prefix(80)), isGuest: false))
        sessions[id] = session
        return (id, session)
      }
    }
    guard let id = request.cookie(cookie) else { return nil }
    return sessions.withLock { $0[id].map { (id, $0) } }
  }

  /// Lets in whoever has the token, or the password.
  func open(token: String) -> String? {
    guard case .token(let right, let person) = mode, RandomToken.equal(token, right) else { return nil }
    return begin(person)
  }

  /// After five wrong passwords a name waits until the program is started anew, or for a minute.
  func open(name: String, password: String, minute: Int) -> String? {
    guard case .passwords(let known) = mode else { return nil }
    let key = "\(name)|\(minute)"
    let tries = failures.withLock { failures in
      if failures.count > 10_000 { failures.removeAll() }
      failures[key, default: 0] += 1
      return failures[key] ?? 0
    }
    guard tries <= 5, let entry = known[name], RandomToken.equal(password, entry.password) else { return nil }
    failures.withLock { $0[key] = nil }
    return begin(Person(name: name, isGuest: entry.isGuest))
  }

  private func begin(_ person: Person) -> String {
    let id = RandomToken.make()
    sessions.withLock { sessions in
      // Nobody has so many windows: the oldest state is not worth keeping.
      if sessions.count > 2_000 { sessions.removeAll() }
      sessions[id] = Session(person: person)
    }
    return id
  }

  func end(_ id: String) { sessions.withLock { $0[id] = nil } }

  func look(at network: String?, _ id: String) {
    sessions.withLock { sessions in
      if var session = sessions[id] {
        session.network = network
        sessions[id] = session
      }
    }
  }

  /// A request that is addressed to this program and not sent from another's page.
  func isOurs(_ request: HTTPRequest) -> Bool {
    guard let host = request["host"], !host.isEmpty else { return false }
    if let hosts, !hosts.contains(host.lowercased()) { return false }
    if request.method == "GET" || request.method == "HEAD" { return true }
    if let site = request["sec-fetch-site"], site != "same-origin" && site != "none" { return false }
    if let origin = request["origin"] { return origin == "http://" + host || origin == "https://" + host }
    return true
  }

  /// Reads a file of passwords: `NAME:PASSWORD`, or `NAME:PASSWORD:guest`, a line each. `nil` where others may read the file, or nothing is in it.
  static func passwords(_ path: String) -> [String: (password: String, isGuest: Bool)]? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & 0o077 == 0, let bytes = Scratch.read(path, limit: 1 << 20) else { return nil }
    var known: [String: (password: String, isGuest: Bool)] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      let parts = line.split(separator: ":", maxSplits: 2).map(String.init)
      if parts.count >= 2, parts[1].count >= 8 { known[parts[0]] = (parts[1], parts.count == 3 && parts[2] == "guest") }
    }
    return known.isEmpty ? nil : known
  }
}
