import ClusterModel

/// Works out the probabilities of basic events; parameters are worked out once.
struct OpenPSAValues {
  let missionTime: Double?
  /// Why the last value is unknown.
  private(set) var finding: Finding?
  private var parameters: [Int: Double] = [:]
  /// Parameters whose own value is being worked out.
  private var open: Set<Int> = []
  /// How deep parameters may lean on one another.
  private static let depthLimit = 200

  init(missionTime: Double?) { self.missionTime = missionTime }

  /// The failure probability of an event; `nil` when none is given, or by what is not read (see ``finding``). One outside 0...1 is an error of
  /// the model.
  mutating func probability(of event: Int, in model: inout OpenPSAModel, _ names: OpenPSANames) -> Double? {
    let header = model.events[event].header
    guard let expression = model.events[event].expression else {
      finding = model.finding(
        "no-probability", of: header.shownName,
        LocalText(zh: "基本事件 \(header.shownName) 没有概率", en: "basic event \(header.shownName) has no probability"),
        LocalText(zh: "在其定义中写 <float value=\"…\"/>", en: "write <float value=\"…\"/> into its definition"), at: [header.position])
      return nil
    }
    guard let value = value(of: expression, header, model, names) else { return nil }
    guard (0...1).contains(value) else {
      model.add(
        "bad-number", of: header.shownName,
        LocalText(
          zh: "基本事件 \(header.shownName) 的概率为 \(value)，不在 0 到 1 之间",
          en: "the probability of basic event \(header.shownName) is \(value), not from 0 to 1"),
        LocalText(zh: "改正其表达式", en: "correct its expression"), at: [header.position])
      return nil
    }
    return value
  }

  /// Recursion is bounded: elements nest ``FaultTreeReader/depthLimit`` deep at most, parameters 200.
  private mutating func value(
    of expression: OpenPSAExpression, _ header: OpenPSAModel.Header, _ model: OpenPSAModel, _ names: OpenPSANames
  ) -> Double? {
    switch expression {
    case .constant(let value): return value
    case .missionTime(let position):
      if let missionTime { return missionTime }
      finding = model.finding(
        "no-mission-time", of: header.shownName,
        LocalText(zh: "\(header.shownName) 的概率取决于任务时间", en: "the probability of \(header.shownName) depends on the mission time"),
        LocalText(zh: "给出任务时间的小时数", en: "give the mission time in hours"), at: [position])
      return nil
    case .parameter(let name, let position):
      guard let number = names.parameter(name, in: header.scope), let inner = model.parameters[number].expression else {
        return unread("parameter \(name)", header, model, position)
      }
      if let value = parameters[number] { return value }
      guard open.count < Self.depthLimit, open.insert(number).inserted else {
        return unread("parameter \(name) (it leans on itself, or on too many others)", header, model, position)
      }
      defer { open.remove(number) }
      let value = value(of: inner, model.parameters[number].header, model, names)
      parameters[number] = value
      return value
    case .call(let name, let operands, let position):
      var values: [Double] = []
      for operand in operands {
        guard let value = value(of: operand, header, model, names) else { return nil }
        values.append(value)
      }
      guard let value = OpenPSAExpression.value(of: name, values), value.isFinite else {
        return unread("<\(name)>", header, model, position)
      }
      return value
    }
  }

  private mutating func unread(
    _ what: String, _ header: OpenPSAModel.Header, _ model: OpenPSAModel, _ position: OpenPSAModel.Position
  ) -> Double? {
    finding = model.finding(
      "unsupported", of: header.shownName,
      LocalText(zh: "不支持：\(header.shownName) 的概率中的 \(what)", en: "unsupported: \(what) in the probability of \(header.shownName)"),
      LocalText(zh: "改写为 <float value=\"…\"/>", en: "write the number itself: <float value=\"…\"/>"), at: [position])
    return nil
  }
}
