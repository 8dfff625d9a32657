import CommandRuns
import Foundation
import Testing

/// A sweep on Spark gives what one process gives: on threads of one machine, and on workers that are processes of their own.
@Suite(.serialized) struct SparkTests {
  /// A Python with the module: the one that CHAINWRIGHT_PYTHON names, that of the example's set-up.
  private static func python(with module: String) -> String? {
    let places = [ProcessInfo.processInfo.environment["CHAINWRIGHT_PYTHON"], packageRoot + "/.build/spark/bin/python3"].compactMap { $0 }
    return places.first { (try? run($0, ["-c", "import \(module)"]))?.status == 0 }
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> CommandRun {
    try CommandRun.of(
      program, arguments, in: packageRoot,
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": "/tmp", "LC_ALL": "C.UTF-8", "SPARK_LOCAL_IP": "127.0.0.1", "PYTHONDONTWRITEBYTECODE": "1",
      ])
  }

  private static let spark = python(with: "pyspark")
  private static let dask = python(with: "dask.bag")
  private static let folder = packageRoot + "/Examples/20-a-national-network-on-spark"
  private static let command = CommandRun.builtCommand(besides: CommandLine.arguments[0])

  /// Tables of a folder as Parquet, every column a text.
  private static let parquet = """
    import os, sys
    from pyspark.sql import SparkSession
    spark = SparkSession.builder.master("local[1]").getOrCreate()
    for name in os.listdir(sys.argv[1]):
        if name.endswith(".csv"):
            table = spark.read.options(header=True, multiLine=True, escape='"').csv(os.path.join(sys.argv[1], name))
            table.coalesce(1).write.parquet(os.path.join(sys.argv[2], name[:-4] + ".parquet"))
    """

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-spark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test(
    .enabled(
      if: spark != nil,
      "needs Java 17 and a Python with pyspark: Examples/20-a-national-network-on-spark/setup.sh, or name one in CHAINWRIGHT_PYTHON"),
    arguments: [
      ("local[2,4]", ["cascade", "--all", "--by", "output,firms"]),
      ("local-cluster[2,1,1024]", ["survive", "--every", "--default-recovery-days=30"]),
    ])
  func aSweepIsWhatOneProcessWrites(_ master: String, _ question: [String]) throws {
    try withFolder { folder in
      let network = packageRoot + "/Graphs/towel-chain"
      // The first process that is asked is killed, and its parts are done again.
      let program = folder + "/killed-once"
      try """
      #!/bin/sh
      if [ "$1" = pipe ] && mkdir '\(folder)/killed' 2>/dev/null; then kill -9 $$; fi
      exec '\(Self.command)' "$@"
      """.write(toFile: program, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
      // On workers of their own the network comes as Parquet.
      let isParquet = !master.hasPrefix("local[")
      if isParquet {
        let made = try Self.run(#require(Self.spark), ["-c", Self.parquet, network, folder + "/parquet"])
        try #require(made.status == 0, "\(made.error.suffix(2_000))")
      }
      let sweep = [
        Self.folder + "/sweep.py", isParquet ? folder + "/parquet" : network, "--to", folder + "/out", "--parts", "5", "--tasks", "3",
        "--master", master, "--program",
        program,
        "--",
      ]
      let first = try Self.run(#require(Self.spark), sweep + question)
      try #require(first.status == 0, "\(first.output)\(first.error.suffix(4_000))")
      #expect(first.output.contains("0 parts kept, 0 of another run thrown away, 5 to do"))
      #expect(FileManager.default.fileExists(atPath: folder + "/killed"))
      let one = try Self.run(Self.command, [question[0], network] + question.dropFirst() + ["--format", "csv"])
      let result = try text(of: folder + "/out/result.csv")
      #expect(result == one.output)
      #expect(FileManager.default.fileExists(atPath: folder + "/out/result.parquet/_SUCCESS"))
      if isParquet { return }
      // What is there is kept; what belongs to other options, or is broken, is done again.
      try FileManager.default.removeItem(atPath: folder + "/out/parts/2.json")
      try "{}".write(toFile: folder + "/out/parts/4.json", atomically: true, encoding: .utf8)
      let again = try Self.run(#require(Self.spark), sweep + question)
      #expect(again.output.contains("3 parts kept, 1 of another run thrown away, 2 to do"), "\(again.output)\(again.error.suffix(2_000))")
      #expect(try text(of: folder + "/out/result.csv") == one.output)
    }
  }

  /// The lines of the guide, as they stand there.
  @Test(.enabled(if: dask != nil, "needs a Python with dask: name one in CHAINWRIGHT_PYTHON"))
  func daskDoesTheSame() throws {
    try withFolder { folder in
      let guide = try text(of: packageRoot + "/docs/guides/beyond-one-machine.md")
      let code = try #require(guide.components(separatedBy: "```python\n").dropFirst().first?.components(separatedBy: "```").first)
      try code.replacing("\"chainwright\"", with: "\"\(Self.command)\"").replacing("\"parts\"", with: "\"\(folder)\"").write(
        toFile: folder + "/sweep.py", atomically: true, encoding: .utf8)
      let run = try Self.run(#require(Self.dask), [folder + "/sweep.py"])
      let one = try Self.run(Self.command, ["cascade", "Graphs/towel-chain", "--format", "csv"])
      #expect(run.status == 0 && run.output == one.output, "\(run.error.suffix(2_000))")
    }
  }
}
