import Chainwright
import Glibc

/// The command `chainwright`, run as a program of its own: what it says is what is shown, and what goes wrong in it, a drawing among that, stays in it.
struct CommandProgram: Sendable {
  /// The file of the program.
  var path: String
  /// Seconds that one run may take.
  var timeLimit = 120.0
  /// Bytes that it may write.
  var outputLimit = 512 << 20

  /// The command that stands beside this program.
  static func besides(_ program: String) -> String {
    let folder = program.lastIndex(of: "/").map { String(program[..<$0]) } ?? "."
    return folder + "/chainwright"
  }

  struct Run: Sendable {
    var status: Int32
    var output: [UInt8] = []
    var error = ""
    /// It was ended before it was ready.
    var isStopped = false

    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - arguments: as typed.
  ///   - begun: told the number of the process, by which it can be stopped.
  ///   - ending: told when it is no more but its number is not yet another's.
  ///   - said: told what it says of how far it is.
  func run(
    _ arguments: [String], begun: (pid_t) -> Void = { _ in }, ending: () -> Void = {}, said: (String) -> Void = { _ in }
  ) -> Run {
    var (out, err): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    // Pairs of sockets, as these alone are closed in other children from their first moment.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &out) == 0, socketpair(AF_UNIX, kind, 0, &err) == 0 else {
      return Run(status: -1, error: "no sockets are left")
    }
    defer { for descriptor in [out[0], err[0]] { close(descriptor) } }
    let child = ChildProcess.start(path, arguments, output: out[1], error: err[1])
    close(out[1])
    close(err[1])
    guard let child else { return Run(status: -1, error: "\(path) cannot be run") }
    begun(child)
    var run = Run(status: 0)
    let complete = read(&run, out[0], err[0], said)
    if !complete {
      kill(-child, SIGKILL)
      run.isStopped = true
    }
    // It is waited for without being taken away, so that its number stays its own until nobody would stop it any more.
    var ended = siginfo_t()
    while waitid(P_PID, id_t(child), &ended, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    ending()
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    // Low seven bits: the signal that ended it; else the code that it ended with.
    run.status = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    if status & 0x7F != 0 { run.isStopped = true }
    return run
  }

  /// Both streams to their ends; `false` where time or room ran out before.
  private func read(_ run: inout Run, _ output: Int32, _ error: Int32, _ said: (String) -> Void) -> Bool {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(timeLimit))
    var waiting = [pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: error, events: Int16(POLLIN), revents: 0)]
    var errors: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    defer { run.error = Progress.without(errors) }
    while waiting.contains(where: { $0.fd >= 0 }) {
      let left = (end - clock.now).components
      let milliseconds = Int32(clamping: left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000)
      if milliseconds <= 0 { return false }
      let ready = poll(&waiting, nfds_t(waiting.count), milliseconds)
      if ready < 0, errno == EINTR { continue }
      if ready <= 0 { return false }
      for at in waiting.indices where waiting[at].fd >= 0 && waiting[at].revents != 0 {
        let count = Glibc.read(waiting[at].fd, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 {
          waiting[at].fd = -1
        } else if at == 0 {
          run.output.append(contentsOf: buffer[..<count])
          if run.output.count > outputLimit { return false }
        } else {
          errors.append(contentsOf: buffer[..<count])
          if let last = Progress.last(errors) { said(last) }
          // What was said of how far it is needs no room.
          if errors.count > 1 << 16 { errors = Array(Progress.without(errors).utf8.prefix(1 << 15)) }
        }
      }
    }
    return true
  }
}

/// What the command says of how far it is, where `CHAINWRIGHT_PROGRESS` asks it to: a line each that begins with the sign RS.
enum Progress {
  private static let sign: UInt8 = 0x1E

  /// The last that is whole.
  static func last(_ bytes: [UInt8]) -> String? {
    guard let end = bytes.lastIndex(of: 0x0A), let begin = bytes[..<end].lastIndex(of: sign) else { return nil }
    return String(decoding: bytes[(begin + 1)..<(bytes[begin...].firstIndex(of: 0x0A) ?? end)], as: UTF8.self)
  }

  /// The rest.
  static func without(_ bytes: [UInt8]) -> String {
    if !bytes.contains(sign) { return String(decoding: bytes, as: UTF8.self) }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).filter { $0.first != sign }
    return String(decoding: Array(lines.joined(separator: [0x0A])), as: UTF8.self)
  }
}
