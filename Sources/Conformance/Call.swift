import Kernels

/// One call of a function of pv_kernels.h: sizes, inputs, and outputs with the number of their elements.
struct Call: Equatable, Sendable {
  let operation: Operation
  /// In the order of the header.
  var integers: [Int]
  /// The one parameter that is a number: epsilon, or the base of a rotation.
  var real = 0.0
  var inputs: [CallArray]
  /// Arrays of the right size, whose elements mean nothing.
  var outputs: [CallArray]

  /// The number of threads; 1 where a call does not say.
  var threads: Int {
    get { operation.takesThreads ? integers[integers.count - 1] : 1 }
    set { if operation.takesThreads { integers[integers.count - 1] = newValue } }
  }

  /// The shape alone, threads left out.
  var shape: [Int] { operation.takesThreads ? integers.dropLast() : integers }

  /// As reports name it, such as `pv_dot_f32(n: 65)`.
  var description: String {
    var members = zip(operation.integerNames, integers).map { "\($0): \($1)" }
    switch operation {
    case .rmsNorm, .layerNorm: members.append("epsilon: \(Float(real))")
    case .rope: members.append("base: \(real)")
    default: break
    }
    return "\(operation.symbol)(\(members.joined(separator: ", ")))"
  }
}

// MARK: - The calls of the header

extension Call {
  private static func room(_ count: Int) -> CallArray { .f32([Float](repeating: 0, count: count)) }

  static func dot(_ a: [Float], _ b: [Float]) -> Call {
    Call(operation: .dot, integers: [a.count], inputs: [.f32(a), .f32(b)], outputs: [room(1)])
  }

  static func matVec(_ weights: [Float], rows: Int, columns: Int, _ x: [Float], threads: Int) -> Call {
    Call(
      operation: .matVec, integers: [rows, columns, threads], inputs: [.f32(weights), .f32(x)], outputs: [room(rows)])
  }

  static func dequantize(_ type: BlockFormat, _ blocks: [UInt8]) -> Call {
    let count = blocks.count / type.blockBytes * type.blockWeights
    return Call(
      operation: .dequantize, integers: [Int(type.rawValue), count], inputs: [.u8(blocks)], outputs: [room(count)])
  }

  /// - Parameter activations: scales, values and sums.
  static func product(
    _ operation: Operation, _ type: BlockFormat, _ weights: [UInt8], rows: Int, columns: Int,
    _ activations: (scales: [Float], values: [Int8], sums: [Int16]), count: Int, threads: Int
  ) -> Call {
    Call(
      operation: operation, integers: [Int(type.rawValue), rows, columns, count, threads],
      inputs: [.u8(weights), .f32(activations.scales), .i8(activations.values), .i16(activations.sums)],
      outputs: [room(count * rows)])
  }

  static func quantize(_ operation: Operation, _ x: [Float]) -> Call {
    let (block, sums) = operation == .quantizeQ8_0 ? (32, 32) : (256, 16)
    return Call(
      operation: operation, integers: [x.count], inputs: [.f32(x)],
      outputs: [
        room(x.count / block), .i8([Int8](repeating: 0, count: x.count)),
        .i16([Int16](repeating: 0, count: x.count / sums)),
      ])
  }

  static func decode(
    queryHeads: Int, kvHeads: Int, headDim: Int, _ query: [Float], _ keys: [Float], _ values: [Float], threads: Int
  ) -> Call {
    Call(
      operation: .attentionDecode,
      integers: [queryHeads, kvHeads, headDim, keys.count / max(kvHeads * headDim, 1), threads],
      inputs: [.f32(query), .f32(keys), .f32(values)], outputs: [room(query.count)])
  }

  static func prefill(
    queryHeads: Int, kvHeads: Int, headDim: Int, tokens: Int, _ queries: [Float], _ keys: [Float], _ values: [Float],
    threads: Int
  ) -> Call {
    Call(
      operation: .attentionPrefill,
      integers: [queryHeads, kvHeads, headDim, keys.count / max(kvHeads * headDim, 1), tokens, threads],
      inputs: [.f32(queries), .f32(keys), .f32(values)], outputs: [room(queries.count)])
  }

  static func softmax(_ x: [Float], rows: Int = 1) -> Call {
    Call(operation: .softmax, integers: [rows, x.count / max(rows, 1)], inputs: [.f32(x)], outputs: [room(x.count)])
  }

  /// One of the functions that take elements one by one.
  static func elementwise(_ operation: Operation, _ inputs: [Float]...) -> Call {
    Call(
      operation: operation, integers: [inputs[0].count], inputs: inputs.map(CallArray.f32),
      outputs: [room(inputs[0].count)])
  }

  static func rmsNorm(_ x: [Float], weight: [Float], epsilon: Float) -> Call {
    Call(
      operation: .rmsNorm, integers: [x.count / max(weight.count, 1), weight.count], real: Double(epsilon),
      inputs: [.f32(x), .f32(weight)], outputs: [room(x.count)])
  }

  static func layerNorm(_ x: [Float], weight: [Float], bias: [Float], epsilon: Float) -> Call {
    Call(
      operation: .layerNorm, integers: [x.count / max(weight.count, 1), weight.count], real: Double(epsilon),
      inputs: [.f32(x), .f32(weight), .f32(bias)], outputs: [room(x.count)])
  }

  static func rope(
    _ x: [Float], heads: Int, headDim: Int, firstPosition: Int, base: Double, pairing: RoPE.Pairing
  ) -> Call {
    Call(
      operation: .rope,
      integers: [x.count / max(heads * headDim, 1), heads, headDim, firstPosition, pairing == .norm ? 0 : 1],
      real: base, inputs: [.f32(x)], outputs: [room(x.count)])
  }
}
