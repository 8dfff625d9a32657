import ArgumentParser
import Chainwright

/// Options that do not fit, or do not go together: what `validate()` throws.
typealias UsageError = ValidationError

extension ValidationError {
  /// Said in the language of the run.
  init(zh: String, en: String) { self.init(PageOutput.languageOfRun == .zh ? zh : en) }
}

extension PageOutput {
  /// The language in which a run says what it says beside its answer.
  static var languageOfRun: Language { language(arguments: Arguments.all) ?? environmentLanguage }
}
