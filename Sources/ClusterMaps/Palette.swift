import ClusterModel
import Diagram

/// The looks of the maps. A state is never told by colour alone: each has a line, a shape or a mark of its own.
enum Palette {
  static let ink = Color(0x1F2933)
  static let grey = Color(0x7B8794)
  static let pale = Color(0xF5F7FA)
  static let border = Color(0xCBD2D9)
  /// Weak links and single points.
  static let weak = Color(0xB42318)
  static let missing = Color(0xB54708)
  static let choke = Color(0x5925DC)
  static let blue = Color(0x1D4F91)

  static let firm = Style(stroke: Color(0x627D98))
  static let leader = Style(fill: Color(0xE3EEF9), stroke: blue, strokeWidth: 1.6)
  static let folded = Style(shape: .box, fill: pale, stroke: Color(0x829AB1), outlines: 2)
  static let stage = Style(fill: pale, stroke: border)
  static let missingStage = Style(line: .dashed, fill: Color(0xFFFFFF), stroke: missing, strokeWidth: 1.6)
  static let unrecordedStage = Style(line: .dotted, fill: Color(0xFFFFFF), stroke: grey)
  static let weakStage = Style(fill: Color(0xFEF3F2), stroke: weak, strokeWidth: 2)
  static let chokeStage = Style(shape: .box, fill: Color(0xF4F3FF), stroke: choke, strokeWidth: 2)
  static let elsewhere = Style(shape: .box, fill: Color(0xEEF1F4), stroke: Color(0x9AA5B1))
  static let county = Style(shape: .roundedBox, fill: Color(0xFFFFFF), stroke: Color(0x627D98))
  static let emptyCounty = Style(shape: .plain, fill: Color(0xFFFFFF), stroke: grey, text: Color(0x52606D))

  static let requires = EdgeStyle(stroke: Color(0x9AA5B1), width: 2.2)
  static let requiresLess = EdgeStyle(stroke: Color(0xB8C2CC), width: 1)
  static let supply = EdgeStyle(stroke: Color(0x486581), width: 1)
  /// Could supply and does not yet.
  static let candidate = EdgeStyle(line: .dotted, stroke: blue, width: 1.2)
  static let broken = EdgeStyle(line: .dotted, stroke: weak, width: 2)

  /// Where a cascade begins.
  static let shocked = Style(shape: .box, stroke: Color(0x7A1610), strokeWidth: 3.2)

  /// A firm hit by a cascade: the heavier the loss, the darker and the bolder.
  static func hit(_ level: LossLevel) -> Style {
    switch level {
    case .high: Style(fill: Color(0xFECDCA), stroke: weak, strokeWidth: 2.6)
    case .middle: Style(fill: Color(0xFEF0EE), stroke: weak, strokeWidth: 1.9)
    case .low: Style(fill: Color(0xFFFAEB), stroke: missing, strokeWidth: 1.3)
    case .slight: Style(stroke: grey, strokeWidth: 0.8)
    }
  }

  static let spreadDown = EdgeStyle(stroke: weak, width: 1.4)
  static let spreadUp = EdgeStyle(line: .dotted, stroke: choke, width: 1.6)

  /// Legend entries, in the order in which a legend shows them.
  enum Entry: Int {
    case stage, missing, lacking, unrecorded, weakStage, behind, ahead, ownCluster, peerCluster, broken, chokepoint, singlePoint, pair
    case leader, firm, folded, elsewhere
    case leaderMark, shocked, lossHigh, lossMiddle, lossLow, lossSlight, spreadDown, spreadUp
    case county, supply, assumedSupply, proposedSupply, candidate, requires, requiresLess, width, moved, syntheticFirm, proposedFirm
  }

  static func legend(_ entry: Entry, _ language: Language) -> Diagram.LegendEntry {
    func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    switch entry {
    case .stage: return Diagram.LegendEntry(.node(stage), text("环节", "stage"))
    case .missing: return Diagram.LegendEntry(.node(missingStage), text("○ 缺链（补链对象）", "○ missing: to be filled"))
    case .lacking: return Diagram.LegendEntry(.node(missingStage), text("○ 标杆有、本集群缺", "○ the peer has it, the cluster lacks it"))
    case .behind: return Diagram.LegendEntry(.node(weakStage), text("▼ 落后于标杆", "▼ behind the peer"))
    case .ahead: return Diagram.LegendEntry(.node(stage), text("▲ 领先标杆 ＝ 相当", "▲ ahead of the peer, ＝ level"))
    case .ownCluster: return Diagram.LegendEntry(.node(leader), text("本集群", "the cluster"))
    case .peerCluster: return Diagram.LegendEntry(.node(elsewhere), text("标杆集群", "the peer"))
    case .unrecorded: return Diagram.LegendEntry(.node(unrecordedStage), text("无在册企业", "no firm on record"))
    case .weakStage: return Diagram.LegendEntry(.node(weakStage), text("▼ 弱链（强链对象）", "▼ weak: to be strengthened"))
    case .broken: return Diagram.LegendEntry(.edge(broken), text("× 断链（内部未衔接）", "× broken: no supply inside"))
    case .chokepoint: return Diagram.LegendEntry(.node(chokeStage), text("■ 卡脖子（区域外唯一来源）", "■ chokepoint: sole source outside"))
    case .singlePoint:
      var style = firm
      style.stroke = weak
      style.strokeWidth = 2
      return Diagram.LegendEntry(.node(style), text("▲ 单点：停产即断链", "▲ single point: its loss stops the target"))
    case .pair:
      var style = firm
      style.stroke = missing
      return Diagram.LegendEntry(.node(style), text("△ 双点：与另一家同时停产即断链", "△ pair: with one other, its loss stops the target"))
    case .leader: return Diagram.LegendEntry(.node(leader), text("★ 领跑者 ◆ 链主", "★ leader, ◆ chain leader"))
    case .firm: return Diagram.LegendEntry(.node(firm), text("企业", "firm"))
    case .folded: return Diagram.LegendEntry(.node(folded), text("合并的企业", "firms folded together"))
    case .elsewhere: return Diagram.LegendEntry(.node(elsewhere), text("其他县或区域外", "other county or outside"))
    case .leaderMark: return Diagram.LegendEntry(.mark("★ ◆", blue), text("领跑者、链主", "leader, chain leader"))
    case .shocked: return Diagram.LegendEntry(.node(shocked), text("✕ 受冲击企业", "✕ shocked firm"))
    case .lossHigh: return Diagram.LegendEntry(.node(hit(.high)), text("●●● 损失 50 % 及以上", "●●● loses 50 % or more"))
    case .lossMiddle: return Diagram.LegendEntry(.node(hit(.middle)), text("●●○ 损失 10–50 %", "●●○ loses 10 to 50 %"))
    case .lossLow: return Diagram.LegendEntry(.node(hit(.low)), text("●○○ 损失 1–10 %", "●○○ loses 1 to 10 %"))
    case .lossSlight: return Diagram.LegendEntry(.node(hit(.slight)), text("○○○ 损失不足 1 %", "○○○ loses less than 1 %"))
    case .spreadDown: return Diagram.LegendEntry(.edge(spreadDown), text("↓ 供货中断，传向采购方", "↓ supplies fail: to buyers"))
    case .spreadUp: return Diagram.LegendEntry(.edge(spreadUp), text("↑ 订单减少，传向供应商", "↑ orders fail: to suppliers"))
    case .county: return Diagram.LegendEntry(.node(county), text("县（市、区）：● 已形成 ○ 规划集群", "county: ● established, ○ planned cluster"))
    case .supply: return Diagram.LegendEntry(.edge(supply), text("供应关系", "supply link"))
    case .assumedSupply:
      return Diagram.LegendEntry(.edge(dashed(supply)), text("推断或虚构的供应关系", "inferred or synthetic supply"))
    case .proposedSupply: return Diagram.LegendEntry(.edge(dashed(supply)), text("拟议的供应关系", "proposed supply"))
    case .candidate:
      return Diagram.LegendEntry(.edge(candidate), text("有在册企业，尚未供应", "makers on record, no supply yet"))
    case .requires: return Diagram.LegendEntry(.edge(requires), text("模板：必需投入", "template: essential input"))
    case .requiresLess: return Diagram.LegendEntry(.edge(requiresLess), text("模板：非必需投入", "template: non-essential input"))
    case .width:
      var style = supply
      style.width = 3.5
      return Diagram.LegendEntry(.edge(style), text("线越粗金额越大", "wider: larger amount"))
    case .moved: return Diagram.LegendEntry(.mark("•—", grey), text("真实位置（图框有移动）", "true place of a moved box"))
    case .proposedFirm:
      var style = firm
      style.line = .dashed
      return Diagram.LegendEntry(.node(style), text("拟议企业", "proposed firm"))
    case .syntheticFirm:
      var style = firm
      style.line = .dashed
      return Diagram.LegendEntry(.node(style), text("虚构企业", "synthetic firm"))
    }
  }

  static func dashed(_ style: EdgeStyle) -> EdgeStyle {
    var style = style
    style.line = .dashed
    return style
  }

  /// 领跑者 or 链主, where the firm is one.
  static func leading(_ roles: [Role.Kind]) -> Role.Kind? { roles.first { $0 == .leader || $0 == .chainLeader } }

  /// Each once, in the order of the enumeration: leaders first.
  static func sorted(_ roles: [Role.Kind]) -> [Role.Kind] { Role.Kind.allCases.filter { roles.contains($0) } }
}
