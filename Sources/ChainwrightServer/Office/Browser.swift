import Glibc

/// Opens an address in the browser of whoever sits at this machine.
///
/// The address holds the token, and everybody on a machine sees with what programs are started: the browser is given a file that only its owner can read, which leads on to the address.
enum Browser {
  /// - Returns: the folder of that file, to be kept as long as the address holds; `nil` where there is no desktop that would open it.
  static func open(_ address: String) -> Scratch? {
    let page: Markup = """
      <!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=\(address)"><title>链匠 Chainwright</title></head><body><a href="\(address)">链匠 Chainwright</a></body></html>
      """
    guard let scratch = try? Scratch(), let file = try? scratch.write(page.text, "open.html"),
      let child = ChildProcess.start("xdg-open", [file])
    else { return nil }
    // Once it has handed the file on it ends, and is let go.
    _ = WorkThread.begin { while waitpid(child, nil, 0) < 0, errno == EINTR {} }
    return scratch
  }
}
