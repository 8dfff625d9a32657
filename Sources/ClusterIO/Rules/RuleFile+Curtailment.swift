public import ClusterModel

extension RuleFile {
  package static let curtailmentFields = [
    "name", "title", "title_en", "provenance", "source", "as_of", "ungraded", "cuts", "counties", "industries", "exempt_industries",
    "energy", "must_keep",
  ]
  package static let cutFields = ["alert"] + EmissionGrade.allCases.map(\.rawValue)
  package static let quotaFields = ["county", "share", "tce"]
  package static let dutyFields = ["firm", "share"]

  /// Reads who has to cut production by how much.
  ///
  /// - Parameter path: a file of YAML or JSON in UTF-8.
  /// - Throws: ``ClusterIOError`` when the file cannot be read at all. What is wrong in it is a finding, all of them at once.
  public static func curtailment(_ path: String) throws(ClusterIOError) -> RuleReading<CurtailmentRules> {
    let (bytes, shown) = try bytes(path)
    return curtailment(bytes: bytes, name: shown)
  }

  /// The same from the bytes of a file; `name` stands in messages.
  public static func curtailment(bytes: [UInt8], name file: String) -> RuleReading<CurtailmentRules> {
    var body = RuleBody(file: file)
    guard let fields = body.root(bytes, known: curtailmentFields) else { return RuleReading(rules: nil, findings: body.findings) }
    var rules = CurtailmentRules(name: body.name(fields), title: body.title(fields, "title"), cuts: [:])
    rules.provenance = body.provenance(fields)
    if fields.has("provenance") {
      let words = ProvenanceKind.allCases.map(\.word).filter { !$0.isEmpty }
      let kind = fields.choice("provenance", of: words, into: &body.findings).flatMap(ProvenanceKind.init)
      if let kind { rules.provenance.kind = kind }
    }
    rules.place = Place(file: file, row: fields.line)
    rules.ungraded = fields.word("ungraded", fallback: EmissionGrade.d, into: &body.findings)
    rules.counties = fields.texts("counties", into: &body.findings)
    rules.industries = fields.texts("industries", into: &body.findings)
    rules.exemptIndustries = fields.texts("exempt_industries", into: &body.findings)
    for (number, node) in body.list("cuts", of: fields, isRequired: true).enumerated() {
      body.cut(node, LocalText(zh: "cuts 第 \(number + 1) 项", en: "cut \(number + 1)"), into: &rules)
    }
    for (number, node) in body.list("energy", of: fields, isRequired: false).enumerated() {
      body.quota(node, LocalText(zh: "energy 第 \(number + 1) 项", en: "quota \(number + 1)"), into: &rules)
    }
    for (number, node) in body.list("must_keep", of: fields, isRequired: false).enumerated() {
      body.duty(node, LocalText(zh: "must_keep 第 \(number + 1) 项", en: "duty \(number + 1)"), into: &rules)
    }
    return RuleReading(rules: body.findings.isEmpty ? rules : nil, findings: body.findings)
  }
}

extension RuleBody {
  fileprivate mutating func cut(_ node: YAMLNode, _ owner: LocalText, into rules: inout CurtailmentRules) {
    guard let fields = fields(node, known: RuleFile.cutFields, owner) else { return }
    let alert = fields.choice("alert", of: AlertLevel.allCases.map(\.rawValue), into: &findings).flatMap(AlertLevel.init)
    let shares = EmissionGrade.allCases.map { fields.number($0.rawValue, in: 0...1, type: .share, into: &findings) ?? 0 }
    guard let alert else { return }
    if rules.cuts[alert] != nil {
      fields.report(
        "alert", "重复：\(alert.label.zh)", "is given twice: \(alert.rawValue)", remedy: LocalText(zh: "每个级别只写一项", en: "give each alert once"),
        into: &findings)
    }
    rules.cuts[alert] = shares
  }

  fileprivate mutating func quota(_ node: YAMLNode, _ owner: LocalText, into rules: inout CurtailmentRules) {
    guard let fields = fields(node, known: RuleFile.quotaFields, owner) else { return }
    let county = fields.text("county", into: &findings)
    guard fields.has("share") != fields.has("tce") else {
      fields.report(
        "share", "：须写 share 或 tce 之一", ": give share or tce, one of the two",
        remedy: LocalText(zh: "如 share: 0.8，或 tce: 12000", en: "like share: 0.8, or tce: 12000"), into: &findings)
      return
    }
    let limit: CurtailmentRules.EnergyQuota.Limit?
    if fields.has("share") {
      limit = fields.number("share", in: 0...1, type: .share, into: &findings).map { .share($0) }
    } else {
      limit = fields.number("tce", in: 0...1e12, unit: "tce", into: &findings).map { .tonnes($0) }
    }
    guard let limit else { return }
    if rules.quotas.contains(where: { ($0.county ?? "") == county }) {
      fields.report(
        "county", "重复：\(FieldValue.shown(county))", "has two quotas: \(FieldValue.shown(county))",
        remedy: LocalText(zh: "每县只写一项", en: "give each county once"), into: &findings)
    }
    rules.quotas.append(.init(county: county.isEmpty ? nil : county, limit: limit, place: Place(file: file, row: fields.line)))
  }

  fileprivate mutating func duty(_ node: YAMLNode, _ owner: LocalText, into rules: inout CurtailmentRules) {
    guard let fields = fields(node, known: RuleFile.dutyFields, owner) else { return }
    let firm = fields.text("firm", into: &findings)
    if firm.isEmpty {
      fields.report("firm", "没有给出", "is not given", remedy: LocalText(zh: "写企业编号", en: "give the firm's id"), into: &findings)
    }
    guard let share = fields.number("share", in: 0...1, fallback: 1, type: .share, into: &findings), !firm.isEmpty else { return }
    rules.duties.append(.init(firm: firm, share: share, place: Place(file: file, row: fields.line)))
  }
}
