/// The rules that `pv verify` emits. They need evidence, so they have no example in YAML.
enum VerdictRules {
  static let all: [Rule] = [
    .evidenceEdited, .evidenceMisfiled, .evidenceNewerSchema, .evidenceOrphan, .evidenceUnreadable,
    .checkNeverViolated, .cornerMissed, .exceptionNeedless, .falsified, .falsifierPending, .gateMismatch,
    .runIncomplete, .statusMismatch, .statusMissing, .thresholdAboveMutant, .thresholdBelowNoise, .waiverExpired,
  ]
}
