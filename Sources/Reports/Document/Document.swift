import Answers
public import ClusterModel

/// A document as a value, in one language: what it says, not how it looks. Written as HTML, as Markdown, and its tables as sheets.
public struct Document: Sendable {
  public var language: Language
  public var title: String
  /// Lines under the title: what the document is about, as of when.
  public var subtitle: [String]
  /// Who hands it in, when, and who may read it.
  public var front = Front()
  /// What must be known on every page: made-up and inferred parts. Empty where there is nothing to warn of.
  public var banner: [String]
  /// The figures a reader wants first.
  public var figures: [Figure]
  public var sections: [Section]
  /// What stands behind the numbers: note `n` is `notes[n - 1]`.
  public var notes: [Note]

  public init(
    language: Language, title: String, subtitle: [String] = [], banner: [String] = [], figures: [Figure] = [], sections: [Section] = [],
    notes: [Note] = []
  ) {
    self.language = language
    self.title = title
    self.subtitle = subtitle
    self.banner = banner
    self.figures = figures
    self.sections = sections
    self.notes = notes
  }
}

extension Document {
  /// What an office puts on the first page: empty lines are left out.
  public struct Front: Sendable, Hashable {
    /// 编制单位.
    public var unit: String
    /// As it is to stand there.
    public var date: String
    /// 密级: who may read it.
    public var secrecy: String
    /// In the place of the title that the report gives itself.
    public var title: String
    /// What the office writes in the place of the opening paragraph; lines are paragraphs.
    public var opening: String

    public init(unit: String = "", date: String = "", secrecy: String = "", title: String = "", opening: String = "") {
      self.unit = unit
      self.date = date
      self.secrecy = secrecy
      self.title = title
      self.opening = opening
    }

    /// The lines with their names, in a language.
    func lines(_ language: Language) -> [(label: String, text: String)] {
      let zh = language == .zh
      return [(zh ? "密级" : "Classification", secrecy), (zh ? "编制单位" : "Prepared by", unit), (zh ? "日期" : "Date", date)].filter {
        !$0.1.isEmpty
      }
    }
  }

  /// A figure with its name, large.
  public struct Figure: Sendable {
    public var label: String
    public var cell: Cell

    public init(_ label: String, _ cell: Cell) {
      self.label = label
      self.cell = cell
    }
  }

  public struct Section: Sendable {
    /// Letters, digits and `-`; the place links lead to.
    public var id: String
    public var title: String
    public var blocks: [Block]
    public var sections: [Section]
    /// Begins a page in print.
    package var startsPage: Bool

    public init(_ id: String, _ title: String, _ blocks: [Block] = [], sections: [Section] = [], startsPage: Bool = false) {
      self.id = id
      self.title = title
      self.blocks = blocks
      self.sections = sections
      self.startsPage = startsPage
    }
  }

  public enum Block: Sendable {
    case paragraph(String)
    /// A paragraph in pieces, each with the note behind its number.
    case prose([Cell])
    /// A caveat, smaller.
    case remark(String)
    /// Something that is not known, and what would make it known.
    case missing(String)
    case list([String])
    case picture(Picture)
    case table(Table)
    /// Names and values, a line each.
    case facts([Figure])
  }

  /// A drawing with what it shows in words.
  public struct Picture: Sendable {
    /// Names the file, without its ending; letters, digits and `-`.
    public var name: String
    public var caption: String
    /// For those who cannot see it.
    public var description: String
    /// SVG of a chart, a page or a finished diagram.
    public var svg: String
    /// The same as PNG, where files are written that take no SVG; else empty.
    public var png: [UInt8] = []
    /// Drawn on a page of A4 across, margins and all: it prints as that page.
    public var isSheet = false

    public init(name: String, caption: String, description: String, svg: String) {
      self.name = name
      self.caption = caption
      self.description = description
      self.svg = svg
    }
  }

  public struct Table: Sendable {
    /// Names it in files.
    public var name: String
    public var caption: String
    public var columns: [Column]
    public var rows: [[Cell]]
    /// Rows beyond those shown on a page; sheets have all.
    package var pageLimit: Int

    public init(_ name: String, caption: String, columns: [Column], rows: [[Cell]], pageLimit: Int = .max) {
      self.name = name
      self.caption = caption
      self.columns = columns
      self.rows = rows
      self.pageLimit = pageLimit
    }
  }

  public struct Column: Sendable {
    public var heading: String
    /// The heading of the same column in a sheet, where its numbers have one unit: `采购额（万元）`.
    package var sheetHeading: String

    public init(_ heading: String, sheet: String? = nil) {
      self.heading = heading
      sheetHeading = sheet ?? heading
    }
  }

  /// A value as a reader sees it, as a sheet has it, and the note behind it.
  public struct Cell: Sendable {
    public enum Mark: Sendable { case none, synthetic, inferred, proposed, missing }

    public var text: String
    /// The number a sheet gets; texts have none.
    public var number: Double?
    /// The note that says where it comes from, from 1.
    public var note: Int?
    public var mark: Mark
    /// Stands at the right, as numbers do.
    package var isNumeric: Bool
    /// The address it leads to, where that is on the web; other texts lead nowhere.
    public var link = ""
    /// The number is a share, 0…1.
    public var isShare = false
    /// Of a sum of which a part is unknown: what is known of it, which a sheet shows with ≥.
    public var floor: Double?

    public init(_ text: String, number: Double? = nil, note: Int? = nil, mark: Mark = .none, isNumeric: Bool = false) {
      self.text = text
      self.number = number
      self.note = note
      self.mark = mark
      self.isNumeric = isNumeric || number != nil
    }
  }

  /// What stands behind a number.
  public struct Note: Sendable, Hashable {
    /// `M33`; empty where a number is read and not computed.
    public var metric: String
    public var formula: String
    /// `supplies.csv:18–26`.
    public var rows: [String]
    /// How the facts are known, in words: `虚构`, `sourced`.
    public var provenance: String

    public init(metric: String, formula: String, rows: [String], provenance: String) {
      self.metric = metric
      self.formula = formula
      self.rows = rows
      self.provenance = provenance
    }
  }

  /// All tables, in order.
  public var tables: [Table] { sections.flatMap(\.allTables) }
  /// All pictures, in order.
  public var pictures: [Picture] { sections.flatMap(\.allPictures) }

  func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}

extension Document.Section {
  var allTables: [Document.Table] {
    blocks.compactMap { if case .table(let table) = $0 { table } else { nil } } + sections.flatMap(\.allTables)
  }
  var allPictures: [Document.Picture] {
    blocks.compactMap { if case .picture(let picture) = $0 { picture } else { nil } } + sections.flatMap(\.allPictures)
  }
}

extension Document.Table {
  /// How the values of a row are known, in words, each once: `虚构`, `inferred, synthetic`. Said once, on the row's first cell.
  static func marks(_ row: [Document.Cell], _ language: Language) -> String {
    [Document.Cell.Mark.inferred, .synthetic, .proposed].filter { mark in row.contains { $0.mark == mark } }.map { $0.word(language) }
      .joined(separator: language == .zh ? "、" : ", ")
  }
}

extension Document.Cell.Mark {
  /// The mark in words, after the text; never by colour alone.
  func word(_ language: Language) -> String {
    switch self {
    case .none: ""
    case .synthetic: language == .zh ? "虚构" : "synthetic"
    case .inferred: language == .zh ? "推断" : "inferred"
    case .proposed: language == .zh ? "拟议" : "proposed"
    case .missing: ""
    }
  }
}
