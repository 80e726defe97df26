import Experiments
import Kernels

// Our own kernels, or a mutant among them, through pv_kernels.h: a library that `pv conform` is tried with.

/// Writes the results of a kernel; PV_FAILED where it throws.
private func write<Element>(_ y: UnsafeMutablePointer<Element>, _ kernel: () throws -> [Element]) -> CInt {
  do {
    for (index, value) in try kernel().enumerated() { y[index] = value }
    return 0
  } catch { return 2 }
}

private func array<Element>(_ start: UnsafePointer<Element>, _ count: Int) -> [Element] {
  Array(UnsafeBufferPointer(start: start, count: count))
}

/// As the header says.
@_cdecl("pv_kernels_version")
public func version() -> CInt {
  // A mutant that is none ends the process here, while the library is loaded.
  _ = exported
  return 1
}

/// As the header says.
@_cdecl("pv_dot_f32")
public func dot(
  _ n: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
) -> CInt {
  write(result) { [try exported.dot(array(a, n), array(b, n))] }
}

/// As the header says.
@_cdecl("pv_matvec_f32")
public func matVec(
  _ rows: Int, _ columns: Int, _ weights: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
  _ y: UnsafeMutablePointer<Float>, _ threads: CInt
) -> CInt {
  write(y) { try exported.matVec(array(weights, rows * columns), rows, columns, array(x, columns), Int(threads)) }
}

/// As the header says.
@_cdecl("pv_dequantize")
public func dequantize(
  _ type: CInt, _ n: Int, _ blocks: UnsafePointer<UInt8>, _ values: UnsafeMutablePointer<Float>
) -> CInt {
  guard let type = BlockFormat(rawValue: UInt32(type)) else { return 1 }
  return write(values) { try exported.dequantize(type, array(blocks, n / type.blockWeights * type.blockBytes)) }
}

/// - Parameters:
///   - block: the values that share a scale.
///   - group: the values that share a sum.
private func product(
  _ kernel: (KernelsOnTrial.Product) throws -> [Float], _ block: Int, _ group: Int, _ type: CInt, _ rows: Int,
  _ columns: Int, _ count: Int, _ weights: UnsafePointer<UInt8>, _ scales: UnsafePointer<Float>,
  _ values: UnsafePointer<Int8>, _ sums: UnsafePointer<Int16>, _ y: UnsafeMutablePointer<Float>, _ threads: CInt
) -> CInt {
  guard let type = BlockFormat(rawValue: UInt32(type)) else { return 1 }
  return write(y) {
    try kernel(
      KernelsOnTrial.Product(
        type: type, weights: array(weights, rows * columns / type.blockWeights * type.blockBytes), rows: rows,
        columns: columns, scales: array(scales, count * columns / block), values: array(values, count * columns),
        sums: array(sums, count * columns / group), count: count, threads: Int(threads)))
  }
}

/// As the header says.
@_cdecl("pv_product_q8_k")
public func productQ8K(
  _ type: CInt, _ rows: Int, _ columns: Int, _ count: Int, _ weights: UnsafePointer<UInt8>,
  _ scales: UnsafePointer<Float>, _ values: UnsafePointer<Int8>, _ sums: UnsafePointer<Int16>,
  _ y: UnsafeMutablePointer<Float>, _ threads: CInt
) -> CInt {
  product(exported.productQ8K, 256, 16, type, rows, columns, count, weights, scales, values, sums, y, threads)
}

/// As the header says.
@_cdecl("pv_product_q8_0")
public func productQ8_0(
  _ type: CInt, _ rows: Int, _ columns: Int, _ count: Int, _ weights: UnsafePointer<UInt8>,
  _ scales: UnsafePointer<Float>, _ values: UnsafePointer<Int8>, _ sums: UnsafePointer<Int16>,
  _ y: UnsafeMutablePointer<Float>, _ threads: CInt
) -> CInt {
  product(exported.productQ8_0, 32, 32, type, rows, columns, count, weights, scales, values, sums, y, threads)
}

private func quantize(
  _ kernel: KernelsOnTrial.Quantizer, _ n: Int, _ x: UnsafePointer<Float>, _ scales: UnsafeMutablePointer<Float>,
  _ values: UnsafeMutablePointer<Int8>, _ sums: UnsafeMutablePointer<Int16>
) -> CInt {
  guard let row = try? kernel(array(x, n)) else { return 2 }
  return write(scales) { row.scales } + write(values) { row.values } + write(sums) { row.sums }
}

/// As the header says.
@_cdecl("pv_quantize_q8_k")
public func quantizeQ8K(
  _ n: Int, _ x: UnsafePointer<Float>, _ scales: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Int8>,
  _ sums: UnsafeMutablePointer<Int16>
) -> CInt { quantize(exported.quantizeQ8K, n, x, scales, values, sums) }

/// As the header says.
@_cdecl("pv_quantize_q8_k_published")
public func quantizeQ8KPublished(
  _ n: Int, _ x: UnsafePointer<Float>, _ scales: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Int8>,
  _ sums: UnsafeMutablePointer<Int16>
) -> CInt { quantize(exported.quantizeQ8KPublished, n, x, scales, values, sums) }

/// As the header says.
@_cdecl("pv_quantize_q8_0")
public func quantizeQ8_0(
  _ n: Int, _ x: UnsafePointer<Float>, _ scales: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Int8>,
  _ sums: UnsafeMutablePointer<Int16>
) -> CInt { quantize(exported.quantizeQ8_0, n, x, scales, values, sums) }

/// As the header says.
@_cdecl("pv_attention_decode_f32")
public func decode(
  _ queryHeads: Int, _ kvHeads: Int, _ headDim: Int, _ positions: Int, _ query: UnsafePointer<Float>,
  _ keys: UnsafePointer<Float>, _ values: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ threads: CInt
) -> CInt {
  let size = positions * kvHeads * headDim
  return write(y) {
    try exported.decode(
      KernelsOnTrial.Attention(
        queryHeads: queryHeads, kvHeads: kvHeads, headDim: headDim, tokens: 1,
        queries: array(query, queryHeads * headDim), keys: array(keys, size), values: array(values, size),
        threads: Int(threads)))
  }
}

/// As the header says.
@_cdecl("pv_attention_prefill_f32")
public func prefill(
  _ queryHeads: Int, _ kvHeads: Int, _ headDim: Int, _ positions: Int, _ tokens: Int, _ queries: UnsafePointer<Float>,
  _ keys: UnsafePointer<Float>, _ values: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ threads: CInt
) -> CInt {
  let size = positions * kvHeads * headDim
  return write(y) {
    try exported.prefill(
      KernelsOnTrial.Attention(
        queryHeads: queryHeads, kvHeads: kvHeads, headDim: headDim, tokens: tokens,
        queries: array(queries, tokens * queryHeads * headDim), keys: array(keys, size), values: array(values, size),
        threads: Int(threads)))
  }
}

/// As the header says.
@_cdecl("pv_softmax_f32")
public func softmax(
  _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
) -> CInt {
  write(y) { try (0..<rows).flatMap { try exported.softmax(array(x + $0 * columns, columns)) } }
}

/// As the header says.
@_cdecl("pv_exp_f32")
public func exp(_ n: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) -> CInt {
  write(y) { try exported.exp(array(x, n)) }
}

/// As the header says.
@_cdecl("pv_silu_f32")
public func silu(_ n: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) -> CInt {
  write(y) { try exported.silu(array(x, n)) }
}

/// As the header says.
@_cdecl("pv_gelu_f32")
public func gelu(_ n: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) -> CInt {
  write(y) { try exported.gelu(array(x, n)) }
}

/// As the header says.
@_cdecl("pv_swiglu_f32")
public func swiglu(
  _ n: Int, _ gate: UnsafePointer<Float>, _ up: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
) -> CInt {
  write(y) { try exported.swiglu(array(gate, n), array(up, n)) }
}

/// As the header says.
@_cdecl("pv_geglu_f32")
public func geglu(
  _ n: Int, _ gate: UnsafePointer<Float>, _ up: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
) -> CInt {
  write(y) { try exported.geglu(array(gate, n), array(up, n)) }
}

/// As the header says.
@_cdecl("pv_rmsnorm_f32")
public func rmsNorm(
  _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ epsilon: Float,
  _ y: UnsafeMutablePointer<Float>
) -> CInt {
  write(y) { try exported.rmsNorm(array(x, rows * columns), array(weight, columns), epsilon) }
}

/// As the header says.
@_cdecl("pv_layernorm_f32")
public func layerNorm(
  _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ bias: UnsafePointer<Float>,
  _ epsilon: Float, _ y: UnsafeMutablePointer<Float>
) -> CInt {
  write(y) { try exported.layerNorm(array(x, rows * columns), array(weight, columns), array(bias, columns), epsilon) }
}

/// As the header says.
@_cdecl("pv_rope_f32")
public func rope(
  _ tokens: Int, _ heads: Int, _ headDim: Int, _ firstPosition: Int, _ base: Double, _ pairing: CInt,
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
) -> CInt {
  write(y) {
    try exported.rope(
      array(x, tokens * heads * headDim), heads, headDim, firstPosition, base, pairing == 0 ? .norm : .neox)
  }
}
