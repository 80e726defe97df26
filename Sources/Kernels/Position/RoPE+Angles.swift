extension RoPE {
  /// The angle of each pair at a position, by one of the recipes of `Frequencies`.
  struct Angles {
    private let frequencies: Frequencies
    /// The factor of the position, pair by pair.
    private let exact: [DoubleDouble]
    private let binary32: [Float]

    init(pairs: Int, base: Double, frequencies: Frequencies, scaling: Scaling, length: Int) {
      self.frequencies = frequencies
      let headDim = Double(2 * pairs)
      switch frequencies {
      case .exact:
        let plain = Self.plainFrequencies(pairs: pairs, base: base)
        exact = scaling.frequencies(plain, pairs: pairs, base: base, length: length)
        binary32 = []
      case .binary32:
        let logarithm = DoubleDouble.log(Double(Float(base)))
        exact = []
        binary32 = (0..<pairs).map {
          let exponent = Float(2 * $0) / Float(headDim)
          return 1 / DoubleDouble.exp(logarithm * Double(exponent)).float
        }
      case .binary32Recurrence:
        let logarithm = DoubleDouble.log(Double(Float(base)))
        let factor = DoubleDouble.exp(logarithm * Double(-2 / Float(headDim))).float
        exact = []
        binary32 = Array(repeating: factor, count: pairs)
      }
    }

    /// base^(-2i/headDim) in 106 bits; relative error below 2^-96 for bases up to 2^64. The exponent is divided
    /// last: 2i * ln(base) / headDim rounds less than a power of a rounded root.
    static func plainFrequencies(pairs: Int, base: Double) -> [DoubleDouble] {
      let (logarithm, headDim) = (DoubleDouble.log(base), DoubleDouble(Double(2 * pairs)))
      return (0..<pairs).map { DoubleDouble.exp(-(logarithm * Double(2 * $0) / headDim)) }
    }

    /// The angle; for `.exact` with relative error below 2^-95.
    func angle(position: Int, pair: Int) -> DoubleDouble {
      switch frequencies {
      case .exact: exact[pair] * Double(position)
      case .binary32: DoubleDouble(Double(Float(position) * binary32[pair]))
      case .binary32Recurrence:
        DoubleDouble(Double(binary32[..<pair].reduce(Float(position), *)))
      }
    }
  }
}
