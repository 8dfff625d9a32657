import Glibc

/// Opens an address in the browser of whoever sits at this machine.
///
/// The address holds the token, and everybody on a machine sees with what programs are started: the browser is given a file that only its owner can read, which leads on to the address.
enum Browser {
  /// - Returns: the folder of that file, to be removed at the end; `nil` where there is no desktop that would open it.
  static func open(_ address: String) -> String? {
    var name = Array(("/tmp/chainwright-XXXXXX" + "\0").utf8).map { CChar(bitPattern: $0) }
    guard mkdtemp(&name) != nil else { return nil }
    let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let file = folder + "/open.html"
    let page =
      "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url=\(address)\"><title>链匠 Chainwright</title></head>"
      + "<body><a href=\"\(address)\">链匠 Chainwright</a></body></html>\n"
    guard let out = fopen(file, "wx") else {
      rmdir(folder)
      return nil
    }
    fputs(page, out)
    fclose(out)
    guard start("xdg-open", file) else {
      remove(folder)
      return nil
    }
    return folder
  }

  static func remove(_ folder: String) {
    unlink(folder + "/open.html")
    rmdir(folder)
  }

  /// Whether a program of that name was found and began.
  private static func start(_ program: String, _ argument: String) -> Bool {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for stream in 0...2 as ClosedRange<Int32> { posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0) }
    // A process of its own group with the signals that a program begins with: Ctrl-C ends the server and not the browser.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    posix_spawnattr_setpgroup(&attributes, 0)
    var words: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup(argument), nil]
    defer { for word in words { free(word) } }
    var child = pid_t()
    return posix_spawnp(&child, program, &actions, &attributes, &words, environ) == 0
  }
}
