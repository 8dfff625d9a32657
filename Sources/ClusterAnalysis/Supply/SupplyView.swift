public import ClusterModel
import Dispatch
public import GraphCore

/// What is bought, reduced to comparable goods: a product, or where a link names none, the supplier's sector.
///
/// A link without product whose supplier has no sector either is a good of its own: nothing is known to replace it, and nothing is assumed.
public struct Good: Hashable, Comparable, Sendable {
  public var key: Int32
  public init(_ key: Int32) { self.key = key }
  public static func < (a: Self, b: Self) -> Bool { a.key < b.key }
}

/// The supply links of a network sorted into purchases: for every buyer, the goods it buys, and for each good its suppliers.
///
/// Links of one buyer, good and supplier are one entry, their amounts added (unknown as soon as one is unknown). Flat arrays:
/// purchase `p` is buyer `buyers[p]` and good `goods[p]`, its entries are `entryOffsets[p] ..< entryOffsets[p + 1]` of `suppliers` and
/// `amounts`; buyer `f` has the purchases `purchaseOffsets[f] ..< purchaseOffsets[f + 1]`. Purchases of a buyer ascend by good, entries by
/// supplier. Built in O(links log(links of one buyer)).
public struct SupplyView: Sendable {
  public let network: Network
  public let purchaseOffsets: [Int32]
  public let buyers: [Int32]
  public let goods: [Good]
  package let entryOffsets: [Int32]
  public let suppliers: [Int32]
  /// 10,000 yuan a year; NaN where a link has no amount.
  public let amounts: [Double]
  /// The links behind entry `e`: `links[linkOffsets[e] ..< linkOffsets[e + 1]]`.
  public let linkOffsets: [Int32]
  public let links: [Int32]
  /// Links that name neither a product nor a sector.
  public let linksWithoutGood: Int

  public var purchaseCount: Int { buyers.count }

  public func entries(_ purchase: Int) -> Range<Int> { Int(entryOffsets[purchase])..<Int(entryOffsets[purchase + 1]) }
  public func purchases(of buyer: FirmID) -> Range<Int> {
    Int(purchaseOffsets[buyer.row])..<Int(purchaseOffsets[buyer.row + 1])
  }

  /// - Parameters:
  ///   - network: its supply links are read.
  ///   - threads: buyers are dealt out in blocks; the result does not depend on it.
  public init(_ network: Network, threads: Int = Threads.standard) {
    self.network = network
    let supplies = network.supplies
    let firmCount = network.firms.count
    // Links by buyer: a counting sort.
    var cursor = [Int32](repeating: 0, count: firmCount + 1)
    for buyer in supplies.buyers { cursor[Int(buyer) + 1] += 1 }
    for firm in 0..<firmCount { cursor[firm + 1] += cursor[firm] }
    let linksOfBuyer = cursor
    // One word a link, good first and supplier second, sorts a buyer's links.
    var words = [UInt64](repeating: 0, count: supplies.count)
    var rows = [Int32](repeating: 0, count: supplies.count)
    let productCount = Int32(network.products.count)
    let sectors = network.firms.industry.codes
    let sectorCount = Int32(network.firms.industry.values.count)
    var linksWithoutGood = 0
    let hasProducts = !supplies.products.isEmpty
    words.withUnsafeMutableBufferPointer { words in
      rows.withUnsafeMutableBufferPointer { rows in
        cursor.withUnsafeMutableBufferPointer { cursor in
          for link in 0..<rows.count {
            let supplier = supplies.suppliers[link]
            var key = hasProducts ? supplies.products[link] : -1
            if key < 0 {
              let sector = sectors.isEmpty ? 0 : sectors[Int(supplier)]
              key = productCount + (sector > 0 ? sector : sectorCount + supplier)
              if sector <= 0 { linksWithoutGood += 1 }
            }
            let buyer = Int(supplies.buyers[link])
            let place = Int(cursor[buyer])
            cursor[buyer] += 1
            words[place] = UInt64(UInt32(key)) << 32 | UInt64(UInt32(supplier))
            rows[place] = Int32(truncatingIfNeeded: link)
          }
        }
      }
    }
    self.linksWithoutGood = linksWithoutGood
    let builder = PurchaseBuilder.build(
      linksOfBuyer: linksOfBuyer, words: &words, rows: &rows, amounts: supplies.amount.numbers, threads: threads)
    purchaseOffsets = [0] + builder.purchaseEnds
    buyers = builder.buyers
    goods = builder.goods
    entryOffsets = builder.entryStarts + [Int32(builder.suppliers.count)]
    suppliers = builder.suppliers
    amounts = builder.amounts
    linkOffsets = builder.linkStarts + [Int32(rows.count)]
    links = rows
  }

  /// The product a good stands for, unless it is a sector or unnamed.
  public func product(_ good: Good) -> ProductID? {
    Int(good.key) < network.products.count ? ProductID(Int(good.key)) : nil
  }

  /// The stage of a good's product.
  public func stage(_ good: Good) -> StageID? { product(good).flatMap { network.products[$0.row].stage } }

  /// The good's name for a reader: the product's name or id, the sector, or the supplier's goods.
  public func name(_ good: Good) -> LocalText {
    let subject = subject(good)
    let name = subject.name
    if !name[.zh].isEmpty { return LocalText(zh: name[.zh], en: name[.en]) }
    return LocalText(zh: subject.id, en: subject.id)
  }

  /// The good as the subject of a finding: `product`, `sector`, or `goods` of a supplier.
  public func subject(_ good: Good) -> Subject {
    let key = Int(good.key)
    if key < network.products.count {
      let product = network.products[key]
      return Subject(table: "product", id: product.id, name: product.name)
    }
    let sector = key - network.products.count
    if sector < network.firms.industry.values.count {
      let code = network.firms.industry.values[sector]
      return Subject(table: "sector", id: code, name: Name(zh: "\(code) 类产品", en: "goods of sector \(code)"))
    }
    let supplier = FirmID(sector - network.firms.industry.values.count)
    return Subject(
      table: "goods", id: network.firms.id(supplier),
      name: Name(zh: "\(network.firms.name(supplier, .zh))的供货", en: "goods of \(network.firms.name(supplier, .en))"))
  }
}

/// Sorts a stretch of `words`, taking `rows` along; equal words keep their order.
private func sortPairs(_ words: UnsafeMutableBufferPointer<UInt64>, _ rows: UnsafeMutableBufferPointer<Int32>, _ range: Range<Int>) {
  if range.count < 48 {
    for position in range.dropFirst() {
      let word = words[position]
      let row = rows[position]
      var hole = position
      while hole > range.lowerBound && words[hole - 1] > word {
        words[hole] = words[hole - 1]
        rows[hole] = rows[hole - 1]
        hole -= 1
      }
      words[hole] = word
      rows[hole] = row
    }
    return
  }
  let sorted = range.map { (words[$0], rows[$0]) }.sorted { $0 < $1 }
  for (offset, pair) in sorted.enumerated() {
    words[range.lowerBound + offset] = pair.0
    rows[range.lowerBound + offset] = pair.1
  }
}

/// Grows the flat arrays of a ``SupplyView`` buyer by buyer; offsets begin at 0 in every part.
private struct PurchaseBuilder: Sendable {
  /// For each buyer, the purchases up to and with it.
  var purchaseEnds: [Int32] = []
  var buyers: [Int32] = []
  var goods: [Good] = []
  /// For each purchase, its first entry.
  var entryStarts: [Int32] = []
  var suppliers: [Int32] = []
  var amounts: [Double] = []
  /// For each entry, its first link, counted over all parts.
  var linkStarts: [Int32] = []

  /// Sorts every buyer's links and reduces them to purchases and entries, in blocks of whole buyers with about equally many links.
  static func build(
    linksOfBuyer: [Int32], words: inout [UInt64], rows: inout [Int32], amounts: [Double], threads: Int
  ) -> PurchaseBuilder {
    let blocks = max(1, min(threads, rows.count / 10_000))
    let linkCount = rows.count
    let starts = (0...blocks).map { block in
      block == blocks ? linksOfBuyer.count - 1 : linksOfBuyer.firstIndex { Int($0) >= linkCount * block / blocks } ?? 0
    }
    var parts = [PurchaseBuilder](repeating: PurchaseBuilder(), count: blocks)
    words.withUnsafeMutableBufferPointer { words in
      rows.withUnsafeMutableBufferPointer { rows in
        parts.withUnsafeMutableBufferPointer { parts in
          // A block sorts its own stretch and fills its own part, so the unsynchronised access is exclusive.
          nonisolated(unsafe) let (words, rows, parts) = (words, rows, parts)
          DispatchQueue.concurrentPerform(iterations: blocks) { block in
            let buyers = starts[block]..<starts[block + 1]
            var part = PurchaseBuilder()
            part.reserve(buyers: buyers.count, links: Int(linksOfBuyer[buyers.upperBound] - linksOfBuyer[buyers.lowerBound]))
            for buyer in buyers {
              let range = Int(linksOfBuyer[buyer])..<Int(linksOfBuyer[buyer + 1])
              sortPairs(words, rows, range)
              part.add(buyer: Int32(buyer), range: range, words: words, rows: rows, amounts: amounts)
            }
            parts[block] = part
          }
        }
      }
    }
    return parts.dropFirst().reduce(into: parts[0]) { $0.append($1) }
  }

  private mutating func reserve(buyers: Int, links: Int) {
    purchaseEnds.reserveCapacity(buyers)
    suppliers.reserveCapacity(links)
    amounts.reserveCapacity(links)
    linkStarts.reserveCapacity(links)
  }

  private mutating func append(_ part: PurchaseBuilder) {
    let purchaseBase = Int32(buyers.count)
    let entryBase = Int32(suppliers.count)
    purchaseEnds.append(contentsOf: part.purchaseEnds.lazy.map { $0 + purchaseBase })
    buyers += part.buyers
    goods += part.goods
    entryStarts.append(contentsOf: part.entryStarts.lazy.map { $0 + entryBase })
    suppliers += part.suppliers
    amounts += part.amounts
    linkStarts += part.linkStarts
  }

  private mutating func add(
    buyer: Int32, range: Range<Int>, words: UnsafeMutableBufferPointer<UInt64>, rows: UnsafeMutableBufferPointer<Int32>,
    amounts column: [Double]
  ) {
    var lastWord: UInt64?
    for position in range {
      let word = words[position]
      let amount = column.isEmpty ? .nan : column[Int(rows[position])]
      if word == lastWord {
        amounts[amounts.count - 1] += amount
        continue
      }
      if lastWord.map({ $0 >> 32 != word >> 32 }) ?? true {
        buyers.append(buyer)
        goods.append(Good(Int32(truncatingIfNeeded: word >> 32)))
        entryStarts.append(Int32(suppliers.count))
      }
      suppliers.append(Int32(truncatingIfNeeded: word & 0xFFFF_FFFF))
      amounts.append(amount)
      linkStarts.append(Int32(position))
      lastWord = word
    }
    purchaseEnds.append(Int32(buyers.count))
  }
}
