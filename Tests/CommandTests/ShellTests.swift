import Chainwright
import CommandRuns
import Foundation
import Testing

@testable import ChainwrightCommand

/// How the command behaves among other programs and at a terminal (docs/guides/shell.md).
@Suite struct ShellTests {
  private func shell(_ line: String, _ environment: [String: String] = [:]) throws -> CommandRun {
    let fixed = [
      "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent",
      "CHAINWRIGHT": CommandRun.builtCommand(besides: CommandLine.arguments[0]),
    ]
    return try CommandRun.of("/bin/bash", ["-c", line], in: Command.root, environment: fixed.merging(environment) { $1 })
  }

  // MARK: Standard input

  @Test(arguments: ["xlsx", "graphml", "gexf", "jgf", "geojson"])
  func aNetworkComesInOnStandardInput(_ kind: String) throws {
    // What a file answers, its bytes answer too. Graph files hold firms and supply links alone; both ways read the same ones.
    let run = try shell(
      """
      f=$(mktemp -d)/stdin.\(kind); "$CHAINWRIGHT" convert \(Command.towel) $f -q
      diff <("$CHAINWRIGHT" sourcing $f --all --format json) <("$CHAINWRIGHT" sourcing - --all --format json < $f) && echo same
      rm -r "$(dirname $f)"
      """)
    #expect(run.output == "same\n", "\(run.output)\(run.error)")
  }

  @Test func aListComesInOnStandardInput() throws {
    let run = try shell(
      "printf 'supplier_id,buyer_id\\nA,B\\nB,C\\n' | \"$CHAINWRIGHT\" tiers - --leader C --format csv --table members --show firm_id,tier")
    #expect(run.output == "firm_id,tier\nC,0\nB,1\nA,2\n", "\(run.error)")
  }

  @Test func whatIsWrongOnStandardInputHasItsRow() throws {
    let run = try shell("printf 'supplier_id,buyer_id\\nA,\\n' | \"$CHAINWRIGHT\" audit - --format json")
    #expect(run.status == 1)
    #expect(run.output.contains("\"file\": \"stdin.csv\", \"row\": 2"), "\(run.output)")
    #expect(try shell("\"$CHAINWRIGHT\" audit - < /dev/null").status == 65)
  }

  @Test func nothingStaysOfStandardInput() throws {
    let run = try shell(
      "d=$(mktemp -d); TMPDIR=$d \"$CHAINWRIGHT\" describe - < \(Command.towel)/supplies.csv > /dev/null; ls -A $d | wc -l; rmdir $d")
    #expect(run.output == "0\n", "\(run.error)")
  }

  // MARK: Columns

  @Test func columnsAreChosenByNameOrHeading() throws {
    let text = try shell("\"$CHAINWRIGHT\" tiers \(Command.towel) --leader SYN-L1 --show tier,firm_id --lang zh").output
    #expect(text.contains("层级") && text.contains("SYN-X1") && !text.contains("示例县"))
    let zh = try shell("\"$CHAINWRIGHT\" tiers \(Command.towel) --leader SYN-L1 --show 企业编号 --format csv").output
    #expect(zh.hasPrefix("firm_id\nSYN-L1\n"), "\(zh)")
    // A column that pages spare the reader is shown where it is asked for.
    #expect(try shell("\"$CHAINWRIGHT\" tiers \(Command.towel) --leader SYN-L1 --show county_code").output.contains("139901"))
    let unknown = try shell("\"$CHAINWRIGHT\" tiers \(Command.towel) --leader SYN-L1 --show tire")
    #expect(unknown.status == 65 && unknown.error.contains("one of: ") && unknown.error.contains("tier"))
    #expect(try shell("\"$CHAINWRIGHT\" tiers \(Command.towel) --leader SYN-L1 --show tier --format json").status == 64)
  }

  @Test func aTableFitsTheWidthItIsGiven() throws {
    let columns = ["firm_id", "name", "county", "tier"].map { Answer.Column($0) }
    let row: [Cell] = [.text("SYN-L1"), .text("Example Towel Leader"), .text("Example County"), .count(0)]
    var answer = Answer(zh: "题", en: "Title")
    answer.tables = [Answer.Table("members", zh: "企业", en: "Firms", columns, rows: [row])]
    for width in [30, 40, 60, 80] {
      let text = answer.text(.en, width: width)
      let table = text.split(separator: "\n").dropFirst(2).filter { !$0.contains("more column") }
      // Two columns are shown at least.
      #expect(table.allSatisfy { $0.count <= max(width, 31) }, "\(text)")
    }
    #expect(answer.text(.en, width: 45, moreColumns: LocalText(zh: "!", en: "!")).contains("… and 2 more columns: county, tier!"))
    #expect(answer.text(.en, width: 200) == answer.text(.en))
  }

  // MARK: A terminal

  static let hasTerminal = FileManager.default.fileExists(atPath: "/usr/bin/script")

  private func atTerminal(_ line: String, columns: Int, rows: Int, _ environment: [String: String]) throws -> String {
    let script = "script -qec 'stty cols \(columns) rows \(rows); \(line)' /dev/null < /dev/null"
    return try shell(script, environment.merging(["TERM": "dumb"]) { $1 }).output.replacing("\r\n", with: "\n")
  }

  @Test(.enabled(if: hasTerminal)) func aTerminalGetsWhatFits() throws {
    let page = try atTerminal(
      "\"$CHAINWRIGHT\" gaps Graphs/baoding-2022 --cluster lixian-pv", columns: 80, rows: 200, ["CHAINWRIGHT_PAGER": "off"])
    let table = page.split(separator: "\n").drop { $0 != "Stages" }.dropFirst().prefix { $0.hasPrefix("  ") && !$0.contains("more column") }
    #expect(table.count > 5 && table.allSatisfy { $0.count <= 80 }, "\(page)")
    #expect(page.contains("--show NAMES chooses columns"))
    // The same into a pipe has every column.
    #expect(try shell("\"$CHAINWRIGHT\" gaps Graphs/baoding-2022 --cluster lixian-pv | cat").output.contains("supply from the"))
  }

  @Test(.enabled(if: hasTerminal)) func aLongPageGoesThroughAPager() throws {
    let long = "\"$CHAINWRIGHT\" tiers \(Command.towel) --leader SYN-L1"
    let pager = ["CHAINWRIGHT_PAGER": "sed s/^/PAGED:/"]
    #expect(try atTerminal(long, columns: 100, rows: 10, pager).contains("PAGED:Tiers of"))
    #expect(try !atTerminal(long, columns: 100, rows: 200, pager).contains("PAGED:"))
    // Into a pipe, and where there is no such program, the page comes as it is.
    #expect(try !shell(long + " | cat", pager).output.contains("PAGED:"))
    #expect(try atTerminal(long, columns: 100, rows: 10, ["CHAINWRIGHT_PAGER": "no-such-pager"]).contains("Tiers of"))
    // Who has read enough is no failure.
    #expect(try atTerminal(long + "; echo status $?", columns: 100, rows: 10, ["CHAINWRIGHT_PAGER": "true"]).contains("status 0"))
  }

  // MARK: Settings

  @Test func theLanguageIsSetOnce() throws {
    let line = "\"$CHAINWRIGHT\" gaps \(Command.towel)"
    #expect(try shell(line, ["CHAINWRIGHT_LANG": "zh"]).output.contains("缺链"))
    #expect(try shell(line + " --lang en", ["CHAINWRIGHT_LANG": "zh"]).output.contains("Chain gaps"))
    #expect(try shell(line, ["CHAINWRIGHT_LANG": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"]).output.contains("Chain gaps"))
    let wrong = try shell(line, ["CHAINWRIGHT_LANG": "fr"])
    #expect(wrong.status == 65 && wrong.error.contains("zh or en"))
  }

  @Test func settingsAreRead() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-settings-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appending(path: "chainwright"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "chainwright/config")
    func run(_ text: String, _ line: String) throws -> CommandRun {
      try Data(text.utf8).write(to: file)
      return try shell(line, ["XDG_CONFIG_HOME": folder.path])
    }
    let tiers = "\"$CHAINWRIGHT\" tiers \(Command.towel) --leader SYN-L1"
    #expect(try run("# mine\nlang = zh  # 中文\n\nlimit=2\n", tiers).output.contains("另有 17 行"))
    #expect(try run("limit = 2\n", tiers + " --limit 3").output.contains("16 more rows"))
    // The data have all rows, whatever is set: 19 firms below a header.
    #expect(try run("limit = 2\n", tiers + " --format csv --table members | wc -l").output == "20\n")
    #expect(try run("quiet = yes\n", "\"$CHAINWRIGHT\" gaps \(Command.towel) --format csv > /dev/null").error.isEmpty)
    for (text, said) in [("limit = few", "line 1"), ("\ncolour = blue", "line 2"), ("lang", "line 1")] {
      let wrong = try run(text, tiers)
      #expect(wrong.status == 65 && wrong.error.contains(said) && wrong.error.contains("remedy"), "\(wrong.error)")
    }
    #expect(try shell(tiers, ["CHAINWRIGHT_CONFIG": "/no/such/file"]).status == 66)
    try Data("colour = blue".utf8).write(to: file)
    #expect(try shell(tiers, ["XDG_CONFIG_HOME": folder.path, "CHAINWRIGHT_CONFIG": "/dev/null"]).status == 0)
  }

  @Test func quietSaysNothingBesideTheAnswer() throws {
    let plain = try shell("\"$CHAINWRIGHT\" gaps \(Command.towel) --format csv > /dev/null")
    #expect(plain.error.contains("tables: "))
    #expect(try shell("\"$CHAINWRIGHT\" gaps \(Command.towel) --format csv -q > /dev/null").error.isEmpty)
    let map = "d=$(mktemp -d); \"$CHAINWRIGHT\" map \(Command.towel) --view leader --leader SYN-L1 -o $d/m.dot"
    #expect(try shell(map).output.contains("m.dot"))
    #expect(try shell(map + " --quiet").output.isEmpty)
    #expect(try shell("\"$CHAINWRIGHT\" gaps nowhere --quiet").error.contains("nowhere"))
  }

  // MARK: Words that are wrong

  @Test func helpOfAnUnknownCommandFails() throws {
    let near = try shell("\"$CHAINWRIGHT\" help weaklinks")
    #expect(near.status == 64 && near.output.isEmpty && near.error.contains("Did you mean weak-links?"))
    #expect(try shell("\"$CHAINWRIGHT\" help qqqqqq --lang zh").error.contains("没有名为“qqqqqq”的命令"))
    #expect(try shell("\"$CHAINWRIGHT\" help weak-links").status == 0)
    #expect(try shell("\"$CHAINWRIGHT\" help").output.contains("Usage: chainwright <command>"))
  }
}
