import Dispatch
import Glibc
import Synchronization

/// A talk over standard input and output: a message a line. Long questions run beside each other and can be stopped; short ones are answered at once.
final class AssistantTalk: Sendable {
  private let assistant: Assistant
  private let output: Int32
  /// The processes that questions run in, by the id of the message.
  private let running = Mutex<[String: pid_t]>([:])
  private let writing = Mutex<Void>(())
  private let places = DispatchSemaphore(value: 4)
  private let group = DispatchGroup()
  private let queue = DispatchQueue(label: "chainwright.assistant", attributes: .concurrent)

  /// A longer line is no message of ours.
  static let longestLine = 16 << 20

  init(_ assistant: Assistant, output: Int32 = 1) {
    self.assistant = assistant
    self.output = output
  }

  /// Until the other side ends the talk.
  func run(input: Int32 = 0) {
    var line: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(input, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      for byte in buffer[..<count] {
        if byte == 0x0A {
          take(String(decoding: line, as: UTF8.self))
          line.removeAll(keepingCapacity: true)
        } else if line.count < Self.longestLine {
          line.append(byte)
        }
      }
    }
    group.wait()
  }

  private func take(_ line: String) {
    if line.allSatisfy(\.isWhitespace) { return }
    guard let message = try? JSON.read(line) else { return say(assistant.answer(to: line)) }
    let method = message["method"]?.string ?? ""
    if method == "notifications/cancelled" {
      let id = message["params"]?["requestId"]?.line ?? ""
      running.withLock { if let process = $0[id] { kill(-process, SIGKILL) } }
      return
    }
    guard ["tools/call", "resources/read"].contains(method) else { return say(assistant.answer(to: message)?.line) }
    places.wait()
    queue.async(group: group) { [self] in
      defer { places.signal() }
      let id = message["id"]?.line ?? ""
      let answer = assistant.answer(to: message) { process in running.withLock { $0[id] = process } }
      running.withLock { $0[id] = nil }
      say(answer?.line)
    }
  }

  private func say(_ line: String?) {
    guard let line else { return }
    let bytes = Array((line + "\n").utf8)
    writing.withLock { _ in
      var at = 0
      while at < bytes.count {
        let count = bytes[at...].withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return }
        at += count
      }
    }
  }
}
