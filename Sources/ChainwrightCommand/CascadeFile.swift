import Chainwright
import Glibc

/// The rows of a survey in a file that can be finished later: written beside it as they come, and given its name when they are all there.
///
///     esri.csv.partial    the rows so far
///     esri.csv.settings   what they belong to: network, settings
///     esri.csv            the whole, at the end
struct CascadeFile {
  let path: String
  let risks: CascadeRisks
  /// Everything but the network that the rows depend on.
  let settings: String
  let language: Language

  private var partial: String { path + ".partial" }
  private var side: String { path + ".settings" }

  /// Writes all rows; with `resumes`, those that an earlier run has left out, else from the beginning.
  func write(resumes: Bool, work: WorkBudget) throws {
    let identity =
      "chainwright cascade, rows of \(path.split(separator: "/").last ?? "")\nnetwork \(risks.model.fingerprint)\n\(settings)\n"
    let count = risks.model.network.firms.count
    var done = (firms: 0, bytes: 0)
    if resumes && !OutputFiles.there([partial]).isEmpty {
      done = try kept(identity)
    } else {
      try CommandOutput.write([(side, Array(identity.utf8))], force: true)
    }
    let descriptor = SystemPath.open(partial, O_WRONLY | O_CREAT | O_CLOEXEC)
    guard descriptor >= 0, ftruncate(descriptor, off_t(done.bytes)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else { throw failure() }
    defer { close(descriptor) }
    if done.bytes == 0 { try put(Array(risks.header.utf8), descriptor) }
    if resumes {
      let wording = Wording(language)
      let (firms, all) = (wording.count(done.firms), wording.count(count))
      StandardStreams.error(wording.text("续算：已有 \(firms) / \(all) 家\n", "going on after \(firms) of \(all) firms\n"))
    }
    work.tell(CascadeRisksQuestion.report(done.firms, of: count))
    try risks.run(from: done.firms) { block in
      try put(risks.rows(block), descriptor)
      work.tell(CascadeRisksQuestion.report(block.firms.upperBound, of: count))
    }
    guard fsync(descriptor) == 0, SystemPath.rename(partial, path) == 0 else { throw failure() }
    SystemPath.remove(side)
  }

  /// How much of the partial file can be kept: whole rows, each of the firm whose turn it is. A row cut off at the end is made again.
  private func kept(_ identity: String) throws -> (firms: Int, bytes: Int) {
    guard let known = try? SystemPath.contents(side), String(decoding: known, as: UTF8.self) == identity else {
      throw CommandFailure(
        .badData, LocalText(zh: "\(partial) 属于另一网络或另一组设置", en: "\(partial) belongs to another network or to other settings"),
        remedy: LocalText(
          zh: "用原来的网络和选项续算，或去掉 --resume 重新开始", en: "go on with the same network and options, or begin anew without --resume"))
    }
    guard let data = try? SystemPath.contents(partial) else { throw failure() }
    return risks.kept(data)
  }

  private func put(_ bytes: [UInt8], _ descriptor: Int32) throws {
    var position = 0
    while position < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + position, bytes.count - position) }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      position += count
    }
  }

  private func failure() -> CommandFailure {
    let reason = String(cString: strerror(errno))
    return CommandFailure(
      .cannotCreate, LocalText(zh: "无法写入 \(path)（\(reason)）", en: "cannot write \(path) (\(reason))"),
      remedy: LocalText(
        zh: "检查文件夹是否存在、可写、有空间；已写的行留在 \(partial)，可用 --resume 续算",
        en: "check that the folder exists, is writable and has space; rows written so far are in \(partial), --resume goes on with them"))
  }
}
