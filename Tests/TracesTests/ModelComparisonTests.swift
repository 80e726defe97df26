import Base
import Foundation
import Models
import XCTest

@testable import Traces

final class ModelComparisonTests: XCTestCase {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("compare-\(UUID().uuidString)")
    .path

  override func setUpWithError() throws { try Files.makeFolder(folder) }
  override func tearDownWithError() throws { try FileManager.default.removeItem(atPath: folder) }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }

  private func gguf(_ name: String, _ tensors: [Tensor]) throws -> String {
    var writer = GGUFWriter()
    writer.tensors = tensors
    try writer.write(to: path(name))
    return path(name)
  }

  private func safetensors(_ name: String, _ tensors: [Tensor]) throws -> String {
    try SafetensorsWriter.write(tensors, to: path(name))
    return path(name)
  }

  private func matrix(_ name: String, _ change: Float = 0) throws -> Tensor {
    var values = (0..<32).map { Float($0 * 7 % 13) - 6 }
    values[5] += change
    return try Tensor(name: name, shape: [4, 8], values: values)
  }

  private func carried(_ name: String, _ type: String, weights: Int = 1, bytes: Int = 1, _ data: [UInt8]) throws
    -> Tensor
  {
    try Tensor(
      name: name, type: .other(name: type, blockWeights: weights, blockBytes: bytes),
      shape: [data.count / bytes * weights], bytes: data)
  }

  // MARK: Bytes

  func testCarriedTypesAreComparedByTheirBytes() throws {
    let a = try gguf("a.gguf", [carried("t", "I16", bytes: 2, [1, 0, 2, 0, 3, 0]), matrix("m")])
    let b = try gguf("b.gguf", [carried("t", "I16", bytes: 2, [1, 0, 2, 1, 3, 1]), matrix("m")])
    let same = try Comparison.of(a, a)
    XCTAssertTrue(same.isIdentical)
    XCTAssertEqual(same.pairs[0].stored?.first, [])
    let comparison = try Comparison.of(a, b)
    XCTAssertFalse(comparison.isIdentical)
    XCTAssertTrue(comparison.problems.isEmpty)
    let stored = comparison.pairs[0].stored
    XCTAssertEqual(stored?.count, 3)
    XCTAssertEqual(stored?.identical, 1)
    XCTAssertEqual(stored?.first.map(\.index), [1, 2])
    XCTAssertTrue(comparison.text(limit: 5).contains("[1]: 0200 against 0201"), comparison.text(limit: 5))
    XCTAssertTrue(comparison.pairs[0].difference.maxAbsolute.isNaN)
    XCTAssertNil(comparison.pairs[1].stored)
  }

  func testBlocksOfSubByteTypesAndF64() throws {
    let a = try safetensors("a", [carried("f6", "F6_E2M3", weights: 4, bytes: 3, [1, 2, 3, 4, 5, 6])])
    let b = try safetensors("b", [carried("f6", "F6_E2M3", weights: 4, bytes: 3, [1, 2, 3, 4, 5, 7])])
    let stored = try Comparison.of(a, b).pairs[0].stored
    XCTAssertEqual(stored?.identical, 4)
    XCTAssertEqual(stored?.first.first?.index, 4)
    // Numbers that are the same in binary32 only.
    let (x, y) = (1.0, 1.0.nextUp)
    func f64(_ value: Double) throws -> Tensor {
      try Tensor(
        name: "d", type: .f64, shape: [1], bytes: withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init))
    }
    XCTAssertEqual(
      try Comparison.of(safetensors("c", [f64(x)]), safetensors("d", [f64(y)])).pairs[0].stored?.identical, 0)
  }

  func testDifferentTypesThatHaveNoValuesAreNotCompared() throws {
    let a = try safetensors("a", [carried("t", "I32", bytes: 4, [1, 0, 0, 0])])
    let b = try safetensors("b", [carried("t", "U32", bytes: 4, [1, 0, 0, 0])])
    XCTAssertEqual(try Comparison.of(a, b).problems, [.dtype("t", "I32", "U32")])
  }

  func testNamesThatAreOnlyCanonicallyEquivalentAreNotPaired() throws {
    let a = try safetensors("a", [matrix("\u{e9}"), matrix("x")])
    let b = try safetensors("b", [matrix("e\u{301}"), matrix("x")])
    let comparison = try Comparison.of(a, b)
    XCTAssertEqual(comparison.pairs.count, 1)
    XCTAssertEqual(comparison.problems.count, 2)
  }

  func testEmptyTensorsAreTheSame() throws {
    let empty = try Tensor(name: "e", shape: [0, 3], values: [])
    let a = try safetensors("a", [empty, matrix("x")])
    XCTAssertTrue(try Comparison.of(a, gguf("b.gguf", [empty, matrix("x")])).isIdentical)
  }

  // MARK: Tied models

  func testAHeadIsComparedWithTheEmbeddingOfATiedModel() throws {
    let untied = try gguf("a.gguf", [matrix("token_embd.weight"), matrix("output.weight")])
    let tied = try safetensors("b", [matrix("model.embed_tokens.weight")])
    for (a, b) in [(untied, tied), (tied, untied)] {
      let comparison = try Comparison.of(a, b)
      XCTAssertTrue(comparison.isIdentical)
      XCTAssertEqual(comparison.pairs.count, 2)
      XCTAssertTrue(comparison.notes[0].contains("output.weight of \(untied) was compared with that"))
      XCTAssertTrue(comparison.notes[1].contains("holds one matrix twice"), "\(comparison.notes)")
      XCTAssertTrue(comparison.text(limit: 1).contains(comparison.notes[0]))
      XCTAssertEqual(comparison.json()["notes"]?.array?.count, 2)
    }
    let other = try gguf("c.gguf", [matrix("token_embd.weight"), matrix("output.weight", 1)])
    let different = try Comparison.of(other, tied)
    XCTAssertEqual(different.pairs.map(\.difference.identical), [32, 31])
    XCTAssertTrue(different.problems.isEmpty)
    XCTAssertFalse(different.isIdentical)
  }

  func testAFolderThatSaysItIsUntiedMissesItsHead() throws {
    let untied = try gguf("a.gguf", [matrix("token_embd.weight"), matrix("output.weight")])
    try Files.makeFolder(path("hf"))
    _ = try safetensors("hf/model.safetensors", [matrix("model.embed_tokens.weight")])
    for (ties, problems) in [("true", 0), ("false", 1)] {
      try Files.replace(path("hf/config.json"), with: Array(#"{"tie_word_embeddings": \#(ties)}"#.utf8))
      XCTAssertEqual(try Comparison.of(untied, path("hf")).problems.count, problems, ties)
    }
  }

  func testTwoQuantizationsOfOneMatrixAreSaid() throws {
    let values = (0..<1024).map { Float($0 * 37 % 101) - 50 }
    let embedding = try Tensor(name: "token_embd.weight", shape: [4, 256], values: values)
    let head = try Tensor(name: "output.weight", type: .q4K, shape: [4, 256], bytes: Q4KEncoder.encode(values))
    let note = try Comparison.of(gguf("a.gguf", [embedding, head]), gguf("b.gguf", [embedding, head])).notes[0]
    XCTAssertTrue(note.contains("token_embd.weight in F32 and output.weight in Q4_K, "), note)
    XCTAssertTrue(note.contains(" % apart in 4 of 4 rows"), note)
    let stranger = try Tensor(
      name: "output.weight", shape: [4, 256], values: (0..<1024).map { Float($0 * 59 % 97) - 48 })
    XCTAssertEqual(try Comparison.of(gguf("c.gguf", [embedding, stranger]), path("c.gguf")).notes, [])
  }

  // MARK: What converters change

  func testRotaryNeighborsOfAGGUFAreComparedInTheOrderOfTransformers() throws {
    // Two heads of four rows; in GGUF the rows 0, 1, 2, 3 of a head are 0, 2, 1, 3 of transformers.
    func rows(_ order: [Int]) -> [Float] { order.flatMap { row in (0..<32).map { Float(100 * row + $0) } } }
    let own = try Tensor(name: "model.layers.0.self_attn.q_proj.weight", shape: [8, 32], values: rows(Array(0..<8)))
    let bias = try Tensor(name: "model.layers.0.self_attn.q_proj.bias", shape: [8], values: (0..<8).map { Float($0) })
    let plain = try Tensor(name: "model.layers.0.self_attn.v_proj.weight", shape: [8, 32], values: rows(Array(0..<8)))
    let order = [0, 2, 1, 3, 4, 6, 5, 7]
    var writer = GGUFWriter()
    writer.metadata = [("general.architecture", .string("llama")), ("llama.attention.head_count", .u32(2))]
    writer.tensors = [
      try Tensor(name: "blk.0.attn_q.weight", shape: [8, 32], values: rows(order)),
      try Tensor(name: "blk.0.attn_q.bias", shape: [8], values: order.map { Float($0) }),
      plain.renamed("blk.0.attn_v.weight"),
    ]
    try writer.write(to: path("a.gguf"))
    let hf = try safetensors("b", [own, bias, plain])
    for (a, b) in [(path("a.gguf"), hf), (hf, path("a.gguf"))] {
      let comparison = try Comparison.of(a, b)
      XCTAssertTrue(comparison.isIdentical, comparison.text(limit: 1))
      XCTAssertEqual(comparison.notes.count, 1)
      XCTAssertTrue(comparison.notes[0].contains("rotary neighbors"))
    }
    // The same file under another architecture is as it stands.
    writer.metadata[0].value = .string("qwen2")
    try writer.write(to: path("c.gguf"))
    XCTAssertEqual(try Comparison.of(path("c.gguf"), hf).pairs.map(\.difference.isIdentical), [false, false, true])
  }

  func testNormsOfGemmaHaveOneAdded() throws {
    let values: [Float] = [0.25, -0.5, 3]
    var writer = GGUFWriter()
    writer.metadata = [("general.architecture", .string("gemma3"))]
    writer.tensors = [try Tensor(name: "output_norm.weight", shape: [3], values: values.map { $0 + 1 })]
    try writer.write(to: path("a.gguf"))
    let hf = try safetensors("b", [Tensor(name: "model.norm.weight", shape: [3], values: values)])
    for (a, b) in [(path("a.gguf"), hf), (hf, path("a.gguf"))] {
      let comparison = try Comparison.of(a, b)
      XCTAssertTrue(comparison.isIdentical)
      XCTAssertTrue(comparison.notes[0].contains("1 added to the weights of norms"))
    }
    XCTAssertEqual(try Comparison.of(path("a.gguf"), path("a.gguf")).notes, [])
  }
}
