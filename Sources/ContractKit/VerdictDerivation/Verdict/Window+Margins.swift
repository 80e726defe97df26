/// How much room a threshold has on either side, for reading only.
extension Window {
  /// How many halvings the noise stays below the threshold; infinite for no noise, nil where the
  /// condition has no quotient (a bound in the falsifier, a number that is not positive).
  package var marginBelow: Double? { halvings(noise) }

  /// How many halvings the threshold stays below the weakest mutant; infinite where that one is not
  /// finite, nil where there is none, or no quotient.
  package var marginAbove: Double? {
    guard let weakest else { return nil }
    guard weakest.deviation != nil else { return .infinity }
    return halvings(weakest).map { 0 - $0 }
  }

  private func halvings(_ effect: Effect) -> Double? {
    Margin.of(effect.measurement.value, check.condition, metric: check.metric.value)
  }
}
