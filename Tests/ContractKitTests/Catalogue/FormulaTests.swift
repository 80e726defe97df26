import XCTest

import ContractKit

final class FormulaTests: XCTestCase {
  func testFormulasAsAuthorsWriteThem() {
    let cases = [
      ("y_i = exp(x_i - max x)", "y_{i} = \\exp(x_{i} - \\max x)"),
      ("x <= 2^-149", "x \\le  2^{-149}"),
      ("silu(x) = x * sigma(x)", "\\mathrm{silu}(x) = x \\cdot  \\sigma(x)"),
      ("sqrt(sum_i x_i^2)", "\\sqrt{\\sum_{i} x_{i}^{2}}"),
      ("for i ascending: s", "\\mathrm{for}\\ i\\ \\mathrm{ascending}:\\ s"),
      ("{1, 2}", "\\{1, 2\\}"),
      ("a ∈ ℝ", "a \\in  \\mathbb{R}"),
      ("\\frac{a}{b}", "\\frac{a}{b}"),
      ("w_{h/7}", "w_{h/7}"),
    ]
    for (text, expected) in cases { XCTAssertEqual(Formula.latex(text), expected, text) }
  }

  /// Whatever is written, the groups of what is set are closed.
  /// Groups within groups without end, and groups that nothing closes.
  func testAnyTextIsSet() {
    let count = 20_000
    for text in [
      String(repeating: "_{", count: count),
      String(repeating: "x_{", count: count) + String(repeating: "}", count: count),
      String(repeating: "(", count: count), String(repeating: "sqrt(", count: count),
    ] { XCTAssertGreaterThanOrEqual(Formula.latex(text).count, count) }
    XCTAssertEqual(Formula.latex("a_{i_{j}}"), "a_{i_{j}}")
  }

  func testBracesBalance() {
    var state: UInt64 = 7
    let alphabet = Array("ab1_^(){}[]|*<=>- sqrt sum max∑²%&#$~")
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(alphabet[Int(state >> 33) % alphabet.count])
      }
      var depth = 0
      var previous: Character?
      for character in Formula.latex(text) {
        if previous != "\\" { depth += character == "{" ? 1 : character == "}" ? -1 : 0 }
        XCTAssertGreaterThanOrEqual(depth, 0, text)
        previous = character
      }
      XCTAssertEqual(depth, 0, text)
    }
  }
}
