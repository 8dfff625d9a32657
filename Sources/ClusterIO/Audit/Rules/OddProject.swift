import ClusterModel

extension AuditRule {
  static let oddProject = AuditRule(
    id: "odd-project", severity: .warning,
    checks: LocalText(
      zh: "招商项目不先投产后开工；已过投产日期的不再是洽谈、签约；同一项目各行一致；填了环节或产品；不是现有企业。",
      en:
        "A project starts before it produces; one that should produce is no longer talked of; the rows of one project agree; each names a stage or product; none is a firm already."
    ),
    why: LocalText(
      zh: "逐年前后按投产日期和状态计：日期或状态不对，缺口何时补上就不对；已在企业名单的项目不重复计算。",
      en: "What is left by each year follows from dates and status; a project that is in the list of firms is not counted twice."),
    remedy: LocalText(
      zh: "核对开工、投产日期和状态；已投产的转入企业表并从招商项目中删去；补填环节或产品。",
      en: "Check dates and status; move what produces to the list of firms and out of the projects; give the stage or product."),
    find: { input, log in findOddProject(input.reading, &log) })

  private static func findOddProject(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    let projects = network.projects
    if projects.isEmpty { return }
    /// The day that rows without a date of their own are as of: the latest of the table.
    let latest = projects.compactMap { CalendarDay($0.provenance.asOf) }.max()
    let existing = network.firmsOfProjects()
    var first: [String: Int] = [:]
    let placed = Set(projects.filter { $0.stage != nil || $0.product != nil }.map(\.id))
    for (row, project) in projects.enumerated() {
      let subject = Subject(table: "project", id: project.id, name: project.name)
      func add(_ zh: String, _ en: String, _ column: String) {
        log.add(subject, LocalText(zh: zh, en: en), places: [reading.place("projects", row, column: column)])
      }
      if let problem = dates(project, CalendarDay(project.provenance.asOf) ?? latest) { add(problem.zh, problem.en, problem.column) }
      if let other = first[project.id] {
        for column in differing(project, projects[other]) { add("与该项目另一行不一致", "differs from another row of the project", column) }
        continue
      }
      first[project.id] = row
      if !placed.contains(project.id) { add("没有环节也没有产品：不知补哪个缺口", "names neither stage nor product", "stage_id") }
      if existing[project.id] != nil {
        add("与现有企业同名或同编号：按企业计，不重复计算", "is a firm already, by name or id, and not counted twice", "name")
      }
    }
  }

  private static func dates(_ project: Project, _ today: CalendarDay?) -> (zh: String, en: String, column: String)? {
    let (start, production) = (CalendarDay(project.start), CalendarDay(project.production))
    if let start, let production, production < start { return ("投产早于开工", "produces before building starts", "production") }
    guard let today else { return nil }
    switch project.status {
    case .negotiating, .signed:
      if let production, production < today {
        return ("投产日期已过，状态仍为\(project.status!.label.zh)", "should produce by now and is not being built", "status")
      }
      if let start, start < today { return ("开工日期已过，状态仍为\(project.status!.label.zh)", "should be being built by now and is not", "status") }
    case .started:
      if let production, production < today { return ("投产日期已过，状态仍为开工", "should produce by now and is still being built", "status") }
    case .inProduction:
      // A month or a year means its last day: production within it is no contradiction.
      if let production, today < production, !project.production.hasPrefix(today.text.prefix(project.production.utf8.count)) {
        return ("状态为投产，投产日期却在截至日期之后", "is in production, and produces after the date of the row", "production")
      }
    case nil: break
    }
    return nil
  }

  /// What two rows of one project say differently.
  private static func differing(_ a: Project, _ b: Project) -> [String] {
    var columns: [String] = []
    func compare<Value: Equatable>(_ x: Value?, _ y: Value?, _ column: String) {
      if let x, let y, x != y { columns.append(column) }
    }
    func text(_ text: String) -> String? { text.isEmpty ? nil : text }
    compare(a.status, b.status, "status")
    compare(text(a.start), text(b.start), "start")
    compare(text(a.production), text(b.production), "production")
    compare(a.cluster, b.cluster, "cluster_id")
    compare(a.county, b.county, "county_code")
    compare(a.output, b.output, "output_cny_wan")
    compare(a.investment, b.investment, "investment_cny_wan")
    compare(a.jobs, b.jobs, "jobs")
    return columns
  }
}
