import ClusterModel
import FoundationEssentials

/// What is read of a `datapackage.json` (Frictionless Data Package, version 1).
///
/// > Source: https://specs.frictionlessdata.io/data-package/, version 1.
struct PackageDescriptor {
  struct Content: Decodable {
    struct Resource: Decodable {
      struct Dialect: Decodable {
        var delimiter: String?
        var quoteChar: String?
        var header: Bool?
      }
      var name: String
      var path: PathList?
      var encoding: String?
      var dialect: Dialect?
      var schema: Schema?
    }
    struct Schema: Decodable {
      struct Field: Decodable {
        var name: String
        var decimalChar: String?
        var groupChar: String?
      }
      var fields: [Field]?
      var missingValues: [String]?
    }
    var name: String?
    var title: String?
    var titleEn: String?
    var resources: [Resource]

    enum CodingKeys: String, CodingKey {
      case name, title, resources
      case titleEn = "title_en"
    }
  }

  /// A path, or a list of them.
  enum PathList: Decodable {
    case one(String)
    case many([String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let one = try? container.decode(String.self) {
        self = .one(one)
      } else {
        self = .many(try container.decode([String].self))
      }
    }
  }

  private let content: Content

  /// A descriptor larger than this is a mistake.
  private static let sizeLimit = 16 << 20

  init(_ file: FileBytes) throws(ClusterIOError) {
    guard file.count <= Self.sizeLimit else { throw Self.error("文件超过 16 MiB。", "is larger than 16 MiB.") }
    do {
      content = try JSONDecoder().decode(Content.self, from: Data(bytes: file.start, count: file.count))
    } catch let error as DecodingError {
      let reason = Self.reason(error)
      throw Self.error(
        "不是数据包描述文件（\(reason.zh)）；请改正，或删去它而只用 CSV 表。",
        "is no data package (\(reason.en)); correct it, or delete it and use the CSV tables alone.")
    } catch {
      throw Self.error("不是有效的 JSON；请改正，或删去它而只用 CSV 表。", "is not valid JSON; correct it, or delete it and use the CSV tables alone.")
    }
  }

  /// Adds name, title and tables to the plan. Resources that are no table of the dictionary are passed over.
  func fill(_ plan: inout ReadingPlan, folder: Folder) throws(ClusterIOError) {
    if let name = content.name, !name.isEmpty { plan.name = FieldValue.shownPath(name) }
    plan.title = Name(zh: content.title ?? "", en: content.titleEn ?? "")
    for resource in content.resources {
      guard let table = DataDictionary.standard[resource.name] else { continue }
      let shown = FieldValue.shown(resource.name)
      guard !plan.files.contains(where: { $0.table.name == table.name }) else {
        throw Self.error("资源 \(shown) 出现了两次；请只留一个。", "the resource \(shown) stands there twice; keep one.")
      }
      let path: String
      switch resource.path {
      case .one(let one): path = one
      case .many(let many) where many.count == 1: path = many[0]
      case .many:
        throw Self.error(
          "资源 \(shown) 分成了多个文件，不支持；请合并为一个。", "the resource \(shown) is split over several files, which is not supported; join them.")
      case nil:
        throw Self.error("资源 \(shown) 没有 path；数据必须在 CSV 文件中。", "the resource \(shown) has no path; its data must be in a CSV file.")
      }
      plan.files.append(
        ReadingPlan.File(
          table: table, path: try Self.inside(path, folder), shown: FieldValue.shownPath(path), options: try Self.options(resource, shown)))
    }
  }

  /// The true path of a resource, which may not lie outside the folder.
  private static func inside(_ given: String, _ folder: Folder) throws(ClusterIOError) -> String {
    // Windows writes \\ for /.
    let path = given.contains("/") ? given : given.replacing("\\", with: "/")
    let shown = FieldValue.shownPath(path)
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if path.isEmpty || path.hasPrefix("/") || path.contains("://") || path.contains("\\") || path.contains("\0") || parts.contains("..") {
      throw error(
        "路径“\(shown)”不在本文件夹内；只能用相对路径，不能用网址、“..”或绝对路径。",
        "the path “\(shown)” does not lie in the folder; use a relative path, no address, no “..”, no absolute path.")
    }
    if let resolved = folder.resolve(path) { return resolved }
    // Either it is not there, which opening will say, or a link leads out.
    let plain = folder.path + "/" + path
    if (try? FileBytes.open(path: plain, shown: shown)) != nil {
      throw error("路径“\(shown)”经链接指向文件夹之外；请把文件放进来。", "the path “\(shown)” leads out of the folder by a link; put the file inside.")
    }
    return plain
  }

  private static func options(_ resource: Content.Resource, _ shown: String) throws(ClusterIOError) -> CSVTable.Options {
    var options = CSVTable.Options()
    if let encoding = resource.encoding?.lowercased() {
      switch encoding {
      case "utf-8", "utf8", "utf-8-sig", "ascii", "us-ascii": break
      case "gb18030", "gbk", "gb2312", "cp936": options.encoding = .gb18030
      default:
        throw error(
          "资源 \(shown) 的编码“\(FieldValue.shown(encoding))”不支持；请用 utf-8 或 gb18030。",
          "the encoding “\(FieldValue.shown(encoding))” of \(shown) is not supported; use utf-8 or gb18030.")
      }
    }
    if let delimiter = resource.dialect?.delimiter {
      guard [",", ";", "\t", "|"].contains(delimiter) else {
        throw error("资源 \(shown) 的分隔符不支持；请用 , ; | 或制表符。", "the delimiter of \(shown) is not supported; use , ; | or tab.")
      }
      options.delimiter = delimiter.utf8.first
    }
    for field in resource.schema?.fields ?? [] {
      var style = NumberStyle()
      style.hasDecimalComma = field.decimalChar == ","
      style.missing = (resource.schema?.missingValues ?? []).filter { !$0.isEmpty }
      // What our own descriptors say needs no word.
      if style != NumberStyle() { options.styles[field.name] = style }
    }
    if resource.dialect?.header == false || (resource.dialect?.quoteChar ?? "\"") != "\"" {
      throw error("资源 \(shown) 没有表头，或不用双引号，不支持。", "the resource \(shown) has no header, or other quotes than \"; neither is supported.")
    }
    return options
  }

  private static func reason(_ error: DecodingError) -> LocalText {
    switch error {
    case .keyNotFound(let key, _):
      let name = FieldValue.shown(key.stringValue)
      return LocalText(zh: "缺少“\(name)”", en: "“\(name)” is missing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      let path = FieldValue.shown(context.codingPath.map(\.stringValue).joined(separator: "."))
      return LocalText(zh: "“\(path)”处类型不对", en: "wrong type at “\(path)”")
    case .dataCorrupted: return LocalText(zh: "不是有效的 JSON", en: "not valid JSON")
    @unknown default: return LocalText(zh: "不是有效的 JSON", en: "not valid JSON")
    }
  }

  private static func error(_ zh: String, _ en: String) -> ClusterIOError {
    ClusterIOError(.package, LocalText(zh: zh, en: en), place: Place(file: "datapackage.json"))
  }
}
