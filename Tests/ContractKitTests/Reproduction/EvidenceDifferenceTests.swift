import XCTest

import ContractKit

final class EvidenceDifferenceTests: XCTestCase {
  private let committed = Fixture.evidence(
    ["max_abs_error": Fixture.real(1), "count": .init(.count(3), over: nil)],
    mutant: ["max_abs_error": Fixture.real(2)])

  private func differences(_ change: (inout Evidence) -> Void) -> [EvidenceDifference] {
    var again = committed
    change(&again)
    return EvidenceDifference.all(
      committed: committed.json(digest: Digest(of: [1]).description),
      again: again.json(digest: Digest(of: [2]).description))
  }

  func testTheFilesOwnDigestIsNoDifference() { XCTAssertEqual(differences { _ in }, []) }

  func testAMeasurementIsShownAsAWholeAndFirst() {
    let found = differences {
      $0.measurements["max_abs_error"] = Fixture.real(1.5)
      $0.inputs[0].seed = "1"
      $0.outputs[0].sha256 = Digest(of: [7])
      $0.mutants["tail_dropped"]?.measurements["max_abs_error"] = Fixture.real(3)
    }
    XCTAssertEqual(
      found.map { $0.place.joined(separator: ".") },
      [
        "measurements.max_abs_error", "outputs.dot.sha256", "mutants.tail_dropped.measurements.max_abs_error",
        "inputs.a.seed",
      ])
    XCTAssertTrue(
      found[0].description.hasPrefix("measurements.max_abs_error: 1.5 (0x3ff8000000000000)"), found[0].description)
    XCTAssertTrue(found[0].description.contains("committed 1 (0x3ff0000000000000)"), found[0].description)
  }

  func testWhatIsNotThereIsSaid() {
    let found = differences {
      $0.measurements["count"] = nil
      $0.inputs = []
    }
    XCTAssertEqual(found[0].description, "measurements.count: not there, committed 3")
    XCTAssertEqual(found.count, 2)
    XCTAssertEqual(found[1].place, ["inputs", "a"])
  }
}

final class ElementDifferenceTests: XCTestCase {
  func testTheFirstElementIsNamedByItsPlaceInTheShape() {
    var varied = [UInt8](repeating: 0, count: 24)
    varied[4 * 4 + 1] = 0x80
    let found = ElementDifference.first(
      of: "y", unvaried: [UInt8](repeating: 0, count: 24), varied: varied, size: 4, shape: [2, 3])
    XCTAssertEqual(found?.description, "y[1, 1]: 0x00008000, without the variation 0x00000000")
  }

  func testALongerArrayDiffersWhereTheOtherEnds() {
    let found = ElementDifference.first(of: "y", unvaried: [1], varied: [1, 2], size: 1, shape: [2])
    XCTAssertEqual(found?.description, "y[1]: 0x02, without the variation none")
    XCTAssertNil(ElementDifference.first(of: "y", unvaried: [1, 2], varied: [1, 2], size: 1, shape: [2]))
  }
}
