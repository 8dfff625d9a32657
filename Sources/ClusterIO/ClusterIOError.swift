public import ClusterModel

/// Why a file or folder could not be read or written at all: what is wrong, what to do, and where.
///
/// Single bad cells and rows are never errors of this kind; they become findings of ``Reading/problems``.
public struct ClusterIOError: Error, Sendable, Hashable, CustomStringConvertible {
  /// An open list of kinds, so that new ones break nobody's `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The file or folder is not there, or may not be read.
    public static let unreadable = Code(rawValue: "unreadable")
    /// A table that must be there is missing, or has no header.
    public static let missingTable = Code(rawValue: "missing-table")
    /// A column that must be there is missing, or a mapping names one that is not there.
    public static let wrongColumn = Code(rawValue: "wrong-column")
    /// The bytes are in no encoding that is read.
    public static let encoding = Code(rawValue: "encoding")
    /// The file is larger than can be read.
    public static let tooLarge = Code(rawValue: "too-large")
    /// `datapackage.json` is not one, or asks for something that is not supported.
    public static let package = Code(rawValue: "package")
    /// The file is not of the kind that its name says, or is damaged.
    public static let badFile = Code(rawValue: "bad-file")
    /// A library of the system that the file needs is not installed.
    public static let missingLibrary = Code(rawValue: "missing-library")
    /// The place to write to is not free.
    public static let exists = Code(rawValue: "exists")
    /// What stands at the place to write to is never replaced.
    public static let occupied = Code(rawValue: "occupied")
    /// Writing failed.
    public static let unwritable = Code(rawValue: "unwritable")
    /// Another program is writing to the file, and was waited for in vain.
    public static let busy = Code(rawValue: "busy")
    /// A name in a request (rule, column, table) is not known.
    public static let unknownName = Code(rawValue: "unknown-name")
    /// A workspace was told something of a later day already.
    public static let outOfOrder = Code(rawValue: "out-of-order")
    /// What has no history was asked what it was on a day.
    public static let noHistory = Code(rawValue: "no-history")
  }

  public var code: Code
  /// What is wrong, and what to do.
  public var message: LocalText
  public var place: Place?

  public init(_ code: Code, _ message: LocalText, place: Place? = nil) {
    self.code = code
    self.message = message
    self.place = place
  }

  public var description: String { text(.en) }

  /// The message in `language`, with the place before it: `firms.csv, row 3, column year: …`.
  public func text(_ language: Language) -> String {
    guard let place else { return message[language] }
    var parts = [place.file]
    if let row = place.row { parts.append(language == .zh ? "第 \(row) 行" : "row \(row)") }
    if !place.column.isEmpty { parts.append(language == .zh ? "列 \(place.column)" : "column \(place.column)") }
    return parts.joined(separator: language == .zh ? "，" : ", ") + (language == .zh ? "：" : ": ") + message[language]
  }
}
