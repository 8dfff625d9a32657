import CEnding
public import ClusterModel

/// How the process ends before its time. A program that wants it says so once, at its start; a library that nobody asks leaves signals alone.
public enum Ending {
  /// From here on, whoever ends the process (Ctrl-C, `kill`, a fault of its own) leaves nothing half written, but for what a power cut or `kill -9` leaves;
  /// that is taken away when something is written there again. A limit of file size is told of as a full disk is.
  ///
  /// A file that another program makes shorter while it is read ends the process with an error.
  ///
  /// - Parameters:
  ///   - program: the program's name, before its messages.
  ///   - language: of that error.
  ///   - unreadable: the exit code of that error.
  public static func watch(program: String, language: Language, unreadable: Int32) {
    let after = (language == .zh ? "：" : ": ") + ClusterIOError.changedWhileRead("").text(language) + "\n"
    cw_ending_watch(program + ": ", after, unreadable)
  }
}

extension ClusterIOError {
  static func changedWhileRead(_ shown: String) -> ClusterIOError {
    ClusterIOError(
      .unreadable,
      LocalText(
        zh: "在读取时被另一个程序改动；请等它写完，再运行一次。", en: "was changed by another program while it was read; wait until that has done, and run it again."
      ),
      place: shown.isEmpty ? nil : Place(file: shown))
  }
}
