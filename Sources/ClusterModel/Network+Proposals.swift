/// What a plan would bring about, and what follows from a second site: no fact of the network today.
extension Network {
  /// Whether a supply link is a proposal to a firm that runs without it: it comes to what is recorded, and is never one more thing the firm depends on.
  ///
  /// What a planned firm is to buy is its plan: there the links count as if they were recorded.
  ///
  /// - Parameter link: a row of ``supplies``.
  public func isProposal(_ link: SupplyID) -> Bool {
    supplies.provenance.kind(link.row) == .proposed && firms.provenance.kind(supplies.buyer(link).row) != .proposed
  }

  /// Whether another site takes over what a firm makes within a day (`alternate_site_days` of 1 or less): the loss of one of its sites stops nobody.
  ///
  /// Where the other site takes longer the firm stops, and is back sooner: that is the question of time to survive.
  ///
  /// - Parameter firm: a firm of this network.
  public func hasStandbySite(_ firm: FirmID) -> Bool { firms.alternateSiteDays[firm.row].map { $0 <= 1 } ?? false }
}
