import Foundation
import Kernels

/// One attention problem, its cache, and its answer in binary64.
struct AttentionCase {
  let queryHeads: Int
  let kvHeads: Int
  let headDim: Int
  var query: [Float]
  var keys: [Float]
  var values: [Float]

  var width: Int { kvHeads * headDim }
  var positions: Int { keys.count / width }

  init(queryHeads: Int, kvHeads: Int, headDim: Int, query: [Float], keys: [Float], values: [Float]) {
    self.queryHeads = queryHeads
    self.kvHeads = kvHeads
    self.headDim = headDim
    self.query = query
    self.keys = keys
    self.values = values
  }

  init(
    _ queryHeads: Int, _ kvHeads: Int, _ headDim: Int, positions: Int, queries: Int = 1,
    family: VectorFamily = .uniform, _ random: inout PCG32
  ) {
    let kv = positions * kvHeads * headDim
    self.init(
      queryHeads: queryHeads, kvHeads: kvHeads, headDim: headDim,
      query: family.vector(queries * queryHeads * headDim, &random), keys: family.vector(kv, &random),
      values: family.vector(kv, &random))
  }

  func cache(spare: Int = 3) throws -> KVCache {
    let cache = try KVCache(capacity: positions + spare, kvHeads: kvHeads, headDim: headDim)
    try cache.append(key: keys, value: values)
    return cache
  }

  /// The output of one query that sees the first `positions`.
  func binary64(query: [Float], positions: Int) -> [Double] {
    let scale = 1 / Double(headDim).squareRoot()
    return (0..<queryHeads).flatMap { head in
      let offset = head / (queryHeads / kvHeads) * headDim
      let scores = (0..<positions).map { t in
        (0..<headDim).reduce(0.0) {
          $0 + Double(query[head * headDim + $1]) * Double(keys[t * width + offset + $1])
        } * scale
      }
      let weights = scores.map { exp($0 - scores.max()!) }
      let sum = weights.reduce(0, +)
      return (0..<headDim).map { d in
        (0..<positions).reduce(0.0) { $0 + weights[$1] / sum * Double(values[$1 * width + offset + d]) }
      }
    }
  }
}
