import XCTest

import ContractKit

final class WindowTests: XCTestCase {
  /// The window of one check, from what the real kernel, orders and mutants gave.
  private func window(
    _ check: Check, real: Double, orders: [String: Double] = [:], mutants: [String: Double] = [:]
  ) -> Window? {
    let metric = check.metric.value
    var evidence = Fixture.evidence([metric: Fixture.real(real)])
    evidence.orders = orders.mapValues { [metric: Fixture.real($0)] }
    evidence.mutants = mutants.mapValues {
      .init(fault: "f", firstDifference: nil, measurements: [metric: Fixture.real($0)])
    }
    return Window(check, evidence, .builtIn)
  }

  private let bound = Fixture.check("max_abs_error", atMost: "0.5")

  func testTheNoiseIsTheFarthestOfTheKernelAndTheOrders() {
    XCTAssertEqual(window(bound, real: 0.25, orders: ["sequential": 0.125])?.noise.name, "the real kernel")
    XCTAssertEqual(window(bound, real: 0.125, orders: ["sequential": 0.25, "sorted": 0.2])?.noise.name, "sequential")
    XCTAssertEqual(window(bound, real: 0.125, orders: ["sorted": .nan, "reversed": 0.25])?.noise.name, "sorted")
  }

  func testAThresholdThatAnOrderReachesIsBelowTheNoise() {
    let orders = ["sequential": 0.5, "reversed": 0.5.nextDown, "sorted": .infinity]
    XCTAssertEqual(window(bound, real: 0, orders: orders)?.violatingOrders.map(\.name), ["sequential", "sorted"])
  }

  func testAMutantBeyondTheNoiseMustBeCaught() throws {
    let mutants = ["seen": 4.0, "weak": 0.75, "raised_above": 0.5, "within_noise": 0.25, "lost": .nan]
    let window = try XCTUnwrap(window(bound, real: 0.125, orders: ["sorted": 0.25], mutants: mutants))
    XCTAssertEqual(window.weakest?.name, "weak")
    XCTAssertEqual(window.escaping.map(\.name), ["raised_above"])
  }

  func testAnExceptionIsForOneMutantAndOnlyWhereItIsNeeded() throws {
    var check = bound
    check.letsPass = ["weak", "caught", "within_noise"].map {
      Check.Exception(mutant: Fixture.located($0), reason: Fixture.located("r"))
    }
    let mutants = ["weak": 0.375, "other": 0.375, "caught": 1, "within_noise": 0.125]
    let window = try XCTUnwrap(window(check, real: 0.25, mutants: mutants))
    XCTAssertEqual(window.escaping.map(\.name), ["other"])
    XCTAssertEqual(window.needless.map(\.mutant.value), ["caught", "within_noise"])
    XCTAssertEqual(window.weakest?.name, "caught")
  }

  func testEachConditionHasItsOwnDeviation() throws {
    let least = Fixture.check("cosine", .atLeast(Fixture.decimal("0.9")))
    let cosine = try XCTUnwrap(window(least, real: 1, orders: ["sorted": 0.99], mutants: ["a": 0.95, "b": 0.5]))
    XCTAssertEqual(cosine.noise.name, "sorted")
    XCTAssertEqual(cosine.escaping.map(\.name), ["a"])
    XCTAssertEqual(cosine.weakest?.name, "b")

    let within = Fixture.check("norm_ratio", .equals(Fixture.decimal("2"), within: Fixture.decimal("0.25")))
    let ratio = try XCTUnwrap(window(within, real: 2, orders: ["sorted": 1.875], mutants: ["a": 2.2, "b": 1]))
    XCTAssertEqual(ratio.noise.name, "sorted")
    XCTAssertEqual(ratio.escaping.map(\.name), ["a"])
    XCTAssertEqual(ratio.weakest?.name, "b")
  }

  func testMarginsCountHalvingsOnBothSides() throws {
    let upper = try XCTUnwrap(window(bound, real: 0.125, orders: ["sorted": 0.25], mutants: ["a": 4, "b": 2]))
    XCTAssertEqual([upper.marginBelow, upper.marginAbove], [1, 2])
    let silent = try XCTUnwrap(window(bound, real: 0, mutants: ["lost": .nan]))
    XCTAssertEqual([silent.marginBelow, silent.marginAbove], [.infinity, .infinity])
    XCTAssertNil(try XCTUnwrap(window(bound, real: 0)).marginAbove)

    let least = Fixture.check("cosine", .atLeast(Fixture.decimal("0.5")))
    let cosine = try XCTUnwrap(window(least, real: 0.75, mutants: ["a": -1]))
    XCTAssertEqual([cosine.marginBelow, cosine.marginAbove], [1, 2])

    let within = Fixture.check("ratio", .equals(Fixture.decimal("2"), within: Fixture.decimal("0.25")))
    let ratio = try XCTUnwrap(window(within, real: 1.875, mutants: ["a": 4]))
    XCTAssertEqual([ratio.marginBelow, ratio.marginAbove], [1, 3])

    let counted = Fixture.check("outside_bound", .equals(Fixture.decimal("0"), within: nil))
    XCTAssertNil(try XCTUnwrap(window(counted, real: 0, mutants: ["a": 3])).marginBelow)
  }

  func testWhatIsExactHasNoWindow() {
    XCTAssertNil(window(Fixture.check("max_abs_error", atMost: "0"), real: 0))
    XCTAssertNil(window(Fixture.check("y.nan_count", .equals(Fixture.decimal("4"), within: nil)), real: 4))
    XCTAssertNil(window(Fixture.check("max", .equals(Fixture.decimal("1"), within: Fixture.decimal("0"))), real: 1))
    let counted = Fixture.check("y.outside_bound", .equals(Fixture.decimal("0"), within: nil))
    XCTAssertEqual(window(counted, real: 0, orders: ["sorted": 0])?.violatingOrders.count, 0)
    XCTAssertEqual(window(counted, real: 0, orders: ["sorted": 1])?.violatingOrders.count, 1)
    let exactly = Fixture.check(
      "y.outside_bound", .equals(Fixture.decimal("0"), within: Fixture.decimal("0")))
    XCTAssertEqual(window(exactly, real: 0, orders: ["sorted": 1])?.violatingOrders.count, 1)
  }

  /// So many elements may be wrong: that is a tolerance, and it may be used up.
  func testACountThatMayBeOtherThanZeroHasAWindow() throws {
    let counted = Fixture.check("y.bits_differing", atMost: "20")
    let window = try XCTUnwrap(
      window(counted, real: 3, orders: ["sorted": 20, "reversed": 21], mutants: ["a": 20.0.nextUp, "b": 22, "c": 24]))
    XCTAssertEqual(window.violatingOrders.map(\.name), ["reversed"])
    XCTAssertEqual(window.noise.name, "reversed")
    XCTAssertEqual(window.weakest?.name, "b")
    XCTAssertEqual(
      self.window(counted, real: 3, mutants: ["few": 4, "many": 21, "none": 0])?.escaping.map(\.name), ["few"])
    let least = Fixture.check("bits_differing", .atLeast(Fixture.decimal("1")))
    XCTAssertEqual(self.window(least, real: 9, mutants: ["some": 2, "none": 0])?.escaping.map(\.name), ["some"])
  }
}
