import ChainwrightTesting
import ClusterModel
import Testing

@testable import ClusterIO

/// Files of other programs: NetworkX, Gephi, yEd, igraph, Neo4j. The expected values are what those programs read from the same file, or what their
/// specifications say; each is written down beside the case.
@Suite("Graph files of other programs") struct ForeignGraphTests: ForeignFiles {
  private func notes(_ reading: Reading) -> [String] {
    reading.problems.filter { ["left-out-part", "guessed-reading", "edge-direction"].contains($0.rule) }.map { $0.message.en }
  }

  private func graphML(_ body: String, keys: String = "", _ direction: String = " edgedefault=\"directed\"") -> String {
    "<graphml xmlns:y=\"http://www.yworks.com/xml/graphml\">\(keys)<graph\(direction)>\(body)</graph></graphml>"
  }

  // GraphML.

  /// Specification, 2.4.2: a default is the value of elements that do not give one; an element's own goes before it.
  @Test func defaults() throws {
    let keys = """
      <key id="k" for="node" attr.name="county_code"><default>130637</default></key>\
      <key id="a" for="edge" attr.name="amount_cny_wan" attr.type="double"><default>7</default></key>\
      <key id="s" for="all" attr.name="note"><default>x</default></key>
      """
    let body = """
      <node id="A"><data key="k">130628</data></node><node id="B"/>\
      <edge source="A" target="B"/><edge source="B" target="A"><data key="a">9</data><data key="s">y</data></edge>
      """
    #expect(
      rows(try read("a.graphml", graphML(body, keys: keys)))
        == [
          "A county_code=130628 note=x", "B county_code=130637 note=x", "A B amount_cny_wan=7 note=x", "B A amount_cny_wan=9 note=y",
        ])
    #expect(
      try says("a.graphml", graphML("<node id=\"A\"/>", keys: "<key id=\"k\" for=\"node\" attr.type=\"int\"><default>x</default></key>"))
        .contains("declared as a number"))
  }

  /// Of many elements alike, which are read by what was learned of the first, each has its default.
  @Test func defaultsOfManyElements() throws {
    let keys = "<key id=\"k\" for=\"node\" attr.name=\"name\"><default>未名</default></key>"
    let nodes = (0..<300).map { "<node id=\"F\($0)\">\($0 % 3 == 0 ? "" : "<data key=\"k\">厂\($0)</data>")</node>\n" }.joined()
    let firms = try read("a.graphml", graphML(nodes, keys: keys)).network.firms
    #expect(firms.count == 300 && (0..<300).allSatisfy { firms.namesZh[$0] == ($0 % 3 == 0 ? "未名" : "厂\($0)") })
  }

  @Test func directionOfSingleEdges() throws {
    let nodes = "<node id=\"A\"/><node id=\"B\"/>"
    let undirected = " edgedefault=\"undirected\""
    let own = nodes + "<edge source=\"A\" target=\"B\" directed=\"true\"/>"
    #expect(rows(try read("a.graphml", graphML(own, undirected))) == ["A", "B", "A B"])
    #expect(try says("a.graphml", graphML(own + "<edge source=\"B\" target=\"A\"/>", undirected)).contains("no direction"))
    #expect(
      try says("a.graphml", graphML(nodes + "<edge source=\"A\" target=\"B\" directed=\"false\"/>")).contains("has no direction"))
    let unsaid = try read("a.graphml", graphML(nodes + "<edge source=\"A\" target=\"B\"/>", ""))
    #expect(notes(unsaid) == ["the file does not say that its edges have a direction; they were read as running from source to target"])
  }

  private let yedKeys = """
    <key for="node" id="d5" attr.name="description" attr.type="string"/><key for="node" id="d6" yfiles.type="nodegraphics"/>\
    <key for="graphml" id="d7" yfiles.type="resources"/><key for="edge" id="d10" yfiles.type="edgegraphics"/>
    """

  private func yed(_ id: String, _ label: String, _ rest: String = "") -> String {
    "<node id=\"\(id)\"><data key=\"d6\"><y:ShapeNode><y:Geometry x=\"1\"/><y:NodeLabel>\(label)<y:LabelModel/></y:NodeLabel></y:ShapeNode></data>\(rest)</node>"
  }

  @Test func labelsOfYEd() throws {
    let edge = """
      <edge id="e0" source="n0" target="n1"><data key="d10"><y:PolyLineEdge><y:Arrows source="none" target="standard"/>\
      <y:EdgeLabel>纱线</y:EdgeLabel></y:PolyLineEdge></data></edge>
      """
    let reading = try read("a.graphml", graphML(yed("n0", "虚构\n棉纺厂 ") + yed("n1", "Fictive\nWeaving") + edge, keys: yedKeys))
    #expect(rows(reading) == ["n0 name=虚构棉纺厂", "n1 name=Fictive Weaving", "n0 n1 label=纱线"])
    #expect(
      notes(reading) == [
        "how nodes are drawn (places, sizes, colours; 2 entries) is not kept", "the ids of edges only number them and are not kept",
        "how edges are drawn (places, sizes, colours; 1 entry) is not kept",
      ])
    let turned = edge.replacing("source=\"none\" target=\"standard\"", with: "source=\"standard\" target=\"none\"")
    #expect(
      notes(try read("a.graphml", graphML(yed("n0", "甲") + yed("n1", "乙") + turned, keys: yedKeys)))
        .contains("1 edge is drawn with their arrow at the source"))
  }

  /// Groups hold nodes and are no firms, unless an edge ends at one; groups within groups are named from the outside in.
  @Test func groupsOfYEd() throws {
    func group(_ id: String, _ label: String, _ inner: String) -> String {
      """
      <node id="\(id)" yfiles.foldertype="group"><data key="d6"><y:ProxyAutoBoundsNode><y:Realizers><y:GroupNode><y:NodeLabel>\(label)</y:NodeLabel>\
      </y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data><graph edgedefault="directed" id="\(id):">\(inner)</graph></node>
      """
    }
    let body =
      group("g", "虚构县", yed("g::a", "甲") + group("g::h", "园区", yed("g::h::b", "乙")) + "<edge source=\"g::a\" target=\"g::h::b\"/>")
      + yed("c", "丙") + "<edge source=\"g::h::b\" target=\"c\"/>"
    let reading = try read("a.graphml", graphML(body, keys: yedKeys))
    #expect(
      rows(reading) == ["g::a name=甲 group=虚构县", "g::h::b name=乙 group=虚构县 / 园区", "c name=丙", "g::a g::h::b", "g::h::b c"])
    #expect(notes(reading).contains("2 groups are no firms; the nodes in them were read, and the column group says where each stands"))
    let ends = try read(
      "a.graphml", graphML(group("g", "虚构县", yed("a", "甲")) + yed("c", "丙") + "<edge source=\"g\" target=\"c\"/>", keys: yedKeys))
    #expect(rows(ends) == ["a name=甲 group=虚构县", "c name=丙", "g name=虚构县", "g c"])
    #expect(notes(ends).contains("edges end at 1 group, read as firms"))
  }

  /// yEd Live and yFiles for HTML: labels are data of their own, ports stand in nodes, and other attributes of elements are kept.
  @Test func yFilesAndOthers() throws {
    let keys = """
      <key id="d0" for="node" attr.name="NodeLabels" attr.uri="http://www.yworks.com/xml/yfiles-common/2.0/NodeLabels"/>\
      <key id="d1" for="node" attr.name="NodeGeometry" attr.uri="http://www.yworks.com/xml/yfiles-common/2.0/NodeGeometry"/>\
      <key id="l" for="edge" attr.name="label"/>
      """
    let body = """
      <node id="n0"><data key="d0"><x:List><y:Label><y:Label.Text><![CDATA[甲]]></y:Label.Text></y:Label></x:List></data><data key="d1">1</data>\
      <port name="p0"><data key="p"/></port></node><node id="n1" labels=":Company"><desc>两家</desc></node>\
      <edge source="n0" target="n1" sourceport="p0" label="供应"><data key="l">供应</data></edge>
      """
    let reading = try read("a.graphml", graphML(body, keys: keys))
    #expect(rows(reading) == ["n0 name=甲", "n1 labels=:Company desc=两家", "n0 n1 label=供应"])
    #expect(notes(reading).contains { $0.contains("1 port is") })
  }
}
