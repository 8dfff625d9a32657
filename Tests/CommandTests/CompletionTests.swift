import Chainwright
import CommandRuns
import Foundation
import Testing

@testable import ChainwrightCommand

/// What the shells complete.
@Suite struct CompletionTests {
  private func words(_ typed: String...) -> [String] { Completion(typed, language: .en).candidates.map(\.word) }
  private let towel = Command.root + "/" + Command.towel

  @Test func commands() {
    #expect(words("we") == ["weak-links"])
    #expect(words("help", "we") == ["weak-links"])
    #expect(words("").contains("map") && words("").contains("--help"))
    #expect(words("no-such", "") == [])
  }

  @Test func options() {
    #expect(words("weak-links", "x", "--lea") == ["--leader"])
    #expect(words("weak-links", "x", "--format", "") == ["text", "json", "csv", "html"])
    // After `--` nothing is an option.
    #expect(words("weak-links", "--", "--lea") == [])
  }

  @Test func idsOfTheNetworkThatTheLineNames() {
    #expect(words("weak-links", towel, "--leader", "SYN-L") == ["SYN-L1", "SYN-L2"])
    #expect(words("weak-links", "--leader", "SYN-L1", towel, "--cluster", "") == ["C-TOWEL"])
    #expect(words("weak-links", towel, "--chain", "T") == ["TOWEL"])
    // Those that stand before with commas between stay.
    #expect(words("survive", towel, "--disrupt", "SYN-D1,SYN-X") == ["SYN-D1,SYN-X1"])
    #expect(words("weak-links", "/no/such/network", "--leader", "") == [])
  }

  @Test func files() {
    #expect(Completion(["weak-links", ""], language: .en).takesFiles)
    #expect(Completion(["gaps", "x", "-o", ""], language: .en).takesFiles)
    #expect(!Completion(["weak-links", towel, "--leader", ""], language: .en).takesFiles)
    #expect(!Completion(["we"], language: .en).takesFiles)
  }

  @Test func theShellAsksTheProgram() throws {
    let program = CommandRun.builtCommand(besides: CommandLine.arguments[0])
    let line = """
      source <("$CHAINWRIGHT" --generate-completion-script bash)
      c() { COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _chainwright; echo "${COMPREPLY[@]}"; }
      c "$CHAINWRIGHT" tiers Graphs/tow; c "$CHAINWRIGHT" tiers \(Command.towel) --leader SYN-L; c "$CHAINWRIGHT" gat
      """
    let run = try CommandRun.of(
      "/bin/bash", ["-c", line], in: Command.root, environment: ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "CHAINWRIGHT": program])
    #expect(run.output == "Graphs/towel-chain\nSYN-L1 SYN-L2\ngates\n", "\(run.error)")
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func everyShellHasItsScript(_ shell: String) throws {
    #expect(try Command.run("--generate-completion-script", shell).output.contains("---complete"))
  }
}
