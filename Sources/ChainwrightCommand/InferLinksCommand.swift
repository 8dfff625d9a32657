import ArgumentParser
import Chainwright

struct InferLinksCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer-links",
    abstract: "Likely supply links that are not on record: who probably supplies whom, always marked inferred (推断供应关系).",
    discussion: """
      A buyer whose stage requires an input that nothing on record brings it must buy it from somebody. Each maker of that input gets a probability by the stripe-corrected gravity model \
      (Ialongo et al. 2022), as dense as the links on record. With --to the network is written with those links in it, provenance inferred, the probability as confidence; the network read is not changed.
      Example: chainwright infer-links NETWORK --to with-inferred
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("Links less likely than this are left out.", valueName: "share")) var least = 0.05
  @Option(name: .customLong("to"), help: ArgumentHelp("A folder to write the network with its inferred links to.", valueName: "folder"))
  var folder: String?

  func validate() throws {
    if !(least > 0 && least < 1) { throw ValidationError("--least takes a share above 0 and below 1") }
  }

  func answer() throws -> Answer { try answered().answer }

  func answered() throws -> AnswerAndFiles {
    var question = InferLinksQuestion()
    question.least = least
    let study = Study(try input.load(output.language))
    if study.network.supplies.count > 100_000 {
      StandardStreams.progress(output.language == .zh ? "推断供应关系…" : "inferring links…")
    }
    let inference = try question.inference(study)
    return AnswerAndFiles(
      answer: InferLinksQuestion.answer(inference), networks: folder.map { [(inference.addedToNetwork(), $0)] } ?? [])
  }
}
