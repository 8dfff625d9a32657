import ClusterModel
import Testing

struct ColumnTests {
  @Test func textColumnsKeepTheirRows() {
    var column = TextColumn(["", "中文", "a\"b\n"])
    #expect(column.count == 3)
    #expect([column[0], column[1], column[2]] == ["", "中文", "a\"b\n"])
    #expect(column.isEmpty(0) && !column.isEmpty(1))
    column.append(TextColumn(["x", "", "y"]))
    #expect((0..<6).map { column[$0] } == ["", "中文", "a\"b\n", "x", "", "y"])
  }

  @Test func rowNumbersCountWhatWasPassedOver() {
    var numbers = RowNumbers()
    #expect(numbers[0] == 2 && numbers[9] == 11)
    numbers.passOver(before: 0)
    numbers.passOver(before: 3, count: 2)
    numbers.passOver(before: 3)
    // By hand: one row before row 0, three more before row 3.
    #expect([numbers[0], numbers[2], numbers[3], numbers[4]] == [3, 5, 9, 10])
  }
}
