import ClusterModel

extension OpenPSAText {
  typealias Attributes = [(name: String, value: String)]

  static let nonCoherent: Set = ["not", "xor", "nand", "nor", "iff", "imply", "cardinality"]

  /// The one formula of a gate.
  mutating func firstFormula(of gate: Int, _ name: String, _ attributes: Attributes) -> Frame {
    if model.gates[gate].formula != nil {
      model.add(
        "bad-formula", of: model.gates[gate].header.shownName,
        LocalText(
          zh: "门 \(model.gates[gate].header.shownName) 有不止一个公式", en: "gate \(model.gates[gate].header.shownName) has more than one formula"),
        LocalText(zh: "用 <and> 或 <or> 合成一个", en: "join them by <and> or <or>"), at: [position])
      return .skipped
    }
    if let kind = kind(of: name, attributes) {
      model.gates[gate].formula = open(kind)
      return .formula(model.formulas.count - 1)
    }
    // A gate may pass on a single event.
    model.gates[gate].formula = open(.pass)
    return argument(of: model.formulas.count - 1, name, attributes)
  }

  mutating func argument(of formula: Int, _ name: String, _ attributes: Attributes) -> Frame {
    if let kind = kind(of: name, attributes) {
      let inner = open(kind)
      model.formulas[formula].arguments.append(.formula(inner))
      return .formula(inner)
    }
    if name == "constant" {
      guard let value = truth(attributes) else { return .skipped }
      model.formulas[formula].arguments.append(.constant(value))
      return .leaf
    }
    let type = attributes.first { $0.name == "type" }?.value ?? "event"
    guard let kind = OpenPSAModel.ReferenceKind(rawValue: name == "event" ? type : name) else {
      if name != "event" { return unknown(name, in: "define-gate") }
      model.add(
        "bad-value", LocalText(zh: "type=\"\(type)\" 不是已知的值", en: "type=\"\(type)\" is no known value"),
        LocalText(zh: "写 gate、basic-event 或 house-event", en: "write gate, basic-event or house-event"), at: [position])
      return .skipped
    }
    guard let target = self.name(attributes, of: name) else { return .skipped }
    model.formulas[formula].arguments.append(.reference(target, kind, position))
    return .leaf
  }

  private mutating func open(_ kind: OpenPSAModel.Operator) -> Int {
    model.formulas.append(.init(kind: kind, position: position))
    return model.formulas.count - 1
  }

  /// The operator an element stands for; `nil` when it is none.
  private mutating func kind(of name: String, _ attributes: Attributes) -> OpenPSAModel.Operator? {
    switch name {
    case "and": return .and
    case "or": return .or
    case "atleast":
      let text = attributes.first { $0.name == "min" }?.value
      if let needed = text.flatMap({ Int($0) }), needed >= 1 { return .atLeast(needed) }
      model.add(
        "bad-number", LocalText(zh: "<atleast> 的 min 应为正整数", en: "the min of <atleast> is a whole number from 1 on"),
        LocalText(zh: "写 <atleast min=\"2\">", en: "write <atleast min=\"2\">"), at: [position])
      return .or
    default: return Self.nonCoherent.contains(name) ? .other(name) : nil
    }
  }

  /// Called at the end of a formula.
  mutating func check(_ number: Int) {
    let formula = model.formulas[number]
    if formula.arguments.isEmpty {
      model.add(
        "bad-formula", LocalText(zh: "公式没有输入", en: "the formula has no inputs"),
        LocalText(zh: "写出输入的门或事件，或删去公式", en: "name the gates or events it looks at, or take it out"), at: [formula.position])
    } else if case .atLeast(let needed) = formula.kind, needed > formula.arguments.count {
      model.add(
        "bad-number",
        LocalText(
          zh: "<atleast> 要求 \(needed) 个失效，但只有 \(formula.arguments.count) 个输入",
          en: "<atleast> asks for \(needed) failures of only \(formula.arguments.count) inputs"),
        LocalText(zh: "减小 min，或补上缺少的输入", en: "lower min, or add the inputs that are missing"), at: [formula.position])
    }
  }
}
