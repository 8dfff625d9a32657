import ClusterModel

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
  /// Reads the network at `path`: a folder, a `datapackage.json`, a workbook (`.xlsx`), a file of another ``FileKind``, or a ``Workspace``.
  ///
  /// A workspace gives what it knew at the end of `asOf` (`2026`, `2026-06`, `2026-06-30`), or what it knows now; nothing else has a history.
  ///
  /// What is wrong with single cells and rows is collected in ``Reading/problems``; the result is the same for any number of `threads`.
  /// Throws ``ClusterIOError`` when a file cannot be read at all, `firms.csv` is missing, or a table lacks a column that it must have; what is
  /// wrong with several files is said at once. O(bytes); memory is that of the columns.
  public static func read(_ path: String, asOf: String? = nil, threads: Int = 2) throws(ClusterIOError) -> Reading {
    if Workspace.isWorkspace(path) { return try Workspace.read(path, asOf: asOf, threads: threads) }
    if asOf != nil { throw .noHistory(FieldValue.shownPath(path)) }
    if let kind = FileKind(path: path) { return try kind.read(path, threads: threads) }
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
    return assembly.assemble()
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
    var status = stat()
    guard stat(path, &status) == 0 else { throw .unreadable(FieldValue.shownPath(path), errno) }
    if status.st_mode & S_IFMT == S_IFDIR {
      self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      let package = self.path + "/datapackage.json"
      self.package = access(package, F_OK) == 0 ? package : nil
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
      for table in DataDictionary.standard.tables {
        let file = table.name + ".csv"
        if access(path + "/" + file, F_OK) == 0 {
          plan.files.append(ReadingPlan.File(table: table, path: path + "/" + file, shown: file))
        }
      }
    }
    for table in DataDictionary.standard.tables where table.isRequired && !plan.files.contains(where: { $0.table.name == table.name }) {
      throw .missingTable(table, folder: FieldValue.shownPath(path), isPackage: package != nil)
    }
    return plan
  }

  /// The last part of the folder's true path.
  private var name: String {
    guard let resolved = realpath(path, nil) else { return "network" }
    defer { free(resolved) }
    let last = String(cString: resolved).split(separator: "/").last.map(String.init) ?? ""
    return last.isEmpty ? "network" : last
  }

  /// The true path of `file`, when it lies within the folder.
  func resolve(_ file: String) -> String? {
    guard let root = realpath(path, nil) else { return nil }
    defer { free(root) }
    guard let resolved = realpath(path + "/" + file, nil) else { return nil }
    defer { free(resolved) }
    let (inner, outer) = (String(cString: resolved), String(cString: root))
    return inner.hasPrefix(outer == "/" ? "/" : outer + "/") ? inner : nil
  }
}

extension ClusterIOError {
  static func missingTable(_ table: DataDictionary.Table, folder: String, isPackage: Bool) -> ClusterIOError {
    let columns = table.columns.filter(\.isRequired).map(\.name).joined(separator: ", ")
    let place = Place(file: isPackage ? folder + "/datapackage.json" : folder)
    return ClusterIOError(
      .missingTable,
      LocalText(
        zh:
          "没有\(isPackage ? "资源 \(table.name)" : " \(table.name).csv")；至少需要 firms.csv（列 \(columns)）和 supplies.csv（列 supplier_id, buyer_id）。",
        en:
          "has no \(isPackage ? "resource \(table.name)" : "\(table.name).csv"); needed are at least firms.csv (column \(columns)) and supplies.csv "
          + "(columns supplier_id, buyer_id)."),
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
