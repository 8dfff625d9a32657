public import ClusterModel

/// The chain templates that come with the program: what an industry is made of, stage by stage, to hold one's own firms against.
///
/// Each is data in `Resources/library`, in the columns of a network; a source that several rows have is written once, in `sources.csv`, and named by its key.
/// Templates, no claims about any firm: a row is `sourced` where a text that names the stage or the link was read, and `inferred` else.
public enum ChainLibrary {
  /// All templates, as a network without firms.
  ///
  /// - Returns: chains, stages, requirements and products, each with its source; the same at each call.
  /// - Complexity: O(rows).
  public static func network() -> Network {
    let tables = [
      ("chains", PackageResources.chains_csv), ("stages", PackageResources.stages_csv), ("requires", PackageResources.requires_csv),
      ("products", PackageResources.products_csv),
    ]
    let opened = tables.compactMap { name, bytes -> CSVTable? in
      guard let table = DataDictionary.standard[name] else { return nil }
      return try? CSVTable(FileBytes(copying: bytes), shown: name + ".csv", table: table)
    }
    let title = Name(zh: "产业链模板库", en: "chain library")
    var assembly = NetworkAssembly(name: "library", title: title, tables: opened, threads: 1)
    var network = assembly.assemble().network
    let sources = Dictionary(
      CSVRows.all(PackageResources.sources_csv).dropFirst().map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    func name(_ provenance: inout Provenance) { provenance.source = sources[provenance.source] ?? provenance.source }
    for row in network.chains.indices { name(&network.chains[row].provenance) }
    for row in network.stages.indices { name(&network.stages[row].provenance) }
    for row in network.requirements.indices { name(&network.requirements[row].provenance) }
    for row in network.products.indices { name(&network.products[row].provenance) }
    return network
  }

  /// The chains of a folder that has lists of chains and stages and none of firms, as a draft is written; `nil` for anything else.
  ///
  /// - Parameter path: of the folder.
  /// - Returns: the reading, with what is wrong in it.
  /// - Throws: ``ClusterIOError`` where a list cannot be read.
  public static func readFolder(_ path: String) throws(ClusterIOError) -> Reading? {
    guard let names = System.names(path), !names.contains(where: { SheetNames.table(String($0.prefix { $0 != "." }))?.name == "firms" })
    else { return nil }
    var opened: [CSVTable] = []
    for name in ["chains", "stages", "requires", "products"] where names.contains(name + ".csv") {
      guard let table = DataDictionary.standard[name] else { continue }
      opened.append(try CSVTable.open(path: path + "/" + name + ".csv", shown: name + ".csv", table: table))
    }
    guard opened.count > 1, opened[0].table.name == "chains", opened[1].table.name == "stages" else { return nil }
    var assembly = NetworkAssembly(name: String(path.split(separator: "/").last ?? ""), title: Name(), tables: opened, threads: 1)
    return assembly.assemble()
  }

  /// The lists of a template, to be put into a folder to which a list of firms is added.
  ///
  /// - Parameters:
  ///   - template: the chain.
  ///   - folder: where they go.
  /// - Returns: each file with its bytes, in UTF-8.
  public static func files(of template: ChainTemplate, in folder: String) -> [(path: String, bytes: [UInt8])] {
    var network = Network(name: template.chain.id)
    network.add(template)
    return TableText.smallTables(of: network).map { table in
      var bytes: [UInt8] = []
      try? table.write { (piece: borrowing [UInt8]) throws(ClusterIOError) in piece.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
      }
      return (folder + "/" + table.table.name + ".csv", bytes)
    }
  }
}
