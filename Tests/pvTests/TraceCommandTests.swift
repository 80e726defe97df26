import Foundation
import XCTest

/// `pv trace --verify` and `--check`, and the criteria of `pv compare`, as a user runs them.
final class TraceCommandTests: XCTestCase {
  private var folder: URL!

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("pv-traces-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    XCTAssertEqual(try pv("fixture", "qwen2", "--tiny", "-o", "m.gguf").exitCode, 0)
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  private func pv(_ arguments: String...) throws -> PVProcess {
    try PVProcess(arguments: arguments, in: folder.path)
  }

  private func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

  private func replace(_ old: String, _ new: String, in name: String) throws {
    let text = try String(contentsOf: url(name), encoding: .utf8)
    XCTAssertTrue(text.contains(old), "\(old) in \(name)")
    try text.replacingOccurrences(of: old, with: new).write(to: url(name), atomically: true, encoding: .utf8)
  }

  func testAForgedManifestIsRefusedByName() throws {
    let stages = ["--stages", "layer_output,lm_head", "--layers", "0-1"]
    XCTAssertEqual(
      try PVProcess(arguments: ["trace", "m.gguf", "--tokens", "1 2 3", "-o", "t"] + stages, in: folder.path).exitCode,
      0)
    let verified = try pv("trace", "--verify", "t/manifest.json")
    XCTAssertEqual(verified.exitCode, 0, verified.standardOutput)
    XCTAssertTrue(verified.standardOutput.contains("shown only, not judged: environment.toolchain"))
    // A configuration that the model does not have.
    try replace("\"heads\": 16", "\"heads\": 8", in: "t/manifest.json")
    let forged = try pv("trace", "--verify", "t/manifest.json")
    XCTAssertEqual(forged.exitCode, 1)
    XCTAssertEqual(
      forged.standardOutput.split(separator: "\n").first, "differs: configuration.heads: recorded 8, should be 16")
    let json = try pv("trace", "--verify", "t/manifest.json", "--json")
    XCTAssertTrue(json.standardOutput.contains("\"member\": \"configuration.heads\""), json.standardOutput)
    try replace("\"heads\": 8", "\"heads\": 16", in: "t/manifest.json")
    // The toolchain is nobody's claim.
    try replace("\"container_image\": null", "\"container_image\": \"none\"", in: "t/manifest.json")
    XCTAssertEqual(try pv("trace", "--verify", "t/manifest.json").exitCode, 0)
    try FileManager.default.removeItem(at: url("t/layer-0"))
    let gone = try pv("trace", "--verify", "t/manifest.json")
    XCTAssertEqual(gone.exitCode, 1)
    XCTAssertTrue(gone.standardOutput.contains("layer-0/post_ffn_residual.bin is missing"), gone.standardOutput)
    XCTAssertEqual(try pv("trace", "--verify", "t/manifest.json", "--without-captures").exitCode, 0)
  }

  func testATraceIsChecked() throws {
    let made = try pv("trace", "m.gguf", "--tokens", "1 2 3 4", "-o", "t", "--check")
    XCTAssertEqual(made.exitCode, 0, made.standardOutput)
    XCTAssertTrue(made.standardOutput.contains("last: median"))
    XCTAssertTrue(made.standardOutput.contains("run hash: "))
    for trace in ["t", "t/manifest.json"] { XCTAssertEqual(try pv("trace", "--check", trace).exitCode, 0) }
    let json = try pv("trace", "--check", "t", "--json")
    XCTAssertTrue(json.standardOutput.contains("\"schema\": \"pv-trace-check\""))
    // Right models grow by more than nothing; and a factor is an option.
    let strict = try pv("trace", "--check", "t", "--factor", "1")
    XCTAssertEqual(strict.exitCode, 1)
    XCTAssertTrue(strict.standardOutput.contains("wrong: layer-"), strict.standardOutput)
    XCTAssertEqual(try pv("trace", "--check", "t", "--spread-stages", "ffn_up", "--factor", "1e9").exitCode, 0)
    XCTAssertEqual(try pv("trace", "--check", "t", "--except", "none", "--factor", "1e9").exitCode, 0)
    // One position is the one that is left out.
    let one = try pv("trace", "m.gguf", "--tokens", "1", "-o", "one", "--check")
    XCTAssertEqual(one.exitCode, 1)
    XCTAssertTrue(one.standardOutput.contains("give more tokens, or --except none"), one.standardOutput)
  }

  func testRefusals() throws {
    XCTAssertEqual(try pv("trace", "--check", "nowhere").exitCode, 2)
    XCTAssertEqual(try pv("trace", "--check").exitCode, 64)
    XCTAssertEqual(try pv("trace", "--check", "--verify", "t/manifest.json").exitCode, 64)
    XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "1", "-o", "t", "--factor", "2").exitCode, 64)
    XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "1", "-o", "t", "--without-captures").exitCode, 64)
    for arguments in [
      ["--factor", "0.5"], ["--factor", "nan"], ["--except", "first"], ["--except", "-1"],
      ["--spread-stages", "lm_head"],
      ["--spread-stages", "ffn"],
    ] {
      XCTAssertEqual(
        try PVProcess(arguments: ["trace", "--check", "t"] + arguments, in: folder.path).exitCode, 64, "\(arguments)")
    }
    // A model is no trace.
    let model = try pv("trace", "--check", "m.gguf")
    XCTAssertEqual(model.exitCode, 1)
    XCTAssertTrue(model.standardError.hasPrefix("pv: m.gguf: "), model.standardError)
    for arguments in [["--max-abs", "-1"], ["--max-abs", "inf"], ["--min-cosine", "2"], ["--min-cosine", "nan"]] {
      XCTAssertEqual(
        try PVProcess(arguments: ["compare", "m.gguf", "m.gguf"] + arguments, in: folder.path).exitCode, 64,
        "\(arguments)")
    }
  }

  func testComparisonsAreJudged() throws {
    for path in ["reference", "production"] {
      XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "1 2 3", "--path", path, "-o", path).exitCode, 0)
    }
    func compared(_ arguments: String...) throws -> PVProcess {
      try PVProcess(arguments: ["compare", "reference", "production", "--limit", "0"] + arguments, in: folder.path)
    }
    let shown = try compared()
    XCTAssertEqual(shown.exitCode, 0)
    XCTAssertTrue(shown.standardOutput.contains("verdict: none"), shown.standardOutput)
    XCTAssertFalse(shown.standardOutput.contains("nan"), "masked scores are the same on both sides")
    XCTAssertEqual(try compared("--min-cosine", "0.9", "--max-abs", "1000").exitCode, 0)
    let outside = try compared("--min-cosine", "0.99999999")
    XCTAssertEqual(outside.exitCode, 1)
    XCTAssertTrue(outside.standardOutput.hasSuffix("verdict: outside\n"))
    XCTAssertEqual(try compared("--max-abs", "0").exitCode, 1)
    XCTAssertEqual(try pv("compare", "reference", "reference", "--max-abs", "0", "--min-cosine", "1").exitCode, 0)
  }

  func testAClauseIsACriterion() throws {
    try FileManager.default.createDirectory(at: url("contracts"), withIntermediateDirectories: true)
    try Self.contract.write(to: url("contracts/near-v1.yaml"), atomically: true, encoding: .utf8)
    for (tokens, name) in [("1 2 3", "a"), ("1 2 4", "b")] {
      XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", tokens, "--stages", "lm_head", "-o", name).exitCode, 0)
    }
    let outside = try pv("compare", "a", "b", "--clause", "near-v1#sum/close")
    XCTAssertEqual(outside.exitCode, 1)
    XCTAssertTrue(
      outside.standardOutput.contains("FALSIFY-NEAR-001: sums.max_abs_error ≤ 1e-9: 1 of 1 pairs outside"),
      outside.standardOutput)
    XCTAssertEqual(try pv("compare", "a", "a", "--clause", "near-v1#sum/close").exitCode, 0)
    for (clause, words) in [
      ("near-v1#sum", "FALSIFY-NEAR-002 checks bound_ratio, which two files alone do not give"),
      ("near-v1#sum/far", "has no clause sum/far; it has sum, sum/close"), ("near-v2#sum", "did you mean near-v1?"),
      ("sum", "write CONTRACT#EQUATION"),
    ] {
      let refused = try pv("compare", "a", "a", "--clause", clause)
      XCTAssertEqual(refused.exitCode, 1)
      XCTAssertTrue(refused.standardError.contains(words), refused.standardError)
    }
  }

  private static let contract = """
    metadata: {format: pv/1, version: "1.0.0", description: "sums", kind: kernel}
    equations:
      sum:
        formula: "a + b"
        domain: "any"
        invariants:
          - {id: close, statement: "sums are close"}
    falsification_tests:
      - id: FALSIFY-NEAR-001
        rule: "Close"
        prediction: "Close"
        if_fails: "Look"
        binds_to: [sum/close]
        checks:
          - {metric: sums.max_abs_error, at_most: 1e-9}
      - id: FALSIFY-NEAR-002
        rule: "Bounded"
        prediction: "Bounded"
        if_fails: "Look"
        binds_to: [sum]
        checks:
          - {metric: bound_ratio, bound: {function: silu, version: 1}, at_most: 1}
    """
}
