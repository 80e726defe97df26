import XCTest

@testable import Kernels

final class AttentionShapeTests: XCTestCase {
  func testShapesAreChecked() throws {
    let cache = try KVCache(capacity: 4, kvHeads: 2, headDim: 3)
    func assertThrows(
      _ query: Int, _ heads: Int, threads: Int = 1, positions: Int = 1, _ text: String, line: UInt = #line
    ) {
      XCTAssertThrowsError(
        try Attention.prefill(
          queries: [Float](repeating: 0, count: query), positions: positions, cache: cache, queryHeads: heads,
          threads: threads), line: line
      ) { XCTAssertEqual("\($0)", "Attention.prefill: " + text, line: line) }
    }
    assertThrows(12, 4, "positions of the cache is 0; it must be at least 1")
    try cache.append(key: [Float](repeating: 0, count: 12), value: [Float](repeating: 0, count: 12))
    XCTAssertEqual(cache.count, 2)
    assertThrows(9, 3, "queryHeads is 3; it must be a positive multiple of kvHeads, 2")
    assertThrows(0, 0, "queryHeads is 0; it must be a positive multiple of kvHeads, 2")
    assertThrows(11, 4, "length of the queries is 11, but positions * queryHeads * headDim is 12")
    assertThrows(12, 4, threads: 0, "threads is 0; it must be at least 1")
    assertThrows(36, 4, positions: 3, "positions is 3; it must be in 1...2, the positions of the cache")
  }

  func testWorkspaceIsChecked() throws {
    let cache = try KVCache(capacity: 2, kvHeads: 1, headDim: 1)
    try cache.append(key: [1, 2], value: [1, 2])
    for (heads, capacity) in [(1, 2), (2, 1)] {
      let workspace = try Attention.Workspace(queryHeads: heads, capacity: capacity)
      let query = AlignedBuffer<Float>(repeating: 1, count: 2)
      XCTAssertThrowsError(
        try Attention.decode(
          query: UnsafeBufferPointer(query.span), cache: cache, queryHeads: 2, into: query.span,
          workspace: workspace))
    }
  }

  func testTheLengthOfTheOutputIsChecked() throws {
    let cache = try KVCache(capacity: 2, kvHeads: 1, headDim: 1)
    try cache.append(key: [1, 2], value: [1, 2])
    let (query, out) = (AlignedBuffer<Float>([1, 1]), AlignedBuffer<Float>([7, 7, 7]))
    XCTAssertThrowsError(
      try Attention.decode(
        query: UnsafeBufferPointer(query.span), cache: cache, queryHeads: 2, into: out.span,
        workspace: Attention.Workspace(queryHeads: 2, capacity: 2))
    ) { XCTAssertEqual("\($0)", "Attention.decode: length of out is 3, but length of the queries is 2") }
    XCTAssertEqual(out.array, [7, 7, 7])
  }

  func testSizesOfAWorkspaceAndOfACacheAreChecked() throws {
    func refusal(_ body: () throws -> Void) -> String? {
      do {
        try body()
        return nil
      } catch { return "\(error)" }
    }
    XCTAssertNil(refusal { _ = try Attention.Workspace(queryHeads: 1, capacity: 1) })
    XCTAssertEqual(
      refusal { _ = try Attention.Workspace(queryHeads: 0, capacity: 1) },
      "Attention.Workspace: queryHeads is 0; it must be at least 1")
    XCTAssertEqual(
      refusal { _ = try Attention.Workspace(queryHeads: 1, capacity: 0) },
      "Attention.Workspace: capacity is 0; it must be at least 1")
    XCTAssertNil(refusal { _ = try KVCache(capacity: 1, kvHeads: 1, headDim: 1) })
    XCTAssertEqual(
      refusal { _ = try KVCache(capacity: 1, kvHeads: 0, headDim: 1) }, "KVCache: kvHeads is 0; it must be at least 1")
    XCTAssertEqual(
      refusal { _ = try KVCache(capacity: 1, kvHeads: 1, headDim: 0) }, "KVCache: headDim is 0; it must be at least 1")
    // More than any processor addresses, and more than a number holds.
    for (capacity, keys, scores) in [(1 << 50, 1 << 60, 1 << 55 + 1 << 9), (Int.max, Int.max, Int.max)] {
      XCTAssertEqual(
        refusal { _ = try KVCache(capacity: capacity, kvHeads: 8, headDim: 128) },
        "KVCache: the number of elements of keys is \(keys); it must be so small that the system has memory for it")
      XCTAssertEqual(
        refusal { _ = try Attention.Workspace(queryHeads: 8, capacity: capacity) },
        "Attention.Workspace: the number of scores is \(scores); it must be so small that the system has memory for it")
    }
  }

  func testCacheIsChecked() throws {
    XCTAssertThrowsError(try KVCache(capacity: 0, kvHeads: 1, headDim: 1))
    XCTAssertThrowsError(try KVCache(capacity: .max, kvHeads: 2, headDim: 2))
    let cache = try KVCache(capacity: 2, kvHeads: 2, headDim: 2)
    XCTAssertThrowsError(try cache.append(key: [1, 2, 3], value: [1, 2, 3])) {
      XCTAssertEqual(
        "\($0)", "KVCache.append: length of key is 3, but that of whole positions of kvHeads * headDim is 0")
    }
    XCTAssertThrowsError(try cache.append(key: [1, 2, 3, 4], value: [1, 2, 3])) {
      XCTAssertEqual("\($0)", "KVCache.append: length of key is 4, but length of value is 3")
    }
    try cache.append(key: [1, 2, 3, 4], value: [5, 6, 7, 8])
    try cache.append(key: [], value: [])
    XCTAssertEqual(cache.count, 1, "no positions are appended")
    let eight = [Float](repeating: 0, count: 8)
    XCTAssertThrowsError(try cache.append(key: eight, value: eight)) {
      XCTAssertEqual("\($0)", "KVCache.append: positions is 3; it must be at most the capacity 2")
    }
    XCTAssertEqual(cache.count, 1, "nothing is appended when not all fits")
    XCTAssertEqual(Array(cache.keys), [1, 2, 3, 4])
    XCTAssertEqual(Array(cache.values), [5, 6, 7, 8])
    XCTAssertThrowsError(try cache.truncate(to: 2))
    try cache.truncate(to: 0)
    XCTAssertEqual(cache.keys.count, 0)
  }
}
