import Chainwright

/// A failure told to the user: what is wrong, what to do, and the exit code (docs/exit-codes.md).
struct CommandFailure: Error, CustomStringConvertible {
  /// Codes of sysexits.h, so that scripts can tell the cases apart.
  enum Code: Int32 {
    /// The input was read and is wrong.
    case badData = 65
    /// The input cannot be read.
    case noInput = 66
    /// The output cannot be written.
    case cannotCreate = 73
  }
  var code: Code
  var message: LocalText
  /// Empty when the message says it all.
  var remedy: LocalText

  init(_ code: Code, _ message: LocalText, remedy: LocalText = LocalText(zh: "", en: "")) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  var description: String { text(.en) }

  func text(_ language: Language) -> String {
    if remedy[language].isEmpty { return message[language] }
    return "\(message[language])\n  \(language == .zh ? "处置：" : "remedy: ")\(remedy[language])"
  }

  static func unknownID(_ table: String, _ id: String, examples: some Sequence<String>) -> Self {
    let shown = examples.prefix(8).map { safe($0) }.joined(separator: ", ")
    let tables = ["scenario": "情景", "firm": "企业", "sector": "部门", "cluster": "集群", "chain": "产业链", "county": "县（市、区）"]
    let word = tables[table] ?? table
    return Self(
      .badData,
      LocalText(zh: "网络中没有编号为“\(safe(id))”的\(word)", en: "there is no \(table) \"\(safe(id))\" in the network"),
      remedy: shown.isEmpty
        ? LocalText(zh: "网络中没有任何\(word)", en: "the network has no \(table) at all")
        : LocalText(zh: "编号形如：\(shown)", en: "ids look like: \(shown)"))
  }

  /// What a run ended with; `nil` for wrong usage, and for an error of no name.
  init?(any error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as QuestionError: self.init(.badData, error.message, remedy: error.remedy)
    case let error as ClusterIOError: self.init(error)
    case let error as CutSetError: self.init(error)
    case let error as LinearProgramError: self.init(error)
    case let error as DrawingError: self.init(error)
    default: return nil
    }
  }

  init(_ error: ClusterIOError) {
    let code: Code =
      switch error.code {
      case .unreadable, .missingTable, .missingLibrary: .noInput
      case .exists, .occupied, .unwritable, .busy: .cannotCreate
      default: .badData
      }
    func text(_ language: Language) -> String {
      error.text(language).split(separator: "\n", omittingEmptySubsequences: false).map { safe(String($0)) }.joined(separator: "\n")
    }
    self.init(code, LocalText(zh: text(.zh), en: text(.en)), remedy: Self.remedy(error))
  }

  /// What the library cannot know: how the way out is asked for here.
  private static func remedy(_ error: ClusterIOError) -> LocalText {
    let place = safe(error.place?.file ?? "")
    return switch error.code {
    case .exists: LocalText(zh: "加 --force 覆盖", en: "--force replaces it")
    case .outOfOrder:
      LocalText(
        zh: "chainwright history \(place) 列出各次导入；chainwright import --withdraw 编号 --into \(place) 撤回一次（只作标记，不删除）",
        en:
          "chainwright history \(place) lists the imports; chainwright import --withdraw NUMBER --into \(place) takes one back (it is marked, never erased)"
      )
    case .noHistory:
      LocalText(
        zh: "chainwright import \(place) --into city.sqlite", en: "chainwright import \(place) --into city.sqlite makes a workspace of it")
    case .missingTable where FileKind(path: place) == .workbook:
      LocalText(zh: "chainwright template 可生成带表头的空表", en: "chainwright template writes an empty workbook with headers")
    default: LocalText(zh: "", en: "")
    }
  }

  init(_ error: DrawingError) {
    self.init(.cannotCreate, LocalText(zh: "无法出图：\(safe(error.description))", en: safe(error.description)))
  }

  init(_ error: LinearProgramError) {
    guard error.code == .noSolver else {
      self.init(.badData, LocalText(zh: "规划求解失败：\(safe(error.message))", en: safe(error.message)))
      return
    }
    self.init(
      .noInput, LocalText(zh: "无法载入求解器 Cbc", en: safe(error.message)),
      remedy: LocalText(zh: "安装：apt-get install \(LinearSolver.package)", en: "apt-get install \(LinearSolver.package)"))
  }

  init(_ error: CutSetError) {
    let zh =
      switch error.code {
      case .orderTooLarge: error.order.map { "\($0) 阶以内的集合超出限额" } ?? "精确概率超出限额"
      case .badProbability: "概率须在 0 与 1 之间，每个事件一个"
      default: error.message
      }
    self.init(
      .badData, LocalText(zh: zh, en: safe(error.message)),
      remedy: error.code == .orderTooLarge
        ? LocalText(zh: "加大 --time-limit，或只问较小的一部分", en: "allow more with --time-limit, or ask about a smaller part")
        : LocalText(zh: "", en: ""))
  }

  /// A finding that ends the run.
  init(_ finding: Finding) {
    func shown(_ language: Language) -> String {
      let place = finding.places.first.map { safe($0.text) + ": " } ?? ""
      return "\(place)\(safe(finding.message[language])) [\(finding.rule)]"
    }
    self.init(
      .badData, LocalText(zh: shown(.zh), en: shown(.en)),
      remedy: LocalText(
        zh: safe(finding.remedy.zh) + Self.option(finding, "（", "）"), en: safe(finding.remedy.en) + Self.option(finding, " (", ")")))
  }

  /// The option that a remedy is carried out by, where it is carried out by one.
  private static func option(_ finding: Finding, _ open: String, _ close: String) -> String {
    let options = [
      "no-top-event": "--top", "several-top-events": "--top", "non-coherent-gate": "--top", "no-mission-time": "--mission-time",
    ]
    return options[finding.rule].map { open + $0 + close } ?? ""
  }
}
