import ClusterModel
import CutSets

extension OpenPSAModel {
  /// Looks all names up, chooses the top gate, and makes the tree below it.
  consuming func reading(top wanted: String?, missionTime: Double?) -> FaultTreeReading {
    var model = self
    let names = OpenPSANames(&model)
    let position = Position(file: 0, line: 1, column: 1)
    let constants = (off: model.houses.count, on: model.houses.count + 1)
    for occurs in [false, true] {
      let header = Header(name: occurs ? "true" : "false", scope: "", isPublic: true, position: position)
      model.houses.append(House(header: header, occurs: occurs))
    }
    let inputs = model.inputs(names, constants: constants)
    let owners = model.owners()
    model.refuseCircle(inputs, owners)
    let top = model.errorCount == 0 || wanted != nil ? model.top(wanted, names, inputs) : nil
    let reachable = top.map { Self.reachable(from: $0, inputs) } ?? []
    model.refuseNonCoherent(reachable, owners)
    var unread: [Int: Finding] = [:]
    var tree: FaultTree?
    if let top, model.errorCount == 0 {
      tree = model.tree(top: top, reachable, inputs, owners, names, missionTime, &unread)
    }
    return FaultTreeReading(tree: model.errorCount == 0 ? tree : nil, findings: model.findings, unreadProbabilities: unread)
  }

  /// The gate that each formula belongs to.
  private func owners() -> [Int] {
    var owners = [Int](repeating: -1, count: formulas.count)
    for (number, gate) in gates.enumerated() {
      var open = gate.formula.map { [$0] } ?? []
      while let formula = open.popLast() {
        owners[formula] = number
        for case .formula(let inner) in formulas[formula].arguments { open.append(inner) }
      }
    }
    return owners
  }

  private mutating func refuseCircle(_ inputs: [[FaultTree.Input]], _ owners: [Int]) {
    guard let circle = FaultTree.circle(among: inputs) else { return }
    var path: [Int] = []
    for formula in circle where path.last != owners[formula] { path.append(owners[formula]) }
    if path.count > 1, path.first == path.last { path.removeLast() }
    let shown = (path.prefix(20).map { gates[$0].header.shownName } + (path.count > 20 ? ["…"] : [gates[path[0]].header.shownName]))
      .joined(separator: " → ")
    add(
      "gate-circle", of: gates[path[0]].header.shownName,
      LocalText(zh: "门的定义成环：\(shown)", en: "gates are defined in a circle: \(shown)"),
      LocalText(
        zh: "断开这个环；互相供应的网络不是故障树，请作为产业链网络分析其弱链",
        en: "break the circle; a network of mutual supply is no fault tree: ask for the weak links of the network instead"),
      at: path.prefix(20).map { gates[$0].header.position })
  }

  /// The formula of the gate asked for, or of the only gate that no other one uses.
  private mutating func top(_ wanted: String?, _ names: OpenPSANames, _ inputs: [[FaultTree.Input]]) -> Int? {
    let position = [Position(file: 0, line: 1, column: 1)]
    var isUsed = [Bool](repeating: false, count: formulas.count)
    for row in inputs { for case .gate(let formula) in row { isUsed[formula] = true } }
    let roots = gates.filter { gate in gate.formula.map { !isUsed[$0] } ?? false }
    let shown = roots.prefix(20).map { $0.header.shownName }.joined(separator: ", ") + (roots.count > 20 ? ", …" : "")
    if let wanted {
      if case .gate(let number)? = names.input(wanted, in: "") { return gates[number].formula }
      add(
        "no-top-event", of: wanted, LocalText(zh: "没有名为 \(wanted) 的门", en: "there is no gate \(wanted)"),
        LocalText(zh: "可作顶事件的门：\(shown)", en: "gates at the top: \(shown)"), at: position)
      return nil
    }
    if roots.count == 1 { return roots[0].formula }
    if roots.isEmpty {
      add(
        "no-top-event", LocalText(zh: "模型没有顶事件", en: "the model has no top event"),
        gates.isEmpty
          ? LocalText(zh: "在 <define-fault-tree> 中用 <define-gate> 定义门", en: "define gates by <define-gate> in a <define-fault-tree>")
          : LocalText(zh: "指定一个门作顶事件", en: "name the gate whose failure is asked for"), at: position)
    } else {
      add(
        "several-top-events", LocalText(zh: "模型有 \(roots.count) 个顶事件：\(shown)", en: "the model has \(roots.count) top events: \(shown)"),
        LocalText(zh: "指定其中一个作顶事件", en: "name one of them as the top event"), at: roots.prefix(20).map { $0.header.position })
    }
    return nil
  }

  /// Formulas below `top`, itself first, each once, from the top down.
  private static func reachable(from top: Int, _ inputs: [[FaultTree.Input]]) -> [Int] {
    var seen: Set = [top]
    var order = [top]
    var at = 0
    while at < order.count {
      for case .gate(let below) in inputs[order[at]] where seen.insert(below).inserted { order.append(below) }
      at += 1
    }
    return order
  }

  private mutating func refuseNonCoherent(_ reachable: [Int], _ owners: [Int]) {
    for formula in reachable {
      guard case .other(let name) = formulas[formula].kind else { continue }
      let gate = gates[owners[formula]].header.shownName
      let shown = name.uppercased()
      add(
        "non-coherent-gate", of: gate,
        LocalText(
          zh: "门 \(gate) 中有非单调门 \(shown)：最小割集只对单调（coherent）模型有定义",
          en: "non-coherent gate \(shown) in gate \(gate): only coherent models have minimal cut sets"),
        LocalText(
          zh: "改用 and、or、atleast 表达，或另选不含它的门作顶事件", en: "express it by and, or and atleast, or name a top event without it"),
        at: [formulas[formula].position])
    }
  }

  private mutating func tree(
    top: Int, _ reachable: [Int], _ inputs: [[FaultTree.Input]], _ owners: [Int], _ names: OpenPSANames, _ missionTime: Double?,
    _ unread: inout [Int: Finding]
  ) -> FaultTree? {
    var gateNumbers = [Int](repeating: -1, count: formulas.count)
    for (number, formula) in reachable.enumerated() { gateNumbers[formula] = number }
    var usedEvents: Set<Int> = []
    var usedHouses: Set<Int> = []
    for formula in reachable {
      for input in inputs[formula] {
        if case .event(let number) = input { usedEvents.insert(number) }
        if case .house(let number) = input { usedHouses.insert(number) }
      }
    }
    let shownNames = events.map { $0.header.shownName }
    let eventOrder = usedEvents.sorted { shownNames[$0].utf8.lexicographicallyPrecedes(shownNames[$1].utf8) }
    let houseOrder = usedHouses.sorted()
    let eventNumbers = Dictionary(uniqueKeysWithValues: zip(eventOrder, 0...))
    let houseNumbers = Dictionary(uniqueKeysWithValues: zip(houseOrder, 0...))
    let treeGates = reachable.map { formula in
      let isWhole = gates[owners[formula]].formula == formula
      return FaultTree.Gate(
        isWhole ? gates[owners[formula]].header.shownName : "", formulas[formula].treeKind,
        inputs[formula].map { input in
          switch input {
          case .gate(let below): .gate(gateNumbers[below])
          case .event(let number): .event(eventNumbers[number]!)
          case .house(let number): .house(houseNumbers[number]!)
          }
        })
    }
    var values = OpenPSAValues(missionTime: missionTime)
    let treeEvents = eventOrder.enumerated().map { number, event in
      let probability = values.probability(of: event, in: &self, names)
      if probability == nil { unread[number] = values.finding }
      return FaultTree.BasicEvent(shownNames[event], probability: probability)
    }
    let treeHouses = houseOrder.map { FaultTree.HouseEvent(houses[$0].header.shownName, occurs: houses[$0].occurs) }
    do {
      return try FaultTree(gates: treeGates, events: treeEvents, houseEvents: treeHouses, top: gateNumbers[top])
    } catch {
      let formula = reachable.first { gates[owners[$0]].header.shownName == error.subject } ?? top
      add(
        "bad-formula", of: error.subject, LocalText(zh: "门 \(error.subject) 的公式有误：\(error.code.rawValue)", en: "\(error)"),
        LocalText(zh: "改正这个门", en: "correct this gate"), at: [formulas[formula].position])
      return nil
    }
  }
}

extension OpenPSAModel.Formula {
  fileprivate var treeKind: FaultTree.GateKind {
    switch kind {
    case .and: .and
    case .atLeast(let needed): .atLeast(needed)
    case .or, .pass, .other: .or
    }
  }
}
