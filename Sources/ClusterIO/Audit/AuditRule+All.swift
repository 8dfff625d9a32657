extension AuditRule {
  /// All rules, in the order in which an audit reports them.
  public static let all: [AuditRule] = [
    .brokenQuote, .fieldTooLong, .raggedRow, .emptyTable, .misspeltColumn, .ignoredColumn, .impliedRows, .missingKey, .badIdentifier,
    .duplicateID,
    .unknownReference, .badNumber, .negativeAmount, .shareRange, .impossibleYear, .unknownValue, .unreadableCell, .ignoredSheet,
    .destroyedID, .severalValues, .unknownCell, .inexactNumber, .missingUnit, .statedUnit, .leftOutRow, .filledDown, .shortRow,
    .garbledText, .controlCharacter,
    .guessedReading, .nameForID, .outsideFirm, .unreadValue, .leftOutPart, .edgeDirection, .severalKinds, .smallPercent,
    .syntheticMislabelled, .templateCycle,
    .needsRange, .duplicateRow, .repeatedLink, .selfSupply, .shareSum, .badCheckDigit, .unknownCode, .coordinatesOutOfRange, .orphanStage,
    .stageSynonyms, .stageWithoutCode, .unsourcedRequirement, .unsourcedFact, .noLeader, .idleStock, .oddCredit, .oddProject,
    .shortCapacity,
  ]

  /// The rule that a problem of reading breaks.
  static func of(_ rule: ReadingRule) -> AuditRule {
    switch rule {
    case .raggedRow: .raggedRow
    case .brokenQuote: .brokenQuote
    case .fieldTooLong: .fieldTooLong
    case .emptyTable: .emptyTable
    case .misspeltColumn: .misspeltColumn
    case .ignoredColumn: .ignoredColumn
    case .impliedRows: .impliedRows
    case .missingKey: .missingKey
    case .badIdentifier: .badIdentifier
    case .duplicateID: .duplicateID
    case .unknownReference: .unknownReference
    case .badNumber: .badNumber
    case .negativeAmount: .negativeAmount
    case .shareRange: .shareRange
    case .impossibleYear: .impossibleYear
    case .unknownValue: .unknownValue
    case .unreadableCell: .unreadableCell
    case .ignoredSheet: .ignoredSheet
    case .destroyedID: .destroyedID
    case .severalValues: .severalValues
    case .unknownCell: .unknownCell
    case .inexactNumber: .inexactNumber
    case .missingUnit: .missingUnit
    case .statedUnit: .statedUnit
    case .leftOutRow: .leftOutRow
    case .filledDown: .filledDown
    case .shortRow: .shortRow
    case .garbledText: .garbledText
    case .guessedReading: .guessedReading
    case .nameForID: .nameForID
    case .outsideFirm: .outsideFirm
    case .unreadValue: .unreadValue
    case .leftOutPart: .leftOutPart
    case .edgeDirection: .edgeDirection
    case .smallPercent: .smallPercent
    }
  }
}
