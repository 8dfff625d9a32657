import CommandRuns
import Foundation
import Testing

private let environment = ProcessInfo.processInfo.environment

/// The pages whose console blocks are kept true: every example's, the two of the package itself, and the talk with an assistant.
private let pages: [String] = {
  let examples = (try? FileManager.default.contentsOfDirectory(atPath: packageRoot + "/Examples")) ?? []
  return (["README.md", "README.zh-CN.md", "docs/guides/assistants.md"] + examples.sorted().map { "Examples/\($0)/README.md" })
    .filter { FileManager.default.fileExists(atPath: packageRoot + "/" + $0) }
}()

@Suite struct ConsolePageTests {
  @Test func `there are at least four examples`() {
    #expect(pages.filter { $0.hasPrefix("Examples/") }.count >= 4)
  }

  /// `CHAINWRIGHT_RECORD=1 swift test --filter ConsolePageTests` writes the outputs into the pages, and fails so that the difference is read.
  @Test(arguments: pages) func `the page shows what its commands print`(page: String) throws {
    let path = packageRoot + "/" + page
    let markdown = try text(of: path)
    let transcript = ConsoleTranscript(markdown: markdown)
    #expect(!transcript.steps.isEmpty || !page.hasPrefix("Examples/"), "an example has a command")
    let outputs = try transcript.run(command: CommandRun.builtCommand(besides: CommandLine.arguments[0]), packageRoot: packageRoot)
    if environment["CHAINWRIGHT_RECORD"] == "1" {
      let recorded = transcript.markdown(outputs: outputs)
      if recorded != markdown {
        try Data(recorded.utf8).write(to: URL(filePath: path))
        Issue.record("\(page) was recorded anew; read the difference and run again")
      }
      return
    }
    for (step, output) in zip(transcript.steps, outputs) {
      #expect(output == step.output, "\(page):\(step.line): $ \(step.command)")
    }
  }
}
