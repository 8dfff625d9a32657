import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// LibreOffice, where it is installed: makes workbooks (.xlsx) of spreadsheets of other kinds (.xls, .ods, .et of WPS).
///
/// It runs without a window, with a profile of its own that is thrown away, runs no macros, follows no links, and is ended when it takes too long.
public struct SpreadsheetConverter: Sendable {
  /// The program: `soffice` or `libreoffice`, with its folder.
  public var program: String
  /// Where its temporary folder is made.
  public var folder: String
  /// It is ended after so many seconds.
  public var seconds: Int

  /// - Parameters:
  ///   - program: `soffice` or `libreoffice`, with its folder.
  ///   - folder: where its temporary folder is made.
  ///   - seconds: it is ended after so many.
  public init(program: String, folder: String, seconds: Int = 120) {
    self.program = program
    self.folder = folder
    self.seconds = seconds
  }

  /// Calls `use` with the path of a workbook made of the spreadsheet at `path`, which is there until `use` ends; its name is that of the file.
  func converted<Result>(
    _ path: String, isOpenDocument: Bool, _ use: (String) throws(ClusterIOError) -> Result
  ) throws(ClusterIOError) -> Result {
    let shown = FieldValue.shownPath(path)
    var template = Array((folder + "/chainwright-XXXXXX").utf8CString)
    guard let made = mkdtemp(&template), let source = realpath(path, nil) else { throw .unreadable(shown, errno) }
    defer { free(source) }
    let work = String(cString: made)
    defer { Self.remove(work) }
    let name = path.split(separator: "/").last.map(String.init) ?? "list"
    let stem = name.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(separator: ".")
    let safeStem = stem.isEmpty || stem.hasPrefix("-") ? "list" : stem
    let link = work + "/" + safeStem + (isOpenDocument ? ".ods" : ".xls")
    guard symlink(source, link) == 0, mkdir(work + "/out", 0o700) == 0, Self.writeProfile(work) else { throw .unwritable(work, errno) }
    guard run(work, link) else { throw .notConverted(shown, seconds) }
    let workbook = work + "/out/" + safeStem + ".xlsx"
    guard access(workbook, R_OK) == 0 else { throw .notConverted(shown, seconds) }
    return try use(workbook)
  }

  /// A profile that runs no macros and updates no links, whatever the document says.
  private static func writeProfile(_ work: String) -> Bool {
    for part in ["/profile", "/profile/user"] where mkdir(work + part, 0o700) != 0 { return false }
    let settings: [(path: String, name: String, value: String)] = [
      ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
      ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
      ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
      ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ]
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\n"
    for setting in settings {
      text +=
        "<item oor:path=\"\(setting.path)\"><prop oor:name=\"\(setting.name)\" oor:op=\"fuse\"><value>\(setting.value)</value></prop></item>\n"
    }
    text += "</oor:items>\n"
    guard let file = fopen(work + "/profile/user/registrymodifications.xcu", "w") else { return false }
    defer { fclose(file) }
    return fwrite(text, 1, text.utf8.count, file) == text.utf8.count
  }

  /// Runs the program to its end; `false` where it could not be run, failed, or took too long.
  private func run(_ work: String, _ link: String) -> Bool {
    let arguments = [
      program, "-env:UserInstallation=file://" + Self.escaped(work) + "/profile", "--headless", "--norestore", "--nolockcheck",
      "--nodefault",
      "--nofirststartwizard", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", work + "/out", link,
    ]
    let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + work, "TMPDIR=" + work, "LANG=C.UTF-8", "LC_ALL=C.UTF-8"]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own: the program starts others, and all are ended together.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    var process = pid_t()
    var (texts, values) = (arguments.map { strdup($0) }, environment.map { strdup($0) })
    texts.append(nil)
    values.append(nil)
    defer { for text in texts + values { free(text) } }
    guard posix_spawn(&process, program, &actions, &attributes, texts, values) == 0 else { return false }
    var status: Int32 = 0
    for _ in 0..<max(1, seconds) * 50 {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return status == 0 }
      if ended < 0, errno != EINTR { return false }
      usleep(20_000)
    }
    kill(-process, SIGKILL)
    waitpid(process, &status, 0)
    return false
  }

  /// A path as a part of an address.
  private static func escaped(_ path: String) -> String {
    path.utf8.map { byte in
      let isPlain = byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || "-._~/".utf8.contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  /// Takes away a folder and all in it; links are not followed.
  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    if let folder = opendir(path) {
      var names: [String] = []
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
      }
      closedir(folder)
      for name in names { remove(path + "/" + name) }
    }
    rmdir(path)
  }
}

extension NetworkReader {
  /// Reads a spreadsheet of a kind that only LibreOffice knows; `nil` for any other file.
  static func readConverted(_ path: String, _ converter: SpreadsheetConverter, threads: Int) throws(ClusterIOError) -> Reading? {
    let content = FileContent(path)
    guard content == .oldSpreadsheet || content == .openDocument else { return nil }
    return try converter.converted(path, isOpenDocument: content == .openDocument) { (workbook) throws(ClusterIOError) in
      var reading = try WorkbookReader.read(workbook, threads: threads)
      reading.log.add(
        .guessedReading, file: FieldValue.shownPath(path), table: "firms", row: nil, text: "LibreOffice", detail: "converted")
      return reading
    }
  }
}

extension ClusterIOError {
  static func notConverted(_ shown: String, _ seconds: Int) -> ClusterIOError {
    ClusterIOError(
      .badFile,
      LocalText(
        zh: "LibreOffice 在 \(seconds) 秒内没有把它转换成 .xlsx；请用电子表格软件打开，另存为 .xlsx。",
        en: "was not made an .xlsx by LibreOffice within \(seconds) seconds; open it in a spreadsheet program and save it as .xlsx."),
      place: Place(file: shown))
  }
}
