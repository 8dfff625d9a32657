import Answers
import ClusterModel
import Diagram

/// The parts of a Word file that do not depend on what it says, and the frames of those that do.
enum WordParts {
  private static let schemas = "http://schemas.openxmlformats.org"
  private static let main = "\(schemas)/wordprocessingml/2006/main"

  static let contentTypes: String = {
    var out = "<Types xmlns=\"\(schemas)/package/2006/content-types\">"
    out += "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    out += "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>"
    for (kind, name) in [("document.main", "document"), ("styles", "styles"), ("footer", "footer1"), ("settings", "settings")] {
      out +=
        "<Override PartName=\"/word/\(name).xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.\(kind)+xml\"/>"
    }
    out += "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>"
    return out
  }()

  static let packageLinks = links(
    "<Relationship Id=\"rId1\" Type=\"\(schemas)/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>"
      + "<Relationship Id=\"rId2\" Type=\"\(schemas)/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>")

  static func links(_ all: String) -> String { "<Relationships xmlns=\"\(schemas)/package/2006/relationships\">\(all)</Relationships>" }

  static func link(_ id: String, _ kind: String, _ target: String) -> String {
    "<Relationship Id=\"\(id)\" Type=\"\(schemas)/officeDocument/2006/relationships/\(kind)\" Target=\"\(target)\"/>"
  }

  /// Without a date of its own: the same report gives the same file.
  static func core(_ title: String, _ language: String) -> String {
    "<cp:coreProperties xmlns:cp=\"\(schemas)/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
      + "<dc:title>\(XMLText.escaped(SafeText.clean(title)))</dc:title><dc:creator>Chainwright</dc:creator><dc:language>\(language)</dc:language></cp:coreProperties>"
  }

  static func document(_ body: String) -> String {
    "<w:document xmlns:w=\"\(main)\" xmlns:r=\"\(schemas)/officeDocument/2006/relationships\" xmlns:wp=\"\(schemas)/drawingml/2006/wordprocessingDrawing\""
      + " xmlns:a=\"\(schemas)/drawingml/2006/main\" xmlns:pic=\"\(schemas)/drawingml/2006/picture\"><w:body>\n\(body)</w:body></w:document>"
  }

  static let settings = "<w:settings xmlns:w=\"\(main)\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"420\"/></w:settings>"

  static let footer =
    "<w:ftr xmlns:w=\"\(main)\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t xml:space=\"preserve\">— </w:t></w:r>"
    + "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
    + "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    + "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"

  /// A4: upright with the margins of an official document, or across with narrow ones for charts and lists.
  ///
  /// > Source: GB/T 9704-2012, 5.2 (margins of 37 and 28 mm upright).
  static func pageSetup(isAcross: Bool) -> String {
    let size =
      isAcross
      ? "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"680\" w:right=\"680\" w:bottom=\"680\" w:left=\"680\""
      : "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1985\" w:left=\"1588\""
    return
      "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/>\(size) w:header=\"340\" w:footer=\"\(isAcross ? 140 : 340)\" w:gutter=\"0\"/></w:sectPr>"
  }

  /// The place of the first, second, … paragraph beside each other in the margin over a picture that fills the page.
  static func topOfPage(_ number: Int) -> String {
    "<w:framePr w:w=\"\(number == 0 ? 4200 : 6000)\" w:wrap=\"around\" w:vAnchor=\"page\" w:hAnchor=\"page\" w:x=\"\(567 + 4200 * number)\" w:y=\"120\"/>"
      + "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>"
  }

  /// A picture in a line, `width` and `height` in English metric units.
  static func picture(_ number: Int, width: Int, height: Int, name: String, description: String) -> String {
    "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"\(width)\" cy=\"\(height)\"/>"
      + "<wp:docPr id=\"\(number)\" name=\"\(name)\" descr=\"\(description)\"/>"
      + graphic(number, width, height, name) + "</wp:inline></w:drawing></w:r>"
  }

  /// A picture of a page of A4 across: it fills the page, behind the page's number.
  static func page(_ number: Int, name: String, description: String) -> String {
    let (width, height) = (842 * 12_700, 595 * 12_700)
    let place = { (axis: String) in "<wp:position\(axis) relativeFrom=\"page\"><wp:posOffset>0</wp:posOffset></wp:position\(axis)>" }
    return "<w:r><w:drawing><wp:anchor distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\" simplePos=\"0\" relativeHeight=\"\(number)\""
      + " behindDoc=\"1\" locked=\"0\" layoutInCell=\"1\" allowOverlap=\"1\"><wp:simplePos x=\"0\" y=\"0\"/>" + place("H") + place("V")
      + "<wp:extent cx=\"\(width)\" cy=\"\(height)\"/><wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/><wp:wrapNone/>"
      + "<wp:docPr id=\"\(number)\" name=\"\(name)\" descr=\"\(description)\"/>" + graphic(number, width, height, name)
      + "</wp:anchor></w:drawing></w:r>"
  }

  private static func graphic(_ number: Int, _ width: Int, _ height: Int, _ name: String) -> String {
    "<a:graphic><a:graphicData uri=\"\(schemas)/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"\(number)\" name=\"\(name)\"/><pic:cNvPicPr/></pic:nvPicPr>"
      + "<pic:blipFill><a:blip r:embed=\"rId\(number + 9)\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
      + "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"\(width)\" cy=\"\(height)\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>"
      + "</pic:pic></a:graphicData></a:graphic>"
  }

  /// The looks of paragraphs, by the names that Word has for them where it has one.
  static func styles(_ language: Language) -> String {
    func style(_ id: String, _ name: String, size: Int, font: String = "仿宋", paragraph: String = "", run: String = "") -> String {
      let fonts = "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"\(font)\" w:cs=\"Times New Roman\"/>"
      let based = id == "Normal" ? " w:default=\"1\"" : ""
      return "<w:style w:type=\"paragraph\"\(based) w:styleId=\"\(id)\"><w:name w:val=\"\(name)\"/>"
        + (id == "Normal" ? "" : "<w:basedOn w:val=\"Normal\"/>")
        + "<w:qFormat/><w:pPr>\(paragraph)</w:pPr><w:rPr>\(fonts)\(run)<w:sz w:val=\"\(size)\"/><w:szCs w:val=\"\(size)\"/></w:rPr></w:style>"
    }
    let noIndent = "<w:ind w:firstLine=\"0\" w:firstLineChars=\"0\"/>"
    let middle = noIndent + "<w:jc w:val=\"center\"/>"
    var all = style(
      "Normal", "Normal", size: 28,
      paragraph: "<w:spacing w:line=\"480\" w:lineRule=\"exact\"/>" + (language == .zh ? "<w:ind w:firstLineChars=\"200\"/>" : ""))
    all += style(
      "Title", "Title", size: 44, font: "宋体",
      paragraph: "<w:spacing w:before=\"600\" w:after=\"360\" w:line=\"640\" w:lineRule=\"exact\"/>" + middle, run: "<w:b/>")
    all += style("Subtitle", "Subtitle", size: 28, font: "楷体", paragraph: middle)
    all += style("Secrecy", "Secrecy", size: 32, font: "黑体", paragraph: noIndent)
    all += style(
      "Notice", "Notice", size: 24,
      paragraph:
        "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"6\" w:color=\"8A3B08\"/></w:pBdr><w:spacing w:before=\"120\" w:line=\"360\" w:lineRule=\"exact\"/>"
        + noIndent)
    for level in 1...3 {
      all += style(
        "Heading\(level)", "heading \(level)", size: [32, 28, 26][level - 1], font: level == 1 ? "黑体" : "楷体",
        paragraph:
          "<w:keepNext/><w:spacing w:before=\"\(level == 1 ? 240 : 120)\" w:after=\"120\" w:line=\"440\" w:lineRule=\"exact\"/>\(noIndent)<w:outlineLvl w:val=\"\(level - 1)\"/>",
        run: "<w:b/>")
    }
    all += style("ContentsHead", "Contents Heading", size: 30, font: "黑体", paragraph: "<w:spacing w:before=\"360\"/>" + middle)
    all += style("Contents", "toc 1", size: 24, paragraph: "<w:spacing w:line=\"340\" w:lineRule=\"exact\"/>" + noIndent)
    all += style(
      "Remark", "Remark", size: 20, paragraph: "<w:spacing w:line=\"300\" w:lineRule=\"exact\"/>" + noIndent,
      run: "<w:color w:val=\"52606D\"/>")
    all += style(
      "Item", "List Item", size: 24,
      paragraph: "<w:spacing w:line=\"380\" w:lineRule=\"exact\"/><w:ind w:left=\"280\" w:hanging=\"280\" w:firstLineChars=\"0\"/>")
    all += style("Picture", "Picture", size: 20, paragraph: "<w:keepNext/><w:spacing w:line=\"240\" w:lineRule=\"auto\"/>" + middle)
    all += style("Caption", "caption", size: 20, font: "黑体", paragraph: "<w:spacing w:line=\"300\" w:lineRule=\"exact\"/>" + middle)
    all += style(
      "TableHead", "Table Heading", size: 22, font: "黑体",
      paragraph: "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"60\" w:line=\"340\" w:lineRule=\"exact\"/>" + noIndent)
    all += style("Cell", "Table Cell", size: 18, font: "宋体", paragraph: "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>" + noIndent)
    all += style("Note", "Note", size: 16, font: "宋体", paragraph: "<w:spacing w:line=\"220\" w:lineRule=\"exact\"/>" + noIndent)
    all += style("Footer", "footer", size: 20, font: "宋体", paragraph: middle)
    let border = ["top", "left", "bottom", "right", "insideH", "insideV"].map {
      "<w:\($0) w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"7B8794\"/>"
    }.joined()
    all += "<w:style w:type=\"table\" w:styleId=\"Lines\"><w:name w:val=\"Lines\"/><w:tblPr><w:tblBorders>\(border)</w:tblBorders>"
    all += "<w:tblCellMar><w:left w:w=\"60\" w:type=\"dxa\"/><w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
    return "<w:styles xmlns:w=\"\(main)\">\(all)</w:styles>"
  }
}
