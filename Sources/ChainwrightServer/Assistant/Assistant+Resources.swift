import Answers
import ClusterModel
import Glibc

/// Maps and the report as resources: `chainwright://map/chain?network=…&cluster=…`, `chainwright://report?network=…`.
extension Assistant {
  private static let scheme = "chainwright://"
  private static let views: Set<String> = ["chain", "cluster", "county", "leader", "tree", "sources", "steps"]

  func mapAddress(_ view: String, _ network: String, _ options: [(String, String)]) -> String {
    let all = [("network", bounds.shown(network))] + options
    return Self.scheme + "map/\(view)?" + all.map { "\($0)=\(Address.encoded($1))" }.joined(separator: "&")
  }

  /// The map of the counties and the report of each network.
  func resources() -> [JSON] {
    bounds.networks(limit: 20).flatMap { network -> [JSON] in
      let name = bounds.shown(network)
      return [
        .object([
          "uri": .text(mapAddress("county", network, [])), "name": .text("map of counties: \(name)"), "mimeType": "image/svg+xml",
        ]),
        .object([
          "uri": .text(Self.scheme + "report?network=" + Address.encoded(name)), "name": .text("report: \(name)"), "mimeType": "text/html",
        ]),
      ]
    }
  }

  func resourceTemplates() -> [JSON] {
    [
      .object([
        "uriTemplate": .text(Self.scheme + "map/{view}{?network,cluster,chain,leader,lang}"), "name": "map", "mimeType": "image/svg+xml",
        "description": .text("A drawing; view is one of " + Self.views.sorted().joined(separator: ", ") + "."),
      ]),
      .object([
        "uriTemplate": .text(Self.scheme + "report{?network,cluster,county,lang}"), "name": "report", "mimeType": "text/html",
        "description": "The report of six charts and six lists as one page.",
      ]),
    ]
  }

  func read(_ uri: String, _ begun: (pid_t) -> Void) throws(Refusal) -> [JSON] {
    guard uri.hasPrefix(Self.scheme), let address = Address(String(uri.dropFirst(Self.scheme.count))) else {
      throw Refusal(code: -32602, message: "there is no resource \(uri)", data: .object(["uri": .text(uri)]))
    }
    let named = address["network"] ?? "."
    guard let network = bounds.existing(named) else {
      throw Refusal(code: -32602, message: "there is no network \(named) below the folder", data: .object(["uri": .text(uri)]))
    }
    let isReport = address.path == ["report"]
    let view = address.path.count == 2 && address.path[0] == "map" ? address.path[1] : ""
    guard isReport || Self.views.contains(view), let scratch = try? Scratch() else {
      throw Refusal(code: -32602, message: "there is no resource \(uri)", data: .object(["uri": .text(uri)]))
    }
    var arguments = [isReport ? "report" : "map", network, "--lang=" + (address["lang"] ?? language.rawValue)]
    for option in isReport ? ["cluster", "county"] : ["cluster", "chain", "leader"] {
      if let value = address[option] { arguments.append("--\(option)=\(value)") }
    }
    let file = scratch.folder + "/" + (isReport ? "report.html" : "map.svg")
    arguments += isReport ? ["--output=\(scratch.folder)/out"] : ["--view=\(view)", "--output=\(file)"]
    let run = program.run(arguments, begun: begun)
    let path =
      isReport ? Bounds.names(in: scratch.folder + "/out").first { $0.hasSuffix(".html") }.map { scratch.folder + "/out/" + $0 } : file
    guard run.status == 0, let path, let bytes = Scratch.read(path) else {
      throw Refusal(
        code: -32602, message: run.error.replacing(scratch.folder, with: "").replacing(bounds.root + "/", with: ""),
        data: .object(["uri": .text(uri)]))
    }
    return [
      .object([
        "uri": .text(uri), "mimeType": .text(isReport ? "text/html" : "image/svg+xml"),
        "text": .text(String(decoding: bytes, as: UTF8.self)),
      ])
    ]
  }
}
