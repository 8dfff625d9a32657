import Chainwright
import Dispatch
import Glibc
import Synchronization

extension ChainwrightServer {
  /// Opens the workspace for a browser, until Ctrl-C or SIGTERM.
  static func serve(_ options: ServerOptions, _ program: CommandProgram) -> Never {
    let own = place(options)
    let zh = options.language == .zh
    let token = RandomToken.make()
    let isLocal = options.listen == "127.0.0.1"
    var mode = Access.Mode.token(token, Access.Person(name: options.who ?? userName, isGuest: false))
    if let header = options.userHeader { mode = .proxy(header: header) }
    if let path = options.passwords {
      guard let known = Access.passwords(path) else {
        say(
          zh
            ? "chainwright: \(path)：读不出口令（每行“姓名:口令”，口令至少 8 位；文件须只有本人可读：chmod 600）\n"
            : "chainwright: \(path): no passwords in it (NAME:PASSWORD a line, of 8 signs or more; nobody else may read the file: chmod 600)\n"
        )
        exit(66)
      }
      mode = .passwords(known)
    }
    let listener: HTTPListener
    do { listener = try HTTPListener(options.listen, port: options.port) } catch {
      say(
        zh ? "chainwright: 无法监听 \(options.listen):\(options.port)\n" : "chainwright: cannot listen at \(options.listen):\(options.port)\n")
      exit(73)
    }
    let port = listener.port
    var hosts: Set<String>? = ["127.0.0.1:\(port)", "localhost:\(port)", "\(options.listen):\(port)"]
    // Behind a proxy the name is the proxy's to check.
    if options.userHeader != nil { hosts = nil }
    if options.listen == "0.0.0.0" { hosts?.formUnion((names + addresses).map { $0.lowercased() + ":\(port)" }) }
    // On the port of the web a browser leaves it out.
    if port == 80, let named = hosts { hosts = named.union(named.map { String($0.dropLast(3)) }) }
    let access = Access(mode, hosts: hosts, cookie: "chainwright-\(port)")
    // Who waits sees how far it is, and can end it.
    setenv("CHAINWRIGHT_PROGRESS", "1", 1)
    var program = program
    program.timeLimit = 1_800
    let office = Office(
      own: own, access: access, program: program, language: options.language, isLocal: isLocal, shipped: shipped, patience: 1)
    office.uploads.clean()
    wait(for: listener)
    let shown = isLocal ? "127.0.0.1" : options.listen
    if case .token = mode {
      say(
        zh
          ? "在浏览器中打开：http://\(shown):\(port)/?token=\(token)\n只在本机；Ctrl-C 结束。\n"
          : "Open in a browser: http://\(shown):\(port)/?token=\(token)\nThis machine only; Ctrl-C ends it.\n")
    } else {
      say(
        zh
          ? "在浏览器中打开：http://\(shown):\(port)/\n别的机器也能打开，传输不加密：请放在内网或 HTTPS 代理之后。Ctrl-C 结束。\n"
          : "Open in a browser: http://\(shown):\(port)/\nOther machines can reach it, and nothing is encrypted: keep it inside the office, or behind a proxy with HTTPS. Ctrl-C ends it.\n"
      )
    }
    var opened: Scratch?
    if options.opensBrowser {
      var address = "http://\(shown):\(port)/"
      if case .token = mode { address += "?token=\(token)" }
      opened = Browser.open(address)
      if opened == nil {
        say(zh ? "chainwright: 没有找到浏览器（xdg-open），请自行打开上面的地址\n" : "chainwright: no browser was found (xdg-open): open the address above\n")
      }
    }
    listener.run(mayUpload: { office.mayUpload($0) }, answer: { office.answer($0) })
    office.works.endAll()
    // What is being written is written.
    office.writing.withLock { _ in }
    opened = nil
    RunFolder.end()
    exit(0)
  }

  /// Signals are taken by a thread of its own, so that no write is cut.
  private static func wait(for listener: HTTPListener) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    _ = WorkThread.begin {
      var (awaited, number) = (sigset_t(), Int32(0))
      sigemptyset(&awaited)
      sigaddset(&awaited, SIGINT)
      sigaddset(&awaited, SIGTERM)
      sigwait(&awaited, &number)
      listener.end()
    }
  }

  /// What was named, or the workspace of this folder.
  private static func place(_ options: ServerOptions) -> String {
    if options.path != "."
      || Bounds(".")?.networks(limit: 2).first.map(Bounds.isFolder) == true && Bounds.names(in: ".").contains("firms.csv")
    {
      return options.path
    }
    return "city.sqlite"
  }

  private static var userName: String {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "user" }
    return String(cString: name)
  }

  /// What this machine is called.
  private static var names: [String] {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, 255) == 0 else { return [] }
    return [String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)]
  }

  /// The addresses of this machine, by which others reach it.
  private static var addresses: [String] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    var found: [String] = []
    var next = first
    while let entry = next {
      next = entry.pointee.ifa_next
      guard let address = entry.pointee.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else { continue }
      var text = [CChar](repeating: 0, count: 64)
      if getnameinfo(address, socklen_t(MemoryLayout<sockaddr_in>.size), &text, 63, nil, 0, NI_NUMERICHOST) == 0 {
        found.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
      }
    }
    return found
  }

  /// Folders that may hold what comes with the program: beside it, in the share of its prefix, and where it is built.
  private static var shipped: [String] {
    let own = Bounds.resolved("/proc/self/exe") ?? "."
    let folder = own.lastIndex(of: "/").map { String(own[..<$0]) } ?? "."
    return [folder, folder + "/../share/chainwright", folder + "/../../..", folder + "/../..", "."].compactMap { Bounds.resolved($0) }
  }
}
