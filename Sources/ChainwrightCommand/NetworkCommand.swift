import ArgumentParser

/// A command that answers of one network, which may have been read before.
protocol NetworkCommand: AnsweringCommand {
  var input: NetworkInput { get set }
  var output: PageOutput { get set }
}

extension BenchmarkCommand: NetworkCommand {}
extension ChainsAddCommand: NetworkCommand {}
extension ChainsLearnCommand: NetworkCommand {}
extension CreditCommand: NetworkCommand {}
extension CriticalityCommand: NetworkCommand {}
extension CurtailCommand: NetworkCommand {}
extension DossierCommand: NetworkCommand {}
extension GapsCommand: NetworkCommand {}
extension GatesCommand: NetworkCommand {}
extension ImportanceCommand: NetworkCommand {}
extension InferLinksCommand: NetworkCommand {}
extension LeadersCommand: NetworkCommand {}
extension MatchCommand: NetworkCommand {}
extension ProjectsCommand: NetworkCommand {}
extension ScorecardCommand: NetworkCommand {}
extension ShortlistCommand: NetworkCommand {}
extension SimulateCommand: NetworkCommand {}
extension SourcingCommand: NetworkCommand {}
extension StrengthenCommand: NetworkCommand {}
extension TiersCommand: NetworkCommand {}
extension WatchCommand: NetworkCommand {}
extension WeakLinksCommand: NetworkCommand {}
extension WhatIfCommand: NetworkCommand {}
extension WorstGroupCommand: NetworkCommand {}
