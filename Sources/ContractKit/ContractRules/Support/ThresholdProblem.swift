import BigInt

/// What is wrong with a threshold.
struct ThresholdProblem {
  let message: String
  let help: String?

  /// Nil where the value fits its key and its metric.
  init?(_ value: YAMLNode, key: String, metric: String) {
    guard let text = value.text else {
      message = "`\(key)` has no value"
      help = "write a number, for instance `\(key): 1.0e-6`"
      return
    }
    let isEquality = key == CheckKey.equals || key == CheckKey.notEquals
    if MetricName.isText(metric) {
      guard isEquality else {
        message = "`\(metric)` is compared for equality only"
        help = "write `equals` or `not_equals`"
        return
      }
      guard !Self.isText(text, metric) else { return nil }
      message = "`\(text.prefix(40))` cannot be the value of `\(metric)`"
      help = metric == "sha256" ? "write 64 hex digits in quotes" : "write bits in quotes: \"0x44191e70\""
      return
    }
    if let number = ExactDecimal(text) {
      guard key == CheckKey.within, number.fraction < Fraction(0, over: 1) else { return nil }
      message = "`within` is negative"
      help = "write the distance that is allowed on either side"
      return
    }
    message = "`\(text.prefix(40))` is not a finite decimal number"
    help =
      text.hasPrefix("0x") ? "bits are compared by the metric `bits`" : "write digits, for instance 1.0e-6 or 0.25"
  }

  private static func isText(_ text: String, _ metric: String) -> Bool {
    if metric == "sha256" { return Identifier.isSHA256(text) }
    let digits = text.dropFirst(2)
    return text.hasPrefix("0x") && (1...16).contains(digits.utf8.count) && digits.utf8.allSatisfy(Identifier.isHex)
  }
}
