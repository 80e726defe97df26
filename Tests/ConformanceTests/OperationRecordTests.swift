import XCTest

@testable import Conformance

/// What falsifiers saw of an operation, one after the other, is what one would have seen that saw it all.
final class OperationRecordTests: XCTestCase {
  private func record(_ falsifier: String, _ kinds: Incident.Kind...) -> OperationRecord {
    var record = OperationRecord()
    (record.calls, record.compared) = (2, [.again: 1])
    for kind in kinds { record.note(Incident(kind: kind, call: "f()", falsifier: falsifier)) }
    return record
  }

  func testCountsAreAddedAndTheFirstIncidentIsKept() {
    var all = record("A")
    all.add(record("B", .failed(status: 2), .failed(status: 3)))
    all.add(record("C", .failed(status: 4), .otherBits(.later, "x")))
    XCTAssertEqual(all.calls, 6)
    XCTAssertEqual(all.compared, [.again: 3])
    XCTAssertEqual(all.breaches[.returns]?.count, 3)
    XCTAssertEqual(all.breaches[.returns]?.first, Occurrence(what: "returned 2", call: "f()", falsifier: "B"))
    XCTAssertEqual(all.differences[.later]?.first.falsifier, "C")
  }

  /// Bits that differ once an output is known to be left unwritten say nothing of their own; those before it do.
  func testOtherBitsThatAreExplainedByWhatIsKnown() {
    var all = record("A", .otherBits(.again, "x"))
    all.add(record("B", .notWritten("y")))
    all.add(record("C", .otherBits(.again, "x"), .otherBits(.address, "x")))
    XCTAssertEqual(all.differences.mapValues(\.count), [.again: 1])
    XCTAssertEqual(all.breaches.mapValues(\.count), [.outputs: 1])
    // In one falsifier both are what it saw, in its own order.
    var both = record("A")
    both.add(record("B", .otherBits(.address, "x"), .notWritten("y")))
    XCTAssertEqual(both.differences.mapValues(\.count), [.address: 1])
  }
}
