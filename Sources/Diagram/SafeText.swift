/// Text as it may be shown: one line, nothing that hides, reorders or breaks what stands around it.
public enum SafeText {
  /// `text` on one line without control, bidirectional-override, zero-width and unassigned characters.
  ///
  /// Line breaks and tabs become single spaces; more than two combining marks on one letter are dropped (they would paint over the
  /// neighbours); at most `limit` characters are kept, the last being `…` when some were cut. O(characters kept).
  public static func clean(_ text: String, limit: Int = 2_000) -> String {
    var kept = String.UnicodeScalarView()
    var count = 0
    var marks = 0
    var pendingSpace = false
    for scalar in text.unicodeScalars {
      switch kind(of: scalar) {
      case .dropped: continue
      case .space:
        pendingSpace = count > 0
        continue
      case .mark:
        marks += 1
        if marks > 2 || count == 0 { continue }
        kept.append(scalar)
        continue
      case .shown: marks = 0
      }
      if count + (pendingSpace ? 2 : 1) > limit {
        if limit > 0 {
          while count >= limit, let last = kept.popLast() { if kind(of: last) != .mark { count -= 1 } }
          kept.append("…")
        }
        return String(kept)
      }
      if pendingSpace {
        kept.append(" ")
        count += 1
        pendingSpace = false
      }
      kept.append(scalar)
      count += 1
    }
    return String(kept)
  }

  private enum Kind { case shown, space, mark, dropped }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    let value = scalar.value
    if value >= 0x21 && value < 0x7F { return .shown }
    if value >= 0x4E00 && value < 0xA000 { return .shown }
    if value == 0x20 || (value >= 0x09 && value <= 0x0D) || value == 0x85 { return .space }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .privateUse: return .dropped
    case .lineSeparator, .paragraphSeparator, .spaceSeparator: return .space
    case .nonspacingMark, .enclosingMark: return .mark
    default: return .shown
    }
  }
}
