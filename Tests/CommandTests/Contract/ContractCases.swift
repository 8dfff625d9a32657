import Foundation
import Testing

@testable import ChainwrightCommand

/// Questions that between them ask every command that answers with a page, in each of its forms.
struct ContractCase: Sendable, CustomStringConvertible {
  /// The name of its golden files and of its schema: the command, and the form.
  var name: String
  var network: ContractNetwork
  /// `{network}`, `{leader}`, `{cluster}`, … stand for the network's own.
  var arguments: [String]

  var description: String { "\(network.name)/\(name)" }

  var words: [String] { arguments.map { word in network.terms.reduce(word) { $0.replacing("{\($1.0)}", with: $1.1) } } }
}

struct ContractNetwork: Sendable {
  var name: String
  var terms: [(String, String)]

  static let towel = ContractNetwork(
    name: "towel-chain",
    terms: [
      ("network", "Graphs/towel-chain"), ("leader", "SYN-L1"), ("cluster", "C-TOWEL"), ("chain", "TOWEL"), ("county", "139901"),
      ("shock", "SYN-X1"), ("scenario", "Examples/10-where-to-spend-the-money/plan.yaml"),
      ("events", "Tests/CommandTests/Contract/supplier-stop.yaml"),
    ])
  static let baoding = ContractNetwork(
    name: "baoding-2022",
    terms: [
      ("network", "Graphs/baoding-2022"), ("leader", "SYN-LXP-MODULE-003"), ("cluster", "lixian-pv"), ("county", "130635"),
      ("shock", "SYN-GYT-OUT-DYESTUFF-001"), ("scenario", "Examples/09-four-new-clusters/lixian-pv.yaml"),
      ("events", "Examples/06-how-long-does-a-two-week-stop-last/dyer-stop.yaml"),
    ])
  static let credits = ContractNetwork(name: "who-falls", terms: [("network", "Examples/17-who-falls-with-whom/lists")])
  static let projects = ContractNetwork(name: "which-projects", terms: [("network", "Examples/18-which-projects-first/lists")])
  static let sharing = ContractNetwork(name: "one-dye-works", terms: [("network", "Examples/19-one-dye-works-for-all/lists")])
  /// The one that looks as the lists of an office do, with much unknown.
  static let lanpu = ContractNetwork(
    name: "lanpu-2023",
    terms: [
      ("network", "Graphs/lanpu-2023"), ("leader", "91345921MA3UKDY6XQ"), ("cluster", "LP-BF"), ("county", "345921"),
      ("shock", "91335921MAWXALPB6P"), ("scenario", "Tests/CommandTests/Contract/lanpu-plan.yaml"),
      ("second", "91345921MA8XMXDC22"), ("events", "Tests/CommandTests/Contract/lanpu-stop.yaml"),
    ])
}

extension ContractCase {
  /// Asked of all shipped networks.
  private static let every: [(String, [String])] = [
    ("audit", ["audit", "{network}"]),
    ("criticality", ["criticality", "{network}"]),
    ("describe", ["describe", "{network}"]),
    ("dossier", ["dossier", "{network}", "--firm", "{leader}"]),
    ("gaps", ["gaps", "{network}", "--cluster", "{cluster}"]),
    ("key-sectors", ["key-sectors", "{network}"]),
    ("scorecard", ["scorecard", "{network}"]),
    ("sourcing", ["sourcing", "{network}", "--cluster", "{cluster}"]),
    ("tiers", ["tiers", "{network}", "--leader", "{leader}"]),
    ("watch", ["watch", "{network}", "--since", "2023-06"]),
    ("weak-links", ["weak-links", "{network}", "--cluster", "{cluster}"]),
    ("worst-group", ["worst-group", "{network}", "--size", "2"]),
    ("match", ["match", "{network}", "--cluster", "{cluster}"]),
    ("leaders", ["leaders", "{network}"]),
    ("gates", ["gates", "{network}", "Rules/cluster-gates-miit-2022.yaml", "--cluster", "{cluster}"]),
    ("shortlist", ["shortlist", "{network}", "Rules/listing-shortlist.yaml", "--cluster", "{cluster}"]),
    ("survive-every", ["survive", "{network}", "--every", "--default-recovery-days", "30"]),
    ("survive", ["survive", "{network}", "--leader", "{leader}"]),
    ("cascade-shock", ["cascade", "{network}", "--shock", "{shock}"]),
    ("simulate", ["simulate", "{network}", "{events}"]),
  ]

  /// Asked of the smaller one: heavy work, or forms of which one network tells enough.
  private static let small: [(String, [String])] = [
    ("audit-rules", ["audit", "--list-rules"]),
    (
      "benchmark-elsewhere",
      ["benchmark", "{network}", "--cluster", "{cluster}", "--peer-network", "Graphs/baoding-2022", "--peer", "gaoyang-textiles"]
    ),
    ("cascade-all", ["cascade", "{network}", "--all", "--by", "output,jobs,revenue,firms"]),
    (
      "cascade-places",
      [
        "cascade", "{network}", "--shock", "{shock}=0.5,{leader}", "--inside", "{county}", "--split", "county,sector", "--by",
        "jobs,output",
      ]
    ),
    ("cascade-places-all", ["cascade", "{network}", "--all", "--inside", "{county}"]),
    ("simulate-series", ["simulate", "{network}", "{events}", "--days", "21", "--step", "week", "--series-of", "product"]),
    ("chains", ["chains"]),
    ("chains-chain", ["chains", "--chain", "cashmere"]),
    ("chains-learn", ["chains-learn", "{network}"]),
    ("chains-words", ["chains", "染料", "1721"]),
    ("chains-add", ["chains-add", "{network}", "cashmere", "--stages", "分梳,cashmere-top", "--dry-run"]),
    ("chains-draft", ["chains-draft", "Tests/CommandTests/Contract/wigs.txt"]),
    (
      "chains-draft-merge",
      ["chains-draft", "--merge", "Tests/CommandTests/Contract/wigs.txt", "Tests/CommandTests/Contract/wigs.csv", "--id", "wigs"]
    ),
    ("curtail", ["curtail", "{network}", "--alert", "orange"]),
    ("describe-columns", ["describe", "--columns"]),
    ("importance", ["importance", "{network}", "--leader", "{leader}"]),
    ("infer-links", ["infer-links", "{network}"]),
    ("key-sectors-firms", ["key-sectors", "{network}", "--of-firms"]),
    ("match-challenges", ["match", "{network}", "--challenges"]),
    ("match-pool", ["match", "{network}", "--pool", "--min-buyers", "2"]),
    ("robustness", ["robustness", "{network}", "--infer", "--worlds", "20", "--sample"]),
    ("strengthen", ["strengthen", "{network}", "--budget", "200"]),
    ("strengthen-candidates", ["strengthen", "{network}", "--list-candidates", "--objective", "risk"]),
    ("strengthen-output", ["strengthen", "{network}", "--budget", "200", "--objective", "output"]),
    ("strengthen-risk", ["strengthen", "{network}", "--budget", "200", "--objective", "risk", "--leader", "{leader}"]),
    ("weak-links-count", ["weak-links", "{network}", "--count", "--events", "firms,groups"]),
    ("weak-links-order", ["weak-links", "{network}", "--order", "2"]),
    ("weak-links-paths", ["weak-links", "{network}", "--paths", "--leader", "{leader}"]),
    ("sourcing-all", ["sourcing", "{network}", "--all"]),
    ("what-if", ["what-if", "{network}", "{scenario}"]),
  ]

  /// Asked of the larger one: what the smaller has no data for.
  private static let large: [(String, [String])] = [
    ("benchmark", ["benchmark", "{network}", "--cluster", "zhuozhou-auto", "--peer", "qingyuan-auto"]),
    ("benchmark-firms", ["benchmark", "{network}", "--leader", "{leader}", "--peer", "SYN-LXP-MODULE-001"]),
    ("complexity", ["complexity", "{network}", "--county", "{county}"]),
    ("programme", ["programme", "{network}", "Rules/programme-baoding-2022.yaml", "--as-of", "2023-06-30"]),
    ("programme-from", ["programme", "{network}", "--from", "Tests/CommandTests/Contract/targets.csv", "--as-of", "2023-06-30"]),
    ("programme-measure", ["programme", "{network}", "Rules/programme-baoding-2022.yaml", "--as-of", "2023-06-30", "--measure", "6.2"]),
  ]

  /// Asked of the lists of an office, in their form or with their terms.
  private static let lists: [(String, [String])] = [
    ("import", ["import", "Examples/16-an-office-list-as-it-is/重点企业摸底表.xlsx"]),
    ("audit-workbook", ["audit", "{network}/岚浦县重点产业名单.xlsx"]),
    ("benchmark-firms", ["benchmark", "{network}", "--leader", "{leader}", "--peer", "{second}"]),
    ("complexity", ["complexity", "{network}", "--county", "{county}"]),
  ]
  /// Asked of lists that have loans and guarantees.
  private static let credit: [(String, [String])] = [
    ("credit", ["credit", "{network}"]), ("credit-shock", ["credit", "{network}", "--shock", "SYN-D"]),
  ]
  /// Asked of lists that have projects.
  private static let projects: [(String, [String])] = [
    ("projects", ["projects", "{network}"]), ("strengthen-projects", ["strengthen", "{network}", "--projects", "--budget", "8000"]),
  ]
  /// Asked of lists with a step to share.
  private static let sharing: [(String, [String])] = [
    ("match-share", ["match", "{network}", "--share-step", "--min-firms", "2"]),
    ("what-if-share", ["what-if", "{network}", "Examples/19-one-dye-works-for-all/shared-dyeing.yaml"]),
    ("curtail-share", ["curtail", "{network}", "--alert", "orange", "--scenario", "Examples/19-one-dye-works-for-all/shared-dyeing.yaml"]),
  ]
  /// Of `small`, what these lists have data for and what is not pages of one row after another.
  private static let listed = [
    "curtail", "importance", "infer-links", "key-sectors-firms", "match-challenges", "match-pool", "robustness", "what-if",
  ]

  static let all: [ContractCase] =
    [ContractNetwork.towel, .lanpu, .baoding].flatMap { network in every.map { ContractCase(name: $0.0, network: network, arguments: $0.1) }
    }
    + small.map { ContractCase(name: $0.0, network: .towel, arguments: $0.1) }
    + small.filter { listed.contains($0.0) }.map { ContractCase(name: $0.0, network: .lanpu, arguments: $0.1) }
    + lists.map { ContractCase(name: $0.0, network: .lanpu, arguments: $0.1) }
    + credit.map { ContractCase(name: $0.0, network: .credits, arguments: $0.1) }
    + sharing.map { ContractCase(name: $0.0, network: .sharing, arguments: $0.1) }
    + projects.map { ContractCase(name: $0.0, network: .projects, arguments: $0.1) }
    + large.map { ContractCase(name: $0.0, network: .baoding, arguments: $0.1) }

  static let names: [String] = Set(all.map(\.name)).sorted()
}
