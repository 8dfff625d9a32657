public import ClusterModel
public import CutSets

/// What came of reading a fault tree: the tree, or everything that is wrong with the files.
public struct FaultTreeReading: Sendable {
  /// `nil` when ``findings`` holds an error. Holds only what the top gate reaches; events ascend by the bytes of their names.
  public var tree: FaultTree?
  /// Errors, and what was left out; the first 1,000 in the order of the files.
  public var findings: [Finding]
  /// Events of the tree whose probability is given in a way that is not read, by position, each with a finding to show when it is needed.
  public var unreadProbabilities: [Int: Finding]
}

/// Reads coherent fault trees in the Open-PSA Model Exchange Format, version 2.0d.
///
/// Read are fault trees with nested components and their scopes, gates (`and`, `or`, `atleast`, nested formulas, constants), basic events
/// with constant expressions and parameters, and house events. Event trees are left out with a note. What would change the answer and is
/// not read (common-cause groups, substitutions, alignments, `not` and its kin below the top gate) is an error.
///
/// > Source: S. Epstein, A. Rauzy (eds.), *Open-PSA Model Exchange Format*, 2.0d (2008), chapters 3-5.
public enum FaultTreeReader {
  /// The largest file, in bytes: some four million gates.
  public static let sizeLimit = 256 << 20
  /// The deepest nesting of elements.
  public static let depthLimit = 256

  /// Reads one model from one or more files, as one.
  ///
  /// - Parameters:
  ///   - paths: XML files; a name may be used in one and defined in another.
  ///   - top: the gate whose failure is asked for, by name or path (`Tree.Component.Gate`); `nil` takes the only gate that no other one uses.
  ///   - missionTime: the hours behind `<system-mission-time/>`; `nil` is unknown.
  /// - Throws: ``ClusterIOError`` when a file cannot be read at all. What is wrong *in* a file is a finding, all of them at once; broken XML
  ///   ends its own file.
  /// - Complexity: O(bytes) time; memory in proportion to gates and events, not to the text.
  public static func read(_ paths: [String], top: String? = nil, missionTime: Double? = nil) throws(ClusterIOError) -> FaultTreeReading {
    var files: [(bytes: FileBytes, name: String)] = []
    for path in paths {
      let shown = FieldValue.shownPath(path)
      let bytes = try FileBytes.open(path: path, shown: shown)
      guard bytes.count <= sizeLimit else {
        throw ClusterIOError(
          .tooLarge,
          LocalText(
            zh: "文件超过 \(sizeLimit >> 20) MB，无法读取；请拆分模型。", en: "is larger than \(sizeLimit >> 20) MB and cannot be read; split the model."),
          place: Place(file: shown))
      }
      files.append((bytes, shown))
    }
    return read(files, top: top, missionTime: missionTime)
  }

  /// A model with nothing to remark on is read the plain way; any other by the parser, which knows where in the files things stand.
  private static func read(_ files: [(bytes: FileBytes, name: String)], top: String?, missionTime: Double?) -> FaultTreeReading {
    if let reading = read(files, plainly: true, top: top, missionTime: missionTime),
      reading.findings.isEmpty && reading.unreadProbabilities.isEmpty
    {
      return reading
    }
    return read(files, plainly: false, top: top, missionTime: missionTime)!
  }

  /// `nil` where the files are none for the plain way.
  static func read(_ files: [(bytes: FileBytes, name: String)], plainly: Bool, top: String?, missionTime: Double?) -> FaultTreeReading? {
    var model = OpenPSAModel()
    for file in files {
      guard OpenPSAText.read(file.bytes, file: file.name, plainly: plainly, into: &model) else { return nil }
    }
    return model.reading(top: top, missionTime: missionTime)
  }

  /// The same from the bytes of one file; `name` stands in messages.
  public static func read(
    bytes: some Collection<UInt8>, name: String, top: String? = nil, missionTime: Double? = nil
  ) -> FaultTreeReading {
    read([(FileBytes(copying: bytes), name)], top: top, missionTime: missionTime)
  }
}
