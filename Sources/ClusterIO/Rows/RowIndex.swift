/// Which rows of a table have a text in a column, kept up while rows come, go and change: so that a scenario of many changes does not go through the table for
/// each of them.
///
/// A row is known by its place: its row in the network, or -1 - its place among the edited ones. Places of rows that are gone stay where they are, without a
/// position.
struct RowIndex {
  /// For each column that was asked about, the places of each text.
  private var places: [Int: [String: [Int32]]] = [:]
  private var ofOwn: [Int32] = []
  private var ofEdited: [Int32] = []
  /// Positions have moved since.
  private var isOld = true

  func has(_ column: Int) -> Bool { places[column] != nil }

  /// Takes a column in; `text` gives the cell of a place in the one form that equal cells share.
  mutating func add(_ column: Int, _ order: [Int32], text: (Int32) -> String) {
    var texts: [String: [Int32]] = [:]
    for place in order { texts[text(place), default: []].append(place) }
    places[column] = texts
  }

  /// A row was written: at the end, or in the place of another.
  mutating func write(_ place: Int32, at position: Int, insteadOf old: Int32?, text: (Int) -> String) {
    // The names of the columns alone: who goes through the dictionary holds it, and each change would copy it.
    for column in Array(places.keys) { places[column]?[text(column), default: []].append(place) }
    if isOld { return }
    if let old { set(old, -1) }
    set(place, Int32(position))
  }

  /// Rows have gone, or come in the middle.
  mutating func shift() { isOld = true }

  /// How many places a text has, those that are gone too.
  func count(_ column: Int, _ text: String) -> Int { places[column]?[text]?.count ?? 0 }

  /// The positions of the rows with this text, ascending. O(them), and O(rows) after rows have moved.
  mutating func positions(_ column: Int, _ text: String, _ order: [Int32]) -> [Int] {
    if isOld {
      isOld = false
      for at in ofOwn.indices { ofOwn[at] = -1 }
      for at in ofEdited.indices { ofEdited[at] = -1 }
      for (position, place) in order.enumerated() { set(place, Int32(position)) }
    }
    let found = (places[column]?[text] ?? []).compactMap { place -> Int? in
      let at = position(place)
      return at < 0 ? nil : Int(at)
    }
    return found.sorted()
  }

  private func position(_ place: Int32) -> Int32 {
    let (own, edited) = (Int(place), Int(-1 - place))
    if place < 0 { return edited < ofEdited.count ? ofEdited[edited] : -1 }
    return own < ofOwn.count ? ofOwn[own] : -1
  }

  private mutating func set(_ place: Int32, _ position: Int32) {
    if place < 0 { Self.set(&ofEdited, Int(-1 - place), position) } else { Self.set(&ofOwn, Int(place), position) }
  }

  private static func set(_ positions: inout [Int32], _ at: Int, _ position: Int32) {
    while positions.count <= at { positions.append(-1) }
    positions[at] = position
  }
}
