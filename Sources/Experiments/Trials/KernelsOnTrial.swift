import Kernels

/// Kernels that take the place of ours in all experiments that run meanwhile, as functions of plain arrays.
///
/// Nothing of an experiment changes but what it calls: cases, oracles and what is compared are the same.
package struct KernelsOnTrial: Sendable {
  package typealias Rows = (scales: [Float], values: [Int8], sums: [Int16])
  package typealias Elementwise = @Sendable ([Float]) throws -> [Float]
  package typealias Gated = @Sendable (_ gate: [Float], _ up: [Float]) throws -> [Float]
  package typealias Quantizer = @Sendable ([Float]) throws -> Rows

  /// A matrix of blocks with several rows of quantized activations.
  package struct Product: Sendable {
    package let type: BlockFormat
    package let weights: [UInt8]
    package let rows: Int
    package let columns: Int
    package let scales: [Float]
    package let values: [Int8]
    package let sums: [Int16]
    package let count: Int
    package let threads: Int

    package init(
      type: BlockFormat, weights: [UInt8], rows: Int, columns: Int, scales: [Float], values: [Int8], sums: [Int16],
      count: Int, threads: Int
    ) {
      (self.type, self.weights, self.rows, self.columns) = (type, weights, rows, columns)
      (self.scales, self.values, self.sums) = (scales, values, sums)
      (self.count, self.threads) = (count, threads)
    }
  }

  /// Queries of the last positions of a cache, and the cache: [position][kvHeads][headDim].
  package struct Attention: Sendable {
    package let queryHeads: Int
    package let kvHeads: Int
    package let headDim: Int
    package let tokens: Int
    package let queries: [Float]
    package let keys: [Float]
    package let values: [Float]
    package let threads: Int

    package init(
      queryHeads: Int, kvHeads: Int, headDim: Int, tokens: Int, queries: [Float], keys: [Float], values: [Float],
      threads: Int
    ) {
      (self.queryHeads, self.kvHeads, self.headDim, self.tokens) = (queryHeads, kvHeads, headDim, tokens)
      (self.queries, self.keys, self.values, self.threads) = (queries, keys, values, threads)
    }
  }

  package var dot: @Sendable ([Float], [Float]) throws -> Float
  package var matVec:
    @Sendable (_ weights: [Float], _ rows: Int, _ columns: Int, _ x: [Float], _ threads: Int) throws -> [Float]
  package var dequantize: @Sendable (BlockFormat, [UInt8]) throws -> [Float]
  package var productQ8K: @Sendable (Product) throws -> [Float]
  package var productQ8_0: @Sendable (Product) throws -> [Float]
  package var quantizeQ8K: Quantizer
  package var quantizeQ8KPublished: Quantizer
  package var quantizeQ8_0: Quantizer
  package var decode: @Sendable (Attention) throws -> [Float]
  package var prefill: @Sendable (Attention) throws -> [Float]
  package var softmax: Elementwise
  package var exp: Elementwise
  package var silu: Elementwise
  package var gelu: Elementwise
  package var swiglu: Gated
  package var geglu: Gated
  package var rmsNorm: @Sendable (_ x: [Float], _ weight: [Float], _ epsilon: Float) throws -> [Float]
  package var layerNorm:
    @Sendable (_ x: [Float], _ weight: [Float], _ bias: [Float], _ epsilon: Float) throws -> [Float]
  package var rope:
    @Sendable (
      _ x: [Float], _ heads: Int, _ headDim: Int, _ firstPosition: Int, _ base: Double, _ pairing: RoPE.Pairing
    ) throws -> [Float]

  package init(
    dot: @escaping @Sendable ([Float], [Float]) throws -> Float,
    matVec: @escaping @Sendable ([Float], Int, Int, [Float], Int) throws -> [Float],
    dequantize: @escaping @Sendable (BlockFormat, [UInt8]) throws -> [Float],
    productQ8K: @escaping @Sendable (Product) throws -> [Float],
    productQ8_0: @escaping @Sendable (Product) throws -> [Float],
    quantizeQ8K: @escaping Quantizer, quantizeQ8KPublished: @escaping Quantizer, quantizeQ8_0: @escaping Quantizer,
    decode: @escaping @Sendable (Attention) throws -> [Float],
    prefill: @escaping @Sendable (Attention) throws -> [Float],
    softmax: @escaping Elementwise, exp: @escaping Elementwise, silu: @escaping Elementwise,
    gelu: @escaping Elementwise, swiglu: @escaping Gated, geglu: @escaping Gated,
    rmsNorm: @escaping @Sendable ([Float], [Float], Float) throws -> [Float],
    layerNorm: @escaping @Sendable ([Float], [Float], [Float], Float) throws -> [Float],
    rope: @escaping @Sendable ([Float], Int, Int, Int, Double, RoPE.Pairing) throws -> [Float]
  ) {
    (self.dot, self.matVec, self.dequantize) = (dot, matVec, dequantize)
    (self.productQ8K, self.productQ8_0) = (productQ8K, productQ8_0)
    (self.quantizeQ8K, self.quantizeQ8KPublished, self.quantizeQ8_0) = (quantizeQ8K, quantizeQ8KPublished, quantizeQ8_0)
    (self.decode, self.prefill, self.softmax, self.exp) = (decode, prefill, softmax, exp)
    (self.silu, self.gelu, self.swiglu, self.geglu) = (silu, gelu, swiglu, geglu)
    (self.rmsNorm, self.layerNorm, self.rope) = (rmsNorm, layerNorm, rope)
  }

  /// Runs `body` with these kernels in the place of ours.
  package func take<Result>(_ body: () throws -> Result) rethrows -> Result {
    try DotKernels.$real.withValue(dot) {
      try takeMatVec { try takeBlocks { try takeAttention { try takeElements { try takeNorms(body) } } } }
    }
  }

  private func takeMatVec<Result>(_ body: () throws -> Result) rethrows -> Result {
    let matVec = matVec
    let threaded: ThreadedMatVecKernel = { try matVec($0.weights, $0.rows, $0.columns, $0.x, $1) }
    return try MatVecCase.$real.withValue({ try threaded($0, 1) }) {
      try MatVecCase.$threaded.withValue(threaded, operation: body)
    }
  }

  private func takeBlocks<Result>(_ body: () throws -> Result) rethrows -> Result {
    let (q8K, q8_0) = (productQ8K, productQ8_0)
    let dequantize = dequantize
    return try BlockKernels.$dequantize.withValue(dequantize) {
      try DequantizeKernels.$real.withValue({ try dequantize(.q4K, $0) }) {
        try ProductKernels.$q8K.withValue({ try q8K(Product($0)) }) {
          try ProductKernels.$q8_0.withValue({ try q8_0(Product($0)) }) {
            try takeQ4K { try takeQuantizers(body) }
          }
        }
      }
    }
  }

  /// The products of Q4_K, which have experiments of their own.
  private func takeQ4K<Result>(_ body: () throws -> Result) rethrows -> Result {
    let product = productQ8K
    @Sendable func call(
      _ weights: [UInt8], _ rows: Int, _ columns: Int, _ row: Q8K.Row, count: Int = 1, threads: Int = 1
    ) -> Product {
      Product(
        type: .q4K, weights: weights, rows: rows, columns: columns, scales: row.scales, values: row.values,
        sums: row.sums, count: count, threads: threads)
    }
    return try FusedKernels.$real.withValue({ try product(call($0, 1, $1.count, $1))[0] }) {
      try QuantizedMatVecKernels.$real.withValue({ try product(call($0, $1, $2, $3, threads: $4)) }) {
        try MatMatKernels.$q4K.withValue(
          { try product(call($0.weights, $0.rows, $0.columns, $0.activations, count: $0.count, threads: $1)) },
          operation: body)
      }
    }
  }

  private func takeQuantizers<Result>(_ body: () throws -> Result) rethrows -> Result {
    let (ggml, published, small) = (quantizeQ8K, quantizeQ8KPublished, quantizeQ8_0)
    return try QuantizeKernels.$ggml.withValue({ try Self.values(ggml($0)) }) {
      try QuantizeKernels.$published.withValue({ try Self.values(published($0)) }) {
        try QuantizeKernels.$q8_0.withValue({ try Self.values(small($0)) }, operation: body)
      }
    }
  }

  private static func values(_ rows: Rows) -> QuantizedValues {
    QuantizedValues(scales: rows.scales, values: rows.values, sums: rows.sums)
  }

  private func takeAttention<Result>(_ body: () throws -> Result) rethrows -> Result {
    let (decode, prefill) = (decode, prefill)
    let threaded: ThreadedKernel = { try decode(Attention($0, threads: $1)) }
    return try AttentionKernels.$real.withValue({ try threaded($0, 1) }) {
      try ThreadedKernels.$real.withValue(threaded) {
        try SequenceKernels.$decode.withValue({ sequence in
          try (0..<sequence.count).flatMap { try threaded(sequence.attention(of: $0), 1) }
        }) {
          try SequenceKernels.$prefill.withValue(
            { sequence in
              try [0..<sequence.kept, sequence.kept..<sequence.count].flatMap {
                try prefill(Attention(sequence, last: $0))
              }
            }, operation: body)
        }
      }
    }
  }

  private func takeElements<Result>(_ body: () throws -> Result) rethrows -> Result {
    try SoftmaxKernels.$real.withValue(softmax) {
      try ExponentialKernels.$real.withValue(exp) {
        try ActivationKernels.$silu.withValue(silu) {
          try ActivationKernels.$swiglu.withValue(swiglu) {
            try GELUKernels.$gelu.withValue(gelu) { try GELUKernels.$geglu.withValue(geglu, operation: body) }
          }
        }
      }
    }
  }

  private func takeNorms<Result>(_ body: () throws -> Result) rethrows -> Result {
    let (rmsNorm, layerNorm, rope) = (rmsNorm, layerNorm, rope)
    return try RMSNormCase.$real.withValue({ try rmsNorm($0.x, $0.weight, $0.epsilon) }) {
      try LayerNormCase.$real.withValue({ try layerNorm($0.x, $0.weight, $0.bias, LayerNormCase.epsilon) }) {
        try RoPERotations.$real.withValue(
          { try rope($0, $2.heads, $2.headDim, $1, $2.base, $2.pairing) }, operation: body)
      }
    }
  }
}

extension KernelsOnTrial.Product {
  fileprivate init<Row>(_ call: ProductCall<Row>) {
    (type, weights, rows, columns) = (call.format, call.weights, call.rows, call.columns)
    (scales, values) = (call.activations.scales, call.activations.values)
    (sums, count, threads) = (call.activations.sums, call.count, call.threads)
  }
}

extension KernelsOnTrial.Attention {
  fileprivate init(_ each: AttentionCase, threads: Int) {
    (queryHeads, kvHeads, headDim, tokens) = (each.queryHeads, each.kvHeads, each.headDim, 1)
    (queries, keys, values, self.threads) = (each.query, each.keys, each.values, threads)
  }

  /// Some tokens of a sequence as the last ones of a cache.
  fileprivate init(_ sequence: TokenSequence, last tokens: Range<Int>) {
    let all = sequence.tokens
    (queryHeads, kvHeads, headDim) = (all.queryHeads, all.kvHeads, all.headDim)
    self.tokens = tokens.count
    queries = tokens.flatMap(sequence.query)
    keys = (0..<tokens.upperBound).flatMap(sequence.key)
    values = (0..<tokens.upperBound).flatMap(sequence.value)
    threads = 1
  }
}
