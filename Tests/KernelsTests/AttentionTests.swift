import CKernels
import XCTest

@testable import Kernels

final class AttentionTests: XCTestCase {
  /// Query heads, key/value heads, head dim: the published shape, other ratios, and odd sizes.
  private let shapes = [
    (28, 4, 128), (8, 8, 64), (8, 1, 64), (12, 4, 96), (6, 2, 40), (5, 5, 1), (15, 3, 70), (10, 2, 129), (22, 2, 128),
  ]

  func testEveryVariantHasTheBitsOfTheReference() throws {
    var random = PCG32(seed: 51)
    for (queryHeads, kvHeads, headDim) in shapes {
      for positions in [1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 70] {
        for family in [VectorFamily.uniform, .wide, .adversarial, .zeros] {
          let problem = AttentionCase(queryHeads, kvHeads, headDim, positions: positions, family: family, &random)
          let cache = try problem.cache()
          let expected = try Attention.decode(
            query: problem.query, cache: cache, queryHeads: queryHeads, implementation: .scalar)
          for implementation in Attention.implementations {
            for threads in [1, 3] {
              let out = try Attention.decode(
                query: problem.query, cache: cache, queryHeads: queryHeads, threads: threads,
                implementation: implementation)
              assertSameBits(
                out, expected,
                "\(implementation), \(queryHeads)/\(kvHeads)/\(headDim), \(positions) positions, \(family), "
                  + "\(threads) threads")
            }
          }
        }
      }
    }
  }

  func testNoThreadCountChangesABit() throws {
    var random = PCG32(seed: 52)
    let problem = AttentionCase(28, 4, 128, positions: 100, &random)
    let cache = try problem.cache()
    let one = try Attention.decode(query: problem.query, cache: cache, queryHeads: 28)
    for threads in [2, 3, 4, 5, 7, 28, 64] {
      let out = try Attention.decode(query: problem.query, cache: cache, queryHeads: 28, threads: threads)
      assertSameBits(out, one, "\(threads) threads")
    }
  }

  func testAgainstBinary64() throws {
    var random = PCG32(seed: 53)
    for (queryHeads, kvHeads, headDim) in shapes {
      for positions in [1, 5, 100] {
        let problem = AttentionCase(queryHeads, kvHeads, headDim, positions: positions, &random)
        let out = try Attention.decode(
          query: problem.query, cache: try problem.cache(), queryHeads: queryHeads)
        let exact = problem.binary64(query: problem.query, positions: positions)
        // |score| <= sqrt(d), its error gamma(m) * sqrt(d); then softmax and the weighted sum of |v| <= 1.
        let dot = Double((headDim + 63) / 64 + 8) * Double(headDim).squareRoot()
        let softmax = 4 * Double(headDim).squareRoot() + Double((positions + 63) / 64 + 12)
        let bound = (2 * dot + softmax + Double(positions)) * 0x1p-24
        for i in out.indices {
          let error = (Double(out[i]) - exact[i]).magnitude
          XCTAssert(error <= bound, "\(queryHeads)/\(kvHeads)/\(headDim), [\(i)]: \(error) > \(bound)")
        }
      }
    }
  }

  func testScoresAreScaledDots() throws {
    var random = PCG32(seed: 54)
    let problem = AttentionCase(6, 2, 40, positions: 19, &random)
    for implementation in Attention.implementations {
      let scores = try Attention.scores(
        query: problem.query, cache: try problem.cache(), queryHeads: 6, scale: 0.3, implementation: implementation)
      let expected = try (0..<6).flatMap { head in
        try (0..<19).map { t in
          let key = t * 80 + head / 3 * 40
          let query = Array(problem.query[head * 40..<head * 40 + 40])
          return try Dot.f32(query, Array(problem.keys[key..<key + 40])) * 0.3
        }
      }
      assertSameBits(scores, expected, "\(implementation)")
    }
  }

  func testWeightsStayInTheWorkspace() throws {
    var random = PCG32(seed: 55)
    let problem = AttentionCase(4, 2, 32, positions: 21, &random)
    let cache = try problem.cache()
    let workspace = try Attention.Workspace(queryHeads: 4, capacity: 21)
    var out = [Float](repeating: 0, count: 128)
    try problem.query.withUnsafeBufferPointer { query in
      try out.withUnsafeMutableBufferPointer {
        try Attention.decode(query: query, cache: cache, queryHeads: 4, into: $0, workspace: workspace)
      }
    }
    let scores = try Attention.scores(query: problem.query, cache: cache, queryHeads: 4)
    for head in 0..<4 {
      let expected = try Softmax.f32(Array(scores[head * 21..<head * 21 + 21]))
      assertSameBits(workspace.weights(head: head, positions: 21), expected, "head \(head)")
    }
  }

  func testPrefillIsDecodeAtEveryPosition() throws {
    var random = PCG32(seed: 56)
    let (positions, queries) = (37, 20)
    let problem = AttentionCase(6, 3, 48, positions: positions, queries: queries, &random)
    let cache = try problem.cache()
    let size = 6 * 48
    let growing = try KVCache(capacity: positions, kvHeads: 3, headDim: 48)
    var expected: [Float] = []
    for t in 0..<positions {
      try growing.append(
        key: Array(problem.keys[t * 144..<(t + 1) * 144]), value: Array(problem.values[t * 144..<(t + 1) * 144]))
      let i = t - (positions - queries)
      guard i >= 0 else { continue }
      expected += try Attention.decode(
        query: Array(problem.query[i * size..<(i + 1) * size]), cache: growing, queryHeads: 6,
        implementation: .scalar)
    }
    for implementation in Attention.implementations {
      for threads in [1, 4] {
        let out = try Attention.prefill(
          queries: problem.query, positions: queries, cache: cache, queryHeads: 6, threads: threads,
          implementation: implementation)
        assertSameBits(out, expected, "\(implementation), \(threads) threads")
      }
    }
  }

  /// A NaN with a payload in a value that every query sees reaches that element of all outputs, as the one NaN.
  func testNaNsAreCanonicalForEveryQuery() throws {
    var random = PCG32(seed: 57)
    let (queries, headDim, element) = (9, 20, 3)
    var problem = AttentionCase(4, 2, headDim, positions: 12, queries: queries, &random)
    for head in 0..<2 { problem.values[head * headDim + element] = Float(bitPattern: 0xffc1_2345) }
    let cache = try problem.cache()
    for implementation in Attention.implementations {
      let out = try Attention.prefill(
        queries: problem.query, positions: queries, cache: cache, queryHeads: 4, implementation: implementation)
      XCTAssertEqual(out.count, queries * 4 * headDim)
      for (i, value) in out.enumerated() {
        if i % headDim == element {
          XCTAssertEqual(value.bitPattern, canonicalNaN.bitPattern, "\(implementation), [\(i)]")
        } else {
          XCTAssert(value.isFinite, "\(implementation), [\(i)]")
        }
      }
    }
  }

  /// Behind the tile of the last position stands a page that nobody may read.
  func testNothingBehindTheKeysIsRead() throws {
    var random = PCG32(seed: 68)
    let tile = Int(CK_ATTENTION_TILE)
    for (headDim, tiles) in [(1, 1), (40, 2), (128, 1), (129, 3)] {
      let positions = tiles * tile
      let query = AlignedBuffer(VectorFamily.uniform.vector(headDim, &random))
      let keys = VectorFamily.uniform.vector(positions * headDim, &random)
      func scores(_ implementation: Implementation) throws -> [Float] {
        let scores = AlignedBuffer<Float>(repeating: .nan, count: positions)
        return try withGuardPage(keys) { keys in
          var group = oneHead(headDim, positions, scores)
          (group.queries, group.keys) = (UnsafePointer(query.span.baseAddress), UnsafePointer(keys.baseAddress))
          let path = try Attention.table.function(for: implementation)
          withExtendedLifetime(query) { path.scores(&group) }
          return scores.array
        }
      }
      try assertEveryPathHasTheBitsOfTheReference(scores, "headDim \(headDim)")
    }
  }

  /// Behind the last value of the last position stands a page that nobody may read.
  func testNothingBehindTheValuesIsRead() throws {
    var random = PCG32(seed: 67)
    let positions = 5
    for headDim in [1, 7, 8, 9, 17, 63, 64, 65, 100, 127, 130] {
      let values = VectorFamily.uniform.vector(positions * headDim, &random)
      let weights = VectorFamily.uniform.vector(positions, &random)
      func sums(_ implementation: Implementation) throws -> [Float] {
        let (scores, out) = (AlignedBuffer(weights), AlignedBuffer<Float>(repeating: .nan, count: headDim))
        return try withGuardPage(values) { values in
          var group = oneHead(headDim, positions, scores)
          (group.values, group.out) = (UnsafePointer(values.baseAddress), out.span.baseAddress)
          let path = try Attention.table.function(for: implementation)
          withExtendedLifetime(scores) { path.values(&group) }
          return out.array
        }
      }
      try assertEveryPathHasTheBitsOfTheReference(sums, "headDim \(headDim)")
    }
  }

  /// One query of one head; which arrays a function takes is the caller's to say.
  private func oneHead(_ headDim: Int, _ positions: Int, _ scores: AlignedBuffer<Float>) -> ck_attention_group {
    var group = ck_attention_group()
    (group.count, group.heads, group.dim, group.positions) = (1, 1, headDim, positions)
    (group.query_stride, group.score_stride, group.query_score_stride) = (headDim, positions, positions)
    (group.scores, group.scale) = (scores.span.baseAddress, 1)
    return group
  }

  private func assertEveryPathHasTheBitsOfTheReference(
    _ results: (Implementation) throws -> [Float], _ context: String
  ) throws {
    let expected = try results(.scalar)
    for implementation in Attention.implementations {
      assertSameBits(try results(implementation), expected, "\(implementation), \(context)")
    }
  }

  func testLargeScoresNeedTheMaximumTakenOff() throws {
    let problem = AttentionCase(
      queryHeads: 1, kvHeads: 1, headDim: 1, query: [1], keys: [1000, 999, -1000], values: [1, 2, 3])
    let out = try Attention.decode(query: problem.query, cache: try problem.cache(), queryHeads: 1)
    XCTAssertEqual(Double(out[0]), problem.binary64(query: [1], positions: 3)[0], accuracy: 1e-6)
  }
}
