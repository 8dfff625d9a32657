import ClusterModel
import Testing

@Suite struct AddingTests {
  @Test func everyColumnThatHasBegunGetsItsRow() {
    var network = Network(name: "towels")
    let first = network.addFirm("A")
    let second = network.addFirm("B", Name(zh: "乙"), county: CountyID(3), industry: "1751", revenue: 12)
    let third = network.addFirm("C", provenance: Provenance(.sourced, source: "list"))
    #expect(network.firms.count == 3)
    #expect([first, second, third].map { network.firms.name($0, .zh) } == ["A", "乙", "C"])
    #expect([first, second, third].map { network.firms.revenue[$0.row] } == [nil, 12, nil])
    #expect([first, second, third].map { network.firms.county($0)?.row } == [nil, 3, nil])
    #expect([first, second, third].map { network.firms.industry[$0.row] } == ["", "1751", ""])
    #expect(network.firms.provenance[2].source == "list" && network.firms.provenance.kind(0) == .unknown)
    #expect(network.firms.tax.numbers.isEmpty && network.firms.clusters.isEmpty, "a column nobody filled takes no memory")
  }

  @Test func linksMayLeaveOutWhatIsUnknown() {
    var network = Network(name: "towels")
    let (a, b) = (network.addFirm("A"), network.addFirm("B"))
    network.addSupply(from: a, to: b)
    let link = network.addSupply(from: b, to: a, product: ProductID(0), amount: 5, confidence: 0.5)
    #expect(network.supplies.product(SupplyID(0)) == nil && network.supplies.product(link) == ProductID(0))
    #expect(network.supplies.amount[0] == nil && network.supplies.amount[1] == 5)
    #expect(network.supplies.confidence[0] == nil && network.supplies.confidence[1] == 0.5)
  }

  /// A table read from a file has columns that a link added later does not fill.
  @Test func columnsOfAFileStayWhole() {
    var network = Network(name: "towels")
    network.addFirm("A")
    network.firms.tax = NumberColumn([7])
    network.firms.figuresYear = [2022]
    network.firms.extra = [("note", TextColumn(["x"]))]
    network.addFirm("B")
    #expect(network.firms.tax.numbers.count == 2 && network.firms.tax[1] == nil)
    #expect(network.firms.figuresYear == [2022, -1])
    #expect(network.firms.extra[0].values.count == 2)
  }
}
