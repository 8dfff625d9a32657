public import ClusterModel

extension Matching {
  /// One finding for each shortage (a Hall violator), the one that lacks most first: who wants how much, who could make it, how much is short, and
  /// whose capacity is to be asked for before anybody builds more.
  public func findings() -> [Finding] {
    shortages.sorted { ($0.wanted - $0.spare, $1.demands[0]) > ($1.wanted - $1.spare, $0.demands[0]) }.map { shortage in
      let products = Set(shortage.demands.map { demands[$0].product }).sorted { network.products[$0.row].id < network.products[$1.row].id }
      let first = network.products[products[0].row]
      let lacking = shortage.wanted - shortage.spare
      func goods(_ language: Language) -> String {
        let names = products.prefix(3).map {
          network.products[$0.row].name[language].isEmpty ? network.products[$0.row].id : network.products[$0.row].name[language]
        }
        let list = names.joined(separator: language == .zh ? "、" : ", ")
        return products.count > 3 ? (language == .zh ? "\(list)等" : "\(list) and others") : list
      }
      let (buyerCount, makerCount) = (
        Set(shortage.demands.map { demands[$0].buyer }).count, Set(shortage.offers.map { offers[$0].maker }).count
      )
      let unknown = Set(shortage.unknown.map { offers[$0].maker }).sorted { network.firms.ids.precedes($0.row, $1.row) }
      func ask(_ language: Language) -> String {
        let names = unknown.prefix(3).map { network.firms.name($0, language) }.joined(separator: language == .zh ? "、" : ", ")
        return unknown.count > 3 ? (language == .zh ? "\(names)等 \(unknown.count) 家" : "\(names) and \(unknown.count - 3) more") : names
      }
      var finding = Finding(
        rule: "local-capacity-short", severity: .warning, subject: Subject(table: "product", id: first.id, name: first.name),
        message: LocalText(
          zh:
            "\(goods(.zh))：\(buyerCount) 家采购方共需 \(Self.amount(shortage.wanted)) 万元，本地能做的 \(makerCount) 家只余 \(Self.amount(shortage.spare)) 万元产能"
            + (unknown.isEmpty ? "" : "；另有 \(unknown.count) 家产能未知"),
          en:
            "\(goods(.en)): \(buyerCount) \(buyerCount == 1 ? "buyer wants" : "buyers together want") \(Self.amount(shortage.wanted)) (10k CNY a year), the \(makerCount) local \(makerCount == 1 ? "maker" : "makers") that could serve \(buyerCount == 1 ? "it" : "any of them") can spare \(Self.amount(shortage.spare))"
            + (unknown.isEmpty ? "" : "; the capacity of \(unknown.count) more is unknown")
        ),
        remedy: LocalText(
          zh: (unknown.isEmpty ? "" : "先询问\(ask(.zh))的产能；不足则")
            + "扩产或引进 \(Self.amount(lacking)) 万元的\(goods(.zh))产能",
          en: (unknown.isEmpty ? "" : "ask \(ask(.en)) for their capacity first; where it falls short, ")
            + "raise or attract capacity for \(Self.amount(lacking)) (10k CNY a year) of \(goods(.en))"),
        figures: [("wanted_cny_wan", shortage.wanted), ("spare_cny_wan", shortage.spare)])
      finding.witness = witness(shortage)
      finding.places = shortage.demands.prefix(6).flatMap { places(demands[$0]) }
      return finding
    }
  }

  private func witness(_ shortage: Shortage) -> [WitnessStep] {
    let wants = shortage.demands.map { number -> WitnessStep in
      let demand = demands[number]
      let buyer = network.subject(demand.buyer)
      let product = network.products[demand.product.row]
      return WitnessStep(
        LocalText(
          zh: "\(buyer.display(.zh))需要 \(Self.amount(demand.amount ?? 0)) 万元\(name(demand.product).zh)",
          en: "\(buyer.display(.en)) wants \(Self.amount(demand.amount ?? 0)) of \(name(demand.product).en)"),
        subjects: [buyer, Subject(table: "product", id: product.id, name: product.name)])
    }
    let makes = shortage.offers.map { number -> WitnessStep in
      let offer = offers[number]
      let maker = network.subject(offer.maker)
      return WitnessStep(
        LocalText(
          zh: "\(maker.display(.zh))余 \(Self.amount(offer.spare ?? 0)) 万元\(name(offer.product).zh)产能",
          en: "\(maker.display(.en)) can spare \(Self.amount(offer.spare ?? 0)) of \(name(offer.product).en)"),
        subjects: [maker])
    }
    return makes + wants
  }

  private func places(_ demand: Demand) -> [Place] {
    let view = supply.view
    let outside = Set(demand.suppliers.map(\.index))
    return view.entries(demand.purchase).filter { outside.contains(view.suppliers[$0]) }.flatMap { entry in
      view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])].map {
        network.supplies.rowNumbers.place(of: Int($0), table: "supplies", column: "amount_cny_wan")
      }
    }
  }

  /// The product's name, else its id.
  public func name(_ product: ProductID) -> LocalText {
    let row = network.products[product.row]
    return LocalText(zh: row.name[.zh].isEmpty ? row.id : row.name[.zh], en: row.name[.en].isEmpty ? row.id : row.name[.en])
  }

  static func amount(_ amount: Double) -> String { Benchmark.decimals(amount, amount < 100 && amount != amount.rounded() ? 1 : 0) }
}
