import Diagram
import Testing

@Test(arguments: [
  ("", ""), ("毛巾", "毛巾"), (" a \n\t b ", "a b"), ("a\u{0}b\u{7F}", "ab"), ("\u{202E}evil\u{202C}", "evil"), ("a\u{200B}b\u{FEFF}", "ab"),
  ("e\u{301}", "e\u{301}"), ("e\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}"), ("\u{301}", ""), ("שלום", "שלום"), ("a\u{2028}b", "a b"),
])
func onlyWhatIsSafeToShowStays(text: String, shown: String) {
  #expect(SafeText.clean(text) == shown)
  #expect(Array(SafeText.clean(text).unicodeScalars) == Array(shown.unicodeScalars))
}

@Test func longTextIsCutWithAnEllipsis() {
  let long = String(repeating: "长", count: 10_000)
  #expect(SafeText.clean(long, limit: 5) == "长长长长…")
  #expect(SafeText.clean("一二三四五", limit: 5) == "一二三四五")
  #expect(SafeText.clean("一二 三四五", limit: 5) == "一二 三…")
  #expect(SafeText.clean("甲", limit: 0) == "")
}

@Test(arguments: HostileText.all)
func cleaningTwiceIsCleaningOnce(text: String) {
  let once = SafeText.clean(text, limit: 100)
  #expect(SafeText.clean(once, limit: 100) == once)
  #expect(once.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && !(0x202A...0x202E).contains($0.value) })
  #expect(once.unicodeScalars.count <= 300)
}
