import ArgumentParser

@main struct ChainwrightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "chainwright")
}
