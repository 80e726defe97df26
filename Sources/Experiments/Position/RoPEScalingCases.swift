import Measuring
import Kernels

/// Scaled angles as models have them; the same settings as in Fixtures/make-rope-scaling.py.
enum RoPEScalingCases {
  struct Setting: Sendable {
    let name: String
    let headDim: Int
    let base: Double
    let scaling: RoPE.Scaling
  }

  /// Gemma 3, Llama 2 with dynamic scaling, Qwen2.5 with YaRN, YaRN without rounded ends, Llama 3.1, and divisors.
  static let settings = [
    Setting(name: "linear", headDim: 256, base: 1e6, scaling: .init(.linear(factor: 8))),
    Setting(name: "dynamic", headDim: 128, base: 1e4, scaling: .init(.dynamic(factor: 2, original: 4096))),
    Setting(
      name: "yarn", headDim: 128, base: 1e6,
      scaling: .init(.yarn(.init(factor: 4, original: 32_768)), magnitude: RoPE.Scaling.YaRN.magnitude(factor: 4))),
    Setting(
      name: "yarn-exact", headDim: 64, base: 1e4,
      scaling: .init(
        .yarn(.init(factor: 2.5, original: 2048, betaFast: 16, betaSlow: 2, truncates: false)), magnitude: 0.75)),
    Setting(
      name: "llama3", headDim: 128, base: 500_000,
      scaling: .init(.llama3(.init(factor: 8, lowFactor: 1, highFactor: 4, original: 8192)))),
    Setting(
      name: "divided", headDim: 64, base: 1e4,
      scaling: .init(.divided(by: (0..<32).map { 1 + Double($0) / 4 }), magnitude: 1.5)),
  ]

  /// One line of Fixtures/rope-scaling.tsv, made by mpmath.
  struct Entry {
    let setting: Setting
    let position: Int
    let pair: Int
    let cosine: Float
    let sine: Float
  }

  static func entries(_ run: Recorder) throws -> [Entry] {
    let text = String(decoding: try run.fixture("Tests/Falsifiers/Fixtures/rope-scaling.tsv"), as: UTF8.self)
    return try text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 5, let setting = settings.first(where: { $0.name == fields[0] }),
        let position = Int(fields[1]), let pair = Int(fields[2]), let cosine = float(fields[3]),
        let sine = float(fields[4])
      else { throw RoPETableFixture.Malformed(line: String(line)) }
      return Entry(setting: setting, position: position, pair: pair, cosine: cosine, sine: sine)
    }
  }

  private static func float(_ text: String) -> Float? {
    UInt32(text.dropFirst(2), radix: 16).map(Float.init(bitPattern:))
  }
}

/// The cosine and the sine of a pair at a position.
typealias ScaledTurnKernel = @Sendable (RoPEScalingCases.Setting, Int, Int) throws -> (Float, Float)

/// The real table and wrong ones, as falsifiers call them.
enum ScaledTurns {
  @Sendable static func real(
    _ setting: RoPEScalingCases.Setting, _ position: Int, _ pair: Int
  ) throws -> (Float, Float) {
    let table = try RoPE.Table(
      headDim: setting.headDim, base: setting.base, positions: position..<position + 1, scaling: setting.scaling)
    return (table.cosine(position: position, pair: pair), table.sine(position: position, pair: pair))
  }

  /// The real table with another scaling, and another base.
  private static func changing(
    _ id: String, _ summary: String,
    _ change: @escaping @Sendable (inout RoPE.Scaling, inout Double, _ headDim: Int, _ seen: Int) -> Void
  ) -> Mutant<ScaledTurnKernel> {
    Mutant(id, summary) { setting, position, pair in
      var (scaling, base) = (setting.scaling, setting.base)
      change(&scaling, &base, setting.headDim, position + 1)
      return try real(
        .init(name: setting.name, headDim: setting.headDim, base: base, scaling: scaling), position, pair)
    }
  }

  static let ignored = changing("scaling_ignored", "angles as if there were no scaling") { scaling, _, _, _ in
    scaling = .none
  }

  static let allLinear = changing("all_linear", "every frequency divided by the factor") { scaling, _, _, _ in
    switch scaling.kind {
    case .dynamic(let factor, _): scaling.kind = .linear(factor: factor)
    case .yarn(let yarn): scaling.kind = .linear(factor: yarn.factor)
    case .llama3(let llama): scaling.kind = .linear(factor: llama.factor)
    default: break
    }
  }

  static let magnitudeDropped = changing("magnitude_dropped", "cosines and sines without the attention factor") {
    scaling, _, _, _ in scaling.magnitude = 1
  }

  static let rampEndsExchanged = changing("ramp_ends_exchanged", "YaRN's fast and slow limits exchanged") {
    scaling, _, _, _ in
    guard case .yarn(var yarn) = scaling.kind else { return }
    (yarn.betaFast, yarn.betaSlow) = (yarn.betaSlow, yarn.betaFast)
    scaling.kind = .yarn(yarn)
  }

  static let roundingExchanged = changing("ramp_rounding_exchanged", "YaRN's ends rounded where they are not to be") {
    scaling, _, _, _ in
    guard case .yarn(var yarn) = scaling.kind else { return }
    yarn.truncates.toggle()
    scaling.kind = .yarn(yarn)
  }

  static let grownBase = changing("exponent_dropped", "the base of dynamic scaling grows without its exponent") {
    scaling, base, _, seen in
    guard case .dynamic(let factor, let original) = scaling.kind else { return }
    if seen > original { base *= factor * Double(seen) / Double(original) - (factor - 1) }
    scaling.kind = .unchanged
  }

  static let limitShifted = changing("high_limit_as_low", "Llama 3.1's ramp ends where it begins to turn") {
    scaling, _, _, _ in
    guard case .llama3(var llama) = scaling.kind else { return }
    llama.highFactor = llama.lowFactor + 0.001
    scaling.kind = .llama3(llama)
  }

  static let pairShifted = changing("divisors_shifted", "each pair takes the divisor of the pair before it") {
    scaling, _, _, _ in
    guard case .divided(let divisors) = scaling.kind else { return }
    scaling.kind = .divided(by: [1] + divisors.dropLast())
  }

  /// What transformers has: frequencies rounded to binary32. Divisors turn the plain ones into them.
  static let binary32Frequencies = changing("binary32_frequencies", "scaled frequencies are rounded to binary32") {
    scaling, base, headDim, seen in
    let plain = RoPE.Scaling.none.frequencies(headDim: headDim, base: base, length: seen)
    let scaled = scaling.frequencies(headDim: headDim, base: base, length: seen)
    scaling.kind = .divided(by: zip(plain, scaled).map { $0 / Double(Float($1)) })
  }

  // MARK: Settings that scale nothing

  static let alwaysDivided = Mutant<ScaledTurnKernel>("always_halved", "every scaling divides by two more") {
    setting, position, pair in
    let half = RoPE.Scaling(.linear(factor: 2), magnitude: setting.scaling.magnitude)
    return try real(
      .init(name: setting.name, headDim: setting.headDim, base: setting.base, scaling: half), position, pair)
  }

  static let alwaysDynamic = changing("always_dynamic", "dynamic scaling begins at half of the positions") {
    scaling, _, _, _ in
    if case .dynamic(let factor, let original) = scaling.kind {
      scaling.kind = .dynamic(factor: factor, original: original / 2)
    }
  }
}
