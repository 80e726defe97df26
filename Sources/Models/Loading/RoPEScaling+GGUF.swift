import Kernels

extension RoPE.Scaling {
  /// The scaling of a GGUF file, as llama.cpp has it: a factor without a type is linear, `none` scales never, and the
  /// attention factor counts with every type.
  init(gguf keys: ModelConfiguration, contextLength: Int) throws {
    let old = try keys.number("rope.scale_linear", or: 0)
    let given = try keys.number("rope.scaling.factor", or: old)
    let factor = given == 0 ? 1 : given
    self.init(.unchanged, magnitude: try keys.number("rope.scaling.attn_factor", or: 1))
    switch try keys.text("rope.scaling.type") ?? "linear" {
    case "none": break
    case "linear": if factor != 1 { kind = .linear(factor: factor) }
    case "yarn":
      let original = try keys.size("rope.scaling.original_context_length", or: contextLength)
      kind = .yarn(YaRN(factor: factor, original: Double(original)))
      magnitude *= YaRN.magnitude(factor: factor)
    case let other: throw keys.error("\(keys.prefix)rope.scaling.type is \(other), which is not computed")
    }
  }

  /// The same with the frequency of each pair divided besides.
  func divided(by divisors: [Double], path: String) throws -> RoPE.Scaling {
    switch kind {
    case .unchanged: return RoPE.Scaling(.divided(by: divisors), magnitude: magnitude)
    case .linear(let factor): return RoPE.Scaling(.divided(by: divisors.map { $0 * factor }), magnitude: magnitude)
    default:
      throw ModelFileError(
        path: path, tensor: "rope_freqs.weight",
        reason: "divisors of frequencies beside another scaling are not computed")
    }
  }
}
