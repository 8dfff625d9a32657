import Foundation

/// A text that a person sees, kept in a file beside the tests and compared byte by byte.
public enum GoldenText {
  /// What is wrong, or `nil` when `actual` is the file's text.
  ///
  /// With `isRecording` the file is written first, and the answer still says so: a recording run never passes.
  public static func problem(_ actual: String, path: String, isRecording: Bool) -> String? {
    if isRecording {
      do {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(actual.utf8).write(to: URL(fileURLWithPath: path))
        return "recorded \(path): look at the difference, then run without CHAINWRIGHT_RECORD"
      } catch {
        return "cannot record \(path): \(error.localizedDescription)"
      }
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      return "no golden file \(path): run once with CHAINWRIGHT_RECORD=1"
    }
    let expected = String(decoding: data, as: UTF8.self)
    if expected == actual { return nil }
    let (old, new) = (
      expected.split(separator: "\n", omittingEmptySubsequences: false), actual.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let line = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
    let was = old.indices.contains(line) ? String(old[line].prefix(300)) : "(end)"
    let now = new.indices.contains(line) ? String(new[line].prefix(300)) : "(end)"
    return "\(path) differs at line \(line + 1)\n  golden: \(was)\n  now:    \(now)"
  }
}
