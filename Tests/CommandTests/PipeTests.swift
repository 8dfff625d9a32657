import Chainwright
import CommandRuns
import Foundation
import Testing

@testable import ChainwrightCommand

/// A question a line, an answer a line.
@Suite struct PipeTests {
  /// Runs a pipe over lines; one object a line of output.
  private func pipe(_ lines: [String], _ more: [String] = [], network: String = Command.towel) throws -> [[String: Any]] {
    var answers: [[String: Any]] = []
    try Command.withFolder(["requests": lines.joined(separator: "\n")]) { folder in
      let command = CommandRun.builtCommand(besides: CommandLine.arguments[0])
      let line = (["\"\(command)\"", "pipe", network] + more).joined(separator: " ")
      let run = try CommandRun.of(
        "/bin/sh", ["-c", "\(line) < \(folder)/requests"], in: Command.root, environment: ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"])
      #expect(run.status == 0, "\(run.error)")
      answers = try run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { try Command.json(String($0)) }
    }
    return answers
  }

  private func error(_ answer: [String: Any]) -> (code: Int, message: String) {
    let error = answer["error"] as? [String: Any]
    return (error?["code"] as? Int ?? 0, error?["message"] as? String ?? "")
  }

  @Test func answersAreThoseOfTheCommands() throws {
    let asked: [(request: String, words: [String])] = [
      (
        #"{"id": 1, "ask": "cascade", "options": {"shock": ["SYN-X1", "SYN-L1=0.5"], "by": "jobs"}}"#,
        ["cascade", Command.towel, "--shock", "SYN-X1", "--shock", "SYN-L1=0.5", "--by", "jobs"]
      ),
      (
        #"{"id": "二", "ask": "weak-links", "options": {"count": true, "events": "firms,groups"}}"#,
        ["weak-links", Command.towel, "--count", "--events", "firms,groups"]
      ),
      (#"{"options": {"size": 2, "leader": null}, "ask": "worst-group"}"#, ["worst-group", Command.towel, "--size", "2"]),
      (
        #"{"id": 4.5, "ask": "what-if", "arguments": ["Examples/10-where-to-spend-the-money/plan.yaml"]}"#,
        ["what-if", Command.towel, "Examples/10-where-to-spend-the-money/plan.yaml"]
      ),
    ]
    let answers = try pipe(asked.map(\.request) + [""])
    try #require(answers.count == asked.count)
    for (answer, (request, words)) in zip(answers, asked) {
      let run = try Command.run(arguments: words + ["--format", "json"])
      let given = try #require(answer["answer"] as? NSDictionary, "\(request): \(answer)")
      #expect(try given == Command.json(run.output) as NSDictionary, "\(request)")
    }
    #expect(answers[0]["id"] as? Int == 1 && answers[1]["id"] as? String == "二" && answers[2]["id"] is NSNull)
    #expect(answers[3]["id"] as? Double == 4.5)
  }

  /// A request that fails is told of, and those behind it are answered.
  @Test func aFailureIsALine() throws {
    let requests: [(line: String, code: Int, said: String)] = [
      ("no JSON", 65, "no well-formed JSON"), ("[1]", 65, "an object of JSON"), (#"{"id": 1}"#, 65, "ask is missing"),
      (#"{"ask": "gaps"} {"ask": "gaps"}"#, 65, "no well-formed JSON"), (#"{"ask": "gaps", "ask": "gaps"}"#, 65, "twice"),
      (#"{"ask": "gaps", "colour": 1}"#, 65, "a request has no colour"), (#"{"ask": "serve"}"#, 65, "does not answer serve"),
      (#"{"ask": "gaps", "options": {"cluster": {}}}"#, 65, "takes a text, a number"),
      (#"{"ask": "gaps", "options": {"output": "/tmp/x"}}"#, 65, "is not for a pipe"),
      (#"{"ask": "gaps", "options": {"o": "/tmp/x"}}"#, 65, "no option o"),
      (#"{"ask": "gaps", "options": {"clster": "a"}}"#, 64, "clster"),
      (#"{"ask": "gaps", "options": {"cluster": "nobody"}}"#, 65, "nobody"),
      (#"{"ask": "cascade", "options": {"tolerance": 2}}"#, 64, "--tolerance"),
      (#"{"ask": "cascade", "options": {"all": true, "shard": "9/3"}}"#, 64, "--shard takes"),
      (#"{"ask": "strengthen", "options": {"budget": 200, "plan": "/tmp/never.yaml"}}"#, 65, "writes no files"),
      (#"{"ask": ""# + String(repeating: "x", count: PipeCommand.longestLine) + #""}"#, 65, "more than 1 MiB"),
    ]
    let answers = try pipe(requests.flatMap { [$0.line, #"{"id": "next", "ask": "tiers", "options": {"leader": "SYN-L1"}}"#] })
    try #require(answers.count == 2 * requests.count)
    for (at, request) in requests.enumerated() {
      let error = error(answers[2 * at])
      #expect(error.code == request.code && error.message.contains(request.said), "\(request.line.prefix(80)): \(error)")
      #expect(answers[2 * at + 1]["answer"] != nil && answers[2 * at + 1]["id"] as? String == "next")
    }
    #expect(answers[4]["id"] as? Int == 1, "an id that was read is given back")
    #expect(!FileManager.default.fileExists(atPath: "/tmp/never.yaml"))
  }

  /// Parts that came through a pipe are those of the command.
  @Test func sharesAreParts() throws {
    let answers = try pipe((1...3).map { #"{"id": \#($0), "ask": "cascade", "options": {"all": true, "shard": "\#($0)/3"}}"# })
    try Command.withFolder([:]) { folder in
      for (at, answer) in answers.enumerated() {
        let part = try JSONSerialization.data(withJSONObject: #require(answer["part"]))
        #expect(!part.isEmpty)
        let run = try Command.run("cascade", Command.towel, "--shard", "\(at + 1)/3")
        #expect(try answer["part"] as? NSDictionary == Command.json(run.output) as NSDictionary)
      }
    }
  }

  @Test func theReaderIsAsked() throws {
    let answers = try pipe([#"{"ask": "tiers"}"#, #"{"ask": "tiers", "options": {"leader": "SYN-L1", "lang": "en"}}"#], ["--lang", "zh"])
    #expect(error(answers[0]).code == 64 && error(answers[0]).message.contains("缺少 --leader"))
    #expect((answers[1]["answer"] as? [String: Any])?["title"] as? String != nil)
    let standard = try Command.run("pipe", "-")
    #expect(standard.status == 66 && standard.error.contains("the network is a file of its own"))
  }
}
