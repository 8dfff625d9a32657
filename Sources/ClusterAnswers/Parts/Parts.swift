import Answers
import ClusterIO
import ClusterModel

/// A part as it was written, its head read, its items not yet.
package struct Part: Sendable {
  /// How it is called in messages: the file.
  let name: String
  package let head: PartHead
  let share: Share
  let range: Range<Int>
  private let bytes: [UInt8]

  /// - Throws: ``QuestionError`` where it is no part, or one of another format.
  package init(_ bytes: [UInt8], name: String) throws(QuestionError) {
    self.name = name
    self.bytes = bytes
    (head, share, range) = try bytes.withUnsafeBufferPointer { (bytes) throws(QuestionError) in
      var scanner = PartScanner(bytes, name: name)
      return try Self.head(&scanner)
    }
  }

  /// The items, of the work that the part is of.
  ///
  /// - Throws: ``QuestionError`` where they are none of this work.
  func items<Work: SharedWork>(of work: Work) throws -> Work.Items {
    try bytes.withUnsafeBufferPointer {
      var scanner = PartScanner($0, name: name)
      _ = try Self.head(&scanner)
      guard head.itemCount == work.itemCount else {
        throw QuestionError(
          .badPart, zh: "\(SafeText.safe(name)) 的总项数是 \(head.itemCount)，应为 \(work.itemCount)",
          en: "\(SafeText.safe(name)) is of \(head.itemCount) items, and there are \(work.itemCount)",
          remedy: LocalText(zh: "重算这一份", en: "make the part anew"))
      }
      let items = try work.read(&scanner, range)
      try scanner.expect(.endObject)
      try scanner.expect(.end)
      return items
    }
  }

  private static func head(_ scanner: inout PartScanner) throws(QuestionError) -> (PartHead, Share, Range<Int>) {
    let shown = SafeText.safe(scanner.name)
    let noPart = QuestionError(
      .badPart, zh: "\(shown) 不是一份计算结果", en: "\(shown) is no part of an answer",
      remedy: LocalText(zh: "须是分份计算时写出的文件", en: "a part is what a process writes that does one share of the work"))
    do throws(QuestionError) {
      try scanner.expect(.beginObject)
      try scanner.key("format")
      guard try scanner.string() == PartHead.format else { throw noPart }
    } catch { throw noPart }
    try scanner.key("format_version")
    let version = try scanner.integer(0...Int.max)
    guard version == PartHead.formatVersion else {
      throw QuestionError(
        .badPart, zh: "\(shown) 的格式是第 \(version) 版，本程序只认第 \(PartHead.formatVersion) 版",
        en: "\(shown) has format version \(version), and this program knows \(PartHead.formatVersion)",
        remedy: LocalText(zh: "用同一版本的程序计算与合并", en: "compute and merge with one version of the program"))
    }
    try scanner.key("program")
    let program = try scanner.string()
    try scanner.key("question")
    let question = try scanner.string()
    try scanner.key("options")
    let options = try options(&scanner)
    try scanner.key("files")
    let files = try Self.options(&scanner)
    try scanner.key("network")
    let network = try scanner.string()
    var numbers: [Int] = []
    for name in ["shard", "shards", "items", "from", "to"] {
      try scanner.key(name)
      numbers.append(try scanner.integer(0...Int.max >> 1))
    }
    guard let share = Share(numbers[0], of: numbers[1]), share.range(of: numbers[2]) == numbers[3]..<max(numbers[3], numbers[4]),
      numbers[3] <= numbers[4]
    else { throw scanner.broken("范围与份数不符", "the range is not that of the shard") }
    let head = PartHead(program: program, question: question, options: options, files: files, network: network, itemCount: numbers[2])
    return (head, share, numbers[3]..<numbers[4])
  }

  private static func options(_ scanner: inout PartScanner) throws(QuestionError) -> [PartHead.Option] {
    var options: [PartHead.Option] = []
    try scanner.expect(.beginObject)
    while let name = try scanner.keyOrEnd() { options.append(PartHead.Option(name, try scanner.option())) }
    return options
  }
}

/// Parts that make up a whole.
package struct Parts: Sendable {
  package let head: PartHead
  /// In the order of their ranges.
  private let parts: [Part]

  /// Checks that the parts go together and leave nothing out.
  ///
  /// - Parameters:
  ///   - parts: in any order.
  ///   - program: the version of the program, which has to be theirs.
  /// - Throws: ``QuestionError`` that names the part, or the range that lacks.
  package init(_ parts: [Part], program: String) throws(QuestionError) {
    guard let first = parts.first else {
      throw QuestionError(
        .badPart, zh: "没有给出任何一份", en: "there are no parts", remedy: LocalText(zh: "在网络之后列出各份的文件", en: "name their files after the network"))
    }
    for part in parts where part.head.program != program {
      let (shown, version) = (SafeText.safe(part.name), SafeText.safe(part.head.program))
      throw QuestionError(
        .badPart, zh: "\(shown) 由 \(version) 版算出，本程序是 \(program) 版", en: "\(shown) was made by version \(version), and this is \(program)",
        remedy: LocalText(zh: "用同一版本的程序计算与合并", en: "compute and merge with one version of the program"))
    }
    for part in parts.dropFirst() {
      if let error = first.head.difference(part.head, (first.name, part.name)) { throw error }
    }
    head = first.head
    self.parts = parts.sorted {
      $0.range.lowerBound != $1.range.lowerBound ? $0.range.lowerBound < $1.range.lowerBound : $0.range.upperBound < $1.range.upperBound
    }
    try check()
  }

  /// - Parameter network: the SHA-256 of the network at hand.
  /// - Throws: ``QuestionError`` where the parts are of another.
  package func check(network: String) throws(QuestionError) {
    if head.network == network { return }
    let shown = SafeText.safe(parts[0].name)
    throw QuestionError(
      .badPart, zh: "\(shown) 等各份出自另一网络，不是这里给出的", en: "the parts (\(shown), …) are of another network than the one given",
      remedy: LocalText(
        zh: "给出计算各份时的网络；名单改过的，各份须重算",
        en: "give the network that the parts were made from; where its lists have changed since, make them anew"))
  }

  /// No gap and no overlap.
  private func check() throws(QuestionError) {
    var (reached, last) = (0, "")
    for part in parts where !part.range.isEmpty {
      if part.range.lowerBound < reached {
        let (a, b) = (SafeText.safe(last), SafeText.safe(part.name))
        throw QuestionError(
          .badPart, zh: "\(a) 与 \(b) 有重复的项（第 \(part.range.lowerBound + 1) 项起）",
          en: "\(a) and \(b) both have item \(part.range.lowerBound + 1)",
          remedy: LocalText(zh: "去掉其中之一；各份须用同一个总份数", en: "leave one of them out; shards go together that are of one number"))
      }
      if part.range.lowerBound > reached { throw gap(reached..<part.range.lowerBound) }
      (reached, last) = (part.range.upperBound, part.name)
    }
    if reached < head.itemCount { throw gap(reached..<head.itemCount) }
  }

  /// What lacks, as shards where all parts are of one number of them.
  private func gap(_ range: Range<Int>) -> QuestionError {
    let counts = Set(parts.map(\.share.of))
    var missing: [String] = []
    if counts.count == 1, let count = counts.first, count <= 1_000_000 {
      let there = Set(parts.map(\.share.number))
      missing = (1...count).filter { !there.contains($0) && !Share($0, of: count)!.range(of: head.itemCount).isEmpty }.map {
        "\($0)/\(count)"
      }
    }
    let shown = missing.prefix(8).joined(separator: ", ") + (missing.count > 8 ? ", …" : "")
    let (first, last) = (range.lowerBound + 1, range.upperBound)
    return QuestionError(
      .badPart, zh: "缺第 \(first) 至 \(last) 项（共 \(head.itemCount) 项）", en: "items \(first) to \(last) of \(head.itemCount) are in no part",
      remedy: missing.isEmpty
        ? LocalText(zh: "补算缺的部分", en: "compute the shares that lack")
        : LocalText(zh: "补算第 \(shown) 份", en: "compute shard \(shown)"))
  }

  /// The items of all parts, in order.
  ///
  /// - Throws: ``QuestionError`` where a part is broken.
  package func items<Work: SharedWork>(of work: Work) throws -> [Work.Items] { try parts.map { try $0.items(of: work) } }
}
