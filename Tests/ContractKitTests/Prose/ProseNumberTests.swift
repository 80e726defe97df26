import Foundation
import XCTest

import ContractKit

final class ProseNumberTests: XCTestCase {
  private func matches(_ text: String, _ value: Evidence.Measurement.Value) -> Bool? {
    PrintedNumber(text).map { $0.matches(value) }
  }

  func testNumbersAreComparedAtThePrintedPrecision() {
    let drift = Evidence.Measurement.Value.real(0.004391437)
    for text in ["0.4391 %", "0.4391%", "0.44 %", "0.004391", "4.391e-3", "+0.00439", "0 %"] {
      XCTAssertEqual(matches(text, drift), true, text)
    }
    for text in ["0.4392 %", "0.43914 %x", "0.45 %", "0.0043915", "-0.0044", "4.392e-3"] {
      XCTAssertNotEqual(matches(text, drift), true, text)
    }
    XCTAssertEqual(matches("\u{2212}0.5", .real(-0.5)), true)
  }

  func testTiesGoToTheEvenDigit() {
    // Both are exact binary numbers, so that the tie is one.
    XCTAssertEqual(matches("0.12", .real(0.125)), true)
    XCTAssertEqual(matches("0.13", .real(0.125)), false)
    XCTAssertEqual(matches("0.38", .real(0.375)), true)
    XCTAssertEqual(matches("2", .real(2.5)), true)
    XCTAssertEqual(matches("4", .real(3.5)), true)
  }

  func testCountsBitsAndDigests() {
    XCTAssertEqual(matches("12,000", .count(12_000)), true)
    XCTAssertEqual(matches("12,001", .count(12_000)), false)
    XCTAssertNil(matches("12,00", .count(1200)))
    XCTAssertNil(matches("about 3", .count(3)))
    XCTAssertEqual(matches("0x44191E70", .text("0x44191e70")), true)
    XCTAssertEqual(matches("0x44191e71", .text("0x44191e70")), false)
    let digest = Digest(of: []).description
    XCTAssertEqual(matches("\(digest.prefix(12))…", .text(digest)), true)
    XCTAssertNil(matches("\(digest.prefix(7))…", .text(digest)), "seven digits of a digest tell nothing")
    XCTAssertEqual(matches("1", .real(.nan)), false)
    XCTAssertEqual(matches("1", .text("1")), false)
  }

  func testTheNotationIsFoundAndTakenOut() {
    let text = "A drift of [0.44\n %](pv:F-1/x.relative_l2), `[1](pv:F-1/y)` and [2](pv:F-1/z@mutant)."
    let found = ProseNumber.all(in: text, isMarkdown: true)
    XCTAssertEqual(found.map(\.text), ["0.44 %", "2"])
    XCTAssertEqual(found.map(\.pointer), ["F-1/x.relative_l2", "F-1/z@mutant"])
    XCTAssertEqual(
      ProseNumber.plain("from [0.44 %](pv:F-1/x) to [2](pv:y), see [a page](https://example.org)"),
      "from 0.44 % to 2, see [a page](https://example.org)")
  }

  /// A forge can follow a link to the file; the pointer is its title.
  func testAPointerMayBeTheTitleOfALink() {
    let text =
      "[2](evidence/a-v1/F-1.json \"pv:F-1/z\"), [3](b.json\n \"pv:c\"), [4](d.md \"of d\"), [5](e.md pv:e), "
      + "[6](f.md \"pv:f)"
    let found = ProseNumber.all(in: text, isMarkdown: true)
    XCTAssertEqual(found.map(\.text), ["2", "3"])
    XCTAssertEqual(found.map(\.pointer), ["F-1/z", "c"])
    XCTAssertEqual(found.map(\.target), ["evidence/a-v1/F-1.json", "b.json"])
    XCTAssertEqual(ProseNumber.plain("of [2](a.json \"pv:F-1/z\")"), "of 2")
  }

  func testCodeShowsTheNotationAndUsesNothing() {
    let text = "```\n[1](pv:a/b)\n```\n``[1](pv:a/b)`` a ` alone, [3](pv:a/c)\n"
    XCTAssertEqual(ProseNumber.all(in: text, isMarkdown: true).map(\.text), ["3"])
    XCTAssertEqual(ProseNumber.all(in: "~ `` [1](pv:a/b)", isMarkdown: true).map(\.text), ["1"])
  }

  /// A mark inside what is no number, and marks that nothing opens or closes.
  func testMarksThatBelongToNoNumber() {
    func texts(_ text: String) -> [String] { ProseNumber.all(in: text, isMarkdown: false).map(\.text) }
    XCTAssertEqual(texts("[1](pv:a/b) 2](pv:a/c) [3](pv:a/d)"), ["1", "3"])
    XCTAssertEqual(ProseNumber.plain("[1](pv:a/b) 2](pv:a/c) [3](pv:a/d)"), "1 2](pv:a/c) 3")
    XCTAssertEqual(texts("](pv:[1](pv:a)"), ["1"])
    XCTAssertEqual(texts("[1](pv:"), [])
  }

  /// Four times the marks take about four times as long, whether they are numbers or left open.
  func testMarksAreReadInLinearTime() {
    for mark in ["](pv:)", "](", "[1](pv:", "[1](a \"pv:b\"", "[1](pv:a/b) `c` "] {
      func time(_ count: Int) -> Double {
        let text = String(repeating: mark, count: count)
        return (0..<2).map { _ in
          let start = clock()
          _ = ProseNumber.all(in: text, isMarkdown: true)
          return Double(clock() - start)
        }.min()!
      }
      let (small, large) = (time(4000), time(16000))
      XCTAssertLessThan(large / max(small, 1), 8, "\(mark): \(small), \(large)")
    }
  }

  func testTablesMustAddUp() {
    let row: TableFindings.Row = (1, ["a", "3", "2", "1", "0", "0", "0", "0"])
    let total: TableFindings.Row = (2, ["total", "3", "2", "1", "0", "0", "0", "0"])
    XCTAssertEqual(TableFindings.sums([row, total]).count, 0)
    XCTAssertEqual(TableFindings.sums([(1, ["a", "3", "1", "1", "0", "0", "0", "0"]), total]).count, 2)
    XCTAssertEqual(TableFindings.sums([row, (2, ["total", "4", "2", "1", "0", "0", "0", "0"])]).count, 2)
    func ratio(_ margin: String) -> Int {
      TableFindings.ratios([(1, ["1e-7", "≤ 8e-7", margin])], measured: 0, threshold: 1, margin: 2).count
    }
    XCTAssertEqual([ratio("3.0"), ratio("3.1"), ratio("2.9"), ratio("inf"), ratio("exact")], [0, 1, 1, 1, 0])
    let bounded: TableFindings.Row = (1, ["0.25 (reversed)", "≤ 1 by dot_fma_lanes/1 (lanes 64)", "3.0"])
    XCTAssertEqual(TableFindings.ratios([bounded], measured: 0, threshold: 1, margin: 2).count, 1)
    func above(_ margin: String) -> Int {
      let row: TableFindings.Row = (1, ["8e-7 (tripled)", "≤ 1e-7", margin])
      return TableFindings.ratios([row], measured: 0, threshold: 1, margin: 2, isAbove: true).count
    }
    XCTAssertEqual([above("3.0"), above("-3.0"), above("2.9"), above("none")], [0, 1, 1, 0])
  }
}
