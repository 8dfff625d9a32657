import ArgumentParser
import Chainwright

struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "Writes an empty workbook to fill in: a sheet of each list, notes, and lists to choose from.",
    discussion: """
      Only firms must be filled (in Chinese: 企业). The filled workbook is taken wherever a network is:

        chainwright template -o lists.xlsx --lang zh
        chainwright audit lists.xlsx

      --simple writes one sheet instead: a row a firm, with its county, stage, products, suppliers, buyers, revenue, people and honours; several in one \
      cell are parted by 、 or ;.
      """)

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The workbook to write.", valueName: "file.xlsx")) var output: String
  @Option(help: "zh or en: the language of sheets and headers; the locale's when left out.") var lang: Language?
  @Flag(help: "One sheet, filled in within ten minutes: a row a firm, its suppliers and buyers beside it.") var simple = false
  @Flag(help: "Overwrite a file that is there.") var force = false
  @Flag(name: [.customShort("q"), .long], help: "Say nothing beside the answer.") var quiet = false

  func validate() throws {
    if FileKind(path: output) != .workbook { throw UsageError(zh: "工作簿的文件名须以 .xlsx 结尾", en: "the name of a workbook ends with .xlsx") }
  }

  func run() throws {
    let language = lang ?? PageOutput.environmentLanguage
    if simple {
      try SimpleTemplate.write(to: output, language: language, force: force)
    } else {
      try WorkbookTemplate.write(to: output, language: language, force: force)
    }
    let said = LocalText(
      zh: "\(output)：空表已写好；填写后运行 `chainwright audit \(output)` 检查",
      en: "\(output): written; fill it in and check it with `chainwright audit \(output)`")
    StandardStreams.say(safe(said[language]) + "\n")
  }
}
