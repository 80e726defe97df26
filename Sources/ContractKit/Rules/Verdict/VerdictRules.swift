/// The rules that `pv verify` emits. They need evidence, so they have no example in YAML.
enum VerdictRules {
  static let all: [Rule] = [
    .evidenceEdited, .evidenceMisfiled, .evidenceNewerSchema, .evidenceOrphan, .evidenceUnreadable,
    .checkNeverViolated, .cornerMissed, .exceptionNeedless, .falsified, .falsifierPending, .gateMismatch,
    .proseNumberDiffers, .proseNumberUnresolved, .runIncomplete, .statusMismatch, .statusMissing, .tableSum,
    .thresholdAboveMutant, .thresholdBelowNoise, .waiverExpired, .witnessStale, .witnessUnreadable,
  ]
}
