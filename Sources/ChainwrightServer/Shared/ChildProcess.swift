import Glibc

/// Starts a program of its own: in a group of its own, so that Ctrl-C ends this one alone, and with the signals that a program begins with.
enum ChildProcess {
  /// - Parameters:
  ///   - program: its path, or a name that is looked for where programs are.
  ///   - arguments: as typed.
  ///   - output: where it writes; nowhere when left out. Likewise `error`. It reads nothing.
  /// - Returns: its number, to be waited for; `nil` where it could not be started.
  static func start(_ program: String, _ arguments: [String], output: Int32? = nil, error: Int32? = nil) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (stream, given) in [(Int32(0), nil), (1, output), (2, error)] as [(Int32, Int32?)] {
      if let given {
        posix_spawn_file_actions_adddup2(&actions, given, stream)
      } else {
        posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0)
      }
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals that this program waits for are theirs to be ended by.
    var (blocked, reset) = (sigset_t(), sigset_t())
    sigemptyset(&blocked)
    sigemptyset(&reset)
    for signal in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&reset, signal) }
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setsigdefault(&attributes, &reset)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    posix_spawnattr_setpgroup(&attributes, 0)
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    return posix_spawnp(&child, program, &actions, &attributes, &words, environ) == 0 ? child : nil
  }
}
