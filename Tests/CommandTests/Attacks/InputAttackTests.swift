import ChainwrightTesting
import CommandRuns
import Foundation
import Testing

/// Files that nobody would write by hand, and files that change under the reader's hands.
@Suite("Attacks on the input") struct InputAttackTests {
  private func shell(_ line: String, in folder: String) throws -> CommandRun {
    try CommandRun.of(
      "/bin/bash", ["-c", line], in: folder,
      environment: [
        "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "CHAINWRIGHT": CommandRun.builtCommand(besides: CommandLine.arguments[0]),
        "ROOT": Command.root,
      ])
  }

  /// 60 MB of blank lines once were taken for 60 million rows, and 24 bytes each kept ready for them: more than this limit.
  @Test func blankLinesTakeNoMemory() throws {
    try Command.withFolder([:]) { folder in
      let run = try shell(
        """
        mkdir net; (printf 'firm_id\\nA\\n'; head -c 60000000 /dev/zero | tr '\\0' '\\n'; printf 'B\\n') > net/firms.csv
        ulimit -v 1500000; "$CHAINWRIGHT" describe net --format json
        """, in: folder)
      #expect(run.status == 0 && run.output.contains("\"firms\": 2"), "\(run.status) \(run.error)")
    }
  }

  /// The file is made shorter after it was mapped, by a library that stands before the system (Tests/Faults/faults.c).
  @Test(.enabled(if: FaultTools.areThere), arguments: ["firms.csv", "list.graphml", "list.jgf"])
  func aFileThatIsMadeShorterIsAnError(_ name: String) throws {
    try Command.withFolder([:]) { folder in
      let rows = (0..<400).map { "<node id=\"n\($0)\"/>\n" }.joined()
      let texts = [
        "firms.csv": "firm_id\n" + (0..<4000).map { "F\($0)\n" }.joined(),
        "list.graphml": "<graphml><graph edgedefault=\"directed\">\n\(rows)</graph></graphml>",
        "list.jgf": "{\"graph\": {\"nodes\": {" + (0..<4000).map { "\"n\($0)\": {}" }.joined(separator: ", ") + "}}}",
      ]
      try Data((texts[name] ?? "").utf8).write(to: URL(filePath: folder + "/" + name))
      let run = try shell(
        """
        cc -shared -fPIC -o faults.so "$ROOT/Tests/Faults/faults.c" -ldl || exit 99
        CHAINWRIGHT_FAULT_FOLDER="$PWD" CHAINWRIGHT_FAULT=mmap:1:SHORTEN LD_PRELOAD="$PWD/faults.so" "$CHAINWRIGHT" audit \(name) --lang en
        """, in: folder)
      #expect(run.status == 66, "\(run.status) \(run.output) \(run.error)")
      #expect(
        run.error == "chainwright: \(name): was changed by another program while it was read; wait until that has done, and run it again.\n"
      )
    }
  }

  /// Linux takes any bytes but `/` and 0 for a name; these are “企业” in GB 18030.
  @Test func namesThatAreNotUTF8AreReadAndWritten() throws {
    try Command.withFolder([:]) { folder in
      let run = try shell(
        """
        n=$'\\xc6\\xf3\\xd2\\xb5'
        cp -r "$ROOT/Graphs/towel-chain" "$n" || exit 90
        for words in "convert $n $n.xlsx" "convert $n.xlsx $n-2" "import $n-2 --into $n.sqlite --yes" "weak-links $n.sqlite --format json -o $n.json" \\
          "map $n --view county -o $n.svg" "report $n.xlsx --city --lang zh -o $n-report" "analyse $n -o $n-analysis" "analyse $n -o $n-analysis --force" \\
          "audit $n.xlsx -o $n.json --format json --force"; do
          "$CHAINWRIGHT" $words > out 2> err || { echo "$words"; cat err; exit 91; }
          iconv -f utf-8 -t utf-8 out > iconv.out || exit 92
        done
        rm out err iconv.out; LC_ALL=C ls
        """, in: folder)
      #expect(run.status == 0, "\(run.status) \(run.output) \(run.error)")
      let bytes = [UInt8](run.output.utf8)
      #expect(!bytes.isEmpty)
      // `ls` through a text: each name is two characters that are none.
      #expect(run.output.split(separator: "\n").count == 8, "\(run.output)")
      #expect(run.output.split(separator: "\n").allSatisfy { $0.hasPrefix("\u{FFFD}") })
    }
  }

  /// Amounts that nobody has: the largest that a list may hold, and far beyond, which once ended the process by an assertion of Clp (costs from 10^25 on).
  @Test(
    arguments: [
      ["curtail", "--alert", "red"], ["curtail", "--alert", "red", "--best", "2"], ["survive"], ["strengthen", "--budget", "1e300"],
      ["match"],
      ["leaders"], ["gaps"], ["cascade", "--all"], ["key-sectors"], ["importance"], ["describe"],
    ], ["1e74", "1.7e308", "4.9e-324"])
  func amountsOfAnySizeAreAnsweredOrRefused(_ words: [String], _ amount: String) throws {
    let files = [
      "firms.csv":
        "firm_id,county_code,revenue_cny_wan,employees,recovery_days\nA,130628,\(amount),5,9\nB,130628,\(amount),1e60,\nC,130628,1,1,1\n",
      "supplies.csv": "supplier_id,buyer_id,product_id,amount_cny_wan\nA,B,P,\(amount)\nB,C,P,\(amount)\nA,C,P,1\n",
      "makes.csv": "firm_id,product_id,capacity_cny_wan\nA,P,\(amount)\nB,P,1\n", "roles.csv": "firm_id,role\nC,leader\n",
      "products.csv": "product_id\nP\n", "counties.csv": "county_code,name\n130628,高阳县\n",
    ]
    try Command.withFolder(files) { folder in
      let run = try Command.run(arguments: [words[0], folder] + words.dropFirst())
      #expect(run.status == 0 || run.status == 65 && !run.error.isEmpty, "\(run.status) \(run.error)")
    }
  }

  @Test func aNameWithAWorkspacesEndingIsNoFolder() throws {
    try Command.withFolder([:]) { folder in
      for (name, word) in [
        ("city.sqlite", "import"), ("city.DB", "import"), ("city.cw", "freeze"), ("city.ods", ".xlsx"),
        ("city.csv", "folder of CSV tables"),
      ] {
        let run = try Command.run("convert", Command.towel, folder + "/" + name)
        #expect(run.status == 73 && run.error.contains(word), "\(name): \(run.error)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
      #expect(try Command.run("convert", Command.towel, folder + "/2022.06").status == 0)
    }
  }

  /// Twice the changes, about twice the time: ten thousand once took a second, and fifty thousand more than a minute.
  @Test func manyChangesTakeTimeByTheirNumber() throws {
    try Command.withFolder([:]) { folder in
      func seconds(_ count: Int) throws -> Double {
        var text = "name: many\nprovenance: synthetic\nsource: a test\nchanges:\n"
        for firm in 0..<count { text += "  - {add: firms, row: {firm_id: N\(firm), name: n, county_code: \"139901\"}}\n" }
        try Data(text.utf8).write(to: URL(filePath: folder + "/many.yaml"))
        let start = ContinuousClock.now
        let run = try Command.run("what-if", Command.towel, folder + "/many.yaml", "--format", "json")
        try #require(run.status == 0, "\(run.error)")
        return (ContinuousClock.now - start) / .seconds(1)
      }
      let few = try seconds(2000)
      let many = try seconds(8000)
      // Four times in a straight line, sixteen when each goes through all before; the machine may be busy.
      #expect(many < few * 9, "2,000: \(few) s, 8,000: \(many) s")
    }
  }
}
