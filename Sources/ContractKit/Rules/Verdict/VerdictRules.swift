/// The rules that `pv verify` emits. They need evidence, so they have no example in YAML.
enum VerdictRules {
  static let all: [Rule] = [
    .evidenceEdited, .evidenceMisfiled, .evidenceNewerSchema, .evidenceOrphan, .evidenceUnreadable,
    .proseNumberDiffers, .proseNumberUnresolved, .tableSum,
    .falsified, .falsifierPending, .gateMismatch, .runIncomplete, .statusMismatch, .statusMissing, .waiverExpired,
    .witnessStale, .witnessUnreadable,
  ]
}
