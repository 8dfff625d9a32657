import ClusterModel
import Testing

@Suite struct JoinedNameTests {
  /// By hand, from the names of the shipped networks.
  @Test(
    arguments: [
      ("示例毛巾集群", "集群产业链报告", "示例毛巾集群产业链报告"), ("高阳纺织", "集群产业链报告", "高阳纺织集群产业链报告"),
      ("岚浦县泵阀产业集群", "集群产业链报告", "岚浦县泵阀产业集群产业链报告"), ("岚浦县泵阀产业集群", "产业链", "岚浦县泵阀产业链"),
      ("蠡县光伏", "产业链", "蠡县光伏产业链"), ("示例毛巾产业链", "产业链", "示例毛巾产业链"), ("集群", "产业链", "集群产业链"),
      ("县域特色产业集群", "产业集群报告", "县域特色产业集群报告"), ("高阳县", "县图", "高阳县县图"), ("", "产业链", "产业链"),
    ])
  func chineseTitlesSayNoWordTwice(name: String, noun: String, title: String) { #expect(Language.zh.joined(name, noun) == title) }

  @Test(
    arguments: [
      ("Example towel chain", "chain", "Example towel chain"),
      ("Lanpu pump and valve cluster", "cluster report", "Lanpu pump and valve cluster report"),
      ("solar PV", "chain", "solar PV chain"), ("Supply Chain", "chain", "Supply Chain"), ("Keychain", "chain", "Keychain chain"),
    ])
  func englishTitlesSayNoWordTwice(name: String, noun: String, title: String) { #expect(Language.en.joined(name, noun) == title) }

  @Test func separatorsStandOnlyBetweenDifferentWords() {
    #expect(Language.zh.joined("保定 2022", "产业集群报告", separator: "：") == "保定 2022：产业集群报告")
    #expect(Language.zh.joined("保定特色产业集群", "产业集群报告", separator: "：") == "保定特色产业集群报告")
  }
}
