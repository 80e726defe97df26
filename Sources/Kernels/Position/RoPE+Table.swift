extension RoPE {
  /// How the angles of a table are computed.
  public enum Frequencies: String, CaseIterable, Sendable {
    /// The angle `position * base^(-2i / headDim)` to a relative 2^-95, cosine and sine rounded once.
    ///
    /// Correctly rounded to binary32 for every pair of head dimension 128, and so of 64, 32 and 16, at
    /// every position below 131,072 with bases 1e4 and 1e6: checked one by one against 113 bits. The
    /// nearest to a middle between two binary32 numbers lies a relative 2^-48.9 away from it.
    case exact

    /// The angle in binary32, as PyTorch code has it.
    ///
    /// `e = Float(2i) / Float(headDim)`, `p = base^e` rounded once, `f = 1 / p`, `angle = Float(position) * f`,
    /// each rounded to binary32; cosine and sine of that angle rounded once. For head dimension 128 and
    /// base 1e6, cosines are off by up to 4.757e-4 at position 32,767: to one digit the lower end of
    /// the published range, 5e-4 to 3e-3, whose upper end is `binary32Recurrence`. (A runtime whose
    /// own power function is not correctly rounded has other last bits in some frequencies.)
    case binary32

    /// The angle in binary32 by repeated multiplication, as ggml has it.
    ///
    /// `f = base^(-2 / headDim)` rounded once, from the exponent in binary32; the angle of pair 0 is
    /// `Float(position)`, and that of each next pair the previous one times f, rounded. For head
    /// dimension 128 and base 1e6, cosines are off by up to 2.662e-3 at position 32,767: to one
    /// digit the upper end of that range.
    case binary32Recurrence
  }

  /// The cosines and sines by which each pair of a head turns, for a range of positions.
  public struct Table: Sendable {
    /// The number of values of a head; even.
    public let headDim: Int
    /// The base of the angles: 1e4 in LLaMA, 1e6 in Qwen2.
    public let base: Double
    /// The positions that the table holds.
    public let positions: Range<Int>
    /// How the angles were computed.
    public let frequencies: Frequencies
    /// How they were changed for more positions than the model was made for.
    public let scaling: Scaling

    private let cosineRows: AlignedBuffer<Float>
    private let sineRows: AlignedBuffer<Float>

    /// The first position that no table holds: binary32 has the integers up to here, and an angle is below 2^25.
    public static let positionLimit = 1 << 24

    /// The largest head dimension: the recipes of binary32 compute with it, and binary32 has the integers up to here.
    public static let headDimLimit = 1 << 24

    /// Computes the table.
    ///
    /// - Parameters:
    ///   - headDim: the number of values of a head, even and within `2...headDimLimit`.
    ///   - base: the base of the angles, finite and at least 1.
    ///   - positions: the positions to hold, within `0..<positionLimit`.
    ///   - frequencies: how the angles are computed; `.exact` unless another runtime is to be imitated.
    ///   - scaling: with `.exact` alone; dynamic scaling takes the end of `positions` for what is seen.
    /// - Throws: `KernelError.invalidSize` for a head dimension that is odd or out of range, a position out of range, or
    ///   a table that the system has no memory for; `KernelError.invalidValue` for another base or scaling;
    ///   `KernelError.floatingPointEnvironment`.
    /// - Complexity: O(positions * headDim) time, 4 bytes a value of it.
    public init(
      headDim: Int, base: Double, positions: Range<Int>, frequencies: Frequencies = .exact, scaling: Scaling = .none
    ) throws {
      try FloatingPointEnvironment.requireDefault()
      let check = ShapeCheck("RoPE.Table")
      try check.size(
        "headDim", headDim, headDim % 2 == 0 && (2...Self.headDimLimit).contains(headDim),
        "even and in 2...\(Self.headDimLimit)")
      let outermost = positions.lowerBound < 0 ? positions.lowerBound : positions.upperBound - 1
      try check.size(
        "position", outermost, positions.lowerBound >= 0 && positions.upperBound <= Self.positionLimit,
        "in 0..<\(Self.positionLimit)")
      // The comparison is false for NaN.
      try check.value("base", "\(base)", base >= 1 && base.isFinite, "finite and at least 1")
      try check.value(
        "scaling", "\(scaling)", frequencies == .exact || scaling == .none, "none with \(frequencies)")
      if let problem = scaling.problem(headDim: headDim, base: base) {
        try check.value(problem.name, problem.value, false, problem.requirement)
      }
      (self.headDim, self.base, self.positions) = (headDim, base, positions)
      (self.frequencies, self.scaling) = (frequencies, scaling)
      let pairs = headDim / 2
      let count = check.product(positions.count, pairs)
      cosineRows = try check.zeros("the number of cosines", count: count)
      sineRows = try check.zeros("the number of sines", count: count)
      let angles = Angles(
        pairs: pairs, base: base, frequencies: frequencies, scaling: scaling, length: positions.upperBound)
      for (row, position) in positions.enumerated() {
        for pair in 0..<pairs {
          let (sine, cosine) = DoubleDouble.sinCos(
            angles.angle(position: position, pair: pair), times: scaling.magnitude)
          cosineRows.span[row * pairs + pair] = cosine
          sineRows.span[row * pairs + pair] = sine
        }
      }
    }

    /// The cosine of a pair's angle at a position of the table.
    public func cosine(position: Int, pair: Int) -> Float { cosineRows[index(position, pair)] }

    /// The sine of a pair's angle at a position of the table.
    public func sine(position: Int, pair: Int) -> Float { sineRows[index(position, pair)] }

    /// Calls a function with all cosines and sines, position after position, valid during the call.
    func withRows<Result>(_ body: (UnsafePointer<Float>, UnsafePointer<Float>) throws -> Result) rethrows -> Result {
      try withExtendedLifetime(self) {
        try body(UnsafePointer(cosineRows.span.baseAddress!), UnsafePointer(sineRows.span.baseAddress!))
      }
    }

    private func index(_ position: Int, _ pair: Int) -> Int {
      precondition(positions.contains(position), "position \(position) outside \(positions)")
      precondition((0..<headDim / 2).contains(pair), "pair \(pair) outside 0..<\(headDim / 2)")
      return (position - positions.lowerBound) * (headDim / 2) + pair
    }
  }
}
