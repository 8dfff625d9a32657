import Answers
import ClusterModel

/// What a part is a part of: question, options, network and program, the same for all parts that go together.
package struct PartHead: Sendable, Equatable {
  /// The first member of every part.
  static let format = "chainwright-part"
  static let formatVersion = 1

  /// An option as it was asked for.
  package struct Option: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
      case flag
      case one(String)
      case several([String])
    }
    package var name: String
    package var value: Value

    package init(_ name: String, _ value: Value) { (self.name, self.value) = (name, value) }

    /// As a reader is told of it.
    var shown: String {
      switch value {
      case .flag: name
      case .one(let text): "\(name) \(text)"
      case .several(let texts): "\(name) \(texts.joined(separator: " "))"
      }
    }
  }

  /// The version of the program.
  package var program: String
  package var question: String
  /// Every option that counts, with its default where it was left out.
  package var options: [Option]
  /// Of each option that names a file, the SHA-256 of what the file held.
  package var files: [Option]
  /// The SHA-256 of the network.
  package var network: String
  /// Items of the whole.
  package var itemCount: Int

  package init(program: String, question: String, options: [Option], files: [Option], network: String, itemCount: Int) {
    self.program = program
    self.question = question
    self.options = options
    self.files = files
    self.network = network
    self.itemCount = itemCount
  }

  /// The part as text: an object of JSON, the head first.
  ///
  /// - Parameters:
  ///   - share: which one it is.
  ///   - items: of the share's range.
  ///   - work: whose items they are.
  ///   - sink: takes piece after piece.
  package func write<Work: SharedWork>(_ share: Share, _ items: Work.Items, of work: Work, to sink: @escaping (String) -> Void) {
    var out = JSONText(sink)
    let range = share.range(of: itemCount)
    out.raw("{\n")
    func member(_ name: String, _ write: (inout JSONText) -> Void, isFirst: Bool = false) {
      if !isFirst { out.raw(",\n") }
      out.member(name, indent: "  ")
      write(&out)
    }
    member("format", { $0.string(Self.format) }, isFirst: true)
    member("format_version", { $0.raw(String(Self.formatVersion)) })
    member("program", { $0.string(program) })
    member("question", { $0.string(question) })
    member("options", { Self.write(options, to: &$0) })
    member("files", { Self.write(files, to: &$0) })
    member("network", { $0.string(network) })
    for (name, number) in [
      ("shard", share.number), ("shards", share.of), ("items", itemCount), ("from", range.lowerBound), ("to", range.upperBound),
    ] {
      member(name, { $0.raw(String(number)) })
    }
    work.write(items, to: &out)
    out.raw("\n}\n")
    sink(out.text)
  }

  private static func write(_ options: [Option], to out: inout JSONText) {
    out.object(options) { out, option in
      out.member(option.name)
      switch option.value {
      case .flag: out.raw("true")
      case .one(let text): out.string(text)
      case .several(let texts): out.array(texts) { $0.string($1) }
      }
    }
  }

  /// What keeps a part from going with this one, if anything does.
  ///
  /// - Parameters:
  ///   - other: the head of the other part.
  ///   - names: how the two parts are called.
  func difference(_ other: PartHead, _ names: (mine: String, theirs: String)) -> QuestionError? {
    let (mine, theirs) = (SafeText.safe(names.mine), SafeText.safe(names.theirs))
    func error(_ zh: String, _ en: String) -> QuestionError {
      QuestionError(
        .badPart, zh: "\(theirs) 与 \(mine) 合不到一起：\(zh)", en: "\(theirs) does not go with \(mine): \(en)",
        remedy: LocalText(
          zh: "同一次计算的各份须用同样的网络和选项；重算其中之一", en: "parts that go together have one network and the same options: make one of them anew"))
    }
    if question != other.question {
      return error("问的是 \(other.question)，不是 \(question)", "it is of \(other.question), and not of \(question)")
    }
    if let at = (0..<max(options.count, other.options.count)).first(where: { at in
      at >= options.count || at >= other.options.count || options[at] != other.options[at]
    }) {
      func shown(_ options: [Option], _ language: Language) -> String {
        at < options.count ? SafeText.safe(options[at].shown) : language == .zh ? "没有这一选项" : "nothing"
      }
      return error(
        "选项不同：\(shown(other.options, .zh))，而不是 \(shown(options, .zh))",
        "options differ: \(shown(other.options, .en)), and not \(shown(options, .en))")
    }
    if files != other.files { return error("选项所指的文件内容不同", "a file that an option names held something else") }
    if network != other.network { return error("出自另一网络", "it is of another network") }
    if itemCount != other.itemCount { return error("总项数不同", "the whole has another number of items") }
    return nil
  }
}

extension QuestionError.Code {
  /// A part of a question's work that is broken, or does not go with others.
  package static let badPart = QuestionError.Code(word: "bad part")
}
