import Glibc

/// The process's two output streams; a reader that has gone away ends the writing quietly.
enum StandardStreams {
  static func out(_ text: String) { write(text, to: 1) }
  static func error(_ text: String) { write(text, to: 2) }

  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { write($0, to: descriptor) }
  }

  static func out(_ bytes: UnsafeBufferPointer<UInt8>) { write(bytes, to: 1) }

  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) {
    var position = 0
    while position < bytes.count {
      let written = Glibc.write(descriptor, bytes.baseAddress! + position, bytes.count - position)
      if written < 0 {
        if errno == EINTR { continue }
        return
      }
      position += written
    }
  }
}

extension StandardStreams {
  /// Says what is going on, on one line of a terminal that the next word replaces; nothing where standard error is no terminal.
  static func progress(_ text: String) {
    if isatty(2) == 1 { error("\r\u{1B}[K" + text) }
  }
}
