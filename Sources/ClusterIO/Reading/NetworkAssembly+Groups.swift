import ClusterModel

/// Common-cause groups: one row a member, the group's own facts in any of its rows.
extension NetworkAssembly {
  mutating func readGroups() {
    guard let table = tables["groups"] else { return }
    let provenance = ProvenanceBuilder(table)
    let columns = table.table
    func column(_ name: String) -> Int { columns.index(of: name) ?? -1 }
    let (id, kind, firmColumn, probability) = (column("group_id"), column("kind"), column("firm_id"), column("failure_probability"))
    let kinds = Choices(columns.columns[kind])
    var numbers: [String: Int] = [:]
    var groups: [CommonCauseGroup] = []
    /// The file row of each member, by group and firm.
    var members: [UInt64: Int] = [:]
    eachRecord("groups") { assembly, batch, record in
      if batch.value(record, id).isEmpty { batch.add(.missingKey, record, id) }
      let firm = assembly.requiredReference(&batch, record, "firm_id", .firms)
      guard let firm, !batch.value(record, id).isEmpty, batch.isIdentifier(record, id) else { return false }
      let key = batch.text(record, id)
      let number = numbers[key] ?? groups.count
      if number == groups.count {
        numbers[key] = number
        groups.append(CommonCauseGroup(id: key))
        assembly.reading.memberRows.append([])
      }
      let pair = UInt64(number) << 32 | UInt64(firm)
      if let first = members[pair] {
        batch.add(.duplicateID, record, firmColumn, detail: String(first))
        return false
      }
      members[pair] = batch.rows[record]
      let name = batch.name(record)
      if groups[number].name.zh.isEmpty { groups[number].name.zh = name.zh }
      if groups[number].name.en.isEmpty { groups[number].name.en = name.en }
      if let choice = batch.choice(record, kind, kinds), groups[number].kind == .other {
        groups[number].kind = CommonCauseGroup.Kind.allCases[choice]
      }
      if let value = batch.optionalNumber(record, probability) {
        groups[number].failureProbability = max(value, groups[number].failureProbability ?? 0)
      }
      assembly.reading.memberRows[number].append(Int32(truncatingIfNeeded: batch.rows[record]))
      groups[number].members.append(CommonCauseGroup.Member(FirmID(firm), provenance: provenance.one(&batch, record)))
      return true
    }
    reading.network.groups = groups
  }
}
