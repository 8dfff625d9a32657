extension PagePicture {
  /// What stands wrong on the page: texts that meet, leave it, or are too small. Empty for a page fit to be handed in. O(texts²) at worst.
  public var problems: [String] {
    struct Place {
      var text: String
      var frame: Frame
    }
    var places: [Place] = []
    var found: [String] = []
    for case .text(let text, let point, let type, _) in marks {
      if type.size < Self.smallest { found.append("under 7 pt: \(text)") }
      // As drawn, without the slack.
      let wide = TextWidth.width(text, size: type.size, isBold: type.isBold) * 0.97
      let x = point.x - (type.anchor == .start ? 0 : type.anchor == .middle ? wide / 2 : wide)
      let frame = Frame(x: x, y: point.y - type.size * 0.82, width: wide, height: type.size * 0.98)
      if frame.x < 8 || frame.maxX > self.width - 8 || frame.y < 8 || frame.maxY > self.height - 8 {
        found.append("leaves the page: \(text)")
      }
      places.append(Place(text: text, frame: frame))
    }
    places.sort { ($0.frame.x, $0.frame.y, $0.text) < ($1.frame.x, $1.frame.y, $1.text) }
    for (number, place) in places.enumerated() {
      for other in places[(number + 1)...] {
        if other.frame.x >= place.frame.maxX - 0.3 { break }
        if other.frame.y < place.frame.maxY - 0.3 && place.frame.y < other.frame.maxY - 0.3 {
          found.append("meet: \(place.text) | \(other.text)")
        }
      }
    }
    return found
  }
}
