import Base
import COpenBLAS
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
      var y = [Float](repeating: 0, count: rows)
      cblas_sgemv(
        CblasRowMajor, CblasNoTrans, Int32(rows), Int32(columns), 1, each.weights, Int32(columns), each.x, 1, 0, &y, 1)
      let dots = (0..<rows).map { cblas_sdot(Int32(columns), Array(each.row($0)), 1, each.x, 1) }
      let bounds = each.absoluteProducts.map { 2 * ErrorBound.dotAnyOrder(count: columns, absoluteDot: $0) }
      for row in 0..<rows { XCTAssertLessThanOrEqual(abs(Double(y[row]) - Double(dots[row])), bounds[row]) }
      results += y + dots
    }
    guard let path = ProcessInfo.processInfo.environment["PV_PROBE"] else { return }
    try Files.replace(path, with: results.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) })
  }
}
