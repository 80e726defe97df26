import XCTest

@testable import Kernels

/// Qwen2 GQA-7:1: 28 query heads, 4 key/value heads, head dim 128.
final class PublishedAttentionTests: XCTestCase {
  private func gen(_ m: Int, _ count: Int, centered: Bool = false) -> [Float] {
    (0..<count).map { Float(m * $0 % 100) * 0.01 - (centered ? 0.5 : 0) }
  }

  func testFirstTokenIsTheValueOfTheHeadsGroup() throws {
    let v = gen(47, 512)
    let cache = try KVCache(capacity: 1, kvHeads: 4, headDim: 128)
    try cache.append(key: gen(43, 512, centered: true), value: v)
    for implementation in Attention.implementations {
      let out = try Attention.decode(
        query: gen(19, 3584, centered: true), cache: cache, queryHeads: 28, implementation: implementation)
      for head in 0..<28 {
        let group = head / 7
        assertSameBits(
          Array(out[head * 128..<head * 128 + 128]), Array(v[group * 128..<group * 128 + 128]), "head \(head)")
      }
    }
  }

  func testSecondToken() throws {
    let problem = AttentionCase(
      queryHeads: 28, kvHeads: 4, headDim: 128, query: gen(29, 3584, centered: true),
      keys: gen(53, 512, centered: true) + gen(61, 512, centered: true), values: gen(59, 512) + gen(67, 512))
    let out = try Attention.decode(query: problem.query, cache: try problem.cache(), queryHeads: 28)
    let exact = problem.binary64(query: problem.query, positions: 2)
    // The figures were computed from inputs formed in binary64; from the binary32 inputs [1] is 0.63168895.
    for (index, value) in [(1, 0.6316890), (127, 0.4922657), (896, 0.6373021)] {
      XCTAssertEqual(exact[index], value, accuracy: 1e-7)
      XCTAssertEqual(Double(out[index]), value, accuracy: 1e-6)
    }
  }
}
