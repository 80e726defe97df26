import ContractKit

/// Numbers rounded for display.
enum ShownNumber {
  /// At most four significant digits, in scientific notation where that is shorter.
  static func text(_ value: Double) -> String {
    value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "−∞" : "∞") : String(printf: "%.4g", value)
  }
}
