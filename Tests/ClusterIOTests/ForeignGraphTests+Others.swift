import ChainwrightTesting
import ClusterModel
import Testing

@testable import ClusterIO

/// GEXF, JSON and lists of graph databases; see ``ForeignGraphTests``.
@Suite("Graph files of other programs: GEXF, JSON, Neo4j") struct OtherForeignGraphTests: ForeignFiles {
  var ids: [String] { ["firm_id", "supplier_id", "buyer_id", "product_id"] }

  private func rules(_ reading: Reading) throws -> [String] {
    try Audit.run(reading).counts.map(\.rule.id).filter { !["unsourced-fact", "no-leader", "implied-rows"].contains($0) }
  }

  private func gexf(_ body: String, _ graph: String = " defaultedgetype=\"directed\"", _ attributes: String = "") -> String {
    "<gexf xmlns:viz=\"http://gexf.net/1.3/viz\"><graph\(graph)>\(attributes)\(body)</graph></gexf>"
  }

  /// Weight, label, kind and times of an edge are columns, an attribute that is not given has its default (GEXF 1.3, 3.4), drawings are told of.
  @Test func attributesOfGEXF() throws {
    let attributes =
      "<attributes class=\"node\"><attribute id=\"m\" title=\"Modularity Class\" type=\"integer\"><default>0</default></attribute></attributes>"
    let body = """
      <nodes><node id="A" label="甲" start="2018-01-01"><attvalues><attvalue for="m" value="1"/></attvalues><viz:size value="10"/></node>\
      <node id="B" label="B"/></nodes><edges><edge id="0" source="A" target="B" weight="2.5" label="纱线" start="2019-03-01" end="2020-03-10"/>\
      <edge id="1" source="A" target="B" kind="k"><spells><spell start="2021" end="2022"/><spell start="2024"/></spells></edge></edges>
      """
    let reading = try read("a.gexf", gexf(body, " defaultedgetype=\"directed\"", attributes))
    #expect(
      rows(reading) == [
        "A name=甲 Modularity Class=1 start=2018-01-01", "B Modularity Class=0",
        "A B weight=2.5 label=纱线 start=2019-03-01 end=2020-03-10", "A B spells=2021/2022；2024/ kind=k",
      ])
    #expect(try rules(reading) == ["left-out-part", "repeated-link"])
  }

  /// GEXF 1.3, 3.1: edges are undirected where neither the graph nor the edge says otherwise.
  @Test func directionOfGEXF() throws {
    func body(_ type: String) -> String {
      "<nodes><node id=\"A\"/><node id=\"B\"/></nodes><edges><edge source=\"A\" target=\"B\"\(type)/></edges>"
    }
    #expect(try says("a.gexf", gexf(body(""), "")).contains("defaultedgetype"))
    #expect(rows(try read("a.gexf", gexf(body(" type=\"directed\""), ""))) == ["A", "B", "A B"])
    #expect(try says("a.gexf", gexf(body(" type=\"mutual\""))).contains("both ways"))
    #expect(try says("a.gexf", gexf(body(" type=\"undirected\""))).contains("no direction"))
  }

  @Test func otherFormsOfGEXF() throws {
    let undeclared =
      "<nodes><node id=\"A\"/><node id=\"B\"/></nodes><edges><edge source=\"A\" target=\"B\"><attvalues><attvalue id=\"weight\" value=\"2.0\"/></attvalues></edge></edges>"
    #expect(rows(try read("a.gexf", gexf(undeclared))) == ["A", "B", "A B weight=2.0"])
    let nested =
      "<nodes><node id=\"G\" label=\"园区\"><nodes><node id=\"A\" label=\"甲\"/></nodes></node><node id=\"B\" pid=\"G\"/></nodes><edges><edge source=\"A\" target=\"B\"/></edges>"
    #expect(rows(try read("a.gexf", gexf(nested))) == ["A name=甲 group=园区", "B pid=G", "A B"])
    let name = "<attributes class=\"node\"><attribute id=\"n\" title=\"name\" type=\"string\"/></attributes>"
    let both = "<nodes><node id=\"A\" label=\"简称\"><attvalues><attvalue for=\"n\" value=\"全称\"/></attvalues></node></nodes>"
    #expect(rows(try read("a.gexf", gexf(both, " defaultedgetype=\"directed\"", name))) == ["A name=全称 label=简称"])
  }

  /// NetworkX 3.6, node_link_data: the list of links is called links or edges, attributes stand beside the ids.
  @Test(arguments: ["links", "edges"]) func nodeLink(list: String) throws {
    let text = """
      {"directed": true, "multigraph": true, "graph": {"name": "test"}, "nodes": [{"revenue_cny_wan": 10, "tags": ["x", "y"], "id": "甲"}, \
      {"id": "乙", "geo": {"lat": 1}}, {"id": 3, "name": null}], "\(list)": [{"amount_cny_wan": 4.5, "source": "甲", "target": "乙", "key": 1}, \
      {"source": "乙", "target": 3, "key": 0}]}
      """
    let reading = try read("a.json", text)
    #expect(
      rows(reading) == ["甲 revenue_cny_wan=10 tags=x；y", "乙 geo={\"lat\": 1}", "3", "甲 乙 amount_cny_wan=4.5 key=1", "乙 3 key=0"])
    #expect(reading.network.title.zh == "test")
    #expect(try rules(reading) == [])
  }

  /// Links by place, as D3 took them; links before nodes; vis-network's words; no word on direction.
  @Test func otherFormsOfNodeLink() throws {
    let places = "{\"directed\":true,\"links\":[{\"source\":0,\"target\":1}],\"nodes\":[{\"id\":\"甲\"},{\"id\":\"乙\"}]}"
    let reading = try read("a.json", places)
    #expect(rows(reading) == ["甲", "乙", "甲 乙"])
    #expect(try rules(reading) == ["guessed-reading"])
    #expect(try says("a.json", places.replacing("\"target\":1", with: "\"target\":2")).contains("there are 2 nodes"))
    let numbers = "{\"directed\":true,\"nodes\":[{\"id\":1},{\"id\":0}],\"links\":[{\"source\":0,\"target\":1}]}"
    #expect(rows(try read("a.json", numbers)) == ["1", "0", "0 1"])
    let words = "{\"nodes\":[{\"id\":\"a\",\"label\":\"甲\"},{\"id\":\"b\"}],\"edges\":[{\"from\":\"a\",\"to\":\"b\",\"arrows\":\"to\"}]}"
    let vis = try read("a.json", words)
    #expect(rows(vis) == ["a name=甲", "b", "a b arrows=to"])
    #expect(try rules(vis) == ["guessed-reading"])
    #expect(
      rows(try read("a.json", "{\"directed\":true,\"nodes\":[{\"name\":\"甲\"},{\"name\":\"乙\"}],\"links\":[{\"source\":0,\"target\":1}]}"))
        == ["甲 name=甲", "乙 name=乙", "甲 乙"])
    #expect(try says("a.json", "{\"directed\":false,\"nodes\":[],\"links\":[]}").contains("not directed"))
    #expect(try says("a.json", "{\"series\":[]}").contains("node-link"))
    #expect(try says("a.json", "[]").contains("node-link"))
  }

  @Test func cytoscape() throws {
    let text = """
      {"data": [], "directed": true, "elements": {"nodes": [{"data": {"id": "a", "name": "甲"}, "position": {"x": 1}}, {"data": {"id": "b"}}], \
      "edges": [{"data": {"source": "a", "target": "b", "weight": 2}}]}}
      """
    let reading = try read("a.json", text)
    #expect(rows(reading) == ["a name=甲", "b", "a b weight=2"])
    #expect(try rules(reading) == ["left-out-part"])
  }

  /// What JSON Graph Format says of an edge besides its ends is kept.
  @Test func relationsOfJSONGraph() throws {
    let text =
      "{\"graph\":{\"directed\":true,\"nodes\":{\"a\":{\"label\":\"甲\",\"kind\":\"x\"},\"b\":{}},\"edges\":[{\"source\":\"a\",\"target\":\"b\",\"relation\":\"owns\",\"label\":\"控股\"}]}}"
    #expect(rows(try read("a.jgf", text)) == ["a name=甲 kind=x", "b", "a b relation=owns label=控股"])
  }

  /// Nodes and relationships in one file: firms, products, what is supplied and what is made; a purchase runs the other way.
  @Test func neo4j() throws {
    let text = """
      "_id","_labels","name","revenue_cny_wan","_start","_end","_type","amount_cny_wan"
      "0",":Company","虚构甲厂","100",,,,
      "1",":Company","虚构乙厂","200",,,,
      "2",":Product","毛巾",,,,,
      ,,,,"0","1","SUPPLIES","50"
      ,,,,"0","1","BUYS_FROM","60"
      ,,,,"0","2","MAKES",
      ,,,,"2","2","REPLACES",
      """
    let reading = try read("all.csv", text)
    #expect(
      rows(reading, ["firms", "supplies", "products", "makes"]) == [
        "0 name=虚构甲厂 revenue_cny_wan=100 _labels=:Company", "1 name=虚构乙厂 revenue_cny_wan=200 _labels=:Company",
        "0 1 amount_cny_wan=50 _type=SUPPLIES", "1 0 amount_cny_wan=60 _type=BUYS_FROM", "2 name=毛巾", "0 2",
      ])
    #expect(try rules(reading) == ["guessed-reading", "left-out-part", "several-kinds"])
  }

  /// Gephi's ids may be numbers with decimals: no spreadsheet has touched them.
  @Test func idsWithDecimals() throws {
    let body = "<nodes><node id=\"0.0\"/><node id=\"1.0\"/></nodes><edges><edge source=\"0.0\" target=\"1.0\"/></edges>"
    #expect(rows(try read("a.gexf", gexf(body))) == ["0.0", "1.0", "0.0 1.0"])
  }

  @Test func listsOfEdges() throws {
    let folder = try TemporaryFolder([
      "nodes.csv": "Id,Label,timeset,modularity_class\nA,虚构甲厂,,0\nB,虚构乙厂,,1\n",
      "edges.csv": "Source,Target,Type,Id,Label,timeset,Weight\nA,B,Directed,0,,,2.5\nB,A,Undirected,1,,,1\n",
    ])
    let reading = try ForeignTables(firms: .init(folder.path + "/nodes.csv"), supplies: .init(folder.path + "/edges.csv")).read(name: "a")
    #expect(reading.network.firms.count == 2 && reading.network.supplies.count == 2)
    let found = try Audit.run(reading).findings.filter { $0.rule == "edge-direction" }
    #expect(found.map(\.subject.id) == ["B → A"] && found[0].places[0].row == 3)
    #expect(try read("edges2.csv", "Source;Target\nA;B\nA;C\nC;D\n").network.firms.count == 4)
    #expect(
      rows(try read("rels.csv", ":START_ID(Company),:END_ID(Company),:TYPE,amount:int\nA,B,SUPPLIES,50\n")).suffix(1) == [
        "A B :TYPE=SUPPLIES amount:int=50"
      ])
  }
}
