import Kernels

/// How the steps of a decoder differ from the right ones: what planted faults are made of.
public struct LlamaChanges {
  /// Which values form a rotary pair; nil for those of the model.
  public var pairing: RoPE.Pairing?
  /// Whether SiLU, or GELU, is applied to the up projection in place of the gate.
  public var swapsGate = false
  /// Whether the LM head is read as [hidden][vocabulary].
  public var transposesHead = false
  /// Called with a layer, its cache, and the keys and values that are about to be appended.
  public var cached: ((Int, KVCache, inout [Float], inout [Float]) -> Void)?

  /// No change.
  public init() {}
}
