import ClusterModel
import CutSets

/// What the names of a model stand for: gates, basic events and house events share one space of names, parameters have their own.
struct OpenPSANames {
  typealias Header = OpenPSAModel.Header

  private var byPath: [String: FaultTree.Input] = [:]
  private var byPublicName: [String: FaultTree.Input] = [:]
  private var parametersByPath: [String: Int] = [:]
  private var publicParameters: [String: Int] = [:]

  /// Names of `model`; a name given twice is written down there.
  init(_ model: inout OpenPSAModel) {
    var doubles: [Header] = []
    func note<Thing>(_ header: Header, _ thing: Thing, _ paths: inout [String: Thing], _ names: inout [String: Thing]) {
      let isFirstPath = paths.updateValue(thing, forKey: header.path) == nil
      let isFirstName = !header.isPublic || names.updateValue(thing, forKey: header.name) == nil
      if !isFirstPath || !isFirstName { doubles.append(header) }
    }
    for (at, gate) in model.gates.enumerated() { note(gate.header, .gate(at), &byPath, &byPublicName) }
    for (at, event) in model.events.enumerated() { note(event.header, .event(at), &byPath, &byPublicName) }
    for (at, house) in model.houses.enumerated() { note(house.header, .house(at), &byPath, &byPublicName) }
    for (at, parameter) in model.parameters.enumerated() { note(parameter.header, at, &parametersByPath, &publicParameters) }
    for header in doubles {
      model.add(
        "duplicate-id", of: header.shownName,
        LocalText(zh: "\(header.shownName) 定义了不止一次", en: "\(header.shownName) is defined more than once"),
        LocalText(zh: "改名、删去一个，或设 role=\"private\"", en: "rename one, take one out, or make it role=\"private\""), at: [header.position])
    }
  }

  /// What `name` means inside `scope`: the nearest definition around it, else the one everyone sees, else a full path.
  func input(_ name: String, in scope: String) -> FaultTree.Input? { Self.find(name, scope, byPath, byPublicName) }

  func parameter(_ name: String, in scope: String) -> Int? { Self.find(name, scope, parametersByPath, publicParameters) }

  private static func find<Thing>(_ name: String, _ scope: String, _ paths: [String: Thing], _ names: [String: Thing]) -> Thing? {
    var scope = scope[...]
    while !scope.isEmpty {
      if let found = paths[scope + "." + name] { return found }
      scope = scope.lastIndex(of: ".").map { scope[..<$0] } ?? ""
    }
    return names[name] ?? paths[name]
  }
}

extension OpenPSAModel {
  /// Every formula's inputs, where a gate is meant by the number of its formula. A reference to nothing is written down and left out.
  ///
  /// - Parameter constants: the positions in ``houses`` of events that never and always occur.
  mutating func inputs(_ names: OpenPSANames, constants: (off: Int, on: Int)) -> [[FaultTree.Input]] {
    var inputs = [[FaultTree.Input]](repeating: [], count: formulas.count)
    var unknown = UnknownReferences()
    for gate in gates {
      var open = gate.formula.map { [$0] } ?? []
      while let formula = open.popLast() {
        for argument in formulas[formula].arguments {
          switch argument {
          case .formula(let inner):
            inputs[formula].append(.gate(inner))
            open.append(inner)
          case .constant(let occurs): inputs[formula].append(.house(occurs ? constants.on : constants.off))
          case .reference(let name, let kind, let position):
            let found = names.input(name, in: gate.header.scope)
            switch (found, kind) {
            case (.gate(let number)?, .any), (.gate(let number)?, .gate):
              // A gate without a formula was written down where it ends.
              if let target = gates[number].formula { inputs[formula].append(.gate(target)) }
            case (.event?, .any), (.event?, .event), (.house?, .any), (.house?, .house): inputs[formula].append(found!)
            default: unknown.add(name, kind, found, position)
            }
          }
        }
      }
    }
    for item in unknown.items { add("unknown-reference", of: item.name, item.message, item.remedy, at: item.positions) }
    return inputs
  }
}

/// References to what is not defined, each name once.
private struct UnknownReferences {
  private(set) var items: [(name: String, message: LocalText, remedy: LocalText, positions: [OpenPSAModel.Position])] = []
  private var numbers: [String: Int] = [:]

  mutating func add(_ name: String, _ kind: OpenPSAModel.ReferenceKind, _ found: FaultTree.Input?, _ position: OpenPSAModel.Position) {
    let key = kind.rawValue + " " + name
    if let number = numbers[key] {
      items[number].positions.append(position)
      return
    }
    numbers[key] = items.count
    var message = LocalText(zh: "没有定义 \(kind.rawValue) \(name)", en: "\(kind.rawValue) \(name) is not defined")
    var remedy = LocalText(
      zh: "定义它；若定义在别的文件中，请把那个文件也列在命令行上", en: "define it; if another file does, name that file too")
    let isCalled: (zh: String, en: String)? =
      switch found {
      case .gate: ("门", "a gate")
      case .event: ("基本事件", "a basic event")
      case .house: ("房形事件", "a house event")
      case nil: nil
      }
    if let isCalled {
      message = LocalText(zh: "\(name) 是\(isCalled.zh)，不是 \(kind.rawValue)", en: "\(name) is \(isCalled.en), no \(kind.rawValue)")
      remedy = LocalText(zh: "改用 <event name=\"…\"/>", en: "write <event name=\"…\"/>")
    }
    items.append((name, message, remedy, [position]))
  }
}
