import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The expression behind a probability.
indirect enum OpenPSAExpression {
  case constant(Double)
  case parameter(String, OpenPSAModel.Position)
  case missionTime(OpenPSAModel.Position)
  case call(String, [OpenPSAExpression], OpenPSAModel.Position)

  init(_ name: String, value: String?, _ operands: [OpenPSAExpression], _ position: OpenPSAModel.Position) {
    switch name {
    case "float", "int":
      self = value.flatMap { Double($0) }.flatMap { $0.isFinite ? .constant($0) : nil } ?? .call(name, operands, position)
    case "bool": self = value == "true" ? .constant(1) : value == "false" ? .constant(0) : .call(name, operands, position)
    case "pi": self = .constant(.pi)
    case "parameter": self = value.map { .parameter($0, position) } ?? .call(name, operands, position)
    case "system-mission-time": self = .missionTime(position)
    default: self = .call(name, operands, position)
    }
  }

  /// The value of an operation with known arguments; `nil` when the operation is not read, or not with so many.
  ///
  /// A random deviate stands for its mean. Failure laws by the format's chapter 5.3 (exponential, GLM, Weibull, test at fixed intervals).
  static func value(of name: String, _ x: [Double]) -> Double? {
    switch (name, x.count) {
    case ("neg", 1): -x[0]
    case ("abs", 1): abs(x[0])
    case ("exp", 1): exp(x[0])
    case ("log", 1): log(x[0])
    case ("log10", 1): log10(x[0])
    case ("sqrt", 1): x[0].squareRoot()
    case ("pow", 2): pow(x[0], x[1])
    case ("add", 1...): x.reduce(0, +)
    case ("mul", 1...): x.reduce(1, *)
    case ("sub", 1...): x.dropFirst().reduce(x[0], -)
    case ("div", 1...): x.dropFirst().reduce(x[0], /)
    case ("min", 1...): x.min()
    case ("max", 1...): x.max()
    case ("mean", 1...): x.reduce(0, +) / Double(x.count)
    case ("uniform-deviate", 2): (x[0] + x[1]) / 2
    case ("normal-deviate", 2), ("lognormal-deviate", 3): x[0]
    case ("exponential", 2): -expm1(-x[0] * x[1])
    case ("GLM", 4): (x[1] - (x[1] - x[0] * (x[1] + x[2])) * exp(-(x[1] + x[2]) * x[3])) / (x[1] + x[2])
    case ("Weibull", 4): x[3] <= x[2] ? 0 : -expm1(-pow((x[3] - x[2]) / x[0], x[1]))
    // rate, time between tests, time of the first test, time
    case ("periodic-test", 4):
      x[3] <= x[2] ? -expm1(-x[0] * x[3]) : -expm1(-x[0] * fmod(x[3] - x[2], x[1]))
    default: nil
    }
  }
}

extension OpenPSAText {
  /// An element of an expression. Its kind is judged when its value is wanted.
  mutating func expression(_ name: String, _ attributes: Attributes) -> Frame {
    operands.append([])
    let wanted = name == "parameter" ? "name" : "value"
    let value = attributes.first { $0.name == wanted }?.value
    if name == "float" || name == "int", value.flatMap({ Double($0) })?.isFinite != true {
      model.add(
        "bad-number", LocalText(zh: "<\(name)> 的 value 不是数：\(value ?? "")", en: "the value of <\(name)> is no number: \(value ?? "")"),
        LocalText(zh: "写 <float value=\"0.01\"/>", en: "write <float value=\"0.01\"/>"), at: [position])
    }
    return .expression(name, value: value, position)
  }

  mutating func secondExpression(_ name: String) -> Frame {
    model.add(
      "bad-formula", of: name, LocalText(zh: "\(name) 有不止一个表达式", en: "\(name) has more than one expression"),
      LocalText(zh: "只留一个", en: "leave one"), at: [position])
    return .skipped
  }

  /// Gives a finished expression to the definition around it.
  mutating func assign(_ expression: OpenPSAExpression) {
    switch frames.last {
    case .event(let number): model.events[number].expression = expression
    case .parameter(let number): model.parameters[number].expression = expression
    default: break
    }
  }
}
