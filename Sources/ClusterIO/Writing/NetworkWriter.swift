public import ClusterModel

/// Writes a network as a data package: `datapackage.json` and a CSV file a table.
public enum NetworkWriter {
  /// Writes `network` into the folder `path`, whole or not at all: it is written beside its place and then renamed.
  ///
  /// The same network gives the same bytes. Columns without any value are left out; texts are written as they are, also such as a spreadsheet
  /// would take for a formula. Throws `exists` unless the folder is new or empty, or `force` is given and it holds nothing but a network;
  /// throws `unwritable`. O(bytes).
  public static func write(_ network: Network, to path: String, force: Bool = false) throws(ClusterIOError) {
    let folder = try begin(network, path, force: force)
    do throws(ClusterIOError) {
      try folder.finish()
    } catch {
      folder.discard()
      throw error
    }
  }

  /// Writes all of it beside its place, or leaves nothing there.
  static func begin(_ network: Network, _ path: String, force: Bool) throws(ClusterIOError) -> OutputFolder {
    let tables = TableText.tables(of: network)
    let names = DataDictionary.standard.tables.map { $0.name + ".csv" } + ["datapackage.json"]
    let folder = try OutputFolder(path, force: force, replaceable: Set(names))
    do throws(ClusterIOError) {
      try folder.write("datapackage.json") { (sink) throws(ClusterIOError) in
        try sink(Array(PackageText.text(network: network, tables: tables).utf8))
      }
      for table in tables {
        try folder.write(table.table.name + ".csv") { (sink) throws(ClusterIOError) in try table.write(sink) }
      }
    } catch {
      folder.discard()
      throw error
    }
    return folder
  }

  /// The SHA-256 of a network: of its tables as ``write(_:to:force:)`` writes them, one after the other in the order of the dictionary.
  ///
  /// `cat counties.csv clusters.csv … | sha256sum` over the files of such a folder says the same. O(bytes).
  public static func sha256(_ network: Network) -> String {
    var digest = SHA256()
    for table in TableText.tables(of: network) {
      try? table.write { (bytes: borrowing [UInt8]) throws(ClusterIOError) in bytes.withUnsafeBufferPointer { digest.add($0) } }
    }
    return digest.hex()
  }
}
