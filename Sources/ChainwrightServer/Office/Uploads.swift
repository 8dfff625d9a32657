import ClusterIO
import ClusterModel
import Glibc

/// Files that were put in, each lot in a folder of its own beside the workspace: what it was taken for, what was answered, and what came of it.
struct Uploads: Sendable {
  let folder: String

  init(_ folder: String) { self.folder = folder }

  struct Lot: Sendable {
    let id: String
    let folder: String

    /// The lists, by name.
    var files: [String] {
      Bounds.names(in: folder + "/lists").map { folder + "/lists/" + $0 }
    }
    var mappingFile: String { folder + "/mapping.csv" }
    var namesFile: String { folder + "/names.csv" }
    /// The number of the import that it became.
    var importID: Int? { Scratch.read(folder + "/import").flatMap { Int(String(decoding: $0, as: UTF8.self)) } }

    func take(as number: Int) throws { try Scratch.write(Array(String(number).utf8), to: folder + "/import") }
  }

  /// Keeps files in a new lot.
  func add(_ files: [Multipart.File]) throws -> Lot {
    _ = mkdir(folder, 0o700)
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var stamp = [CChar](repeating: 0, count: 32)
    let count = strftime(&stamp, stamp.count, "%Y%m%d-%H%M%S-", &parts)
    let id = String(decoding: stamp[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) + String(RandomToken.make().prefix(8))
    // It has its name when it is whole.
    let begun = folder + "/\(Self.begun)\(getpid())-" + id
    guard mkdir(begun, 0o700) == 0, mkdir(begun + "/lists", 0o700) == 0 else { throw Scratch.Failure(path: begun) }
    do {
      for file in files { try Scratch.write(file.bytes, to: begun + "/lists/" + file.name) }
      guard rename(begun, folder + "/" + id) == 0 else { throw Scratch.Failure(path: begun) }
    } catch {
      Scratch.remove(begun)
      throw error
    }
    return Lot(id: id, folder: folder + "/" + id)
  }

  private static let begun = ".new-"

  /// Takes away what a program that was killed has not put in whole.
  func clean() {
    for name in Bounds.names(in: folder) where name.hasPrefix(Self.begun) {
      let process = pid_t(name.dropFirst(Self.begun.count).prefix { $0.isNumber }) ?? 0
      if process <= 0 || process == getpid() || kill(process, 0) != 0 && errno == ESRCH { Scratch.remove(folder + "/" + name) }
    }
  }

  func lot(_ id: String) -> Lot? {
    let isPlain = !id.isEmpty && id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }
    let path = folder + "/" + id
    return isPlain && Bounds.isFolder(path) ? Lot(id: id, folder: path) : nil
  }

  /// The latest first.
  func lots() -> [Lot] { Bounds.names(in: folder).reversed().compactMap { lot($0) } }

  /// The files of lots that were taken in, the latest first.
  func taken() -> [String] { lots().filter { $0.importID != nil }.flatMap { $0.files + [$0.mappingFile] } }
}
