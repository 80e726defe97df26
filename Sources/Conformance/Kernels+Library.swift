import Experiments
import Kernels

extension KernelsOnTrial {
  /// The kernels of a library, each of which throws where it is not exported.
  init(of library: LibraryOnTrial) {
    @Sendable func floats(_ call: Call) throws -> [Float] { try library.outputs(of: call)[0].floats }
    @Sendable func quantized(_ call: Call) throws -> Rows {
      let outputs = try library.outputs(of: call)
      guard case .i8(let values) = outputs[1], case .i16(let sums) = outputs[2] else {
        preconditionFailure("the outputs of a quantizer")
      }
      return (outputs[0].floats, values, sums)
    }
    @Sendable func product(_ operation: Operation, _ p: Product) throws -> [Float] {
      try floats(
        .product(
          operation, p.type, p.weights, rows: p.rows, columns: p.columns, (p.scales, p.values, p.sums), count: p.count,
          threads: p.threads))
    }
    self.init(
      dot: { try floats(.dot($0, $1))[0] },
      matVec: { try floats(.matVec($0, rows: $1, columns: $2, $3, threads: $4)) },
      dequantize: { type, blocks in
        // In pieces, so that any number of blocks can be handed over.
        let piece = 4096 * type.blockBytes
        guard blocks.count > piece else { return try floats(.dequantize(type, blocks)) }
        return try stride(from: 0, to: blocks.count, by: piece).flatMap {
          try floats(.dequantize(type, Array(blocks[$0..<min($0 + piece, blocks.count)])))
        }
      },
      productQ8K: { try product(.productQ8K, $0) }, productQ8_0: { try product(.productQ8_0, $0) },
      quantizeQ8K: { try quantized(.quantize(.quantizeQ8K, $0)) },
      quantizeQ8KPublished: { try quantized(.quantize(.quantizeQ8KPublished, $0)) },
      quantizeQ8_0: { try quantized(.quantize(.quantizeQ8_0, $0)) },
      decode: {
        try floats(
          .decode(
            queryHeads: $0.queryHeads, kvHeads: $0.kvHeads, headDim: $0.headDim, $0.queries, $0.keys, $0.values,
            threads: $0.threads))
      },
      prefill: {
        try floats(
          .prefill(
            queryHeads: $0.queryHeads, kvHeads: $0.kvHeads, headDim: $0.headDim, tokens: $0.tokens, $0.queries, $0.keys,
            $0.values, threads: $0.threads))
      },
      softmax: { try floats(.softmax($0)) },
      exp: { try floats(.elementwise(.exp, $0)) }, silu: { try floats(.elementwise(.silu, $0)) },
      gelu: { try floats(.elementwise(.gelu, $0)) }, swiglu: { try floats(.elementwise(.swiglu, $0, $1)) },
      geglu: { try floats(.elementwise(.geglu, $0, $1)) },
      rmsNorm: { try floats(.rmsNorm($0, weight: $1, epsilon: $2)) },
      layerNorm: { try floats(.layerNorm($0, weight: $1, bias: $2, epsilon: $3)) },
      rope: {
        try floats(.rope($0, heads: $1, headDim: $2, firstPosition: $3, base: $4, pairing: $5))
      })
  }
}
