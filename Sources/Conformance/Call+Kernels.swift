import Kernels

extension Call {
  /// What this package's own kernels give: a second opinion for diagnoses, never what a clause is judged by.
  ///
  /// - Throws: what the kernels throw, such as a shape that they refuse.
  func computedHere() throws -> [CallArray] {
    func floats(_ index: Int) -> [Float] { inputs[index].floats }
    switch operation {
    case .dot: return [.f32([try Dot.f32(floats(0), floats(1))])]
    case .matVec:
      return [
        .f32(try MatVec.f32(floats(0), rows: integers[0], columns: integers[1], floats(1), threads: integers[2]))
      ]
    case .dequantize: return [.f32(try type.dequantize(bytes(0)))]
    case .productQ8K:
      return [.f32(try product(Q8K.Row(scales: floats(1), values: signed(2))))]
    case .productQ8_0:
      return [.f32(try product(Q8_0.Row(scales: floats(1), values: signed(2))))]
    case .quantizeQ8K:
      let row = try Q8K.quantizeGGML(floats(0))
      return [.f32(row.scales), .i8(row.values), .i16(row.sums)]
    case .quantizeQ8KPublished:
      let row = try Q8K.quantizePublished(floats(0))
      return [.f32(row.scales), .i8(row.values), .i16(row.sums)]
    case .quantizeQ8_0:
      let row = try Q8_0.quantize(floats(0))
      return [.f32(row.scales), .i8(row.values), .i16(row.sums)]
    case .attentionDecode: return [.f32(try attention(tokens: 1))]
    case .attentionPrefill: return [.f32(try attention(tokens: integers[4]))]
    case .softmax:
      let (rows, columns) = (integers[0], integers[1])
      return [.f32(try (0..<rows).flatMap { try Softmax.f32(Array(floats(0)[$0 * columns..<($0 + 1) * columns])) })]
    case .exp: return [.f32(try Exponential.f32(floats(0)))]
    case .silu: return [.f32(try Activation.silu(floats(0)))]
    case .gelu: return [.f32(try GELU.tanhForm(floats(0)))]
    case .swiglu: return [.f32(try Activation.swiglu(gate: floats(0), up: floats(1)))]
    case .geglu: return [.f32(try GELU.geglu(gate: floats(0), up: floats(1)))]
    case .rmsNorm: return [.f32(try RMSNorm.apply(floats(0), weight: floats(1), epsilon: Float(real)))]
    case .layerNorm:
      return [.f32(try LayerNorm.apply(floats(0), weight: floats(1), bias: floats(2), epsilon: Float(real)))]
    case .rope: return [.f32(try rotated())]
    }
  }

  private var type: BlockFormat { BlockFormat(rawValue: UInt32(integers[0]))! }

  private func bytes(_ index: Int) -> [UInt8] {
    guard case .u8(let values) = inputs[index] else { preconditionFailure("blocks are bytes") }
    return values
  }

  private func signed(_ index: Int) -> [Int8] {
    guard case .i8(let values) = inputs[index] else { preconditionFailure("quantized values are signed bytes") }
    return values
  }

  private func product<Row: QuantizedActivations>(_ activations: Row) throws -> [Float] {
    var y = [Float](repeating: 0, count: integers[1] * integers[3])
    try y.withUnsafeMutableBufferPointer { y in
      try bytes(0).withUnsafeBytes {
        try FusedProduct.matMat(
          $0, format: type, rows: integers[1], columns: integers[2], activations, count: integers[3], into: y,
          threads: threads)
      }
    }
    return y
  }

  private func attention(tokens: Int) throws -> [Float] {
    let cache = try KVCache(capacity: integers[3], kvHeads: integers[1], headDim: integers[2])
    try cache.append(key: inputs[1].floats, value: inputs[2].floats)
    return try Attention.prefill(
      queries: inputs[0].floats, positions: tokens, cache: cache, queryHeads: integers[0], threads: threads)
  }

  private func rotated() throws -> [Float] {
    let first = integers[3]
    let table = try RoPE.Table(headDim: integers[2], base: real, positions: first..<first + integers[0])
    return try RoPE.rotated(
      inputs[0].floats, heads: integers[1], firstPosition: first, table: table,
      pairing: integers[4] == 0 ? .norm : .neox)
  }
}
