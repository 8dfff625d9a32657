import Chainwright
import FoundationEssentials

/// Where LibreOffice is, for spreadsheets that nothing else can read.
enum Spreadsheets {
  /// `nil` where neither `soffice` nor `libreoffice` is on the path.
  static var converter: SpreadsheetConverter? {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    for name in ["soffice", "libreoffice"] {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        return SpreadsheetConverter(program: "\(folder)/\(name)", folder: environment["TMPDIR"] ?? "/tmp")
      }
    }
    return nil
  }
}
