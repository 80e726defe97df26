import Measuring

/// The experiments that kernels of somebody else's can be put through, and what each asks of them.
package enum ExperimentCatalogue {
  /// What a violated check means.
  package enum Asks: Sendable {
    /// The claim is false of the kernel.
    case claim
    /// The bits of our order of operations: where these experiments hold, other bits are as right.
    case order(boundedBy: [String])
  }

  package struct Entry {
    package let experiment: Experiment
    package let asks: Asks
  }

  /// In the order in which they are reported.
  package static var all: [Entry] {
    dot + softmax + activations + norms + rotations + attention + blocks + quantizers + products
  }

  /// Those of contracts whose operations a kernel can have and that no kernel but ours can be put through, with the reason.
  package static let beyond: [String: String] = {
    let peer = "its oracle is OpenBLAS, which pv is not linked with"
    return ["FALSIFY-DOT-003": peer, "FALSIFY-MATVEC-004": peer, "FALSIFY-GQA-010": peer]
  }()

  private static func claims(_ experiments: Experiment...) -> [Entry] {
    experiments.map { Entry(experiment: $0, asks: .claim) }
  }

  private static func order(_ experiment: Experiment, within bounds: String...) -> [Entry] {
    [Entry(experiment: experiment, asks: .order(boundedBy: bounds))]
  }

  private static var dot: [Entry] {
    claims(DotExperiments.dot001) + order(DotExperiments.dot002, within: "FALSIFY-DOT-001")
      + claims(
        DotExperiments.ffngguf006, DotExperiments.dot004, MatVecExperiments.matvec001, MatVecExperiments.matvec002)
      + order(MatVecExperiments.matvec003, within: "FALSIFY-MATVEC-001")
      + order(MatVecExperiments.matvec006, within: "FALSIFY-MATVEC-001")
      + order(MatVecExperiments.ffngguf005, within: "FALSIFY-MATVEC-001")
  }

  private static var softmax: [Entry] {
    claims(SoftmaxExperiments.softmax001) + order(SoftmaxExperiments.softmax002, within: "FALSIFY-SOFTMAX-001")
      + claims(
        SoftmaxExperiments.softmax003, SoftmaxExperiments.softmax004, SoftmaxExperiments.softmax005,
        SoftmaxExperiments.softmax006)
      + order(SoftmaxExperiments.softmax007)
      + claims(PlacesExperiments.softmax008, PlacesExperiments.softmax009, SoftmaxDriftExperiments.ffngguf011)
  }

  private static var activations: [Entry] {
    claims(
      ActivationExperiments.swiglu001, ActivationExperiments.swiglu002, ActivationExperiments.swiglu003,
      ActivationExperiments.swiglu004)
      + order(ActivationExperiments.swiglu005, within: "FALSIFY-SWIGLU-002", "FALSIFY-SWIGLU-004")
      + claims(
        ActivationExperiments.swiglu006, GELUExperiments.gelu001, GELUExperiments.gelu002, GELUExperiments.gelu003)
      + order(GELUExperiments.gelu004, within: "FALSIFY-GELU-001", "FALSIFY-GELU-003") + claims(GELUExperiments.gelu005)
  }

  private static var norms: [Entry] {
    claims(RMSNormExperiments.rms001) + order(RMSNormExperiments.rms002, within: "FALSIFY-RMS-001")
      + claims(RMSNormExperiments.rms003, RMSNormExperiments.rms004)
      + order(PlacesExperiments.rms005, within: "FALSIFY-RMS-001") + claims(PlacesExperiments.rms006)
      + claims(LayerNormExperiments.layernorm001)
      + order(LayerNormExperiments.layernorm002, within: "FALSIFY-LAYERNORM-001")
      + claims(LayerNormExperiments.layernorm003)
  }

  private static var rotations: [Entry] {
    claims(RoPEExperiments.rope001, RoPETableExperiments.rope002)
      + order(RoPEExperiments.rope003, within: "FALSIFY-ROPE-001")
      + order(RoPEExperiments.rope004, within: "FALSIFY-ROPE-001")
      + claims(
        RoPEExperiments.rope005, RoPEExperiments.rope006, RoPETableExperiments.rope007,
        RoPEPublishedExperiments.ffngguf012)
  }

  private static var attention: [Entry] {
    claims(
      AttentionExperiments.gqa001, AttentionExperiments.gqa002, AttentionExperiments.gqa003,
      AttentionExperiments.gqa004, AttentionExperiments.gqa005)
      + order(AttentionPathsExperiments.gqa006, within: "FALSIFY-GQA-004") + claims(AttentionPathsExperiments.gqa007)
      + order(AttentionPathsExperiments.gqa008, within: "FALSIFY-GQA-004")
      + order(AttentionPathsExperiments.gqa009, within: "FALSIFY-GQA-004")
  }

  private static var blocks: [Entry] {
    claims(
      Q4KExperiments.ffngguf007, Q4KExperiments.q4k001, Q4KExperiments.q4k002, Q4KExperiments.q4k003,
      KQuantsExperiments.kquant001, KQuantsExperiments.kquant002, KQuantsExperiments.kquant003,
      KQuantsExperiments.kquant004, KQuantsExperiments.kquant005, KQuantsExperiments.kquant006,
      LegacyBlocksExperiments.legacy001, LegacyBlocksExperiments.legacy002, LegacyBlocksExperiments.legacy003,
      LegacyBlocksExperiments.legacy004, LegacyBlocksExperiments.legacy005, LegacyBlocksExperiments.legacy006,
      LegacyBlocksExperiments.legacy007)
      + claims(
        CodeBooksExperiments.codebook001, CodeBooksExperiments.codebook002, CodeBooksExperiments.codebook003,
        CodeBooksExperiments.codebook004, CodeBooksExperiments.codebook005)
  }

  private static var quantizers: [Entry] {
    claims(
      Q8KExperiments.q8k001, Q8KExperiments.q8k002, Q8KExperiments.q8k003, Q8KExperiments.q8k004, Q8KExperiments.q8k005,
      Q8_0Experiments.q80001, Q8_0Experiments.q80002, Q8_0Experiments.q80003, Q8_0Experiments.q80004)
  }

  private static var products: [Entry] {
    claims(Q4KQ8KExperiments.q4kq8k001) + order(Q4KQ8KExperiments.q4kq8k002, within: "FALSIFY-Q4KQ8K-001")
      + order(Q4KQ8KExperiments.q4kq8k003, within: "FALSIFY-Q4KQ8K-001") + claims(Q4KQ8KExperiments.q4kq8k004)
      + order(Q4KQ8KMatMatExperiments.q4kq8k005, within: "FALSIFY-Q4KQ8K-001")
      + claims(
        QuantizedPathsExperiments.ffngguf008, QuantizedPathsExperiments.ffngguf009,
        QuantizedPathsExperiments.ffngguf010, QuantizedPathsExperiments.ffngguf013)
      + claims(KQuantQ8KExperiments.kq8k001) + order(KQuantQ8KExperiments.kq8k002, within: "FALSIFY-KQ8K-001")
      + order(KQuantQ8KExperiments.kq8k003, within: "FALSIFY-KQ8K-001") + claims(Q8_0DotExperiments.q80dot001)
      + order(Q8_0DotExperiments.q80dot002, within: "FALSIFY-Q80DOT-001")
      + order(Q8_0DotExperiments.q80dot003, within: "FALSIFY-Q80DOT-001")
  }
}
