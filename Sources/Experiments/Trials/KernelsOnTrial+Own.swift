import Kernels

extension KernelsOnTrial {
  /// Our own kernels, as a library would have them.
  package static var own: KernelsOnTrial {
    @Sendable func attention(_ a: Attention) throws -> [Float] {
      let cache = try KVCache(capacity: a.keys.count / (a.kvHeads * a.headDim), kvHeads: a.kvHeads, headDim: a.headDim)
      try cache.append(key: a.keys, value: a.values)
      return try Kernels.Attention.prefill(
        queries: a.queries, positions: a.tokens, cache: cache, queryHeads: a.queryHeads, threads: a.threads)
    }
    return KernelsOnTrial(
      dot: { try Dot.f32($0, $1) },
      matVec: { try MatVec.f32($0, rows: $1, columns: $2, $3, threads: $4) },
      dequantize: { try $0.dequantize($1) },
      productQ8K: { try $0.product(of: Q8K.Row(scales: $0.scales, values: $0.values)) },
      productQ8_0: { try $0.product(of: Q8_0.Row(scales: $0.scales, values: $0.values)) },
      quantizeQ8K: {
        let row = try Q8K.quantizeGGML($0)
        return (row.scales, row.values, row.sums)
      },
      quantizeQ8KPublished: {
        let row = try Q8K.quantizePublished($0)
        return (row.scales, row.values, row.sums)
      },
      quantizeQ8_0: {
        let row = try Q8_0.quantize($0)
        return (row.scales, row.values, row.sums)
      },
      decode: attention, prefill: attention, softmax: { try Softmax.f32($0) }, exp: { try Exponential.f32($0) },
      silu: { try Activation.silu($0) }, gelu: { try GELU.tanhForm($0) },
      swiglu: { try Activation.swiglu(gate: $0, up: $1) }, geglu: { try GELU.geglu(gate: $0, up: $1) },
      rmsNorm: { try RMSNorm.apply($0, weight: $1, epsilon: $2) },
      layerNorm: { try LayerNorm.apply($0, weight: $1, bias: $2, epsilon: $3) },
      rope: { x, heads, headDim, first, base, pairing in
        let tokens = x.count / (heads * headDim)
        let table = try RoPE.Table(headDim: headDim, base: base, positions: first..<first + tokens)
        return try RoPE.rotated(x, heads: heads, firstPosition: first, table: table, pairing: pairing)
      })
  }
}

extension KernelsOnTrial.Product {
  fileprivate func product<Row: QuantizedActivations>(of activations: Row) throws -> [Float] {
    var y = [Float](repeating: 0, count: count * rows)
    try y.withUnsafeMutableBufferPointer { y in
      try weights.withUnsafeBytes {
        try FusedProduct.matMat(
          $0, format: type, rows: rows, columns: columns, activations, count: count, into: y, threads: threads)
      }
    }
    return y
  }
}
