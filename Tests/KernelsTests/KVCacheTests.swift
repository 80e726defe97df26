import XCTest

@testable import Kernels

/// What a cache holds in memory beyond its positions, how it came to be full, and where queries lie:
/// none of them may reach a result.
final class KVCacheTests: XCTestCase {
  /// Query heads, key/value heads, head dim.
  private let shapes = [(28, 4, 128), (6, 2, 40), (5, 5, 1), (10, 2, 129)]

  func testTruncatedPositionsLeaveNoTrace() throws {
    var random = PCG32(seed: 61)
    for (queryHeads, kvHeads, headDim) in shapes {
      let problem = AttentionCase(queryHeads, kvHeads, headDim, positions: 35, queries: 3, &random)
      for kept in [0, 1, 15, 16, 17, 31, 32] {
        // What is forgotten would turn every sum that it enters into a NaN.
        let cache = try KVCache(capacity: 37, kvHeads: kvHeads, headDim: headDim)
        let start = kept * problem.width
        let poison = [Float](repeating: .nan, count: 37 * problem.width - start)
        try cache.append(key: Array(problem.keys[..<start]) + poison, value: Array(problem.values[..<start]) + poison)
        try cache.truncate(to: kept)
        try cache.append(key: Array(problem.keys[start...]), value: Array(problem.values[start...]))
        XCTAssertEqual(cache.keys, problem.keys)
        XCTAssertEqual(cache.values, problem.values)
        try assertSameResults(problem, cache, try problem.cache(), "\(queryHeads)/\(headDim), kept \(kept)")
      }
    }
  }

  func testValuesAmongOthersAreTaken() throws {
    var random = PCG32(seed: 63)
    let problem = AttentionCase(6, 2, 40, positions: 19, &random)
    let (width, stride) = (problem.width, problem.width + 7)
    var values = [Float](repeating: .nan, count: 18 * stride + width)
    for position in 0..<19 {
      values.replaceSubrange(
        position * stride..<position * stride + width,
        with: problem.values[position * width..<(position + 1) * width])
    }
    let cache = try KVCache(capacity: 19, kvHeads: 2, headDim: 40)
    try problem.keys.withUnsafeBufferPointer { keys in
      try values.withUnsafeBufferPointer { values in
        let short = UnsafeBufferPointer(rebasing: values.dropLast())
        XCTAssertThrowsError(try cache.append(key: keys, values: short, stride: stride))
        XCTAssertThrowsError(try cache.append(key: keys, values: values, stride: width - 1))
        XCTAssertEqual(cache.count, 0)
        try cache.append(key: keys, values: values, stride: stride)
      }
    }
    XCTAssertEqual(cache.keys, problem.keys)
    XCTAssertEqual(cache.values, problem.values)
  }

  func testTooFewValuesOfASinglePositionAreRefused() throws {
    let cache = try KVCache(capacity: 2, kvHeads: 1, headDim: 2)
    let (key, value): ([Float], [Float]) = ([1, 2], [3])
    XCTAssertThrowsError(
      try key.withUnsafeBufferPointer { key in
        try value.withUnsafeBufferPointer { try cache.append(key: key, values: $0, stride: 2) }
      }
    ) { XCTAssertEqual("\($0)", "KVCache.append: length of values is 1; it must be at least 2") }
    XCTAssertEqual(cache.count, 0)
  }

  /// A cache takes no more memory than it needs: for keys whole tiles of 16 positions, for values its capacity.
  func testHeadsFollowEachOtherWithoutGaps() throws {
    for (capacity, tiles) in [(1, 1), (15, 1), (16, 1), (17, 2), (32, 2), (33, 3)] {
      let cache = try KVCache(capacity: capacity, kvHeads: 3, headDim: 5)
      for head in 0..<2 {
        XCTAssertEqual(cache.keyTiles(of: head + 1) - cache.keyTiles(of: head), tiles * 16 * 5, "capacity \(capacity)")
        XCTAssertEqual(cache.valueRows(of: head + 1) - cache.valueRows(of: head), capacity * 5, "capacity \(capacity)")
      }
    }
  }

  func testEveryCapacityCanBeFilled() throws {
    var random = PCG32(seed: 62)
    for capacity in [1, 2, 7, 15, 16, 17, 31, 33, 47] {
      let problem = AttentionCase(6, 2, 40, positions: capacity, &random)
      let full = try problem.cache(spare: 0)
      XCTAssertEqual(full.capacity, capacity)
      XCTAssertEqual(full.keys, problem.keys)
      XCTAssertEqual(full.values, problem.values)
      XCTAssertThrowsError(try full.append(key: Array(problem.keys[..<80]), value: Array(problem.values[..<80])))
      try assertSameResults(problem, full, try problem.cache(spare: 100), "capacity \(capacity)")
    }
  }

  func testOneByOneOrAllAtOnce() throws {
    var random = PCG32(seed: 63)
    let problem = AttentionCase(6, 2, 40, positions: 37, &random)
    for step in [1, 3, 16, 36] {
      let cache = try KVCache(capacity: 37, kvHeads: 2, headDim: 40)
      for first in stride(from: 0, to: 37, by: step) {
        let part = first * 80..<min(first + step, 37) * 80
        try cache.append(key: Array(problem.keys[part]), value: Array(problem.values[part]))
      }
      XCTAssertEqual(cache.keys, problem.keys, "\(step) at a time")
      XCTAssertEqual(cache.values, problem.values, "\(step) at a time")
      XCTAssertEqual(cache.keys(at: 5..<19), Array(problem.keys[400..<1520]), "\(step) at a time")
      XCTAssertEqual(cache.values(at: 5..<19), Array(problem.values[400..<1520]), "\(step) at a time")
    }
  }

  func testNoAlignmentChangesABit() throws {
    var random = PCG32(seed: 64)
    let problem = AttentionCase(6, 2, 40, positions: 19, queries: 3, &random)
    let expected = try Attention.prefill(
      queries: problem.query, positions: 3, cache: try problem.cache(), queryHeads: 6, implementation: .scalar)
    let workspace = try Attention.Workspace(queryHeads: 6, capacity: 19)
    for offset in 0..<16 {
      let cache = try KVCache(capacity: 19, kvHeads: 2, headDim: 40)
      try withOffset(offset, problem.keys) { keys in
        try withOffset(offset * 3 % 16, problem.values) { values in
          try cache.append(key: UnsafeBufferPointer(keys), value: UnsafeBufferPointer(values))
        }
      }
      for implementation in Attention.implementations {
        let out = try withOffset(offset, problem.query) { queries in
          try withOffset(offset * 7 % 16, [Float](repeating: 0, count: queries.count)) { out in
            try Attention.prefill(
              queries: UnsafeBufferPointer(queries), positions: 3, cache: cache, queryHeads: 6, into: out,
              workspace: workspace, implementation: implementation)
            return Array(out)
          }
        }
        assertSameBits(out, expected, "\(implementation), offset \(offset)")
      }
    }
  }

  func testTheOutputMayReplaceTheQueries() throws {
    var random = PCG32(seed: 65)
    let problem = AttentionCase(28, 4, 128, positions: 21, queries: 9, &random)
    let cache = try problem.cache()
    let workspace = try Attention.Workspace(queryHeads: 28, capacity: 21)
    for implementation in Attention.implementations {
      for threads in [1, 3] {
        let expected = try Attention.prefill(
          queries: problem.query, positions: 9, cache: cache, queryHeads: 28, implementation: .scalar)
        let place = AlignedBuffer(problem.query)
        try Attention.prefill(
          queries: UnsafeBufferPointer(place.span), positions: 9, cache: cache, queryHeads: 28, into: place.span,
          workspace: workspace, threads: threads, implementation: implementation)
        assertSameBits(place.array, expected, "\(implementation), \(threads) threads")
      }
    }
  }

  func testNoThreadCountChangesABitOfAPrefill() throws {
    var random = PCG32(seed: 66)
    let problem = AttentionCase(28, 4, 128, positions: 70, queries: 37, &random)
    let cache = try problem.cache()
    let one = try Attention.prefill(queries: problem.query, positions: 37, cache: cache, queryHeads: 28)
    for threads in [2, 3, 5, 8, 28, 64] {
      let out = try Attention.prefill(
        queries: problem.query, positions: 37, cache: cache, queryHeads: 28, threads: threads)
      assertSameBits(out, one, "\(threads) threads")
    }
  }

  /// Both caches give the same bits on every path, by decode and by prefill of all queries.
  private func assertSameResults(
    _ problem: AttentionCase, _ left: KVCache, _ right: KVCache, _ context: String
  ) throws {
    let size = problem.queryHeads * problem.headDim
    let last = Array(problem.query.suffix(size))
    for implementation in Attention.implementations {
      for threads in [1, 2] {
        func results(_ cache: KVCache) throws -> [Float] {
          try Attention.decode(
            query: last, cache: cache, queryHeads: problem.queryHeads, threads: threads, implementation: implementation)
            + Attention.prefill(
              queries: problem.query, positions: problem.query.count / size, cache: cache,
              queryHeads: problem.queryHeads, threads: threads, implementation: implementation)
        }
        let (expected, found) = (try results(right), try results(left))
        XCTAssert(expected.allSatisfy(\.isFinite), context)
        assertSameBits(found, expected, "\(context), \(implementation), \(threads) threads")
      }
    }
  }
}
