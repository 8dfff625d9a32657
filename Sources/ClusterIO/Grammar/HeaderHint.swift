import ClusterModel

/// Why a list may lack a column that it must have, and what to do: what the message about it adds.
enum HeaderHint {
  /// Empty, or sentences with a blank before the English ones.
  static func text(
    missing column: DataDictionary.Column, _ header: [String], _ table: DataDictionary.Table, delimiter: UInt8?
  ) -> LocalText {
    if let delimiter, let better = CSVDialect.better(header, names: table.columns.map(HeaderWords.Names.init)) {
      let taken = delimiter == 0x09 ? "Tab" : String(UnicodeScalar(delimiter))
      let other = better == "\t" ? "Tab" : better
      return LocalText(
        zh: "按“\(taken)”分隔读取；按“\(other)”分隔就有该列：请把分隔符改成英文逗号。",
        en: " The cells were taken to be parted by “\(taken)”; by “\(other)” the column is there: use plain commas between the cells.")
    }
    if let matrix = header.first(where: isMatrix) {
      return LocalText(
        zh: "“\(FieldValue.shown(matrix))”是矩阵的表头：请改成清单，一行一条供应关系（供应商、采购方、金额）。",
        en: " “\(FieldValue.shown(matrix))” heads a matrix: write a list instead, one row for each supply link (supplier, buyer, amount).")
    }
    if header.count(where: isRanked) > 1 {
      return LocalText(
        zh: "供应商（或客户）横着排成了几列：请改成清单，一行一条供应关系（供应商、采购方、金额）。",
        en:
          " Suppliers (or buyers) stand side by side in several columns: write a list instead, one row for each supply link (supplier, buyer, amount)."
      )
    }
    if table.name == "firms", column.name == "firm_id", let name = header.first(where: { isName($0) }) {
      return LocalText(
        zh: "有“\(FieldValue.shown(name))”而没有编号：请增加“企业编号”列（统一社会信用代码或自编短编号），其他表用同样的编号。",
        en:
          " There is “\(FieldValue.shown(name))” and no id: add a column firm_id (the unified social credit code, or a short id of your own), and use the same ids in the other lists."
      )
    }
    let names = [column.name] + column.labels + column.synonyms
    if let near = header.first(where: { NearName.isNear($0, to: names) }) {
      return LocalText(
        zh: "“\(FieldValue.shown(near))”可能就是该列：请改成“\(column.labels.first ?? column.name)”。",
        en: " “\(FieldValue.shown(near))” may be it: rename it \(column.name).")
    }
    return LocalText(zh: "", en: "")
  }

  /// `供应商\\采购方`.
  private static func isMatrix(_ header: String) -> Bool {
    let plain = CSVDialect.normalizedHeader(header)
    let sells = ["供应", "供方", "供货", "supplier", "卖方", "上游"].contains { plain.contains($0) }
    let buys = ["采购", "需方", "客户", "buyer", "买方", "下游", "购货"].contains { plain.contains($0) }
    return sells && buys && plain.contains { "\\/／＼|、-—→".contains($0) }
  }

  /// `第一大供应商`, `供应商2`, `客户（三）`.
  private static func isRanked(_ header: String) -> Bool {
    let plain = CSVDialect.normalizedHeader(header)
    guard ["供应商", "供货商", "供应企业", "客户", "采购方", "supplier", "buyer"].contains(where: { plain.contains($0) }) else { return false }
    return plain.contains { $0.isASCII && $0.isNumber || "一二三四五六七八九十①②③④⑤".contains($0) }
  }

  private static func isName(_ header: String) -> Bool {
    let plain = CSVDialect.normalizedHeader(header)
    return ["企业名称", "企业", "公司名称", "单位名称", "名称", "企业全称", "name"].contains(plain)
  }
}
