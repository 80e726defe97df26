/// The rules that `pv verify` emits. They need evidence, so they have no example in YAML.
enum VerdictRules {
  static let all: [Rule] = [
    .attestationRefused,
    .bindingUnreadable, .evidenceEdited, .evidenceMisfiled, .evidenceNewerSchema, .evidenceOlderForm, .evidenceOrphan,
    .evidenceUnreadable, .implementationOwn, .implementationUnreached,
    .checkNeverViolated, .claimReworded, .clauseWithoutFault, .cornerMissed, .criterionUnproved, .exceptionNeedless,
    .falsified,
    .falsifierPending,
    .formatUndeclared, .gateFails, .gateMismatch, .hypothesisMismatch,
    .gateVerdictMissing, .keyUnusable,
    .pageCommandUnknown, .pageCountDiffers, .pageIDUnknown, .pageLinkDead, .pageNumberLoose, .pageStatusDiffers,
    .proseNumberDiffers, .proseNumberUnresolved, .runIncomplete, .shipSpecMissing, .statusMismatch, .statusMissing,
    .tableSum,
    .thresholdAboveMutant, .thresholdBelowNoise, .waiverExpired, .witnessMisfit, .witnessStale,
    .witnessUnreadable, .witnessUnsigned,
  ]
}
