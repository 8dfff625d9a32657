import Answers
import Cascades
import ClusterAnalysis
import ClusterModel

/// Every firm stopped in turn: the risks as they come, and as rows of CSV at full precision.
package struct CascadeRisks: Sendable {
  package let model: CascadeModel
  let settings: CascadeSettings
  let threads: Int

  /// Firms between two calls of `receive`: a few seconds' work at most.
  private var blockLength: Int { max(256, min(2048, 200_000_000 / max(1, model.account.links))) }

  /// Gives the firms from `first` on, block by block in order; a thrown error ends the run.
  ///
  /// - Parameters:
  ///   - first: the row of the first firm.
  ///   - receive: takes a finished block.
  /// - Throws: what `receive` throws; ``QuestionError`` with what the kernel refuses.
  package func run(from first: Int = 0, receive: (FirmRisks) throws -> Void) throws {
    var failure: (any Error)?
    do throws(CascadeError) {
      try model.kernel.allFirms(settings, firms: first..<model.network.firms.count, threads: threads, blockLength: blockLength) { block in
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
}
