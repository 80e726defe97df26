import Models

/// What a stage may differ by when both decoders get the same inputs: a rule for each of its matrices.
public struct StageAllowance: Sendable, CustomStringConvertible {
  /// What one matrix, or a stage without one, is held to.
  public enum Rule: String, Sendable {
    case sameBits = "same bits"
    /// The rounding bound around the exact product of the weights and the quantized input.
    case quantizedActivations = "quantized activations"
  }

  /// A matrix of the stage.
  public struct Part: Sendable {
    /// As GGUF names it, without its layer.
    public let name: String
    /// What its results are held to.
    public let rule: Rule
    let matrix: Tensor
  }

  /// The matrices in the order of their results; none where the stage has none and must have the same bits.
  public let parts: [Part]
  /// What the trusted decoder adds to the results; empty where it adds nothing.
  private let bias: [Float]

  /// The rule that all share, or each rule with its matrices: `q/k: quantized activations; v: same bits`.
  public var description: String {
    let rules = parts.reduce(into: [Rule]()) { if !$0.contains($1.rule) { $0.append($1.rule) } }
    guard rules.count > 1 else { return (rules.first ?? .sameBits).rawValue }
    return rules.map { rule in
      parts.filter { $0.rule == rule }.map(\.name).joined(separator: "/") + ": \(rule.rawValue)"
    }.joined(separator: "; ")
  }

  /// What a stage of the suspected decoder may do, by how it multiplies each matrix.
  ///
  /// Where it multiplies as the trusted one, the same bits are asked for. Where it quantizes activations and the
  /// trusted one does not, the exact product is that of the trusted weights. They may be stored in another form, as
  /// they are in a folder of the dequantized values: then the suspect's form stands for them if all values are the
  /// same, and nothing is allowed if not, since its weights are others.
  init(_ a: LlamaDecoder, _ b: LlamaDecoder, _ point: StagePoint) throws {
    bias = a.bias(of: point)
    parts = try zip(a.matrices(of: point), b.matrices(of: point)).map { trusted, suspected in
      let suspect = b.path.multiplication(of: suspected.type)
      var rule = Rule.sameBits
      if suspect != .dequantized, a.path.multiplication(of: trusted.type) == .dequantized,
        try trusted.type == suspected.type || TensorComparison.compare(trusted, suspected, limit: 0).isIdentical
      {
        rule = .quantizedActivations
      }
      let isStored = trusted.type == suspected.type
      return Part(name: Self.name(suspected), rule: rule, matrix: isStored ? trusted : suspected)
    }
  }

  /// How many of the suspect's values are not allowed.
  ///
  /// - Parameters:
  ///   - values: of the suspect, with the trusted one's inputs.
  ///   - expected: of the trusted one.
  ///   - input: what the matrices are multiplied by; of as many positions as the values at least, the last of which count.
  func violations(_ values: StageValues, _ expected: StageValues, input: StageValues?) throws -> Int {
    let (positions, width) = (values.shape[0], values.values.count / values.shape[0])
    guard !parts.isEmpty, let input else { return Self.differing(values, expected, 0..<width) }
    let x = Array(input.values.suffix(positions * (input.values.count / input.shape[0])))
    var (count, offset) = (0, 0)
    for part in parts {
      let columns = offset..<offset + part.matrix.rows
      switch part.rule {
      case .sameBits: count += Self.differing(values, expected, columns)
      case .quantizedActivations:
        let added = bias.isEmpty ? [] : Array(bias[columns])
        count += try QuantizedProduct.outside(part.matrix, x, bias: added) { row, position in
          values.values[position * width + columns.lowerBound + row]
        }
      }
      offset = columns.upperBound
    }
    precondition(offset == width, "the matrices of a stage give all of its values")
    return count
  }

  /// How many elements of some columns have other bits.
  private static func differing(_ a: StageValues, _ b: StageValues, _ columns: Range<Int>) -> Int {
    let width = a.values.count / a.shape[0]
    return (0..<a.shape[0]).reduce(0) { count, position in
      let elements = position * width + columns.lowerBound..<position * width + columns.upperBound
      return count + elements.count { a.values[$0].bitPattern != b.values[$0].bitPattern }
    }
  }

  /// `blk.0.attn_q.weight` is q.
  private static func name(_ tensor: Tensor) -> String {
    let parts = TensorNames.canonical(tensor.name).split(separator: ".")
    let part = parts.count > 2 ? String(parts[2]) : tensor.name
    return part.hasPrefix("attn_") ? String(part.dropFirst(5)) : part
  }
}
