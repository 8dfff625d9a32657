import Answers
public import ClusterModel

extension Wording {
  func value(_ value: Measure.Value) -> String {
    switch value {
    case .count(let number): count(number)
    case .amount(let wan): amount(wan)
    case .ratio(let share): self.share(share)
    case .number(let number): self.number(number)
    case .partly(let range, .amount): amount(range)
    case .partly(let range, .ratio): share(range)
    case .partly(let range, .number): index(range)
    case .unknown: unknown
    }
  }
}

extension Role.Kind {
  public var label: LocalText {
    switch self {
    case .leader: LocalText(zh: "领跑者", en: "leader")
    case .chainLeader: LocalText(zh: "链主", en: "chain leader")
    case .listed: LocalText(zh: "上市企业", en: "listed")
    case .littleGiant: LocalText(zh: "专精特新“小巨人”", en: "little giant")
    case .srdi: LocalText(zh: "专精特新", en: "SRDI")
    case .highTech: LocalText(zh: "高新技术企业", en: "high-tech")
    }
  }
}
