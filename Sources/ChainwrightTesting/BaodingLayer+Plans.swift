import ClusterModel

extension BaodingLayer {
  /// What is made up for one cluster. Stages go by their key in the template (`spin` of `textile_towel-spin`).
  struct Plan: Sendable {
    var cluster: String
    /// In ids.
    var tag: String
    var town: Name
    var county: String
    var chain: String
    /// Invented firms in the cluster by stage.
    var inside: [(good: String, count: Int)]
    /// Invented suppliers elsewhere: stage, county code, number. Exactly one outside the region and none inside makes a chokepoint.
    var elsewhere: [(good: String, county: String, count: Int)]
    /// Stages whose firms inside sell only to an invented buyer elsewhere.
    var broken: [(good: String, county: String)] = []
    /// Probability that a supplier drawn for the good lies outside the cluster.
    var leakage: [String: Double] = [:]
    /// Inputs beyond the template.
    var moreInputs: [(input: String, output: String)] = []
    /// The stages whose largest firms get the role leader.
    var leading: [String]

    func key(_ good: String) -> String { cluster + "/" + good }
    func stageID(_ good: String) -> String { chain + "-" + good }
  }

  /// Goods that no template has.
  static let goodsWithoutStage: [(id: String, zh: String, en: String)] = [
    ("P-SYN-STEAM", "蒸汽", "steam"), ("P-SYN-TOP", "毛条", "wool tops"), ("P-SYN-WOOLYARN", "毛线", "wool yarn"),
    ("P-SYN-DYEDYARN", "染色毛线", "dyed wool yarn"), ("P-SYN-YARNSALE", "毛线批发", "yarn wholesale"),
  ]

  static func place(_ county: String) -> Name {
    switch county {
    case "139802": Name(zh: "境外", en: "abroad")
    case "139801": Name(zh: "市外", en: "outside the city")
    case "130635": Name(zh: "蠡县", en: "Lixian")
    case "130608": Name(zh: "清苑", en: "Qingyuan")
    case "130684": Name(zh: "高碑店", en: "Gaobeidian")
    case "130609": Name(zh: "徐水", en: "Xushui")
    case "130681": Name(zh: "涿州", en: "Zhuozhou")
    case "130602": Name(zh: "竞秀", en: "Jingxiu")
    case "130606": Name(zh: "莲池", en: "Lianchi")
    case "130682": Name(zh: "定州", en: "Dingzhou")
    default: Name(zh: "别县", en: "another county")
    }
  }

  /// Numbers of firms: 116 above-scale firms of Gaoyang textiles (2024), 48 of Lixian wool (2022), 13 of Zhuozhou auto parts (2025) one to one;
  /// Gaoyang farm-machinery parts 700+ (2021) at 1:10, Boye paint 200+ (late 1990s) at 1:5, Baigou 30,000+ (2023) at 1:250; the others have
  /// no published number and are free.
  static let plans: [Plan] = [
    Plan(
      cluster: "gaoyang-textiles", tag: "GYT", town: Name(zh: "高阳", en: "Gaoyang"), county: "130628", chain: "textile_towel",
      inside: [
        ("spin", 14), ("weave", 36), ("aux", 2), ("dye", 16), ("finish", 26), ("pack", 8), ("logi", 8), ("market", 4), ("P-SYN-STEAM", 2),
      ],
      elsewhere: [("cotton", "139801", 3), ("dyestuff", "139801", 1), ("loom", "139801", 2), ("spin", "130635", 3), ("aux", "130602", 2)],
      broken: [("aux", "130635")], moreInputs: [("P-SYN-STEAM", "dye")], leading: ["finish"]),
    Plan(
      cluster: "gaoyang-farm-machinery", tag: "GYF", town: Name(zh: "高阳", en: "Gaoyang"), county: "130628", chain: "farm_machinery_parts",
      inside: [("cast", 6), ("forge", 1), ("parts", 40), ("rubberp", 8), ("tractor", 2), ("market", 13)],
      elsewhere: [("steel", "139801", 3), ("hyd", "139801", 1), ("forge", "130682", 2), ("rubberp", "130637", 3)],
      leakage: ["rubberp": 0.7, "forge": 0.5], leading: ["market", "parts"]),
    Plan(
      cluster: "lixian-pv", tag: "LXP", town: Name(zh: "蠡县", en: "Lixian"), county: "130635", chain: "solar_pv",
      inside: [
        ("wafer", 2), ("cell", 5), ("glass", 3), ("eva", 2), ("jbox", 4), ("module", 8), ("mount", 4), ("epc", 5), ("plant", 2),
        ("store", 1),
      ],
      elsewhere: [
        ("ingot", "139801", 2), ("wafer", "139801", 2), ("silver", "139802", 1), ("glass", "139801", 1), ("back", "139801", 2),
        ("eva", "139801", 2), ("frame", "139801", 1), ("jbox", "130606", 2), ("inv", "139801", 3),
      ],
      broken: [("jbox", "139801")], leakage: ["wafer": 0.5, "eva": 0.7], leading: ["module"]),
    Plan(
      cluster: "boye-coatings", tag: "BYC", town: Name(zh: "博野", en: "Boye"), county: "130637", chain: "coatings",
      inside: [
        ("resin", 2), ("filler", 4), ("solvent", 2), ("additive", 3), ("coat", 22), ("pack", 3), ("arch", 2), ("ind", 2),
      ],
      elsewhere: [
        ("tio2", "139801", 1), ("resin", "139801", 2), ("solvent", "139801", 2), ("filler", "130634", 2), ("test", "130606", 1),
      ],
      broken: [("filler", "130609")], leakage: ["solvent": 0.75, "resin": 0.3], leading: ["coat"]),
    Plan(
      cluster: "laiyuan-energy", tag: "LYE", town: Name(zh: "涞源", en: "Laiyuan"), county: "130630", chain: "wind_power",
      inside: [
        ("blade", 3), ("gen", 1), ("tower", 5), ("nacelle", 2), ("turbine", 2), ("trafo", 2), ("farm", 8), ("grid", 1),
      ],
      elsewhere: [
        ("gear", "139801", 1), ("bear", "139802", 2), ("ctrl", "139801", 2), ("gen", "139801", 1), ("blade", "139801", 1),
        ("trafo", "130602", 2),
      ],
      broken: [("blade", "139801")], leakage: ["trafo": 0.6], leading: ["farm", "turbine"]),
    Plan(
      cluster: "baigou-bags", tag: "BGB", town: Name(zh: "白沟", en: "Baigou"), county: "130672", chain: "bags",
      inside: [
        ("pu", 6), ("fabric", 10), ("hw", 12), ("trim", 8), ("design", 4), ("mould", 2), ("make", 60), ("market", 18),
      ],
      elsewhere: [("leather", "139801", 2), ("hw", "139801", 2), ("mould", "139801", 3), ("fabric", "130684", 3)],
      leakage: ["hw": 0.6, "mould": 0.7], leading: ["make"]),
    Plan(
      cluster: "lixian-wool", tag: "LXW", town: Name(zh: "蠡县", en: "Lixian"), county: "130635", chain: "",
      inside: [("P-SYN-TOP", 6), ("P-SYN-WOOLYARN", 30), ("P-SYN-DYEDYARN", 8), ("P-SYN-YARNSALE", 4)],
      elsewhere: [("P-SYN-TOP", "139802", 2)], leakage: ["P-SYN-TOP": 0.3],
      moreInputs: [("P-SYN-TOP", "P-SYN-WOOLYARN"), ("P-SYN-WOOLYARN", "P-SYN-DYEDYARN"), ("P-SYN-DYEDYARN", "P-SYN-YARNSALE")],
      leading: ["P-SYN-WOOLYARN"]),
    Plan(
      cluster: "qingyuan-auto", tag: "QYA", town: Name(zh: "清苑", en: "Qingyuan"), county: "130608", chain: "auto_parts",
      inside: [
        ("al", 2), ("plastic", 4), ("rubber", 3), ("wheel", 6), ("chassis", 10), ("body", 8), ("engine", 4), ("ae", 5), ("batt12", 1),
        ("gen", 14), ("oem", 1), ("sales", 2),
      ],
      elsewhere: [
        ("steel", "139801", 2), ("glass", "139801", 2), ("elec", "139802", 1), ("al", "139801", 2), ("gen", "130681", 3),
      ],
      broken: [("rubber", "139801")], leakage: ["al": 0.65], leading: ["wheel", "oem"]),
    Plan(
      cluster: "anguo-tcm", tag: "AGT", town: Name(zh: "安国", en: "Anguo"), county: "130683", chain: "tcm",
      inside: [("seed", 3), ("plant", 18), ("primary", 12), ("slices", 14), ("patent", 4), ("test", 1), ("market", 8)],
      elsewhere: [("seed", "139801", 3), ("extract", "139801", 1), ("primary", "130682", 3)],
      leakage: ["seed": 0.7], leading: ["slices", "patent"]),
    Plan(
      cluster: "zhuozhou-auto", tag: "ZZA", town: Name(zh: "涿州", en: "Zhuozhou"), county: "130681", chain: "auto_parts",
      inside: [("chassis", 3), ("body", 2), ("engine", 2), ("ae", 2), ("gen", 4)],
      elsewhere: [
        ("steel", "139801", 2), ("plastic", "139801", 1), ("rubber", "130608", 1), ("glass", "139801", 1), ("al", "130608", 2),
        ("elec", "139802", 1),
      ],
      leading: ["chassis"]),
  ]
}
