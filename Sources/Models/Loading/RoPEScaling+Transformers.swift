import Kernels

/// The rotary angles of a config.json, with the precedence of transformers 5.24.
struct RoPEParameters {
  /// The base of the angles.
  let base: Double
  /// What is done to them.
  let scaling: RoPE.Scaling

  /// The parameters of a class whose layers are all turned alike.
  ///
  /// A `rope_scaling` with members takes the place of the whole of `rope_parameters`. The base is that of the object,
  /// then `rope_theta`, then the class's.
  init(_ config: ModelConfiguration, _ model: TransformersClass, maximumPositions: Int) throws {
    let old = try config.object("rope_scaling").flatMap { $0.values.isEmpty ? nil : $0 }
    let object = try old ?? config.object("rope_parameters") ?? ModelConfiguration(path: config.path, values: [:])
    try self.init(
      object, base: config.number("rope_theta", or: model.ropeBase), config, maximumPositions: maximumPositions)
  }

  /// The parameters of one object.
  ///
  /// The name of the scaling is `rope_type`, where that is missing `type`. The positions of the first training are
  /// `original_max_position_embeddings` of the whole configuration, then of the object, then the maximum.
  init(_ object: ModelConfiguration, base standard: Double, _ config: ModelConfiguration, maximumPositions: Int) throws
  {
    let name = object.values["rope_type"] ?? object.values["type"] ?? .text("default")
    var rules: [String: KeyRule] = [
      "rope_type": .used, "type": .used, "rope_theta": .used, "partial_rotary_factor": .only(.number(1)),
    ]
    func original() throws -> Double {
      let key = "original_max_position_embeddings"
      return Double(
        try config.values[key] != nil ? config.size(key) : object.size(key, or: maximumPositions))
    }
    switch name {
    case .text("default"):
      scaling = .none
    case .text("linear"):
      rules["factor"] = .used
      scaling = RoPE.Scaling(.linear(factor: try object.number("factor")))
    case .text("dynamic"):
      rules["factor"] = .used
      scaling = RoPE.Scaling(.dynamic(factor: try object.number("factor"), original: maximumPositions))
    case .text("yarn"):
      for key in ["factor", "attention_factor", "mscale", "mscale_all_dim", "beta_fast", "beta_slow", "truncate"] {
        rules[key] = .used
      }
      scaling = try Self.yarn(object, original: original(), maximumPositions: maximumPositions)
    case .text("llama3"):
      for key in ["factor", "low_freq_factor", "high_freq_factor"] { rules[key] = .used }
      scaling = RoPE.Scaling(
        .llama3(
          .init(
            factor: try object.number("factor"), lowFactor: try object.number("low_freq_factor"),
            highFactor: try object.number("high_freq_factor"), original: try original())))
    default:
      throw object.error(
        "\(object.prefix)rope_type is \(name), which is not computed; default, linear, dynamic, yarn and llama3 are")
    }
    // Read by yarn and llama3 alone; dynamic takes the maximum of positions.
    rules["original_max_position_embeddings"] = .used
    try object.check(rules)
    base = object.values["rope_theta"] == nil ? standard : try object.number("rope_theta")
  }

  private static func yarn(
    _ object: ModelConfiguration, original: Double, maximumPositions: Int
  ) throws -> RoPE.Scaling {
    // A factor that is there and null is the ratio of the lengths; one that is not there is an error.
    let ratio = object.values["factor"] == .null ? Double(maximumPositions) / original : nil
    let factor = try object.number("factor", or: ratio)
    /// A number that is there, and not 0.
    func set(_ key: String) throws -> Double? {
      let value = try object.number(key, or: 0)
      return value == 0 ? nil : value
    }
    let magnitude: Double
    if object.has("attention_factor") {
      magnitude = try object.number("attention_factor")
    } else if let m = try set("mscale"), let all = try set("mscale_all_dim") {
      magnitude =
        RoPE.Scaling.YaRN.magnitude(factor: factor, m: m) / RoPE.Scaling.YaRN.magnitude(factor: factor, m: all)
    } else {
      magnitude = RoPE.Scaling.YaRN.magnitude(factor: factor)
    }
    return RoPE.Scaling(
      .yarn(
        .init(
          factor: factor, original: original, betaFast: try set("beta_fast") ?? 32, betaSlow: try set("beta_slow") ?? 1,
          truncates: object.values["truncate"] == .null ? false : try object.flag("truncate", or: true))),
      magnitude: magnitude)
  }
}
