extension Evidence {
  /// One measured value, exact.
  public struct Measurement: Equatable, Sendable {
    /// The value and how it is stored.
    public enum Value: Equatable, Sendable {
      /// A binary64 number, stored as its bit pattern.
      case real(Double)
      /// A number of elements or of units in the last place.
      case count(UInt64)
      /// A bit pattern (`0x…`) or a digest.
      case text(String)

      /// Whether it is a count.
      package var isCount: Bool {
        if case .count = self { true } else { false }
      }

      /// Whether two values are the same, NaN included: stored bits are compared.
      public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.real(let a), .real(let b)): a.bitPattern == b.bitPattern
        case (.count(let a), .count(let b)): a == b
        case (.text(let a), .text(let b)): a == b
        default: false
        }
      }
    }

    /// What the recorder computed, or what was handed in where it is asserted.
    public var value: Value
    /// What it was taken over, such as `3584 f32`; nil for an asserted number.
    public var over: String?
    /// Handed in as a number, not computed by the recorder: shown, and discharges nothing.
    package var isAsserted: Bool

    /// A value with what it was taken over.
    public init(_ value: Value, over: String?, isAsserted: Bool = false) {
      self.value = value
      self.over = over
      self.isAsserted = isAsserted
    }

    /// The value for reading, rounded to at most 7 significant digits; never compared.
    package var display: String {
      switch value {
      case .real(let number): Self.rounded(number)
      case .count(let count): String(count)
      case .text(let text): text
      }
    }

    /// A number with 7 significant digits, in plain or scientific notation.
    package static func rounded(_ number: Double) -> String { DecimalDisplay.text(number, significantDigits: 7) }
  }
}
