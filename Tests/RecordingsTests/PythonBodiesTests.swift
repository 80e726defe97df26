import XCTest

@testable import Recordings

/// Lines of Python that an import does not execute.
final class PythonBodiesTests: XCTestCase {
  func testLinesInBodiesOfFunctions() {
    // A digit says whether the line counts.
    let source = #"""
      0import numpy
      0def f(x):
      1    """A text
      1at the margin.
      1    """
      1    if x:
      1        return 1
      1
      1    return 2
      0class A:
      0    size = 1
      0    async def g(self):
      1        return lambda: 0
      0    other = 2
      0# a comment
      0if True:
      0    y = f(1)
      """#
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    XCTAssertEqual(PythonBodies.lines(of: lines.map { $0.dropFirst() }), lines.map { $0.first == "1" })
  }
}
