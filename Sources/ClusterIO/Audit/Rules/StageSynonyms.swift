import ClusterModel

extension AuditRule {
  static let stageSynonyms = AuditRule(
    id: "stage-synonyms", severity: .warning,
    checks: LocalText(
      zh: "一条产业链里没有两个环节是同一个意思。", en: "No two stages of a chain have the same name but for words such as 加工 or manufacture."),
    why: LocalText(
      zh: "同一环节写成两个，企业分散在两处，两处都显得薄弱或缺失。",
      en: "A step that is two stages parts its firms between them, and both seem weak or missing."),
    remedy: LocalText(
      zh: "确为一个环节的，合并为一个，改投入关系；不同的，改名说明差别。",
      en: "Make them one, and change the requirements; or name them so that the difference is seen."),
    find: { input, log in findStageSynonyms(input.reading, &log) })

  private static func findStageSynonyms(_ reading: Reading, _ log: inout AuditLog) {
    let stages = reading.network.stages
    var seen: [String: Int] = [:]
    for (row, stage) in stages.enumerated() {
      for name in Set([bare(stage.name.zh), bare(stage.name.en)]) where !name.isEmpty {
        let key = "\(stage.chain.row) \(name)"
        guard let first = seen[key] else {
          seen[key] = row
          continue
        }
        if first == row { continue }
        let other = FieldValue.shown(stages[first].id)
        log.add(
          Subject(table: "stage", id: stage.id, name: stage.name),
          LocalText(
            zh: "环节“\(FieldValue.shown(stage.id))”与“\(other)”名称相同或只差“加工”“制造”一类的字",
            en: "the stage “\(FieldValue.shown(stage.id))” has the same name as “\(other)”, or but for a word such as 加工 or manufacture"),
          places: [reading.place("stages", first, column: "name"), reading.place("stages", row, column: "name")])
        break
      }
    }
  }

  /// A name without width, case, blanks and the words that many stages bear.
  private static func bare(_ name: String) -> String {
    var rest = Substring(IdentifierText.folded(name).lowercased())
    for word in ["生产加工", "加工制造", "生产制造", "加工", "制造", "生产", "环节", "manufacturing", "manufacture", "production", "making"]
    where rest.hasSuffix(word) && rest.count > word.count + 1 {
      rest = rest.dropLast(word.count)
      break
    }
    return String(rest)
  }
}
