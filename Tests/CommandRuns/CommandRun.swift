import Foundation

/// One run of a program: what it wrote and how it ended.
public struct CommandRun: Sendable {
  public var output: String
  public var error: String
  public var status: Int32

  /// Runs `executable` to its end.
  ///
  /// - Parameters:
  ///   - environment: the whole environment of the run; pass one with a fixed locale, so that outputs compare.
  ///   - folder: the working folder.
  public static func of(
    _ executable: String, _ arguments: [String], in folder: String, environment: [String: String]
  ) throws -> CommandRun {
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    // What a sanitizer is told, where the tests run under one.
    let told = ProcessInfo.processInfo.environment.filter { ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key) }
    process.environment = environment.merging(told) { given, _ in given }
    // Files, not pipes: a full pipe would stop a program that writes much on both streams.
    let base = FileManager.default.temporaryDirectory.appending(path: "chainwright-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: base) }
    let streams = try ["output", "error"].map { name in
      let file = base.appending(path: name)
      try Data().write(to: file)
      return (file, try FileHandle(forWritingTo: file))
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = streams[0].1
    process.standardError = streams[1].1
    try process.run()
    process.waitUntilExit()
    let texts = try streams.map { String(decoding: try Data(contentsOf: $0.0), as: UTF8.self) }
    return CommandRun(output: texts[0], error: texts[1], status: process.terminationStatus)
  }

  /// The `chainwright` program built beside the running tests.
  ///
  /// - Parameter testBundle: the path of the running test program (`CommandLine.arguments[0]`), in the folder of all products.
  public static func builtCommand(besides testBundle: String) -> String {
    var folder = URL(filePath: testBundle)
    while folder.path.count > 1 {
      folder.deleteLastPathComponent()
      let candidate = folder.appending(path: "chainwright").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    return "chainwright"
  }
}
