import Answers
package import ClusterModel

extension Network {
  /// Firms that are lost, each with the share of its business that it loses: `FIRM` is all of it, `FIRM=0.4` a part; several may stand in one text with commas between.
  ///
  /// - Parameter texts: firms by id or name.
  /// - Throws: ``QuestionError``; all that is wrong is told at once.
  package func shocks(_ texts: [String]) throws -> [(firm: FirmID, loss: Double)] {
    var shocks: [(firm: FirmID, loss: Double)] = []
    var errors: [QuestionError] = []
    var seen = Set<FirmID>()
    func add(_ text: String) throws {
      let shock = try shock(text)
      guard seen.insert(shock.firm).inserted else {
        throw QuestionError(
          .badOption, zh: "企业 \(SafeText.safe(text)) 受冲击两次", en: "the firm of \(SafeText.safe(text)) is shocked twice",
          remedy: LocalText(zh: "每家企业只写一次", en: "name each firm once"))
      }
      shocks.append(shock)
    }
    for text in texts {
      // A name may have a comma of its own.
      let parts = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "，" }
      let isOne = parts.count == 1 || (try? shock(text)) != nil
      for part in isOne ? [text] : parts.map({ String($0.drop { $0 == " " }) }) {
        do { try add(part) } catch let error as QuestionError { errors.append(error) }
      }
    }
    if !errors.isEmpty {
      throw QuestionError(
        all: errors, LocalText(zh: "冲击", en: "the shock"), remedy: LocalText(zh: "改正上面列出的各处", en: "correct what is named above"))
    }
    return shocks
  }

  private func shock(_ text: String) throws -> (firm: FirmID, loss: Double) {
    if let firm = firm(id: text) { return (firm, 1) }
    guard let sign = text.lastIndex(of: "=") else { return (try find(firm: text), 1) }
    let firm = try find(firm: String(text[..<sign]))
    guard let loss = Double(text[text.index(after: sign)...]), loss >= 0, loss <= 1 else {
      throw QuestionError(
        .badOption, zh: "\(SafeText.safe(text))：冲击须在 0 与 1 之间", en: "\(SafeText.safe(text)): a shock lies between 0 and 1",
        remedy: LocalText(zh: "1 为全部停产，0.4 为损失四成", en: "1 is a standstill, 0.4 the loss of 40 %"))
    }
    return (firm, loss)
  }
}
