import ClusterModel
import Testing

struct IdentifierTests {
  // Published codes of listed firms and a made-up example of the standard's form; the invalid ones have their last or a middle character changed.
  @Test(arguments: ["91350100M000100Y43", "91110000600037341L", "9144030071526726XG"])
  func acceptsCreditCodes(code: String) {
    #expect(UnifiedSocialCreditCode.check(code) == .valid)
  }

  @Test func refusesCreditCodes() {
    #expect(UnifiedSocialCreditCode.check("91110000600037341N") == .wrongCheckCharacter(position: 18, expected: "L"))
    // By hand: 91350100M000100Y with 5 for the organisation's check 4, and the character that fits this: the sum of the first 17 is
    // 1·9+3·1+9·3+27·5+19·0+26·1+16·0+17·0+20·21+0+0+0+8·1+0+0+30·30+28·5 = 1668, 1668 mod 31 = 25, 31 - 25 = 6.
    #expect(UnifiedSocialCreditCode.check("91350100M000100Y56") == .wrongCheckCharacter(position: 17, expected: "4"))
    for other in [
      "", "A", "91350100M000100Y4", "91350100M000100Y433", "91350100I000100Y43", "9135010 M000100Y43", "SYN-00000000000001", "企业",
    ] {
      #expect(UnifiedSocialCreditCode.check(other) == .otherForm, "\(other)")
    }
  }

  @Test(arguments: ["91350100M000100Y43", "91110000600037341L", "9144030071526726XG"])
  func anyOneWrongCharacterOfACreditCodeIsSeen(code: String) {
    for position in 0..<18 {
      for letter in "0123456789ABCDEFGHJKLMNPQRTUWXY" {
        var letters = Array(code)
        if letters[position] == letter { continue }
        letters[position] = letter
        #expect(UnifiedSocialCreditCode.check(String(letters)) != .valid, "\(String(letters))")
      }
    }
  }

  @Test func checksLegalEntityIdentifiers() {
    #expect(LegalEntityIdentifier.check("213800KUD8LAJWSQ9D15") == .valid)
    guard case .wrongCheckCharacter(19, _) = LegalEntityIdentifier.check("213800KUD8LXJWSQ9D15") else {
      Issue.record("a wrong letter was not seen")
      return
    }
    for other in ["", "213800KUD8LAJWSQ9D1", "213800KUD8LAJWSQ9D1A", "213800KUD8LAJWSQ-D15", "213800kud8lajwsq9d15"] {
      #expect(LegalEntityIdentifier.check(other) == .otherForm, "\(other)")
    }
  }

  // A digit for a digit or a letter for a letter; a digit for a letter makes the number longer, and may go unseen.
  @Test func anyOneWrongCharacterOfALegalEntityIdentifierIsSeen() {
    let code = Array("213800KUD8LAJWSQ9D15")
    for position in code.indices {
      for letter in code[position].isNumber ? "0123456789" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ" where letter != code[position] {
        var letters = code
        letters[position] = letter
        #expect(LegalEntityIdentifier.check(String(letters)) != .valid, "\(String(letters))")
      }
    }
  }

  @Test func knowsTheFormOfCodes() {
    for code in ["130628", "110000", "710000", "820000", "990001"] { #expect(AdministrativeCode.hasForm(code), "\(code)") }
    for code in ["", "13062", "1306280", "980000", "013062", "13062x", "１３０６２８"] { #expect(!AdministrativeCode.hasForm(code), "\(code)") }
    for code in ["0131", "17", "171", "1711", "C", "C1711", "97"] { #expect(IndustryCode.hasForm(code), "\(code)") }
    // GB/T 4754-2017: 51 and 52 are trade, 53 to 60 transport, 47 to 50 building, F the section of trade, C that of manufacturing.
    for code in ["5131", "52", "F", "F5131", "5430", "97"] { #expect(IndustryCode.isService(code), "\(code)") }
    for code in ["1711", "C", "C1711", "47", "50", "0131", "", "98"] { #expect(!IndustryCode.isService(code), "\(code)") }
    func stage(_ zh: String, _ en: String, _ code: String = "") -> Stage {
      var stage = Stage(id: "s", chain: ChainID(0), name: Name(zh: zh, en: en), position: 0)
      stage.industryCode = code
      return stage
    }
    for stage in [stage("专业市场与电商", ""), stage("", "dealers and repair"), stage("织造", "", "5131"), stage("物流", "logistics")] {
      #expect(stage.isService, "\(stage.name)")
    }
    for stage in [stage("织造", "weaving"), stage("市场", "market", "1711"), stage("物流装备制造", ""), stage("", "")] {
      #expect(!stage.isService, "\(stage.name)")
    }
    for code in ["", "1", "00", "98", "9811", "17111", "U", "U17", "C17111", "17-1"] { #expect(!IndustryCode.hasForm(code), "\(code)") }
  }

  @Test func knowsTheFormOfLocalIds() {
    for id in ["1", "SYN-0001", "高阳毛巾厂", "a b", String(repeating: "x", count: 64)] { #expect(LocalIdentifier.hasForm(id), "\(id)") }
    for id in ["", " a", "a ", "a\nb", "a\u{0}", "a\u{7F}", String(repeating: "x", count: 65)] {
      #expect(!LocalIdentifier.hasForm(id), "\(id)")
    }
  }
}
