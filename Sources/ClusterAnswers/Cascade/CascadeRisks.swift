import Answers
package import Cascades
package import ClusterAnalysis
import ClusterModel

/// Every firm stopped in turn: the risks as they come, and as rows of CSV at full precision.
package struct CascadeRisks: Sendable {
  package let model: CascadeModel
  let question: CascadeRisksQuestion
  let settings: CascadeSettings
  let threads: Int

  /// Firms between two calls of `receive`: a few seconds' work at most.
  private var blockLength: Int { max(256, min(2048, 200_000_000 / max(1, model.account.links))) }

  /// Gives the firms from `first` on, block by block in order; a thrown error ends the run.
  ///
  /// - Parameters:
  ///   - first: the row of the first firm.
  ///   - end: the row behind the last; all that follow when `nil`.
  ///   - receive: takes a finished block.
  /// - Throws: what `receive` throws; ``QuestionError`` with what the kernel refuses.
  package func run(from first: Int = 0, to end: Int? = nil, receive: (FirmRisks) throws -> Void) throws {
    var failure: (any Error)?
    do throws(CascadeError) {
      try model.kernel.allFirms(settings, firms: first..<(end ?? model.network.firms.count), threads: threads, blockLength: blockLength) {
        block in
        do { try receive(block) } catch {
          failure = error
          return false
        }
        return true
      }
    } catch {
      throw QuestionError(.kernel(error))
    }
    if let failure { throw failure }
  }

  /// The first weight's columns, then three for each further one.
  package var columns: [String] {
    ["firm_id", "esri", "esri_down", "esri_up", "iterations"]
      + model.weights.dropFirst().flatMap { ["esri_\($0.name)", "esri_down_\($0.name)", "esri_up_\($0.name)"] }
  }

  /// The header of the rows.
  package var header: String { CSVText.line(columns) }

  /// The rows of a block, every number with the fewest digits that read back as the same.
  package func rows(_ block: FirmRisks) -> [UInt8] {
    var rows = ByteRows()
    for firm in block.firms {
      rows.append(model.network.firms.ids, firm)
      for weight in 0..<block.weightCount {
        let risk = block.risk(of: firm, weight: weight)
        rows.append(risk.esri)
        rows.append(risk.down)
        rows.append(risk.up)
        if weight == 0 { rows.append(Int(block.iterations[firm - block.firms.lowerBound])) }
      }
      rows.endRow()
    }
    return rows.bytes
  }

  /// How much of the rows of a run that was broken off can be kept: whole rows, each of the firm whose turn it is. A row cut off at the end is made again.
  ///
  /// - Parameter bytes: what was written, from the header on.
  /// - Returns: the firms that are done, and the length of the header and their rows; 0 where not even the header is whole.
  package func kept(_ bytes: [UInt8]) -> (firms: Int, bytes: Int) {
    let header = Array(header.utf8)
    guard bytes.starts(with: header) else { return (0, 0) }
    var kept = (firms: 0, bytes: header.count)
    let ids = model.network.firms.ids
    let columns = header.count { $0 == UInt8(ascii: ",") }
    while kept.firms < ids.count, let end = bytes[kept.bytes...].firstIndex(of: UInt8(ascii: "\n")) {
      var start = ByteRows()
      start.append(ids, kept.firms)
      let row = bytes[kept.bytes..<end]
      guard row.starts(with: start.bytes + [UInt8(ascii: ",")]),
        row.dropFirst(start.bytes.count).count(where: { $0 == UInt8(ascii: ",") }) == columns
      else { break }
      kept = (kept.firms + 1, end + 1)
    }
    return kept
  }
}
