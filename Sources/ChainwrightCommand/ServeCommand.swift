import ArgumentParser
import Chainwright
import Glibc

/// Starts the program beside this one that shows the workspace in a browser, or answers an assistant.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Opens a workspace in the browser, or answers an assistant.",
    discussion: """
      Opens a workspace (.sqlite, made where there is none), a network or a workbook in the browser, on this machine alone: the address that is printed has a token that lets in whoever has it. \
      --listen opens it to an office and wants --passwords, a file with NAME:PASSWORD a line (NAME:PASSWORD:guest may only read), or --user-header, the header in which a proxy names who asks. \
      --assistant answers an assistant over standard input and output instead (Model Context Protocol, revisions 2026-07-28 and 2025-11-25), about what lies below the folder; it only reads unless --write is given.

        chainwright serve city.sqlite
        chainwright serve --assistant Graphs
      """)

  @Argument(help: ArgumentHelp("A workspace, network or workbook; with --assistant a folder of them.", valueName: "network")) var network:
    String = "."
  @Flag(help: "Answer an assistant over standard input and output.") var assistant = false
  @Flag(help: "Open the browser of this desktop at the address.") var open = false
  @Flag(help: "With --assistant: lists may be taken into workspaces.") var write = false
  @Option(help: ArgumentHelp("The port; any that is free when left out.", valueName: "n")) var port: Int?
  @Option(help: ArgumentHelp("The address to listen at, for an office; this machine alone when left out.", valueName: "address"))
  var listen: String?
  @Option(help: ArgumentHelp("A file with NAME:PASSWORD a line.", valueName: "file")) var passwords: String?
  @Option(help: ArgumentHelp("The header in which a proxy names who asks.", valueName: "name")) var userHeader: String?
  @Option(help: ArgumentHelp("Who says what is written; the name you are logged in by when left out.", valueName: "name")) var who: String?
  @Option(help: "zh or en; the locale's language when left out.") var lang: Language?

  func validate() throws {
    if let port, !(0...65_535).contains(port) { throw UsageError(zh: "--port 须为 0 至 65535", en: "--port takes a number from 0 to 65535") }
    if write && !assistant { throw UsageError(zh: "--write 须与 --assistant 同用", en: "--write goes with --assistant") }
    if assistant && (open || port != nil || listen != nil || passwords != nil || userHeader != nil) {
      throw UsageError(zh: "--assistant 不监听端口", en: "--assistant listens at no port")
    }
    if listen != nil && passwords == nil && userHeader == nil {
      throw UsageError(
        zh: "--listen 会让别的机器也能打开，须与 --passwords 或 --user-header 同用",
        en: "--listen lets other machines in, and goes with --passwords or --user-header")
    }
  }

  func run() throws {
    let program = try Self.program()
    var words = [program, network, "--lang=" + (lang ?? PageOutput.environmentLanguage).rawValue]
    if assistant { words.append("--assistant") }
    if write { words.append("--write") }
    if open { words.append("--open") }
    for (name, value) in [
      ("port", port.map { String($0) }), ("listen", listen), ("passwords", passwords), ("user-header", userHeader), ("who", who),
    ] {
      if let value { words.append("--\(name)=\(value)") }
    }
    var arguments: [UnsafeMutablePointer<CChar>?] =
      words.map { word in SystemPath.bytes(word).withUnsafeBufferPointer { Self.copy($0) } } + [nil]
    execv(program, &arguments)
    throw CommandFailure(.noInput, LocalText(zh: "无法启动 \(safe(program))", en: "\(safe(program)) cannot be started"))
  }

  private static func copy(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeMutablePointer<CChar>? {
    let text = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    for at in 0..<bytes.count { text[at] = CChar(bitPattern: bytes[at]) }
    text[bytes.count] = 0
    return text
  }

  /// The program beside this one.
  private static func program() throws -> String {
    guard let own = realpath("/proc/self/exe", nil) else { throw missing("chainwright-server") }
    defer { free(own) }
    let path = String(cString: own)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let program = folder + "chainwright-server"
    guard access(program, X_OK) == 0 else { throw missing(program) }
    return program
  }

  private static func missing(_ program: String) -> CommandFailure {
    CommandFailure(
      .noInput, LocalText(zh: "缺少程序 \(safe(program))", en: "the program \(safe(program)) is missing"),
      remedy: LocalText(
        zh: "它与 chainwright 放在同一文件夹：swift build -c release --product chainwright-server",
        en: "it stands beside chainwright: swift build -c release --product chainwright-server"))
  }
}
