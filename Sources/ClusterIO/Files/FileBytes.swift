import CEnding
import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a file, mapped and not copied, or a buffer of our own; given back when the last user is gone.
final class FileBytes: @unchecked Sendable {
  let start: UnsafePointer<UInt8>
  let count: Int
  private let isMapped: Bool
  /// Of a mapped file: by what it is known to be unchanged.
  private let mapping: Mapping?
  /// Bytes that are an array's, which holds them as long as it is held.
  private let kept: [UInt8]?

  /// Takes over `buffer`, which was allocated.
  init(adopting buffer: UnsafeMutableBufferPointer<UInt8>, count: Int) {
    start = UnsafePointer(buffer.baseAddress!)
    self.count = count
    isMapped = false
    kept = nil
    mapping = nil
  }

  /// The bytes of an array from `first` on, without a copy.
  init(keeping bytes: consuming [UInt8], from first: Int) {
    let array = bytes
    kept = array
    // The elements of an array that nobody changes stay where they are while it is held.
    start = array.withUnsafeBufferPointer { $0.baseAddress.unsafelyUnwrapped } + first
    count = array.count - first
    isMapped = false
    mapping = nil
  }

  /// A copy of `bytes`: for tests and for texts that are no file.
  convenience init(copying bytes: some Collection<UInt8>) {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
    _ = buffer.initialize(fromContentsOf: bytes)
    self.init(adopting: buffer, count: bytes.count)
  }

  private struct Mapping {
    let descriptor: Int32
    let shown: String
    let size: Int
    let changed: timespec
    let note: Int32
  }

  private init(mapped: UnsafeRawPointer, count: Int, _ mapping: Mapping) {
    self.mapping = mapping
    start = mapped.assumingMemoryBound(to: UInt8.self)
    self.count = count
    isMapped = true
    kept = nil
  }

  deinit {
    if isMapped {
      cw_mapping_forget(mapping?.note ?? -1)
      close(mapping?.descriptor ?? -1)
      munmap(UnsafeMutableRawPointer(mutating: start), count)
    } else if kept == nil {
      start.deallocate()
    }
  }

  /// Throws `unreadable` where another program has changed the file since it was opened, by its size and the time of its last change.
  ///
  /// Asked when all of it has been read. A file that has been made shorter is known before, by a fault of the memory (``Ending``).
  func checkUnchanged() throws(ClusterIOError) {
    guard let mapping else { return }
    var status = stat()
    guard fstat(mapping.descriptor, &status) == 0 else { throw .unreadable(mapping.shown, errno) }
    let changed = Self.changed(status)
    if Int(status.st_size) != mapping.size || changed.tv_sec != mapping.changed.tv_sec || changed.tv_nsec != mapping.changed.tv_nsec {
      throw .changedWhileRead(mapping.shown)
    }
  }

  private static func changed(_ status: stat) -> timespec {
    #if canImport(Darwin)
      status.st_mtimespec
    #else
      status.st_mtim
    #endif
  }

  /// Says that these bytes are not needed for now, so that they do not count as memory in use; they come back from the file when read.
  func forget(_ range: Range<Int>) {
    guard isMapped else { return }
    let page = 1 << 16
    let low = (range.lowerBound + page - 1) / page * page
    let high = range.upperBound / page * page
    if low < high { madvise(UnsafeMutableRawPointer(mutating: start + low), high - low, MADV_DONTNEED) }
  }

  /// How much is read before it is forgotten.
  static let window = 4 << 20

  /// Offsets of texts are kept in 32 bits.
  static let sizeLimit = Int(UInt32.max) / 2

  /// Opens a regular file. `shown` is the name used in messages.
  ///
  /// Throws `unreadable` and `tooLarge`. A file that others make shorter while it is read ends the process (``Ending``).
  static func open(path: String, shown: String) throws(ClusterIOError) -> FileBytes {
    // `O_NONBLOCK`, so that a pipe without a writer is refused and not waited for.
    let descriptor = System.open(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(shown, errno) }
    var isKept = false
    defer {
      if !isKept { close(descriptor) }
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(shown, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ClusterIOError(
        .unreadable,
        LocalText(zh: "不是普通文件，无法读取；请给出文件的路径。", en: "is not a regular file and cannot be read; give the path of a file."),
        place: Place(file: shown))
    }
    let count = Int(status.st_size)
    guard count <= sizeLimit else {
      throw ClusterIOError(
        .tooLarge,
        LocalText(
          zh: "文件超过 2 GB，无法读取；请拆分，或删去不需要的列。",
          en: "is larger than 2 GB and cannot be read; split it, or leave out columns that are not needed."),
        place: Place(file: shown))
    }
    if count == 0 { return FileBytes(copying: []) }
    guard let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), mapped != MAP_FAILED else {
      throw .unreadable(shown, errno)
    }
    isKept = true
    let mapping = Mapping(
      descriptor: descriptor, shown: shown, size: count, changed: changed(status), note: cw_mapping_add(mapped, count, shown))
    return FileBytes(mapped: mapped, count: count, mapping)
  }
}

extension ClusterIOError {
  static func unreadable(_ shown: String, _ number: Int32) -> ClusterIOError {
    let reason = SystemReason.text(number)
    return ClusterIOError(
      .unreadable,
      LocalText(zh: "无法读取（\(reason.zh)）；请检查路径和权限。", en: "cannot be read (\(reason.en)); check the path and the permissions."),
      place: Place(file: shown))
  }
}

/// Why the system refused, in both languages.
enum SystemReason {
  static func text(_ number: Int32) -> LocalText {
    let english = String(cString: strerror(number))
    let chinese =
      switch number {
      case ENOENT: "没有该文件或文件夹"
      case EACCES, EPERM: "没有权限"
      case ENOTDIR: "路径中有一段不是文件夹"
      case EISDIR: "是文件夹"
      case ENOSPC, EDQUOT: "磁盘空间不足"
      case EROFS: "磁盘只读"
      case ENAMETOOLONG: "名称过长"
      case ELOOP: "链接成环"
      case EMFILE, ENFILE: "打开的文件过多"
      case EIO: "磁盘读写错误"
      case EFBIG: "超过文件大小的限制"
      default: english
      }
    return LocalText(zh: chinese, en: english)
  }
}
