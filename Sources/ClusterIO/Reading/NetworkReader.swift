import ClusterModel
public import GraphCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a network from a folder of CSV tables, a workbook, a workspace, or a file of another kind.
///
/// The folder holds a data package (`datapackage.json` and the tables it names) or simply `firms.csv` and what other tables of the
/// ``DataDictionary`` there are.
public enum NetworkReader {
  /// Reads the network at `path`: a folder, a `datapackage.json`, a workbook (`.xlsx`), a file of another ``FileKind``, a ``Workspace``, or a ``FrozenNetwork``.
  ///
  /// A workspace gives what it knew at the end of `asOf` (`2026`, `2026-06`, `2026-06-30`), or what it knows now; nothing else has a history.
  ///
  /// What is wrong with single cells and rows is collected in ``Reading/problems``; the result is the same for any number of `threads`.
  /// Throws ``ClusterIOError`` when a file cannot be read at all, `firms.csv` is missing, or a table lacks a column that it must have; what is
  /// wrong with several files is said at once. O(bytes); memory is that of the columns.
  ///
  /// - Parameters:
  ///   - path: what to read.
  ///   - asOf: the moment that a workspace is asked about.
  ///   - threads: how many may read at a time.
  ///   - converter: what makes workbooks of spreadsheets of other kinds (.xls, .ods, .et); without it they are refused, with what to do.
  public static func read(
    _ path: String, asOf: String? = nil, threads: Int = Threads.standard, converter: SpreadsheetConverter? = nil
  ) throws(ClusterIOError) -> Reading {
    if Workspace.isWorkspace(path) { return try Workspace.read(path, asOf: asOf, threads: threads) }
    if asOf != nil { throw .noHistory(FieldValue.shownPath(path)) }
    if FrozenNetwork.isOne(path) { return try FrozenNetwork.read(path) }
    let kind = FileKind(path: path)
    if let converter, kind == nil || kind == .workbook, let reading = try readConverted(path, converter, threads: threads) {
      return reading
    }
    if let kind { return try kind.read(path, threads: threads) }
    if let content = FileContent(path) {
      if content == .workbook { return try FileKind.workbook.read(path, threads: threads) }
      if let refusal = content.refusal(FieldValue.shownPath(path)) { throw refusal }
      if let reading = try GraphDatabaseList.read(path, threads: threads) { return reading }
      return try readList(path, converter, threads: threads)
    }
    let folder = try Folder(path)
    let plan = try folder.plan()
    var tables: [CSVTable] = []
    var errors: [ClusterIOError] = []
    for file in plan.files {
      do throws(ClusterIOError) {
        tables.append(try CSVTable.open(path: file.path, shown: file.shown, table: file.table, options: file.options))
      } catch {
        errors.append(error)
      }
    }
    if let first = errors.first { throw errors.count == 1 ? first : .several(errors) }
    var assembly = NetworkAssembly(name: plan.name, title: plan.title, tables: tables, threads: threads)
    let reading = assembly.assemble()
    for table in tables { try table.content.checkUnchanged() }
    return reading
  }
}

extension NetworkReader {
  /// Reads one list alone: firms, or supply links, whose ends are the firms then.
  private static func readList(_ path: String, _ converter: SpreadsheetConverter?, threads: Int) throws(ClusterIOError) -> Reading {
    let name = SystemPath.shown(path.split(separator: "/").last.map(String.init) ?? path)
    let stem = String(name.prefix { $0 != "." })
    let shown = FieldValue.shownPath(name)
    // A mapping stands for the lists that it names.
    if try ListMapping.isOne(at: path) { return try ListImport.read(mapping: path, converter: converter, threads: threads).reading }
    var first: ClusterIOError?
    for table in ["supplies", "firms"].compactMap({ DataDictionary.standard[$0] }) {
      do throws(ClusterIOError) {
        let opened = try CSVTable.open(path: path, shown: shown, table: table)
        // One list of firms with their suppliers and buyers beside them.
        if table.name == "supplies", let firms = DataDictionary.standard["firms"],
          let whole = try? CSVTable.open(path: path, shown: shown, table: firms), whole.namesAFirmAndItsPartners
        {
          continue
        }
        var assembly = NetworkAssembly(name: stem.isEmpty ? "network" : stem, title: Name(), tables: [opened], threads: threads)
        let reading = assembly.assemble()
        try opened.content.checkUnchanged()
        return reading
      } catch {
        if error.code != .wrongColumn { throw error }
        first = error
      }
    }
    guard let first else { throw .unreadable(shown, 22) }
    throw ClusterIOError(
      first.code,
      LocalText(
        zh: first.message.zh + "单独一个文件应是企业名单或供应关系；几张表请放在一个文件夹里。",
        en: first.message.en + " A file alone must be a list of firms or of supply links; put several lists in a folder."),
      place: first.place)
  }
}

/// What a folder says it holds.
struct ReadingPlan {
  struct File {
    var table: DataDictionary.Table
    var path: String
    var shown: String
    var options = CSVTable.Options()
  }

  var name: String
  var title: Name
  var files: [File]
}

/// A folder with a network in it.
struct Folder {
  /// Without a slash at the end.
  let path: String
  /// `datapackage.json`, where there is one.
  let package: String?

  init(_ path: String) throws(ClusterIOError) {
    guard let status = System.targetStatus(path) else { throw .unreadable(FieldValue.shownPath(path), errno) }
    if System.isFolder(status) {
      self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      let package = self.path + "/datapackage.json"
      self.package = System.targetStatus(package) != nil ? package : nil
    } else if path == "datapackage.json" || path.hasSuffix("/datapackage.json") {
      let folder = path.dropLast("datapackage.json".count)
      self.path = folder.isEmpty ? "." : folder == "/" ? "/" : String(folder.dropLast())
      package = path
    } else {
      throw ClusterIOError(
        .unreadable,
        LocalText(
          zh: "不是文件夹；请给出含 firms.csv 的文件夹、其中的 datapackage.json，或 .xlsx 工作簿。",
          en: "is not a folder; give the folder that holds firms.csv, the datapackage.json in it, or an .xlsx workbook."),
        place: Place(file: FieldValue.shownPath(path)))
    }
  }

  func plan() throws(ClusterIOError) -> ReadingPlan {
    var plan = ReadingPlan(name: name, title: Name(), files: [])
    if let package {
      let file = try FileBytes.open(path: package, shown: "datapackage.json")
      try PackageDescriptor(file).fill(&plan, folder: self)
    } else {
      try plan.files += lists()
    }
    for table in DataDictionary.standard.tables where table.isRequired && !plan.files.contains(where: { $0.table.name == table.name }) {
      // The ends of supply links are firms, where there is no list of them.
      if package == nil, plan.files.contains(where: { $0.table.name == "supplies" }) { continue }
      throw .missingTable(table, folder: FieldValue.shownPath(path), isPackage: package != nil, there: names)
    }
    return plan
  }

  /// The tables of a folder without a descriptor: `firms.csv`, or as sheets are named: `企业.csv`, `供应关系.csv`, `Firms.CSV`.
  private func lists() throws(ClusterIOError) -> [ReadingPlan.File] {
    var found: [String: String] = [:]
    for file in names.sorted() {
      let parts = file.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count > 1, !file.hasPrefix("."), !file.hasPrefix("~"),
        ["csv", "tsv", "txt"].contains(parts[parts.count - 1].lowercased())
      else { continue }
      let stem = parts.dropLast().joined(separator: ".")
      guard let table = SheetNames.table(stem) else { continue }
      if let other = found[table.name] {
        // The name that the dictionary has comes first.
        if other == table.name + ".csv" { continue }
        if file != table.name + ".csv" {
          let shown = [other, file].map { FieldValue.shown($0) }
          throw ClusterIOError(
            .badFile,
            LocalText(
              zh: "“\(shown[0])”和“\(shown[1])”都是表“\(table.title.zh)”；请合并，或给其中一个改名。",
              en: "“\(shown[0])” and “\(shown[1])” are both the table \(table.name); join them, or rename one."),
            place: Place(file: FieldValue.shownPath(path)))
        }
      }
      found[table.name] = file
    }
    return DataDictionary.standard.tables.compactMap { table in
      found[table.name].map { ReadingPlan.File(table: table, path: path + "/" + $0, shown: FieldValue.shownPath($0)) }
    }
  }

  /// What lies in the folder.
  private var names: [String] {
    (System.names(path) ?? []).filter { !$0.hasPrefix(".") }
  }

  /// The last part of the folder's true path.
  private var name: String {
    let last = System.truePath(path).flatMap { $0.split(separator: "/").last.map { SystemPath.shown(String($0)) } } ?? ""
    return last.isEmpty ? "network" : last
  }

  /// The true path of `file`, when it lies within the folder.
  func resolve(_ file: String) -> String? {
    guard let outer = System.truePath(path), let inner = System.truePath(path + "/" + file) else { return nil }
    return inner.hasPrefix(outer == "/" ? "/" : outer + "/") ? inner : nil
  }
}

extension ClusterIOError {
  static func missingTable(_ table: DataDictionary.Table, folder: String, isPackage: Bool, there: [String]) -> ClusterIOError {
    let files = there.sorted().prefix(20).map { FieldValue.shown($0) }
    let list =
      isPackage || files.isEmpty
      ? LocalText(zh: "", en: "")
      : LocalText(
        zh: "文件夹里有：\(files.joined(separator: "、"))；文件可以叫“\(table.title.zh).csv”。",
        en: " Files there are: \(files.joined(separator: ", ")); a file may be called \(table.name).csv or \(table.title.zh).csv.")
    let columns = table.columns.filter(\.isRequired).map(\.name).joined(separator: ", ")
    let place = Place(file: isPackage ? folder + "/datapackage.json" : folder)
    return ClusterIOError(
      .missingTable,
      LocalText(
        zh:
          "没有\(isPackage ? "资源 \(table.name)" : " \(table.name).csv")；至少需要 firms.csv（列 \(columns)）和 supplies.csv（列 supplier_id, buyer_id）。\(list.zh)",
        en:
          "has no \(isPackage ? "resource \(table.name)" : "\(table.name).csv"); needed are at least firms.csv (column \(columns)) and supplies.csv "
          + "(columns supplier_id, buyer_id).\(list.en)"),
      place: place)
  }

  /// Several files are wrong: all is said at once, under the code of the first.
  static func several(_ errors: [ClusterIOError]) -> ClusterIOError {
    ClusterIOError(
      errors[0].code,
      LocalText(
        zh: "\(errors.count) 个文件无法读取：" + errors.map { "\n  " + $0.text(.zh) }.joined(),
        en: "\(errors.count) files cannot be read:" + errors.map { "\n  " + $0.text(.en) }.joined()))
  }
}
