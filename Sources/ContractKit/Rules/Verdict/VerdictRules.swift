/// The rules that `pv verify` emits. They need evidence, so they have no example in YAML.
enum VerdictRules {
  static let all: [Rule] = [
    .bindingUnreadable, .evidenceEdited, .evidenceMisfiled, .evidenceNewerSchema, .evidenceOlderForm, .evidenceOrphan,
    .evidenceUnreadable, .implementationUnreached,
    .checkNeverViolated, .cornerMissed, .exceptionNeedless, .falsified, .falsifierPending, .gateMismatch,
    .proseNumberDiffers, .proseNumberUnresolved, .runIncomplete, .statusMismatch, .statusMissing, .tableSum,
    .thresholdAboveMutant, .thresholdBelowNoise, .waiverExpired, .witnessStale, .witnessUnreadable,
  ]
}
