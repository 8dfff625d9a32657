import ArgumentParser
import Chainwright
import CommandRuns
import Foundation
import Testing

@testable import ChainwrightCommand

/// The example at the end of each command's help does what it says, typed as it stands.
@Suite struct HelpExampleTests {
  /// What the examples call NETWORK, `lists.xlsx`, `scenario.yaml` and so on; `example` says which of them are wanted.
  private func prepare(_ folder: String, for example: String) throws {
    let files = FileManager.default
    for name in ["Rules", "Examples"] {
      try files.createSymbolicLink(atPath: folder + "/" + name, withDestinationPath: Command.root + "/" + name)
    }
    // Copies: some commands write into a network.
    try files.copyItem(atPath: Command.root + "/Graphs", toPath: folder + "/Graphs")
    try files.createSymbolicLink(atPath: folder + "/NETWORK", withDestinationPath: folder + "/" + Command.towel)
    try files.createSymbolicLink(atPath: folder + "/名单.xlsx", withDestinationPath: Command.root + "/" + wild)
    // A file that the example itself makes is not there before.
    func made(_ file: String, by arguments: [String]) throws {
      guard example.contains(file), !example.contains("-o " + file), !example.contains("--into " + file) else { return }
      let run = try Command.run(arguments: arguments, in: folder)
      #expect(run.status == 0, "\(arguments): \(run.error)")
    }
    try made("lists.xlsx", by: ["convert", Command.towel, "lists.xlsx"])
    try made("city.sqlite", by: ["import", Command.towel, "--into", "city.sqlite", "--at", "2024-01-01", "--yes"])
    for part in 1...2 { try made("part-\(part).json", by: ["cascade", Command.towel, "--shard", "\(part)/2", "-o", "part-\(part).json"]) }
    let scenario = """
      name: dyer-stops
      provenance: synthetic
      source: made up for this test
      as_of: 2022
      events: [{firms: SYN-D1, loss: 1, start: 2, duration: 9}]
      changes: [{shut: {firms: SYN-D2}}]
      """
    try Data(scenario.utf8).write(to: URL(filePath: folder + "/scenario.yaml"))
    try Data("假发\n  发丝\n    原发\n  发网\n".utf8).write(to: URL(filePath: folder + "/提纲.txt"))
    let tree = """
      <opsa-mef><define-fault-tree name="t"><define-gate name="top"><and><basic-event name="a"/><basic-event name="b"/></and></define-gate>
      <define-basic-event name="a"/><define-basic-event name="b"/></define-fault-tree></opsa-mef>
      """
    try Data(tree.utf8).write(to: URL(filePath: folder + "/model.xml"))
  }
  private let wild = "Examples/16-an-office-list-as-it-is/重点企业摸底表.xlsx"

  /// `serve` runs until it is stopped: its own tests start and stop it.
  @Test(arguments: ChainwrightCommand.configuration.subcommands.map { $0._commandName }.filter { $0 != "serve" })
  func theExampleRuns(_ name: String) throws {
    let command = try #require(ChainwrightCommand.configuration.subcommands.first { $0._commandName == name })
    let examples = Set(
      Language.allCases.flatMap { language in
        HelpPage(language: language).command(command, of: "chainwright").split(separator: "\n")
          .filter { $0.hasPrefix("例：") || $0.hasPrefix("Example: ") }
          .map { String($0).replacing("例：", with: "").replacing("Example: ", with: "") }
      })
    #expect(!examples.isEmpty)
    for example in examples {
      try Command.withFolder([:]) { folder in
        try prepare(folder, for: example)
        let words = example.split(separator: " ").dropFirst().map(String.init)
        let run = try Command.run(arguments: words, in: folder)
        #expect(run.status == 0, "\(example)\n\(run.error)")
      }
    }
  }
}
