import Answers
import ClusterAnalysis
import ClusterModel

extension Study {
  /// What clusters and firms are measured by.
  func facts(by measure: LossMeasure = .output) -> BenchmarkFacts {
    BenchmarkFacts(network, by: measure, sourcing: sourcing, firmStages: firmStages)
  }
}

extension Measured {
  var number: Cell { .number(range) }
  var share: Cell { .share(range) }
  /// What would have to be known, for the column `missing`.
  var missingFacts: Cell { missing.map { .words($0) } ?? .nothing }
}

extension FirmField {
  /// A value of the field.
  func cell(_ value: Double?) -> Cell { kind == .share ? .share(value) : .number(value) }
  func cell(_ value: Measured?) -> Cell { kind == .share ? .share(value?.range) : .number(value?.range) }

  /// A difference of two values of the field.
  func difference(_ value: Double?) -> Cell { kind == .share ? .points(value) : .number(value) }

  /// A value of the field in words, without its unit.
  func words(_ value: Double, _ wording: Wording) -> String { wording.text(cell(value), entry) }
}

extension Threshold {
  /// `≥ 10,000`, of a number that `words` puts into words.
  func words(_ words: (Double) -> String) -> String { "\(sign) \(words(value))" }
}

extension Network {
  func thing(_ county: CountyID) -> Cell { .thing(id: counties[county.row].code, counties[county.row].name) }

  /// For the columns `.data("county_code")` and `county`.
  func county(_ county: CountyID) -> [Cell] { [.text(counties[county.row].code), .name(counties[county.row].name)] }

  /// For the columns `.data("cluster_id")` and `cluster`.
  func cluster(_ cluster: ClusterID) -> [Cell] { [.text(clusters[cluster.row].id), .name(clusters[cluster.row].name)] }
}
