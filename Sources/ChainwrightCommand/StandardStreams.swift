import Chainwright
import Glibc

/// The process's two output streams. A reader that has gone away ends the writing quietly; what cannot be written for another reason, as on a full disk, ends
/// the run: half a result must not look like a whole one.
enum StandardStreams {
  static func out(_ text: String) {
    var text = text
    text.withUTF8 { out($0) }
  }

  static func out(_ bytes: UnsafeBufferPointer<UInt8>) {
    let reason = write(bytes, to: 1)
    if reason != 0 && reason != EPIPE { ChainwrightCommand.fail(unwritable(reason)) }
  }

  /// What cannot be said here is said nowhere.
  static func error(_ text: String) {
    var text = text
    text.withUTF8 { _ = write($0, to: 2) }
  }

  /// What is said on standard output beside an answer, as which files were written.
  static func say(_ text: String) {
    if !isQuiet { out(text) }
  }

  /// What is said on standard error and is no error.
  static func note(_ text: String) {
    if !isQuiet { error(text) }
  }

  static let isQuiet = Settings.ofRun.isQuiet || Arguments.all.prefix { $0 != "--" }.contains { $0 == "--quiet" || $0 == "-q" }

  /// Zero, or why not all was written.
  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int32 {
    var position = 0
    while position < bytes.count {
      let written = Glibc.write(descriptor, bytes.baseAddress! + position, bytes.count - position)
      if written < 0 {
        if errno == EINTR { continue }
        return errno
      }
      position += written
    }
    return 0
  }

  static func unwritable(_ reason: Int32) -> CommandFailure {
    let isFull = reason == ENOSPC || reason == EDQUOT
    let said = String(cString: strerror(reason))
    return CommandFailure(
      .cannotCreate,
      LocalText(
        zh: "结果没有写完：\(isFull ? "磁盘已满" : "无法写到标准输出（\(said)）")",
        en: "the result was not written whole: \(isFull ? "the disk is full" : "standard output cannot be written (\(said))")"),
      remedy: isFull
        ? LocalText(zh: "腾出空间，或把输出写到别的磁盘，再运行一次", en: "make room, or send the output to another disk, and run it again")
        : LocalText(zh: "把输出写到别的文件，再运行一次", en: "send the output to another file, and run it again"))
  }
}

extension StandardStreams {
  /// Says what is going on, on one line of a terminal that the next word replaces; nothing where standard error is no terminal, but where `CHAINWRIGHT_PROGRESS` asks for it.
  static func progress(_ text: String) {
    if isQuiet { return }
    if isatty(2) == 1 { return error("\r\u{1B}[K" + text) }
    // Another program that shows it: a line each, told from errors by its first sign.
    if isForProgram { error("\u{1E}" + text + "\n") }
  }

  private static let isForProgram = getenv("CHAINWRIGHT_PROGRESS") != nil
}

/// Text from data, safe on a terminal.
func safe(_ text: String) -> String { SafeText.safe(SystemPath.shown(text)) }
