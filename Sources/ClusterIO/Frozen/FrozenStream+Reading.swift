import ClusterModel

/// What a reading knows besides its network: the files, where their rows stand, and what was wrong with them.
extension FrozenStream {
  mutating func reading(_ reading: inout Reading) {
    network(&reading.network)
    list(&reading.files, of: Reading.File(path: "", table: "", rows: 0, bytes: 0, encoding: .utf8)) { stream, file in
      stream.text(&file.path)
      stream.text(&file.table)
      stream.whole(&file.rows, in: 0...Int(Int32.max))
      stream.whole(&file.bytes, in: 0...Int.max)
      stream.word(&file.encoding)
    }
    whole(&reading.importID, in: 0...Int(Int32.max))
    log(&reading.log)
    named(&reading.rowMaps, of: RowMap()) { $0.rowMap(&$1) }
    flag(&reading.isWorkbook)
    named(&reading.cells, of: [:]) { stream, sheet in stream.named(&sheet, of: "") { $0.text(&$1) } }
    named(&reading.sideHeaders, of: [:]) { stream, list in stream.named(&list, of: "") { $0.text(&$1) } }
    named(&reading.origins, of: RowNumbers()) { $0.rowNumbers(&$1) }
  }

  private mutating func rowMap(_ map: inout RowMap) {
    var (starts, count, order) = (map.starts, map.count, map.order)
    column(&starts)
    whole(&count, in: 0...Int(Int32.max))
    column(&order)
    if !isReading { return }
    guard let read = RowMap(starts: starts, count: count, order: order) else { return damage() }
    map = read
  }

  private mutating func log(_ log: inout ProblemLog) {
    var (kept, counts) = (log.kept, log.counts)
    list(&kept, of: []) { stream, problems in
      let blank = Problem(rule: .raggedRow, file: "", table: "", column: "", text: "", detail: "")
      stream.list(&problems, of: blank) { stream, problem in
        stream.word(&problem.rule)
        stream.text(&problem.file)
        stream.text(&problem.table)
        stream.whole(&problem.row, in: 0...Int(Int32.max))
        stream.text(&problem.column)
        stream.text(&problem.text)
        stream.text(&problem.detail)
        stream.column(&problem.rows)
        stream.whole(&problem.count, in: 0...Int(Int32.max))
        stream.expect(problem.rows.allSatisfy { $0 >= 0 && $0 <= Int(Int32.max) })
      }
    }
    column(&counts)
    if !isReading { return }
    guard let read = ProblemLog(kept: kept, counts: counts) else { return damage() }
    log = read
  }
}
