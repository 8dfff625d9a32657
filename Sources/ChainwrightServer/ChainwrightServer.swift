import Chainwright
import Glibc

/// The workspace in a browser, and the questions for an assistant: a program of its own beside the command, which starts it (`chainwright serve`).
@main struct ChainwrightServer {
  static func main() {
    guard let options = ServerOptions(Array(CommandLine.arguments.dropFirst())) else {
      say("chainwright-server: is started by chainwright serve\n")
      exit(64)
    }
    signal(SIGPIPE, SIG_IGN)
    let program = CommandProgram(path: options.command ?? CommandProgram.besides(Bounds.resolved("/proc/self/exe") ?? "."))
    if options.assistant { talk(options, program) }
    serve(options, program)
  }

  private static func talk(_ options: ServerOptions, _ program: CommandProgram) -> Never {
    guard let bounds = Bounds(options.path) else {
      say("chainwright: \(options.path): " + (options.language == .zh ? "没有这个文件夹或文件\n" : "there is no such folder or file\n"))
      exit(66)
    }
    var assistant = Assistant(program: program, bounds: bounds, language: options.language)
    assistant.mayWrite = options.mayWrite
    AssistantTalk(assistant).run()
    exit(0)
  }

  /// To a person at a terminal.
  static func say(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}
