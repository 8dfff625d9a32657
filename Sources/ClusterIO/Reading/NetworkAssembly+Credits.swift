import ClusterModel

extension NetworkAssembly {
  /// Loans and guarantees: one row a loan and guarantor.
  mutating func readCredits() {
    guard let table = tables["credits"] else { return }
    let provenance = ProvenanceBuilder(table)
    func column(_ name: String) -> Int { table.table.index(of: name) ?? -1 }
    let (loan, lender, amount, guaranteed, matures) = (
      column("loan_id"), column("lender"), column("amount_cny_wan"), column("guaranteed_cny_wan"), column("matures")
    )
    eachRecord("credits") { assembly, batch, record in
      let borrower = assembly.requiredReference(&batch, record, "borrower_id", .firms)
      let lendingFirm = assembly.reference(&batch, record, "lender_id", .firms)
      let guarantor = assembly.reference(&batch, record, "guarantor_id", .firms)
      guard let borrower, lendingFirm != -2, guarantor != -2 else { return false }
      func text(_ column: Int) -> String { column < 0 ? "" : batch.text(record, column) }
      assembly.reading.network.credits.append(
        Credit(
          loan: text(loan), lender: text(lender), lendingFirm: lendingFirm < 0 ? nil : FirmID(Int(lendingFirm)), borrower: FirmID(borrower),
          guarantor: guarantor < 0 ? nil : FirmID(Int(guarantor)), amount: batch.optionalNumber(record, amount),
          guaranteed: batch.optionalNumber(record, guaranteed),
          matures: matures < 0 ? "" : String(decoding: batch.date(record, matures), as: UTF8.self),
          provenance: provenance.one(&batch, record)))
      return true
    }
  }
}
