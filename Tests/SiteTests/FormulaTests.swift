import ContractKit
import XCTest

@testable import Site

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Formulas of contracts are set as mathematics where they are some, and as text where they are prose.
final class FormulaTests: XCTestCase {
  private func markup(_ text: String) -> String? { FormulaParser.parse(text)?.html.text }

  func testWhatContractsWriteIsSet() throws {
    let cases = [
      ("x_i", "<msub><mi>x</mi><mi>i</mi></msub>"),
      ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
      ("x_j^2", "<msubsup><mi>x</mi><mi>j</mi><mn>2</mn></msubsup>"),
      ("2^-149", "<msup><mn>2</mn><mrow><mo>−</mo><mn>149</mn></mrow></msup>"),
      ("k_{t,g}", "<msub><mi>k</mi><mrow><mi>t</mi><mo>,</mo><mi>g</mi></mrow></msub>"),
      ("sqrt(d)", "<msqrt><mi>d</mi></msqrt>"),
      ("a / (b + c)", "<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mi>c</mi></mrow></mfrac>"),
      // From the left: the quotient is multiplied.
      ("a / b * c", "<mrow><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>·</mo><mi>c</mi></mrow>"),
      ("a / (b) c", "<mrow><mfrac><mi>a</mi><mi>b</mi></mfrac><mi>c</mi></mrow>"),
      ("a b / c", "<mfrac><mrow><mi>a</mi><mi>b</mi></mrow><mi>c</mi></mfrac>"),
      ("i <= 0..31", "<mrow><mi>i</mi><mo>≤</mo><mn>0</mn><mo>…</mo><mn>31</mn></mrow>"),
      (
        "max |v|",
        "<mrow><mi>max</mi><mspace width=\"0.17em\"/><mrow><mo fence=\"true\">|</mo><mi>v</mi><mo fence=\"true\">|</mo></mrow></mrow>"
      ),
      // A bar in an exponent could not be read.
      (
        "b^(-2i/d)",
        "<msup><mi>b</mi><mrow><mrow><mo>−</mo><mrow><mrow><mn>2</mn><mi>i</mi></mrow><mo>/</mo><mi>d</mi></mrow></mrow>"
          + "</mrow></msup>"
      ),
      (
        "floor(i / 2)",
        "<mrow><mo fence=\"true\">⌊</mo><mfrac><mi>i</mi><mn>2</mn></mfrac><mo fence=\"true\">⌋</mo></mrow>"
      ),
      (
        "e^-x_i",
        "<msup><mi>e</mi><mrow><mo>−</mo><msub><mi>x</mi><mi>i</mi></msub></mrow></msup>"
      ),
      (
        "sum_i a_i",
        "<mrow><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>a</mi><mi>i</mi></msub></mrow>"
      ),
    ]
    for (text, expected) in cases { XCTAssertEqual(markup(text), expected, text) }
  }

  /// A sum goes as far as its term, and the factor before it is its own.
  func testASumAndAFraction() throws {
    XCTAssertEqual(
      markup("(1/n) sum_j x_j"),
      "<mrow><mrow><mo fence=\"true\">(</mo><mfrac><mn>1</mn><mi>n</mi></mfrac><mo fence=\"true\">)</mo></mrow>"
        + "<munder><mo>∑</mo><mi>j</mi></munder><msub><mi>x</mi><mi>j</mi></msub></mrow>")
    let drift = try XCTUnwrap(markup("sum_i |a_i| / sum_i |b_i|"))
    XCTAssertTrue(drift.hasPrefix("<mfrac><mrow><munder>"), drift)
    XCTAssertEqual(drift.components(separatedBy: "<mo>∑</mo>").count, 3, drift)
  }

  func testProseIsNoFormula() {
    for text in [
      "the ids of llama.cpp", "argmax of the logits", "x with x dequantized", "a sum over blocks", "x = ", "(x", "x)",
      "x_", "",
      "a; for i ascending: b", "signed byte * scale of the tensor", "<script>alert(1)</script>", "a in b",
      // Whether c is above or below the bar, nobody can tell.
      "a / b c", "L f_i / 2 pi",
      "x \u{202E} y", "|x",
    ] {
      XCTAssertNil(markup(text), text)
    }
  }

  func testDeepAndLongTextsAreRefused() {
    XCTAssertNil(markup(String(repeating: "(", count: 200) + "x" + String(repeating: ")", count: 200)))
    XCTAssertNil(markup(String(repeating: "x^", count: 900) + "x"))
    XCTAssertNil(markup(String(repeating: "x + ", count: 1000) + "x"))
  }

  /// What is no formula keeps its characters.
  func testTextIsEscaped() {
    XCTAssertEqual(Mathematics.html("a of <b> & 'c'").text, "<code>a of &lt;b&gt; &amp; &#39;c&#39;</code>")
  }

  /// Of a formula with prose in it the relations are set, and the words stay.
  func testPartsOfASentenceAreSet() {
    let (html, extent) = Mathematics.set(
      "x_i = d q_i, q_i of an entry <b>, d = 1 for blocks of the first kind", isBlock: true)
    XCTAssertEqual(extent, .part)
    XCTAssertEqual(
      html.text,
      "<math displaystyle=\"true\"><mrow><msub><mi>x</mi><mi>i</mi></msub><mo>=</mo><mrow><mi>d</mi><msub><mi>q</mi>"
        + "<mi>i</mi></msub></mrow></mrow></math>, q_i of an entry &lt;b&gt;, <math displaystyle=\"true\"><mrow><mi>d</mi>"
        + "<mo>=</mo><mn>1</mn></mrow></math> for blocks of the first kind")
  }

  /// How many of this repository's formulas parse, as a whole or in part: the numbers are exact, so that a change of any
  /// is looked at.
  func testTheFormulasOfAllContracts() throws {
    let contracts = ContractSet.load(paths: ["\(Repository.path)/contracts"]).contracts
    let formulas = contracts.flatMap(\.equations).compactMap { $0.formula?.value }.map(Mathematics.folded)
    let extents = Dictionary(grouping: formulas) { Mathematics.set($0, isBlock: true).extent }
    XCTAssertEqual(formulas.count, 84)
    XCTAssertEqual(extents[.whole]?.count, 36)
    XCTAssertEqual(extents[.part]?.count, 19, (extents[.part] ?? []).joined(separator: "\n"))
    XCTAssertEqual(extents[.none]?.count, 29, (extents[.none] ?? []).joined(separator: "\n"))
    for text in formulas {
      // Whatever is set is well-formed.
      let html = Mathematics.html(text).text
      XCTAssertTrue(XMLParser(data: Data("<x>\(html)</x>".utf8)).parse(), html)
    }
  }
}
