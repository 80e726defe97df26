import ContractKit
import XCTest

/// ship-spec.md cites falsifiers and gates; each must exist.
final class ShipSpecTests: XCTestCase {
  func testEveryIdThatTheSpecificationCitesExists() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let contracts = ContractSet.load(paths: ["\(root)/contracts"]).contracts
    let known = Set(contracts.flatMap { $0.falsifiers.map(\.id.value) + $0.gates.map(\.id.value) })
    let text = String(decoding: try Files.read("\(root)/ship-spec.md"), as: UTF8.self)
    let cited = Set(text.matches(of: /\b(?:FALSIFY|GATE)-[A-Z0-9-]*[0-9]\b/).map { String($0.output) })
    XCTAssertGreaterThan(cited.count, known.count / 2, "the pattern no longer finds the ids")
    XCTAssertEqual(cited.subtracting(known), [])
  }

  func testEveryGateOfTheContractsIsACriterion() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let text = String(decoding: try Files.read("\(root)/ship-spec.md"), as: UTF8.self)
    let criteria = text.prefix(upTo: try XCTUnwrap(text.range(of: "## Status")).lowerBound)
    for contract in ContractSet.load(paths: ["\(root)/contracts"]).contracts {
      for gate in contract.gates {
        XCTAssertTrue(criteria.contains(gate.id.value), "\(gate.id.value) is no criterion of ship-spec.md")
      }
    }
  }
}
