import Base
import Experiments
import FalsifierKit
import Foundation
import XCTest

/// What variations of `pv repro` are to move: the bits of an oracle that is not ours.
final class OracleBits: XCTestCase {
  /// Writes the results of OpenBLAS, for the calls that falsifiers make of it, to the file that PV_PROBE names.
  func testOpenBLAS() throws {
    var random = SeededGenerator(
      contract: "none", falsifier: "none", generator: "OracleBits", domain: "values in [-1, 1)")
    var results: [Float] = []
    // Shapes of the falsifiers, with and without a rest in either direction.
    for (rows, columns) in [(1024, 96), (63, 65), (257, 640), (130, 3584)] {
      let each = MatVecCase.random(rows: rows, columns: columns, &random)
      let y = OpenBLAS.matVec(each.weights, rows, columns, columns, each.x)
      let dots = (0..<rows).map { OpenBLAS.dot(Array(each.row($0)), each.x) }
      let bounds = try BoundFunction.named("dot_any_order")!.bounds(
        [:], ["count": [Double(columns)], "magnitude": each.absoluteProducts], actual: Sample(y), expected: Sample(dots)
      )
      // Twice: both are computed.
      for row in 0..<rows { XCTAssertLessThanOrEqual(abs(Double(y[row]) - Double(dots[row])), 2 * bounds[row]) }
      results += y + dots
    }
    guard let path = ProcessInfo.processInfo.environment["PV_PROBE"] else { return }
    try Files.replace(path, with: results.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) })
  }
}
