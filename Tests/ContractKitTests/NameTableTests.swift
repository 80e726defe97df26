import XCTest

import ContractKit

final class NameTableTests: XCTestCase {
  private func position(_ name: String, in table: NameTable) -> Int? {
    var name = name
    return name.withUTF8 { table.position(of: $0) }
  }

  func testEveryNameIsFoundAndNothingElse() {
    for names in [
      [], [""], ContractShape.contract.fields.map(\.key), ContractShape.falsifier.fields.map(\.key), MetricName.all,
    ] {
      let table = NameTable(names)
      for (index, name) in names.enumerated() { XCTAssertEqual(position(name, in: table), index) }
      for name in ["x", "formulaa", "ormula", "formul", "fxrmula", "é", " "] where !names.contains(name) {
        XCTAssertNil(position(name, in: table), name)
      }
    }
  }

  func testOfEqualNamesTheFirstIsFound() {
    XCTAssertEqual(position("a", in: NameTable(["b", "a", "a"])), 1)
  }

  /// Names that share their length, their first and their last byte share a slot.
  func testNamesInOneSlot() {
    let names = (0..<26).map { "a\(Character(UnicodeScalar(UInt8(97 + $0))))z" }
    let table = NameTable(names)
    for (index, name) in names.enumerated() { XCTAssertEqual(position(name, in: table), index) }
    XCTAssertNil(position("a0z", in: table))
  }
}
