package import ClusterModel

extension Subject {
  /// The name in a language, else the id.
  package func display(_ language: Language) -> String {
    let name = name[language]
    return name.isEmpty ? id : name
  }
}

/// Explanations in words.
extension SupplyModel {
  /// The proof, step by step, the paths first.
  func witness(_ explanation: Explanation, target: Target) -> [WitnessStep] {
    var steps = explanation.steps.map { step -> WitnessStep in
      let buyer = network.subject(step.firm)
      if let event = step.stoppedBy {
        let cause = subject(event)
        return WitnessStep(
          LocalText(
            zh: "\(buyer.display(.zh))停产：随“\(cause.display(.zh))”一并失去",
            en: "\(buyer.display(.en)) stops: it goes with \(cause.display(.en))"),
          subjects: [cause, buyer])
      }
      let reasons = Language.allCases.map { language in
        step.starvesOf.map { reason in
          let suppliers = reason.suppliers.map { network.firms.name($0, language) }
          let shown = suppliers.prefix(4).joined(separator: language == .zh ? "、" : ", ")
          let rest = suppliers.count > 4 ? (language == .zh ? "等 \(suppliers.count) 家" : " and \(suppliers.count - 4) more") : ""
          let good = view.name(reason.good)[language]
          return language == .zh ? "\(good)断供（\(shown)\(rest)停产）" : "no \(good) (\(shown)\(rest) stopped)"
        }.joined(separator: language == .zh ? "、" : "; ")
      }
      return WitnessStep(
        LocalText(
          zh: "\(buyer.display(.zh))停产：\(reasons[0])", en: "\(buyer.display(.en)) stops: \(reasons[1])"),
        subjects: step.starvesOf.flatMap { $0.suppliers.map { network.subject($0) } } + step.starvesOf.map { view.subject($0.good) }
          + [buyer])
    }
    if !target.outputs.isEmpty {
      steps.append(
        WitnessStep(
          LocalText(
            zh: "\(target.subject.display(.zh))某一产出环节再无企业在产",
            en: "an output stage of \(target.subject.display(.en)) has no running firm left"),
          subjects: [target.subject]))
    }
    let paths = explanation.paths.filter { $0.count > 1 }.map { path in
      let names = Language.allCases.map { language in path.map { network.firms.name($0, language) }.joined(separator: " → ") }
      return WitnessStep(LocalText(zh: "路径：\(names[0])", en: "path: \(names[1])"), subjects: path.map { network.subject($0) })
    }
    return paths + steps
  }

  /// A remedy in words: every source it takes, buyer by buyer.
  ///
  /// - Parameter isOneOfSeveral: the loss stops other targets too, so it is said which one the remedy saves.
  func text(_ remedy: Remedy?, for target: Target, isOneOfSeveral: Bool = false) -> LocalText {
    guard let remedy else {
      let name = Language.allCases.map { target.subject.display($0) }
      return LocalText(
        zh: "“\(name[0])”自身随之失去，另找供应商无济于事：须使其不系于此",
        en: "\(name[1]) itself is lost with it, and further suppliers do not help: free it from this dependence"
      )
    }
    func text(_ language: Language) -> String {
      var clauses: [(buyer: FirmID, goods: [String])] = []
      var outputs: [String] = []
      for (source, count) in remedy.sources {
        switch source {
        case .output(let place): outputs.append(outputText(target.outputs[place].stage, language))
        case .purchase(let purchase):
          let buyer = FirmID(Int(view.buyers[purchase]))
          if clauses.last?.buyer != buyer { clauses.append((buyer, [])) }
          clauses[clauses.count - 1].goods.append(sourceText(purchase, count, language))
        }
      }
      let all =
        clauses.map { clause in
          let buyer = network.subject(clause.buyer).display(language)
          return language == .zh
            ? "为\(buyer)落实\(clause.goods.joined(separator: "和"))" : "secure \(clause.goods.joined(separator: " and ")) for \(buyer)"
        } + outputs
      let end =
        isOneOfSeveral ? (language == .zh ? "（可保\(target.subject.display(.zh))）" : " (this saves \(target.subject.display(.en)))") : ""
      return all.joined(separator: language == .zh ? "；" : "; ") + end
    }
    return LocalText(zh: text(.zh), en: text(.en))
  }

  private func sourceText(_ purchase: Int, _ count: Int, _ language: Language) -> String {
    let good = view.name(view.goods[purchase])[language]
    if count > 1 { return language == .zh ? "“\(good)”的另外 \(count) 家供应商" : "\(count) further suppliers of \(good)" }
    let isSecond = view.entries(purchase).count == 1
    return language == .zh ? "“\(good)”的\(isSecond ? "第二" : "另一")供应商" : "a \(isSecond ? "second" : "further") supplier of \(good)"
  }

  private func outputText(_ stage: StageID?, _ language: Language) -> String {
    guard let stage else { return language == .zh ? "在另一家企业形成同样产出" : "raise the same output at another firm" }
    let name = network.subject(stage).display(language)
    return language == .zh ? "培育从事“\(name)”的另一家企业" : "raise a further firm at the stage \(name)"
  }

  /// The rows of the supply links the proof rests on.
  func places(_ explanation: Explanation) -> [Place] {
    explanation.steps.flatMap { step in
      step.starvesOf.flatMap { reason -> [Place] in
        let lost = Set(reason.suppliers.map(\.index))
        return view.entries(reason.purchase).filter { lost.contains(view.suppliers[$0]) }.flatMap { entry in
          view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])].map {
            network.supplies.place(SupplyID(Int($0)), column: "supplier_id")
          }
        }
      }
    }
  }

  /// The proof in one sentence: “if 甲 and 乙 stop, 印染 has no 坯布, so 毛巾 stops”.
  func sentence(_ lost: [SupplyEvent], _ explanation: Explanation, target: Target) -> LocalText {
    func text(_ language: Language) -> String {
      let isFirms = lost.allSatisfy { $0.kind == .firms }
      let names = lost.map { subject($0).display(language) }
      var clauses = explanation.steps.filter { target.kind != .firm($0.firm) || !$0.starvesOf.isEmpty }.map { clause($0, language) }
      if clauses.count > 5 {
        let more = clauses.count - 4
        clauses.replaceSubrange(3..<(clauses.count - 1), with: [language == .zh ? "（另 \(more) 步）" : "(\(more) steps more)"])
      }
      let goal = target.subject.display(language)
      if language == .zh {
        let first = "若\(names.joined(separator: "、"))\(isFirms ? (names.count > 1 ? "同时停产" : "停产") : (names.count > 1 ? "同时失去" : "失去"))"
        return ([first] + clauses).joined(separator: "，") + "，\(goal)随之停产"
      }
      let list = names.count < 3 ? names.joined(separator: " and ") : names.dropLast().joined(separator: ", ") + " and " + names.last!
      let verb = isFirms ? (names.count > 1 ? "stop" : "stops") : (names.count > 1 ? "are lost" : "is lost")
      return (["if \(list) \(verb)"] + clauses).joined(separator: ", ") + ", so \(goal) stops"
    }
    return LocalText(zh: text(.zh), en: text(.en))
  }

  private func clause(_ step: Explanation.Step, _ language: Language) -> String {
    let firm = network.subject(step.firm).display(language)
    if step.stoppedBy != nil { return language == .zh ? "\(firm)一并停产" : "\(firm) stops with it" }
    let goods = step.starvesOf.map { view.name($0.good)[language] }
    return language == .zh
      ? "\(firm)断供\(goods.joined(separator: "、"))" : "\(firm) has \(goods.map { "no \($0)" }.joined(separator: " and "))"
  }
}
