import Base
import Foundation
import Models
import XCTest

@testable import Traces

final class TraceCheckTests: XCTestCase {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("check-\(UUID().uuidString)").path

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  /// A trace of three layers, four positions of six values: in a layer the same values with other signs.
  private func trace(_ change: (Int, inout [Float]) -> Void = { _, _ in }) throws -> String {
    try? FileManager.default.removeItem(atPath: folder)
    let writer = TraceWriter(folder: folder, selection: .all)
    for layer in 0..<3 {
      var values = (0..<24).map { Float($0 % 6) - 2.5 }
      change(layer, &values)
      try values.withUnsafeBufferPointer {
        try writer.take(StagePoint(.postFfnResidual, layer: layer), shape: [4, 6], $0)
      }
    }
    let manifest = TraceManifest(
      model: "m", architecture: "qwen2", sources: [], configuration: [:], path: .reference, selection: .all,
      tokensIn: [1, 2, 3, 4], tokensOut: [], topLogits: [], stages: writer.stages)
    try Files.replace("\(folder)/manifest.json", with: manifest.json.canonicalBytes)
    return folder
  }

  private func problems(_ path: String, _ set: (inout TraceCheck.Options) -> Void = { _ in }) throws -> [String] {
    var options = TraceCheck.Options()
    set(&options)
    return try TraceCheck(path, options: options).problems.map(\.description)
  }

  func testARightTrace() throws {
    let check = try TraceCheck(trace())
    XCTAssertTrue(check.isRight)
    XCTAssertEqual(check.entries.map(\.growth), [nil, 1, 1])
    XCTAssertEqual(check.entries[0].median, 0)
    XCTAssertEqual(check.entries[0].last.count, 6)
    // Three positions of -2.5 ... 2.5: 3 * 17.5 over 17.
    XCTAssertEqual(check.entries[0].spread, (52.5 / 17).squareRoot())
    XCTAssertTrue(check.text.hasSuffix("right: no NaN, and no spread grows by more\n"), check.text)
    XCTAssertEqual(check.json["right"], .bool(true))
    XCTAssertTrue(try TraceCheck("\(folder)/manifest.json").isRight)
  }

  func testNaNAndInfinities() throws {
    XCTAssertEqual(try problems(trace { if $0 == 1 { $1[7] = .nan } }), ["layer-1/post_ffn_residual: 1 NaN"])
    // Also where no spread is taken.
    XCTAssertEqual(
      try problems(trace { if $0 == 1 { ($1[0], $1[1]) = (.infinity, -.infinity) } }),
      ["layer-1/post_ffn_residual: 2 infinite"])
  }

  func testGrowth() throws {
    let grown = try trace { if $0 == 2 { $1 = $1.map { 9 * $0 } } }
    XCTAssertEqual(
      try problems(grown),
      [
        "layer-2/post_ffn_residual: the spread over all positions but 0 is 9 times that of the layer before, more than 8"
      ])
    XCTAssertEqual(try problems(grown) { $0.factor = 9 }, [])
    // From nothing to something is more than any factor, and from nothing to nothing is no growth.
    XCTAssertEqual(try problems(trace { if $0 < 2 { $1 = $1.map { _ in 0 } } }) { $0.factor = 1e300 }.count, 1)
    XCTAssertEqual(try problems(trace { layer, values in values = values.map { _ in Float(layer) } }), [])
  }

  func testMassiveActivations() throws {
    let first = try trace { if $0 > 0 { $1[2] = 5000 } }
    XCTAssertEqual(try problems(first), [], "the first position is left out")
    XCTAssertEqual(try problems(first) { $0.except = [] }.count, 1)
    let second = try trace { if $0 > 0 { $1[8] = 5000 } }
    let problem = try problems(second)
    XCTAssertTrue(problem[0].contains("position 1 holds massive activations"), "\(problem)")
    XCTAssertTrue(problem[0].hasSuffix("leave it out with --except 0,1"), "\(problem)")
    XCTAssertEqual(try problems(second) { $0.except = [0, 1] }, [])
  }

  func testWhatCannotBeJudgedIsNotRight() throws {
    let path = try trace()
    XCTAssertTrue(try problems(path) { $0.except = [0, 1, 2, 3] }[0].contains("no position is left"))
    XCTAssertTrue(try problems(path) { $0.stages = [.ffnUp] }[0].contains("the trace lacks it"))
    XCTAssertThrowsError(try problems(path) { $0.except = [4] }) { XCTAssertTrue("\($0)".contains("no position 4")) }
    try Files.replace("\(path)/layer-1/post_ffn_residual.bin", with: APRT.header(layer: 1, count: 0))
    XCTAssertThrowsError(try problems(path)) { XCTAssertTrue("\($0)".contains("its SHA-256 differs"), "\($0)") }
  }
}
