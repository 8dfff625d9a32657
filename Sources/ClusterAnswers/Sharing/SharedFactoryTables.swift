import Answers
import ClusterAnalysis
import ClusterModel
import Scenarios

/// What pages say of the shared plants of a scenario: the tables `shared_plants`, `shared_alerts` and `shared_stops`, and what a reader must know.
struct SharedFactoryTables {
  let reports: [(name: String, report: SharedFactoryReport, applied: AppliedScenario)]
  let rules: CurtailmentRules

  /// `names` stand for the scenarios.
  init(_ applied: [AppliedScenario], names: [String], rules: CurtailmentRules = .illustration) {
    self.rules = rules
    reports = zip(names, applied).flatMap { name, applied in
      applied.shared.compactMap { factory in
        SharedFactoryReport(factory, of: applied, rules: rules).map { (name: name, report: $0, applied: applied) }
      }
    }
  }

  var tables: [Answer.Table] { reports.isEmpty ? [] : [plants, alerts, stops] }

  private static func grade(_ grade: EmissionGrade?) -> Cell { grade.map { .text($0.rawValue) } ?? .unknown }

  private var plants: Answer.Table {
    Answer.Table(
      "shared_plants", zh: "共享工厂", en: "Shared plants",
      [
        .data("scenario"), "plant_id", "plant", .data("stage_id"), "stage", .data("sharing_firm_ids"), "sharing_firms", "emission_grade",
        "firms_by_grade", "step_need", "plant_capacity", "is_enough", "plant_jobs", "employees_of_firms", "plant_investment",
        "plant_savings",
      ], over: reports
    ) { name, report, applied -> [Cell] in
      let (before, plant) = (applied.before, report.factory.plant)
      let firms = report.firms.map { before.firms.id($0) }
      let begin: [Cell] = [
        .text(name), .text(plant.id), .name(plant.name.zh.isEmpty ? Name(zh: plant.id, en: plant.id) : plant.name),
        .text(report.factory.stage), .name(before.stages[report.stage.row].name), .texts(firms), .count(firms.count),
        Self.grade(plant.grade),
        Self.grades(report.grades),
      ]
      let step: [Cell] = [
        .number(report.needed), .number(plant.capacity), report.isEnough.map { .flag($0) } ?? .unknown, .number(plant.jobs),
        .number(report.employees.range), .number(plant.investment), .number(plant.savings),
      ]
      return begin + step
    }
  }

  private var stops: Answer.Table {
    Answer.Table(
      "shared_stops", zh: "新的单点：工厂停产会怎样", en: "A new single point: what stops with the plant",
      [
        .data("scenario"), "plant_id", "plant", "stops_before", "stopped_with_one_before", "leaders_stopped_before", "stopped_with_plant",
        "leaders_stopped_with_plant",
      ], over: reports
    ) { name, report, applied -> [Cell] in
      let (before, plant) = (applied.before, report.factory.plant)
      return [
        .text(name), .text(plant.id), .name(plant.name.zh.isEmpty ? Name(zh: plant.id, en: plant.id) : plant.name),
        before.thing(report.worstBefore.firm), .count(report.worstBefore.stopped),
        .list(report.worstBefore.leaders.map { before.thing($0) }),
        .count(report.plantStop.stopped), .list(report.plantStop.leaders.map { applied.after.thing($0) }),
      ]
    }
  }

  private static func grades(_ counts: [Int]) -> Cell {
    let names = EmissionGrade.allCases.map { LocalText(zh: $0.rawValue, en: $0.rawValue) } + [LocalText(zh: "未知", en: "unknown")]
    return .list(
      zip(names, counts).filter { $1 > 0 }.map { name, count in .words(LocalText(zh: "\(name.zh) \(count)", en: "\(name.en) \(count)")) })
  }

  private var alerts: Answer.Table {
    Answer.Table(
      "shared_alerts", zh: "预警时该环节保住的产出", en: "Output of the step kept in an alert",
      [.data("scenario"), "plant_id", "plant", "alert", "plant_cut", "kept_before", "kept_after"],
      over: reports.flatMap { row in row.report.alerts.map { (row.name, row.report.factory.plant, $0) } }
    ) { name, plant, alert -> [Cell] in
      [
        .text(name), .text(plant.id), .name(plant.name.zh.isEmpty ? Name(zh: plant.id, en: plant.id) : plant.name),
        .word(code: alert.level.rawValue, alert.level.label), .share(alert.cut), .number(alert.before), .number(alert.after),
      ]
    }
  }

  var notes: [LocalText] {
    if reports.isEmpty { return [] }
    var notes = [
      LocalText(
        zh:
          "共享工厂：各企业该环节的产出由工厂供给原来的采购方；只用于该环节的投入改供工厂，其他环节也用的两处都供。各企业所需为其该环节的产能，无产能记录的取该环节产品的在册销售额，都没有的为未知。从业人数、成本只列已知的：企业该环节的用工和节约的成本名单中没有，由情景文件给出，未给出的为未知。",
        en:
          "shared plants: what the firms made at the step comes from the plant, to whom they sold it; what the step alone takes in goes to the plant, what other steps take in too to both. A firm needs its capacity at the step, or where none is recorded what it is recorded to sell of it, else unknown. Jobs at the step and costs freed are in no list: only what the scenario gives is known."
      ),
      LocalText(
        zh: "工厂是新的单点：“工厂停产致停”为工厂一停即停的企业数，与此前各企业中停产影响最大的一家相比。",
        en: "the plant is a new single point: what stops with it, beside the worst that one of its firms did before."),
      LocalText(
        zh:
          "预警时保住的产出按绩效分级的减产比例计，规则：\(rules.title[.zh].isEmpty ? rules.name : rules.title[.zh])；未评级的按 \(rules.ungraded.rawValue) 级；不计上下游限产的影响，那要用限产停产分析。",
        en:
          "output kept in an alert: by what each grade gives up under \(rules.title[.en].isEmpty ? rules.name : rules.title[.en]), no grade counting as \(rules.ungraded.rawValue); what cuts at suppliers and buyers do is for the question of curtailment."
      ),
    ]
    let emptied = reports.flatMap { row -> [LocalText] in
      let network = row.applied.before
      return row.report.factory.emptied.map { id in network.firm(id: id).map { network.label($0) } ?? LocalText(zh: id, en: id) }
    }
    if !emptied.isEmpty {
      func shown(_ language: Language) -> String { Wording(language).list(emptied.map { SafeText.safe($0[language]) }, limit: 8) }
      notes.append(
        LocalText(
          zh: "\(emptied.count) 家企业除该环节外没有在册的环节，移出后不再有生产环节：\(shown(.zh))",
          en: "firms with no other step on record, which are left with none: \(shown(.en))"))
    }
    return notes
  }
}
