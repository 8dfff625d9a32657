import Glibc

/// The terminal that the output goes to, where it goes to one.
enum Terminal {
  /// Columns and lines; `nil` where standard output is no terminal.
  static var size: (columns: Int, lines: Int)? {
    guard isatty(1) == 1 else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Shows a page that is longer than the terminal with the program that the user reads pages with; false where there is none to show it with.
  static func page(_ text: String, with pager: String?) -> Bool {
    guard let size, text.utf8.lazy.filter({ $0 == 0x0A }).count >= size.lines, size.lines > 0 else { return false }
    let pager = pager ?? "less"
    if pager.isEmpty || pager == "cat" || pager == "off" { return false }
    // As git does: what fits is left on the screen, colours stay, and the page stays when the pager ends.
    setenv("LESS", "FRX", 0)
    // Whoever stops the pager does not stop what is being read; and one who has read enough is no failure.
    let before = (signal(SIGINT, SIG_IGN), signal(SIGPIPE, SIG_IGN))
    defer {
      signal(SIGINT, before.0)
      signal(SIGPIPE, before.1)
    }
    guard let pipe = popen(pager, "w") else { return false }
    _ = text.utf8.withContiguousStorageIfAvailable { fwrite($0.baseAddress, 1, $0.count, pipe) }
    // 127: the shell has found no such program.
    return pclose(pipe) >> 8 != 127
  }
}
