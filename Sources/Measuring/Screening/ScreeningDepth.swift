/// How much of a falsifier is measured to see whether it notices a fault that somebody planted in the sources.
///
/// Nothing is written at any depth, so a screening cannot be taken for a run. What a shallower screening rejects, a deeper
/// one and a run reject, too; what it passes, they may reject.
package enum ScreeningDepth: String {
  /// The real kernel alone, against the checks.
  case kernel
  /// All that a run measures: also orders of summation, mutants and impostors.
  case whole

  /// The variable of the environment that asks for a screening; `scripts/mutate` sets it.
  static let variable = "PV_SCREEN"
}
