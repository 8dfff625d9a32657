import ArgumentParser
import Chainwright

struct ProjectsCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "projects", abstract: "Planned firms (招商项目): which gaps they close, by when, and what is left by each year.",
    discussion: """
      The table projects.csv (sheet 招商项目) lists planned firms with their status (洽谈 negotiating, 签约 signed, 开工 started, 投产 in_production), date of production, \
      cluster, stage or product, investment, output and jobs. Gaps, weak stages, completeness and single points are given for today and for the end of each year, \
      with the projects that are being built or produce, and with all of them. Projects are no firms of today: no other command counts them. \
      `strengthen --projects` chooses among them for a budget.

      Example: chainwright projects Examples/18-which-projects-first/lists
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The cluster, by id or name (repeatable; all when left out).", valueName: "cluster"))
  var cluster: [String] = []

  func answer() throws -> Answer {
    var question = ProjectsQuestion()
    question.clusters = cluster
    return try question.answer(Study(try input.load(output.language)))
  }
}
