import XCTest

import FalsifierKit
@testable import Measuring

/// What cases are made of: choices, domains of elements, fields, and the shrinker.
final class ChoicesTests: XCTestCase {
  func testACaseIsMadeAgainFromItsChoices() {
    let domains: [ElementDomain] = [.units, .exponents(-20...5), .exponents(3...9), .listed([0, .nan]), .anyBits]
    for domain in domains {
      var drawing = Choices(from: SeededGenerator(seed: "7"))
      let values = domain.draw(200, &drawing)
      var replaying = Choices(replaying: drawing.taken)
      XCTAssertEqual(domain.draw(200, &replaying).map(\.bitPattern), values.map(\.bitPattern), domain.description)
    }
  }

  func testTheSimplestElements() {
    func simplest(_ domain: ElementDomain) -> Float {
      var choices = Choices(replaying: [])
      return domain.draw(&choices)
    }
    XCTAssertEqual(simplest(.units), 0)
    XCTAssertEqual(simplest(.exponents(-20...5)), 1)
    XCTAssertEqual(simplest(.exponents(3...9)), 8)
    XCTAssertEqual(simplest(.exponents(-9 ... -3)), 0.125)
    XCTAssertEqual(simplest(.listed([5, 0])), 5)
    XCTAssertEqual(simplest(.anyBits), 0)
  }

  func testEveryExponentOfARangeIsReachedAndNoOther() {
    for range in [-2...5, -5...2, 0...3, -3...0, 2...4, -4 ... -2, -3...3] {
      let exponents = (0..<UInt64(range.count)).map { choice in
        var choices = Choices(replaying: [0, choice])
        return Int(ElementDomain.exponents(range).draw(&choices).exponent)
      }
      XCTAssertEqual(exponents.sorted(), Array(range))
      XCTAssertEqual(exponents.map(abs), exponents.map(abs).sorted(), "nearest to 0 first")
    }
  }

  func testUnitsStayInTheirRange() {
    var ends: Set<Float> = []
    for choice in [0, 1, 2, 1 << 24 - 1, 1 << 24] as [UInt64] {
      var choices = Choices(replaying: [choice])
      ends.insert(ElementDomain.units.draw(&choices))
    }
    XCTAssertEqual(ends, [0, 0x1p-23, -0x1p-23, 1, -1])
  }

  func testATapeIsCutToItsBounds() {
    var choices = Choices(replaying: [99, 1])
    XCTAssertEqual(choices.integer(in: 3...5), 5)
    XCTAssertEqual(choices.element(of: ["a", "b"]), "b")
    XCTAssertEqual(choices.below(10), 0)
    XCTAssertEqual(choices.taken, [2, 1, 0])
  }

  func testFieldsAreReadBackToTheBit() {
    let fields: [CaseField] = [
      .integer(0), .integer(4096), .f32([]), .f32([1, -0.0, .infinity]), .bytes([]), .bytes([0, 255, 16]),
    ]
    for field in fields { XCTAssertEqual(CaseField(field.json), field) }
    let nan = Float(bitPattern: 0x7fc0_1234)
    guard case .f32(let values) = CaseField(CaseField.f32([nan]).json) else { return XCTFail("not read back") }
    XCTAssertEqual(values.map(\.bitPattern), [0x7fc0_1234])
    for bad in ["", "f32 3f80", "f32 3f800000 ", "f32  3f800000", "u8 0", "u8 100", "f64 00", "f32 3f80000g"] {
      XCTAssertNil(CaseField(.string(bad)), bad)
    }
  }

  func testTheShrinkerEndsAtAMinimum() {
    // Fails where the sum of the choices is at least 1000.
    var shrinker = Shrinker { $0.reduce(0, +) >= 1000 ? $0 : nil }
    XCTAssertEqual(shrinker.shrink([5, 900, 900, 17, 300]).reduce(0, +), 1000)
    // Fails where some choice is 7 and its successor is not 0.
    var pair = Shrinker { tape in zip(tape, tape.dropFirst()).contains { $0 == 7 && $1 > 0 } ? tape : nil }
    XCTAssertEqual(pair.shrink([3, 9, 7, 40, 7, 0, 2]).filter { $0 > 0 }, [7, 1])
  }

  func testTheShrinkerStopsAtItsBudget() {
    var shrinker = Shrinker(budget: 10) { $0.reduce(0, +) > 0 ? $0 : nil }
    _ = shrinker.shrink((0..<1000).map { UInt64($0) })
    XCTAssertEqual(shrinker.tried, 10)
  }
}
