/// A language in which results are written.
public enum Language: String, Sendable, CaseIterable {
  case zh, en
}

/// A text in both languages.
public struct LocalText: Sendable, Hashable {
  public var zh: String
  public var en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  public subscript(language: Language) -> String { language == .zh ? zh : en }
}

/// The name of a thing in Chinese, English, or both.
public struct Name: Sendable, Hashable {
  /// Empty when unknown.
  public var zh: String
  /// Empty when unknown.
  public var en: String

  public init(zh: String = "", en: String = "") {
    self.zh = zh
    self.en = en
  }

  /// The name in `language`, else in the other one, else empty.
  public subscript(language: Language) -> String {
    let wanted = language == .zh ? zh : en
    return wanted.isEmpty ? (language == .zh ? en : zh) : wanted
  }
}
