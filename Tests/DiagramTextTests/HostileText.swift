/// Names that have broken drawings elsewhere.
enum HostileText {
  static let all: [String] = [
    "", "毛巾", "a\"b", "a\\b", "\\N \\G \\l \\r \\n \\E", "<b>x</b> & y &lt; &#65;", "line one\nline two\r\nthree\tfour",
    "\u{0}\u{7}\u{1B}[31m",
    "\u{202E}gpj.exe\u{202C}", "\u{2066}isolate\u{2069}", "שלום עולם", "مرحبا", "\"]; image=\"/etc/passwd",
    "]]> <!-- --> <script>alert(1)</script>",
    "<TABLE><TR><TD IMG SRC=\"x\">", "\u{FFFE}\u{FFFF}\u{FEFF}\u{200B}", "Z̸̢̛̗̘̙͉͔̗̙̦̠͚̬̮̭̙̘̥̖̹a", "\\", "'", "%s%n", "javascript:alert(1)",
    String(repeating: "长", count: 10_000), String(repeating: "W", count: 10_000), "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🏭🧵",
  ]
}
