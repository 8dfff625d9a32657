import ChainwrightTesting
import Foundation

/// `trees SHAPE EVENTS SHARING SEED`: a made-up fault tree that is hard to analyse, as Open-PSA XML, the same bytes every time.
///
/// "At least k of n" is written out, since SCRAM miscounts some trees with it.
@main struct Trees {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let shape = RandomFaultTree.Shape(rawValue: arguments[1]), let events = Int(arguments[2]), events > 0,
      let sharing = Double(arguments[3]), let seed = UInt64(arguments[4])
    else {
      let shapes = RandomFaultTree.Shape.allCases.map(\.rawValue).joined(separator: "|")
      FileHandle.standardError.write(Data("usage: trees \(shapes) EVENTS SHARING SEED\n".utf8))
      exit(64)
    }
    var generator = RandomFaultTree(eventCount: events, shape: shape)
    generator.sharing = sharing
    FileHandle.standardOutput.write(Data(FaultTreeText.xml(generator.make(seed: seed), writesCountingOut: true).utf8))
  }
}
