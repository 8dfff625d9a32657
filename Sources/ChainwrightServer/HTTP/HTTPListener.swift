import Glibc
import Synchronization

/// Listens at an address and hands each connection to a thread of its own, so many at once.
final class HTTPListener: Sendable {
  struct Failure: Error { var reason: String }

  let port: Int
  private let socket: Int32
  private let limits: HTTPLimits
  private let open = Atomic<Int>(0)
  private let hasEnded = Atomic<Bool>(false)

  /// - Parameters:
  ///   - address: an IPv4 address.
  ///   - port: 0 for any that is free.
  init(_ address: String, port: Int, limits: HTTPLimits = HTTPLimits()) throws {
    self.limits = limits
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = in_port_t(UInt16(port).bigEndian)
    guard descriptor >= 0, inet_pton(AF_INET, address, &place.sin_addr) == 1 else { throw Failure(reason: address) }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    guard bound == 0, listen(descriptor, 64) == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw Failure(reason: reason)
    }
    _ = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    socket = descriptor
    self.port = Int(UInt16(bigEndian: place.sin_port))
  }

  /// Takes connections until ``end()``.
  func run(mayUpload: @escaping @Sendable (HTTPRequest) -> Bool, answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
    while !hasEnded.load(ordering: .relaxed) {
      let connection = accept(socket, nil, nil)
      if connection < 0 {
        if hasEnded.load(ordering: .relaxed) { return }
        // Out of descriptors, or a connection that went away: go on in a moment.
        if errno != EINTR { usleep(20_000) }
        continue
      }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      var yes: Int32 = 1
      setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
      let (count, limits) = (open.add(1, ordering: .relaxed).newValue, limits)
      if count > limits.connections {
        open.subtract(1, ordering: .relaxed)
        let text = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        _ = text.withCString { Glibc.send(connection, $0, strlen($0), Int32(MSG_DONTWAIT | MSG_NOSIGNAL)) }
        close(connection)
        continue
      }
      let hasBegun = WorkThread.begin { [self] in
        defer { open.subtract(1, ordering: .relaxed) }
        var served = HTTPConnection(connection, limits)
        served.serve(mayUpload: mayUpload, answer)
      }
      if !hasBegun {
        open.subtract(1, ordering: .relaxed)
        close(connection)
      }
    }
  }

  /// Takes no more connections.
  func end() {
    hasEnded.store(true, ordering: .relaxed)
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }
}

/// A thread of the system: what waits for the network must not keep the few threads of tasks.
enum WorkThread {
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// `false` where the system has none left.
  static func begin(_ body: @escaping @Sendable () -> Void) -> Bool {
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body() }
        return nil
      }, work.toOpaque())
    if result != 0 {
      work.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
