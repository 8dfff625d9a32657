import Chainwright
import FoundationEssentials

/// What a user wants of every run: from the environment, and from a file of lines `key = value`. What is typed goes before both.
///
/// | key of the file | variable | meaning |
/// |---|---|---|
/// | `lang` | `CHAINWRIGHT_LANG` | zh or en |
/// | `limit` | | rows of each table, and findings, that pages show |
/// | `pager` | `CHAINWRIGHT_PAGER`, then `PAGER` | what a long page is read with at a terminal; `off` for none |
/// | `quiet` | | yes: as with `--quiet` |
/// | `threads` | `CHAINWRIGHT_THREADS` | threads to work on |
///
/// The file is the one that `CHAINWRIGHT_CONFIG` names, (`/dev/null` for none), else `chainwright/config` in `XDG_CONFIG_HOME`, else in `~/.config`.
struct Settings: Sendable {
  private(set) var language: Language?
  private(set) var limit: Int?
  private(set) var pager: String?
  private(set) var isQuiet = false
  private(set) var threads: Int?
  /// What is wrong with the file.
  private(set) var problem: CommandFailure?

  static let ofRun = Settings(environment: ProcessInfo.processInfo.environment)

  init(environment: [String: String]) {
    let named = environment["CHAINWRIGHT_CONFIG"]
    // Named as nothing, there is none.
    if let path = named ?? Self.usualPath(environment), !path.isEmpty, path != "/dev/null" {
      do {
        try read(try String(contentsOfFile: path, encoding: .utf8), path)
      } catch let failure as CommandFailure {
        problem = failure
      } catch {
        // One that is named has to be there; the usual one need not.
        if named != nil {
          problem = CommandFailure(.noInput, LocalText(zh: "无法读取设置文件 \(safe(path))", en: "the settings in \(safe(path)) cannot be read"))
        }
      }
    }
    if let lang = environment["CHAINWRIGHT_LANG"], !lang.isEmpty {
      if let language = Self.language(lang) {
        self.language = language
      } else {
        problem = CommandFailure(
          .badData, LocalText(zh: "CHAINWRIGHT_LANG 不能取“\(safe(lang))”", en: "CHAINWRIGHT_LANG cannot be \"\(safe(lang))\""),
          remedy: LocalText(zh: "可取 zh 或 en", en: "it is zh or en"))
      }
    }
    if let text = environment["CHAINWRIGHT_THREADS"], !text.isEmpty {
      threads = Int(text).flatMap { $0 >= 1 ? $0 : nil }
      if threads == nil {
        problem = CommandFailure(
          .badData, LocalText(zh: "CHAINWRIGHT_THREADS 不能取“\(safe(text))”", en: "CHAINWRIGHT_THREADS cannot be \"\(safe(text))\""),
          remedy: LocalText(zh: "可取 1 或更大的整数", en: "it is a whole number from 1 on"))
      }
    }
    pager = environment["CHAINWRIGHT_PAGER"] ?? pager ?? environment["PAGER"]
  }

  private static func usualPath(_ environment: [String: String]) -> String? {
    if let folder = environment["XDG_CONFIG_HOME"], !folder.isEmpty { return folder + "/chainwright/config" }
    return environment["HOME"].map { $0 + "/.config/chainwright/config" }
  }

  /// `zh`, and locales of it, as `zh_CN.UTF-8`.
  private static func language(_ text: String) -> Language? {
    Language(rawValue: String(text.prefix { $0 != "_" && $0 != "-" && $0 != "." }.lowercased()))
  }

  private mutating func read(_ text: String, _ path: String) throws {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = String(line.prefix { $0 != "#" }).split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
      if words.isEmpty || (words.count == 1 && words[0].isEmpty) { continue }
      let value = words.count == 2 ? words[1] : ""
      switch words[0] {
      case "lang" where Self.language(value) != nil: language = Self.language(value)
      case "limit" where (Int(value) ?? -1) >= 0: limit = Int(value)
      case "pager" where !value.isEmpty: pager = value
      case "threads" where (Int(value) ?? 0) >= 1: threads = Int(value)
      case "quiet" where ["yes", "no", "true", "false"].contains(value): isQuiet = ["yes", "true"].contains(value)
      default:
        let known = ["lang", "limit", "pager", "quiet", "threads"].contains(words[0])
        throw CommandFailure(
          .badData,
          LocalText(
            zh: "\(safe(path)) 第 \(number + 1) 行：" + (known ? "\(words[0]) 的值不对" : "没有名为“\(safe(words[0]))”的设置"),
            en: "\(safe(path)), line \(number + 1): "
              + (known ? "a wrong value of \(words[0])" : "there is no setting \"\(safe(words[0]))\"")),
          remedy: LocalText(
            zh: "可设：lang = zh 或 en；limit = 行数；pager = 命令或 off；quiet = yes 或 no；threads = 线程数",
            en:
              "what can be set: lang = zh or en; limit = a number of rows; pager = a command or off; quiet = yes or no; threads = a number")
        )
      }
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
