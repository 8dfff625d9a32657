import ClusterModel

extension AuditRule {
  static let unsourcedRequirement = AuditRule(
    id: "unsourced-requirement", severity: .note,
    checks: LocalText(zh: "产业链模板的投入关系写明来源或来源类别。", en: "Requirements of a chain template say where they are from, or how they are known."),
    why: LocalText(
      zh: "缺链就是按投入关系判定的；不知出自哪里，就不知道该不该信。",
      en: "It is requirements that gaps are found by; what says nothing of its origin cannot be judged."),
    remedy: LocalText(
      zh: "在 source 列写明文件或提供人，推断的标 inferred。",
      en: "Name the document or person in the column source; mark what is inferred."),
    find: { input, log in
      let requirements = input.reading.network.requirements
      let rows = requirements.indices.filter { row in
        let provenance = requirements[row].provenance
        return provenance.source.isEmpty && (provenance.kind == .unknown || provenance.kind == .sourced)
      }
      noteChains(rows, "requires", "source", input.reading, &log) { count, of in
        LocalText(zh: "\(of) 条投入关系中 \(count) 条没有来源", en: "\(count) of \(of) requirements name no source")
      }
    })
}
