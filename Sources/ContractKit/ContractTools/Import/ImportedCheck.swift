/// The check that an obligation's tolerance is, where a program can tell.
struct ImportedCheck {
  /// The check, in braces.
  let text: String
  /// Why it is this one.
  let why: String
  let property: String
  let tolerance: String

  /// - Parameter obligation: with a `tolerance` that is a decimal. An equivalence says what is compared, and a formula such as
  ///   `|a - b| < ε` that an absolute difference is meant; of nothing else is it known.
  init?(_ obligation: YAMLNode) {
    guard let tolerance = obligation["tolerance"]?.text, let number = ExactDecimal(tolerance),
      !tolerance.hasPrefix("-"),
      let property = obligation["property"]?.text
    else { return nil }
    (self.property, self.tolerance) = (property, tolerance)
    let prose = "\(property) \(obligation["formal"]?.text ?? "")"
    let words = Set(prose.lowercased().split { !$0.isLetter }.map(String.init))
    let isEquivalence = obligation["type"]?.text == "equivalence"
    if number.significand == 0 {
      guard isEquivalence else { return nil }
      text = "{metric: bits_differing, equals: 0}"
      why = "the equivalence has the tolerance 0"
    } else if words.contains("ulp") || words.contains("ulps") {
      text = "{metric: max_ulps, at_most: \(tolerance)}"
      why = "the tolerance of `\(property)` is in ulps"
    } else if words.contains("relative") {
      text = "{metric: max_rel_error, at_most: \(tolerance)}"
      why = "the tolerance of `\(property)` is relative"
    } else if isEquivalence || Self.isDistance(obligation["formal"]?.text ?? "") {
      text = "{metric: max_abs_error, at_most: \(tolerance)}"
      why = isEquivalence ? "the equivalence has a tolerance" : "its formula is an absolute difference"
    } else {
      return nil
    }
  }

  /// Whether a formula bounds the absolute value of a difference.
  private static func isDistance(_ formula: String) -> Bool {
    let parts = formula.split(separator: "|", omittingEmptySubsequences: false)
    guard parts.count >= 3, let end = parts.last?.drop(while: { $0 == " " }) else { return false }
    return parts[1].contains { "-−–".contains($0) } && (end.hasPrefix("<") || end.hasPrefix("≤"))
  }
}
