import Answers
import ClusterAnalysis
import ClusterModel

extension ProgrammeQuestion {
  func targetTable(_ review: ProgrammeReview, _ places: RowPlaces) -> Answer.Table {
    Answer.Table(
      "targets", zh: "目标进度", en: "Targets",
      [
        "target_id", "title", "due_year", .readers("aim_words"), .readers("value_words"), "target_gap", "target_pace", "verdict",
        .data("evidence"), .readers("evidence_rows"), .data("aim"), .data("aim_sign"), .data("target_unit"), .data("is_yearly"),
        .data("threshold"), .data("value_low"), .data("value_high"), .data("value_year"), .data("known_value"), .data("firms_known"),
        .data("firms_asked"), .data("base_value"), .data("base_year"), .data("base_row"), .data("expected"), .data("undecided_rows"),
        .data("row_sources"), .data("synthetic_rows"), .data("target_source"), .data("reading_note"),
      ], over: review.targets
    ) { progress in
      let (target, now) = (progress.target, progress.measurement)
      let evidence = places.cells(now.rows + (now.base.map { [$0.row] } ?? []))
      return [
        .text(target.id), .words(Self.title(target.title, target.id)), .text("\(target.year)"), .words(Self.aim(target)),
        .words(Self.value(now)), Self.gap(progress), progress.pace.map { .number($0) } ?? (now.isMeasured ? .nothing : .unknown),
        Self.verdict(progress), evidence[0], evidence[1], .number(target.aim.value),
        .word(target.aim.sign == "≥" ? "at_least" : "about", zh: target.aim.sign, en: target.aim.sign), .text(target.unit),
        .flag(target.isYearly), .number(target.aim.threshold), .number(now.low), .number(now.high),
        .text(now.year.isEmpty ? nil : now.year),
        now.partial.map { .number($0.value) } ?? .nothing, now.partial.map { .count($0.known) } ?? .nothing,
        now.partial.map { .count($0.of) } ?? .nothing, now.base.map { .number($0.value) } ?? .nothing,
        now.base.map { .text($0.year) } ?? .nothing, progress.baseRow.map { places.list([$0]) } ?? .nothing, .number(progress.expected),
        places.list(now.undecided), places.sources(now.rows), .count(now.syntheticRows),
        .text(target.provenance.source.isEmpty ? nil : target.provenance.source), .words(Self.title(target.note, "")),
      ]
    }
  }

  private static func aim(_ target: PlanTarget) -> LocalText {
    func text(_ language: Language) -> String {
      let number =
        target.isPercent
        ? Wording(language).share(target.aim.value / 100, digits: digits(target.aim.value)) : plain(target.aim.value, language)
      return "\(target.aim.sign) \(number)"
    }
    return target.isYearly ? LocalText(zh: text(.zh) + "/年", en: text(.en) + " a year") : LocalText(zh: text(.zh), en: text(.en))
  }

  /// As many digits as a number needs, three at most.
  private static func digits(_ value: Double) -> Int {
    (0...3).first { digits in
      let scaled = value * [1, 10, 100, 1000][digits]
      return abs(scaled - scaled.rounded()) < 1e-9
    } ?? 3
  }

  private static func plain(_ value: Double, _ language: Language) -> String { Wording(language).number(value, digits: digits(value)) }

  private static func value(_ now: TargetMeasurement) -> LocalText {
    func text(_ language: Language) -> String {
      let wording = Wording(language)
      let synthetic = now.syntheticRows > 0 ? wording.text("（虚构）", " (synthetic)") : ""
      if let partial = now.partial, let low = now.low {
        let known = "\(partial.known)/\(partial.of)"
        if partial.value == low && now.high == .infinity {
          return "≥ " + plain(low, language)
            + wording.text("（\(known)\(now.syntheticRows > 0 ? "，虚构" : "")）", " (\(known)\(now.syntheticRows > 0 ? ", synthetic" : ""))")
        }
        let end =
          now.high.map { $0 == .infinity ? "" : wording.text("，至多 \(plain($0, language))", ", at most \(plain($0, language))") } ?? ""
        return plain(partial.value, language)
          + wording.text(
            "（已知 \(known)，至少 \(plain(low, language))\(end)\(synthetic)）",
            " (\(known) known, at least \(plain(low, language))\(end)\(synthetic))")
      }
      if let low = now.low, let high = now.high {
        let number = low == high ? plain(low, language) : "\(plain(low, language))–\(plain(high, language))"
        return number + (now.year.isEmpty ? "" : " [\(now.year)]") + synthetic
      }
      if let base = now.base {
        let number = plain(base.value, language)
        return wording.text("未知（\(base.year) 年为 \(number)）", "unknown (\(number) in \(base.year))")
      }
      return wording.unknown
    }
    return LocalText(zh: text(.zh), en: text(.en))
  }

  /// What is still lacking: a range over the rows that count, of those that may.
  private static func gap(_ progress: TargetProgress) -> Cell {
    guard let gap = progress.gap else { return .unknown }
    let (counted, open) = (progress.measurement.rows.count, progress.measurement.undecided.count)
    return .range(KnownRange(low: gap.lowerBound, high: gap.upperBound, known: counted, of: counted + open))
  }

  private static func verdict(_ progress: TargetProgress) -> Cell {
    let isSynthetic = progress.measurement.syntheticRows > 0 && progress.measurement.isMeasured
    let label = progress.verdict.label
    return .word(
      progress.verdict.rawValue, zh: label.zh + (isSynthetic ? "（虚构企业）" : ""), en: label.en + (isSynthetic ? " (synthetic firms)" : ""))
  }

  // MARK: The firms nearest to the threshold

  /// Firms looked at for each target.
  private static let nearestLimit = 100

  /// The same firm with the same standing before several targets is one row; the nearest of every target come first.
  func nearestTable(_ review: ProgrammeReview, _ network: Network) -> Answer.Table {
    struct Key: Hashable {
      var firm: FirmID
      var field: FirmField?
      var distance: Double
    }
    let lists = review.targets.compactMap { progress -> (id: String, keys: [Key])? in
      guard progress.verdict != .met, let near = review.nearest(to: progress.target, limit: Self.nearestLimit) else { return nil }
      return (
        progress.target.id,
        near.entries.map { entry in
          let failure = entry.failures.first
          return Key(firm: entry.firm, field: failure.map { near.list.rule.filters[$0.filter].field }, distance: failure?.distance ?? 0)
        }
      )
    }
    var order: [Key] = []
    var targets: [Key: [String]] = [:]
    for position in 0..<(lists.map(\.keys.count).max() ?? 0) {
      for (id, keys) in lists where position < keys.count {
        if targets[keys[position]] == nil { order.append(keys[position]) }
        targets[keys[position], default: []].append(id)
      }
    }
    let items = order.map { (key: $0, targets: targets[$0] ?? []) }
    return Answer.Table(
      "nearest", zh: "离目标最近的企业", en: "The firms nearest to the threshold",
      ["target_ids", "firm_id", "name", "standing", .data("field"), .data("condition_distance")], over: items, shown: 10
    ) { key, targets in
      [.texts(targets)] + network.idAndName(key.firm)
        + (key.field.map { network.standing(before: $0, distance: key.distance) } ?? [
          .word("meets_all", zh: "各项条件均符合", en: "meets every condition"), .nothing, .nothing,
        ])
    }
  }
}
