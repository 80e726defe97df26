import ContractKit
import Foundation
import XCTest

/// A new user's mistakes, each found, and mended by the words of its help line.
final class BrokenContractTests: XCTestCase {
  private struct Case {
    /// What is changed in a contract without faults.
    let old: String
    let new: String
    /// The finding, without its path.
    let finding: String
    /// Its help line.
    let help: String
    /// What the user writes, in the words of the help line, in the place of what is wrong.
    let wrong: String
    let right: String
    /// The words of the help line that are written.
    let words: String
  }

  private static let cases = [
    Case(
      old: "    formula:", new: "    formual:", finding: "8:5: error: an equation has no key `formual`",
      help: "did you mean `formula`?", wrong: "formual", right: "formula", words: "formula"),
    Case(
      old: "softmax/sums_to_one]", new: "softmax/sum_to_one]",
      finding: "19:25: error: `softmax` has no invariant `sum_to_one`", help: "did you mean `softmax/sums_to_one`?",
      wrong: "softmax/sum_to_one", right: "softmax/sums_to_one", words: "softmax/sums_to_one"),
    Case(
      old: "1.0e-6", new: ".inf", finding: "23:42: error: `.inf` is not a finite decimal number",
      help: "write digits, for instance 1.0e-6 or 0.25", wrong: ".inf", right: "1.0e-6", words: "1.0e-6"),
    Case(
      old: "max_abs_error", new: "max_abs_eror", finding: "23:18: error: `max_abs_eror` is not a metric",
      help: "did you mean `max_abs_error`?", wrong: "max_abs_eror", right: "max_abs_error", words: "max_abs_error"),
    Case(
      old: "at_most", new: "at_least", finding: "23:33: warning: `at_least` demands a large `max_abs_error`",
      help: "write `at_most`; to show that results differ, demand at least 1 for `bits_differing`", wrong: "at_least",
      right: "at_most", words: "at_most"),
    Case(
      old: "testFalsifySM001", new: "testFalsifySM01",
      finding: "20:11: error: Tests/Falsifiers/FalsifySoftmax.swift does not declare `testFalsifySM01`",
      help: "did you mean `testFalsifySM001`?", wrong: "testFalsifySM01", right: "testFalsifySM001",
      words: "testFalsifySM001"),
    Case(
      old: "  references: [\"Bridle (1990)\"]\n", new: "", finding: "1:1: error: the contract cites no reference",
      help: "add the paper, specification or result: `references: [\"Author (year) Title\"]`",
      wrong: "  description:", right: "  references: [\"Author (year) Title\"]\n  description:",
      words: "references: [\"Author (year) Title\"]"),
    Case(
      old: "\"1.0.0\"", new: "1.0", finding: "3:12: error: `1.0` is not MAJOR.MINOR.PATCH",
      help: "write `version: \"1.0.0\"`", wrong: "version: 1.0", right: "version: \"1.0.0\"",
      words: "version: \"1.0.0\""),
    Case(
      old: "  version:", new: "\tversion:", finding: "3:1: error: a tab cannot indent", help: "indent with blanks",
      wrong: "\tversion:", right: "  version:", words: "blanks"),
    Case(
      old: "    mutants: [no_max]\n", new: "",
      finding: "15:9: error: the falsifier `FALSIFY-SM-001` names no mutant",
      help: "add `mutants:` with the wrong kernels that the checks must catch, for instance `mutants: [no_max]`",
      wrong: "    checks:", right: "    mutants: [no_max]\n    checks:", words: "mutants: [no_max]"),
    Case(
      old: "statement: \"the weights sum to 1\"}",
      new: "statement: \"the weights sum to 1\"}\n      - {id: positive, statement: \"all are positive\"}",
      finding: "12:14: error: no falsifier binds `softmax/positive`",
      help: "bind it by `binds_to:`, or say why not: `not_falsified: \"...\"`", wrong: "{id: positive,",
      right: "{id: positive, not_falsified: \"...\",", words: "not_falsified: \"...\""),
    Case(
      old: "  references:", new: "  depends_on: [exp-v1]\n  references:",
      finding: "5:16: error: there is no contract `exp-v1`",
      help:
        "a contract's id is the stem of its file; name it under `external:` in pv.yaml if it is in another repository",
      wrong: "exp-v1", right: "exponential-v1", words: "stem of its file"),
    Case(
      old: "format: pv/1", new: "format: pv/2", finding: "2:11: error: `pv/2` is not a format",
      help: "did you mean `pv/1`?", wrong: "pv/2", right: "pv/1", words: "pv/1"),
    Case(
      old: "violates: [softmax]", new: "violates: [sotfmax]",
      finding: "13:41: error: `sotfmax` is not an equation of `softmax-v1`",
      help: "did you mean `softmax`?", wrong: "sotfmax", right: "softmax", words: "softmax"),
    Case(
      old: "softmax], mutants: [no_max]", new: "softmax], mutants: [no_mx]",
      finding: "13:61: error: no falsifier runs the mutant `no_mx`", help: "did you mean `no_max`?", wrong: "no_mx",
      right: "no_max", words: "no_max"),
    Case(
      old: "    orders: [sequential, reversed, sorted]\n", new: "",
      finding: "15:9: error: `FALSIFY-SM-001` has a tolerance (max_abs_error) but measures no noise",
      help: "list `orders:` and run them, or say why there are none: `no_orders: \"...\"`",
      wrong: "    mutants: [no_max]\n",
      right: "    no_orders: \"the maximum is exact\"\n    mutants: [no_max]\n", words: "no_orders: \"...\""),
    Case(
      old: "sequential, reversed", new: "sequental, reversed", finding: "24:14: error: `sequental` is not an order",
      help: "did you mean `sequential`?", wrong: "sequental", right: "sequential", words: "sequential"),
    Case(
      old: "class: missing_maximum", new: "class: misssing_maximum",
      finding: "13:13: error: `misssing_maximum` is not a class of faults", help: "did you mean `missing_maximum`?",
      wrong: "misssing_maximum", right: "missing_maximum", words: "missing_maximum"),
    Case(
      old: "faults:\n  - {class: missing_maximum, violates: [softmax], mutants: [no_max]}\n", new: "",
      finding: "23:15: error: the contract has no `faults`, so none of its mutants has a class",
      help: "add `faults:` with, for instance, `{class: wrong_element, violates: [...], mutants: [no_max]}`",
      wrong: "falsification_tests:",
      right: "faults:\n  - {class: wrong_element, violates: [softmax], mutants: [no_max]}\nfalsification_tests:",
      words: "{class: wrong_element, violates: [...], mutants: [no_max]}"),
  ]

  func testEachIsFoundAndMendedByItsHelp() throws {
    for one in Self.cases {
      let project = try ProjectFolder(self)
      try project.write(
        "contracts/exponential-v1.yaml",
        ProjectFolder.contract.replacingOccurrences(of: "FALSIFY-SM-001", with: "FALSIFY-EXP-001"))
      try project.edit("contracts/softmax-v1.yaml", one.old, one.new)
      let broken = try PVProcess("validate", "contracts/softmax-v1.yaml", "--strict", in: project.path)
      XCTAssertEqual(broken.exitCode, 1, broken.standardOutput)
      XCTAssertTrue(
        broken.standardOutput.hasPrefix("contracts/softmax-v1.yaml:\(one.finding) ["),
        "\(one.finding)\n\(broken.standardOutput)")
      XCTAssertTrue(broken.standardOutput.contains("  help: \(one.help)\n"), "\(one.help)\n\(broken.standardOutput)")
      XCTAssertEqual(
        broken.standardOutput.components(separatedBy: "  help: ").count, 2, "one cause\n\(broken.standardOutput)")
      XCTAssertTrue(one.help.contains(one.words), one.help)
      try project.edit("contracts/softmax-v1.yaml", one.wrong, one.right)
      let mended = try PVProcess("validate", "contracts/softmax-v1.yaml", "--strict", in: project.path)
      XCTAssertEqual(mended.exitCode, 0, "\(one.finding)\n\(mended.standardOutput)")
    }
  }
}
