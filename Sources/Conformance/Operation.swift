import CConformance

/// A function of pv_kernels.h.
public enum Operation: Int32, CaseIterable, Sendable {
  case dot, matVec, dequantize, productQ8K, productQ8_0, quantizeQ8K, quantizeQ8KPublished, quantizeQ8_0
  case attentionDecode, attentionPrefill, softmax, exp, silu, gelu, swiglu, geglu, rmsNorm, layerNorm, rope

  /// The name that a library exports it under.
  package var symbol: String { String(cString: cc_symbol(rawValue)) }

  /// What the integers of a call are, in the order of the header; `threads` is always the last.
  var integerNames: [String] {
    switch self {
    case .dot, .quantizeQ8K, .quantizeQ8KPublished, .quantizeQ8_0, .exp, .silu, .gelu, .swiglu, .geglu: ["n"]
    case .matVec: ["rows", "columns", "threads"]
    case .dequantize: ["type", "n"]
    case .productQ8K, .productQ8_0: ["type", "rows", "columns", "count", "threads"]
    case .attentionDecode: ["query_heads", "kv_heads", "head_dim", "positions", "threads"]
    case .attentionPrefill: ["query_heads", "kv_heads", "head_dim", "positions", "tokens", "threads"]
    case .softmax, .rmsNorm, .layerNorm: ["rows", "columns"]
    case .rope: ["tokens", "heads", "head_dim", "first_position", "pairing"]
    }
  }

  /// What the arrays of a call are, in the order of the header, outputs last.
  var arrayNames: [String] {
    switch self {
    case .dot: ["a", "b", "result"]
    case .matVec: ["weights", "x", "y"]
    case .dequantize: ["blocks", "values"]
    case .productQ8K, .productQ8_0: ["weights", "scales", "values", "sums", "y"]
    case .quantizeQ8K, .quantizeQ8KPublished, .quantizeQ8_0: ["x", "scales", "values", "sums"]
    case .attentionDecode: ["query", "keys", "values", "y"]
    case .attentionPrefill: ["queries", "keys", "values", "y"]
    case .softmax, .exp, .silu, .gelu, .rope: ["x", "y"]
    case .swiglu, .geglu: ["gate", "up", "y"]
    case .rmsNorm: ["x", "weight", "y"]
    case .layerNorm: ["x", "weight", "bias", "y"]
    }
  }

  /// Whether a call says how many threads may be used.
  var takesThreads: Bool { integerNames.last == "threads" }
}
