/// Checks of single files that hold for all of the repository.
enum RepositoryChecks {
  static let longestFile = 500

  static func isTooLong(_ file: Repository.File) -> Bool { file.lineCount > longestFile }

  /// A file with nothing but comments, imports and blank lines.
  static func isPlaceholder(_ file: Repository.File) -> Bool {
    SourceText(file.text).lines.allSatisfy { $0.trimmed.isEmpty || $0.trimmed.hasPrefix("import ") }
  }

  /// Lines that name a folder of one particular machine. A web address with such a word in its path does not count.
  static func machinePaths(_ path: String, _ text: String) -> [String] {
    let folders = ["work", "root", "home", "Users"].joined(separator: "|")
    guard let pattern = try? Regex("(^|[\\s\"'`(=:,\\[<])(file://)?/(\(folders))/") else { return ["\(path): no pattern"] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      line.contains(pattern) ? "\(path):\(index + 1): \(line.prefix(120))" : nil
    }
  }

}
