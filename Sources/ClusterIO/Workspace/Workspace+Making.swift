import CEnding
import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Workspace {
  /// Runs `body` on the workspace at `path`, within a transaction that stays where `body` says so. A workspace that is not there yet is made beside its place
  /// and put there when it is whole; nothing is left of one that is not.
  ///
  /// A signal waits, and breaks the work off at the next request to the file.
  static func write<Result>(
    _ path: String, onWait: () -> Void, _ body: (borrowing Workspace) throws(ClusterIOError) -> (Result, stays: Bool)
  ) throws(ClusterIOError) -> Result {
    try checkPlace(path, FieldValue.shownPath(path))
    return try Unbroken.run { () throws(ClusterIOError) -> Result in
      if System.status(path) == nil, let made = try make(path, onWait: onWait, body) { return made }
      return try run(path, for: path, onWait: onWait, body).0
    }
  }

  private static func run<Result>(
    _ path: String, for target: String, onWait: () -> Void, _ body: (borrowing Workspace) throws(ClusterIOError) -> (Result, stays: Bool)
  ) throws(ClusterIOError) -> (Result, stays: Bool) {
    let workspace = try Workspace(writing: path, shown: FieldValue.shownPath(target), onWait: onWait)
    let result = try body(workspace)
    if result.stays { try workspace.commit() }
    return result
  }

  /// `nil` where another program has made one at `path` meanwhile.
  private static func make<Result>(
    _ path: String, onWait: () -> Void, _ body: (borrowing Workspace) throws(ClusterIOError) -> (Result, stays: Bool)
  ) throws(ClusterIOError) -> Result? {
    let place = try Partial.make(beside: path, isFolder: false)
    // Files that SQLite keeps beside one in use.
    let beside = ["-wal", "-shm", "-journal"].map { place.path + $0 }
    let notes = beside.map { SystemPath.use($0) { cw_partial_add($0) } }
    defer {
      for name in beside { System.remove(name) }
      for note in notes { cw_partial_forget(note) }
    }
    do throws(ClusterIOError) {
      let (result, stays) = try run(place.path, for: path, onWait: onWait, body)
      guard stays else {
        place.discard()
        return result
      }
      // It is closed now, and all of it in the one file, or the disk did not take it.
      if System.status(beside[0]) != nil { throw .unwritable(path, ENOSPC) }
      let exchange = try Exchange(place.path, path, mayReplace: false)
      let number = System.settle(folder: System.parent(path))
      if number != 0 {
        exchange.undo()
        throw .unwritable(path, number)
      }
      place.forget()
      return result
    } catch {
      place.discard()
      if error.code == .exists { return nil }
      throw error
    }
  }
}

extension ClusterIOError {
  /// A signal waits to end the process: nobody reads this.
  static func interrupted(_ shown: String) -> ClusterIOError {
    ClusterIOError(.unwritable, LocalText(zh: "已中断；没有任何改动。", en: "was interrupted; nothing was changed."), place: Place(file: shown))
  }
}
