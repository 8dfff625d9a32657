import ArgumentParser
import Chainwright
import Glibc

struct PipeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipe",
    abstract: "Answers questions that come in a line each, of a network that is read once.",
    discussion: """
      A request is an object of JSON on a line of standard input: {"id": 7, "ask": "cascade", "options": {"shock": "SYN-X1"}}, with the commands that answer of a network and their options \
      by name, a flag as true, and what is typed after the network in "arguments". The answer is a line on standard output, in the order of requests: {"id": 7, "answer": …} as with --format json; \
      with the option shard {"id": 7, "part": …}, which merge takes; or {"id": 7, "error": {"code": 65, "message": …, "remedy": …}}, after which the next is answered. \
      So Spark's rdd.pipe, Dask, Ray, xargs and MPI can share out work (docs/guides/beyond-one-machine.md). A line has 1 MiB at most.

      Example: chainwright pipe NETWORK
      """)

  @OptionGroup var input: NetworkInput
  @Option(help: "zh or en; the locale's language when left out.") var lang: Language?

  static let longestLine = 1 << 20

  func run() throws {
    let language = lang ?? PageOutput.environmentLanguage
    if input.network == "-" {
      throw CommandFailure(
        .noInput, LocalText(zh: "标准输入上是请求，网络须另给文件", en: "standard input brings the requests: the network is a file of its own"))
    }
    let reading = try input.load(language)
    var lines = InputLines(limit: Self.longestLine)
    while let line = lines.next() { StandardStreams.out(answer(line, reading, language) + "\n") }
  }

  /// The answer to a line, without a line end.
  func answer(_ line: InputLines.Line, _ reading: Reading, _ language: Language) -> String {
    guard case .whole(let bytes) = line else {
      return Self.error("null", 65, language == .zh ? "一行超过 1 MiB" : "a line of more than 1 MiB")
    }
    var id = "null"
    do {
      let request = try PipeRequest(bytes)
      id = request.id
      let (kind, text) = try answered(request, reading, language)
      return "{\"id\": \(request.id), \"\(kind)\": \(Self.onOneLine(text))}"
    } catch let failure as PipeRequest.Failure {
      return Self.error(failure.id, 65, failure.message[language])
    } catch {
      if let failure = CommandFailure(any: error) {
        return Self.error(id, failure.code.rawValue, failure.message[language], failure.remedy[language])
      }
      let code = ChainwrightCommand.exitCode(for: error).rawValue
      return Self.error(
        id, code, UsageMessage(language: language, commands: []).said(ChainwrightCommand.message(for: error), [], hasCommand: true))
    }
  }

  private func answered(_ request: PipeRequest, _ reading: Reading, _ language: Language) throws -> (kind: String, text: String) {
    func wrong(_ zh: String, _ en: String) -> CommandFailure { CommandFailure(.badData, LocalText(zh: zh, en: en)) }
    let asked = ChainwrightCommand.configuration.subcommands.first { $0._commandName == request.ask }
    guard let type = asked as? any NetworkCommand.Type else {
      throw wrong("管道不回答 \(safe(request.ask))", "a pipe does not answer \(safe(request.ask))")
    }
    guard var command = try type.parseAsRoot(Array(request.words(input.network).dropFirst())) as? any NetworkCommand else {
      throw wrong("选项不对", "wrong options")
    }
    command.input.kept = reading
    command.output.lang = command.output.lang ?? language
    if let sharing = command as? any ShardingCommand, let share = sharing.shard.share {
      var text = ""
      try sharing.part(share, Study(reading), WorkBudget())({ text += $0 })
      return ("part", text)
    }
    let isWriting = !command.otherFiles.isEmpty
    let answered = isWriting ? nil : try command.answered()
    guard let answered, answered.files.isEmpty, answered.networks.isEmpty, answered.workbooks.isEmpty else {
      throw wrong("管道不写文件：去掉写文件的选项", "a pipe writes no files: leave out the options that do")
    }
    return ("answer", answered.answer.json(command.output.language))
  }

  private static func error(_ id: String, _ code: Int32, _ message: String, _ remedy: String = "") -> String {
    "{\"id\": \(id), \"error\": {\"code\": \(code), \"message\": \(PipeRequest.quoted(message)), \"remedy\": \(PipeRequest.quoted(remedy))}}"
  }

  /// Line ends stand between the parts of JSON alone: within its texts they are escaped.
  private static func onOneLine(_ json: String) -> String {
    var bytes = Array(json.utf8)
    while bytes.last == 0x0A { bytes.removeLast() }
    for at in bytes.indices where bytes[at] == 0x0A { bytes[at] = 0x20 }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Lines of standard input, one after another as they come; empty ones are passed over.
struct InputLines {
  enum Line {
    case whole([UInt8])
    /// Longer than allowed; it was read to its end.
    case tooLong
  }

  let limit: Int
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var held = 0..<0
  private var isAtEnd = false

  init(limit: Int) { self.limit = limit }

  mutating func next() -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    while true {
      if held.isEmpty && !fill() {
        if isTooLong { return .tooLong }
        return line.isEmpty ? nil : .whole(line)
      }
      let end = buffer[held].firstIndex(of: 0x0A)
      let piece = buffer[held.lowerBound..<(end ?? held.upperBound)]
      if line.count + piece.count > limit { isTooLong = true } else if !isTooLong { line += piece }
      held = (end.map { $0 + 1 } ?? held.upperBound)..<held.upperBound
      guard end != nil else { continue }
      if isTooLong { return .tooLong }
      if line.last == 0x0D { line.removeLast() }
      if !line.isEmpty { return .whole(line) }
    }
  }

  private mutating func fill() -> Bool {
    while !isAtEnd {
      let count = buffer.withUnsafeMutableBytes { read(0, $0.baseAddress, $0.count) }
      if count > 0 {
        held = 0..<count
        return true
      }
      if count == 0 || errno != EINTR { isAtEnd = true }
    }
    return false
  }
}
