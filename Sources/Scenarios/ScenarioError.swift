import ClusterIO
public import ClusterModel

/// Why a scenario cannot be applied to a network: everything that does not fit, at once, each with the line of the scenario and the remedy.
public struct ScenarioError: Error, Sendable, CustomStringConvertible {
  public var findings: [Finding]

  public init(_ findings: [Finding]) { self.findings = findings }

  public var description: String {
    findings.map { finding in
      let place = finding.places.first.map { "\($0.file)" + ($0.row.map { ", line \($0)" } ?? "") + ": " } ?? ""
      return place + finding.message.en
    }.joined(separator: "\n")
  }
}
