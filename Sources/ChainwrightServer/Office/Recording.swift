import Chainwright
import ClusterIO
import ClusterModel
import Synchronization

/// What is typed on a page becomes one import of the workspace, with who said it and when, and is taken back as any other.
extension Visit {
  /// The number of the import that the page was made from, for a form that changes the lists.
  func baseField(_ opened: Library.Opened) -> Markup { "<input type=\"hidden\" name=\"base\" value=\"\(opened.importID ?? 0)\">" }

  /// Takes a change of the lists into the workspace: all of it or nothing.
  ///
  /// - Parameters:
  ///   - said: what the import is called in the history.
  ///   - change: what is changed. The rows stand as they are in the workspace, in no order of ours.
  /// - Throws: `Office.Trouble` where the lists would be wrong with it, where nothing is new, or where somebody else was earlier.
  func record(_ said: String, _ change: (inout Network) throws -> Void) throws {
    try office.writing.withLock { _ in
      var network = try NetworkReader.read(path).network
      try change(&network)
      let scratch = try Scratch()
      let folder = scratch.folder + "/lists"
      try NetworkWriter.write(network, to: folder)
      let reading = try NetworkReader.read(folder)
      if let error = try Audit.run(reading).findings.first(where: { $0.severity == .error }) {
        throw Office.Trouble(message: error.message, remedy: error.remedy)
      }
      let lists = Workspace.Lists(reading, path: said, who: session.person.name, at: Self.now())
      let taken = try Workspace.take(lists, into: path, expected: field("base").flatMap { Int($0) }, now: { Self.now() })
      if let first = taken.errors.first { throw Office.Trouble(message: first.message, remedy: first.remedy) }
      if taken.importID == nil {
        throw Office.Trouble(message: LocalText(zh: "工作区里已经是这样", en: "the workspace says so already"))
      }
    }
  }

  /// A field that must be there, on one line, and not long.
  func needed(_ name: String, _ zh: String, _ en: String) throws -> String {
    let text = field(name) ?? ""
    let isClean = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    guard !text.isEmpty, isClean, text.utf8.count <= 400 else {
      throw Office.Trouble(
        message: LocalText(zh: "缺少“\(zh)”，或太长，或有看不见的字符", en: "\(en) is missing, too long, or has characters that nobody sees"),
        remedy: LocalText(zh: "填好再送出", en: "fill it in and send it again"))
    }
    return text
  }
}
