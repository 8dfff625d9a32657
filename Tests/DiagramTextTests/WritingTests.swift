import Diagram
import Testing

@testable import DiagramText

@Test(arguments: [
  (0.0, "0"), (12, "12"), (-3.5, "-3.5"), (0.254, "0.25"), (0.005, "0.01"), (-0.001, "0"), (99.999, "100"), (0.05, "0.05"),
  (1e300, "0"), (Double.nan, "0"), (-Double.infinity, "0"), (842.7598, "842.76"),
])
func numbersHaveTwoDecimalsAtMost(value: Double, text: String) {
  #expect(XMLText.number(value) == text)
}

@Test func xmlKeepsNothingThatXMLForbids() {
  #expect(XMLText.escaped("<a> & \"b\" 'c'") == "&lt;a&gt; &amp; &quot;b&quot; &#39;c&#39;")
  #expect(XMLText.escaped("a\u{0}\u{1F}\u{7F}\u{85}\u{FFFE}\u{FFFF}b") == "ab")
  #expect(XMLText.escaped("\u{1FFFF}毛巾") == "毛巾")
}

@Test func dotTakesTextLiterally() {
  // Graphviz reads \N as the node's name and &lt; as <: both must reach the page as written.
  #expect(Writing.dotLiteral("\\N &lt; \"x\"") == "\"\\\\N &amp;lt; \\\"x\\\"\"")
  #expect(Writing.dotLiteral("a\nb\u{0}") == "\"ab\"")
}

@Test(arguments: [
  ("https://example.com/a?b=1&c=2", "https://example.com/a?b=1&amp;c=2"), ("http://x", "http://x"), ("#n1", "#n1"),
  ("a/b.html", "a/b.html"),
  ("./a:b", "./a:b"), ("HTTPS://x", "HTTPS://x"), ("https://x/\"><script>", "https://x/&quot;&gt;&lt;script&gt;"),
])
func harmlessAddressesAreEscaped(link: String, written: String) {
  #expect(Writing.safeLink(link) == written)
}

@Test(arguments: [
  "", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "java\nscript:x", " javascript:x",
  "vbscript:x", "a b", "http\\:x",
])
func otherAddressesAreDropped(link: String) {
  #expect(Writing.safeLink(link) == nil)
}
