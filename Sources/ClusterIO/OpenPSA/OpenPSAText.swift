import ClusterModel

/// Hears the elements of one Open-PSA file in order and writes down what they define.
struct OpenPSAText {
  typealias Position = OpenPSAModel.Position

  /// What an open element is.
  enum Frame {
    case model
    /// A fault tree, a component or model data: the path of what is defined in it, and whether everyone sees that.
    case container(scope: String, isPublic: Bool)
    case gate(Int)
    case formula(Int)
    case event(Int)
    case house(Int)
    case parameter(Int)
    case expression(String, value: String?, Position)
    /// May hold nothing but labels.
    case leaf
    /// Whatever it holds is passed over.
    case skipped
  }

  var model: OpenPSAModel
  var frames: [Frame] = []
  /// The arguments of each open expression.
  var operands: [[OpenPSAExpression]] = []
  private(set) var position: Position
  private(set) var hasFailed = false
  /// Names with prefixes were heard without them.
  private var isForeign = false
  /// No element was heard.
  private(set) var isEmpty = true

  /// Reads one file on to what was read before.
  ///
  /// - Parameter plainly: without the whole XML parser, and without telling where in the file things stand.
  /// - Returns: false where the file is none for the plain way; the model is then of no use.
  static func read(_ bytes: FileBytes, file: String, plainly: Bool, into model: inout OpenPSAModel) -> Bool {
    model.files.append(file)
    let number = Int32(model.files.count - 1)
    var text = OpenPSAText(model: model, position: Position(file: number, line: 1, column: 1))
    model = OpenPSAModel()  // so that the only copy is the one that grows
    if plainly {
      let isRead = PlainXML.read(&text, bytes, depthLimit: FaultTreeReader.depthLimit)
      model = text.model
      return isRead && !text.isForeign
    }
    model = XMLSession.run(bytes, text).model
    return true
  }

  private init(model: OpenPSAModel, position: Position) {
    self.model = model
    self.position = position
  }

  mutating func locate(line: UInt, column: UInt) {
    position.line = Int32(clamping: line)
    position.column = Int32(clamping: column)
  }

  /// The file ends here.
  mutating func fail(_ rule: String, _ message: LocalText, _ remedy: LocalText) {
    hasFailed = true
    model.add(rule, message, remedy, at: [position])
  }

  mutating func begin(_ name: String, _ attributes: [(name: String, value: String)]) {
    isEmpty = false
    frames.append(frame(of: name, attributes))
  }

  mutating func end() {
    guard let frame = frames.popLast() else { return }
    switch frame {
    case .formula(let number): check(number)
    case .gate(let number):
      let gate = model.gates[number]
      if gate.formula == nil {
        model.add(
          "bad-formula", of: gate.header.shownName,
          LocalText(zh: "门 \(gate.header.shownName) 没有公式", en: "gate \(gate.header.shownName) has no formula"),
          LocalText(zh: "在 define-gate 中写 <and>、<or> 或 <atleast>", en: "write <and>, <or> or <atleast> into its define-gate"),
          at: [gate.header.position])
      }
    case .expression(let name, let value, let position):
      let expression = OpenPSAExpression(name, value: value, operands.removeLast(), position)
      if operands.isEmpty { assign(expression) } else { operands[operands.count - 1].append(expression) }
    default: break
    }
  }

  private mutating func frame(of name: String, _ attributes: [(name: String, value: String)]) -> Frame {
    guard let parent = frames.last else {
      if name == "opsa-mef" { return .model }
      fail(
        "not-a-model", LocalText(zh: "最外层元素是 <\(name)>，不是 <opsa-mef>", en: "the outermost element is <\(name)>, not <opsa-mef>"),
        LocalText(zh: "给出 Open-PSA MEF 格式的故障树文件", en: "give a fault tree in the Open-PSA model exchange format"))
      return .skipped
    }
    if name == "label" || name == "attributes" { return .skipped }
    switch parent {
    case .skipped: return .skipped
    case .model: return section(name, attributes)
    case .container(let scope, let isPublic): return definition(name, attributes, scope: scope, isPublic: isPublic)
    case .gate(let gate): return firstFormula(of: gate, name, attributes)
    case .formula(let formula): return argument(of: formula, name, attributes)
    case .house(let number):
      guard name == "constant" else { return unknown(name, in: "define-house-event") }
      guard let occurs = truth(attributes) else { return .skipped }
      model.houses[number].occurs = occurs
      return .leaf
    case .event(let number):
      if model.events[number].expression != nil { return secondExpression(model.events[number].header.shownName) }
      return expression(name, attributes)
    case .parameter(let number):
      if model.parameters[number].expression != nil { return secondExpression(model.parameters[number].header.shownName) }
      return expression(name, attributes)
    case .expression: return expression(name, attributes)
    case .leaf: return unknown(name, in: "reference")
    }
  }

  /// Elements right below `<opsa-mef>`.
  private mutating func section(_ name: String, _ attributes: [(name: String, value: String)]) -> Frame {
    switch name {
    case "define-fault-tree": return .container(scope: self.name(attributes, of: name) ?? "", isPublic: true)
    case "model-data": return .container(scope: "", isPublic: true)
    case "define-event-tree", "define-initiating-event", "define-functional-event", "define-sequence", "define-rule":
      model.add(
        "left-out", severity: .note, LocalText(zh: "<\(name)> 未读取：只分析故障树", en: "<\(name)> is left out: only fault trees are analysed"),
        LocalText(zh: "如需分析某个序列，请将其写成一个门", en: "to analyse a sequence, write it as a gate"), at: [position])
      return .skipped
    default: return unknown(name, in: "opsa-mef")
    }
  }

  private mutating func definition(
    _ element: String, _ attributes: [(name: String, value: String)], scope: String, isPublic: Bool
  ) -> Frame {
    let kinds = ["define-gate", "define-basic-event", "define-house-event", "define-parameter", "define-component"]
    guard kinds.contains(element) else { return unknown(element, in: "define-fault-tree") }
    guard let name = name(attributes, of: element) else { return .skipped }
    var isPublic = isPublic
    switch attributes.first(where: { $0.name == "role" })?.value {
    case nil: break
    case "public": isPublic = true
    case "private": isPublic = false
    case let role?:
      model.add(
        "bad-value", of: name, LocalText(zh: "role=\"\(role)\" 不是已知的值", en: "role=\"\(role)\" is no known value"),
        LocalText(zh: "写 private 或 public", en: "write private or public"), at: [position])
    }
    let header = OpenPSAModel.Header(name: name, scope: scope, isPublic: isPublic, position: position)
    switch element {
    case "define-gate":
      model.gates.append(.init(header: header))
      return .gate(model.gates.count - 1)
    case "define-basic-event":
      model.events.append(.init(header: header))
      return .event(model.events.count - 1)
    case "define-house-event":
      model.houses.append(.init(header: header))
      return .house(model.houses.count - 1)
    case "define-parameter":
      model.parameters.append(.init(header: header))
      return .parameter(model.parameters.count - 1)
    default: return .container(scope: header.path, isPublic: isPublic)
    }
  }

  /// What may not stand here.
  mutating func unknown(_ name: String, in parent: String) -> Frame {
    let isOfFormat = name.hasPrefix("define-") || name == "include"
    model.add(
      isOfFormat ? "unsupported" : "unknown-element", of: name,
      isOfFormat
        ? LocalText(zh: "不支持：<\(name)>，忽略它会改变结果", en: "unsupported: <\(name)>; leaving it out would change the result")
        : LocalText(zh: "<\(parent)> 中不应有 <\(name)>", en: "<\(name)> does not belong in <\(parent)>"),
      isOfFormat
        ? LocalText(
          zh: "先把它展开为门和基本事件；多个文件请都列在命令行上", en: "write it out as gates and basic events first; name all files of a model on the command line"
        )
        : LocalText(zh: "检查拼写，或删去", en: "check its spelling, or take it out"), at: [position])
    return .skipped
  }

  /// The attribute `name`; a definition or reference without one is written down as wrong.
  mutating func name(_ attributes: [(name: String, value: String)], of element: String) -> String? {
    if let name = attributes.first(where: { $0.name == "name" })?.value, !name.isEmpty { return name }
    model.add(
      "missing-name", LocalText(zh: "<\(element)> 没有 name", en: "<\(element)> has no name"),
      LocalText(zh: "加上 name=\"…\"", en: "add name=\"…\""), at: [position])
    return nil
  }

  mutating func truth(_ attributes: [(name: String, value: String)]) -> Bool? {
    switch attributes.first(where: { $0.name == "value" })?.value {
    case "true", "1": return true
    case "false", "0": return false
    default:
      model.add(
        "bad-value", LocalText(zh: "<constant> 的 value 应为 true 或 false", en: "the value of <constant> is true or false"),
        LocalText(zh: "写 <constant value=\"true\"/> 或 false", en: "write <constant value=\"true\"/>, or false"), at: [position])
      return nil
    }
  }
}

extension OpenPSAText: XMLEvents {
  var hasStopped: Bool { hasFailed || isForeign }

  mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    if name.isPrefixed || attributes.contains(where: \.name.isPrefixed) { isForeign = true }
    begin(Self.word(name), attributes.map { (Self.word($0.name), String(decoding: $0.value, as: UTF8.self)) })
  }

  mutating func end(_ name: XMLName) { end() }

  mutating func text(_ bytes: Bytes) {}

  /// The name as a text; for those that make up most of a model, one that is there already.
  private static func word(_ name: XMLName) -> String {
    if name == "name" { return "name" }
    if name == "value" { return "value" }
    if name == "basic-event" { return "basic-event" }
    if name == "define-gate" { return "define-gate" }
    if name == "define-basic-event" { return "define-basic-event" }
    return name.text
  }
}
