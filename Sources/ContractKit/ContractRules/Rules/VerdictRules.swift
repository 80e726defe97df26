/// The rules that `pv verify` emits. They need evidence, so they have no example in YAML.
enum VerdictRules {
  static let all: [Rule] = [
    .attestationRefused,
    .bindingUnreadable,
    .checkNeverViolated,
    .claimReworded,
    .clauseWithoutFault,
    .cornerMissed,
    .criterionUnproved,
    .evidenceEdited,
    .evidenceMisfiled,
    .evidenceNewerSchema,
    .evidenceOlderForm,
    .evidenceOrphan,
    .evidenceUnreadable,
    .exceptionNeedless,
    .falsified,
    .falsifierPending,
    .formatUndeclared,
    .gateFails,
    .gateMismatch,
    .gateVerdictMissing,
    .hypothesisMismatch,
    .implementationOwn,
    .implementationUnreached,
    .keyUnusable,
    .pageCommandUnknown,
    .pageCountDiffers,
    .pageIDUnknown,
    .pageLinkDead,
    .pageNumberLoose,
    .pageStatusDiffers,
    .proseNumberDiffers,
    .proseNumberUnresolved,
    .runIncomplete,
    .shipSpecMissing,
    .statusMismatch,
    .statusMissing,
    .tableSum,
    .thresholdAboveMutant,
    .thresholdBelowNoise,
    .waiverExpired,
    .witnessMisfit,
    .witnessStale,
    .witnessUnreadable,
    .witnessUnsigned,
  ]
}

extension Rule {
  package static let attestationRefused = Rule(
    "attestation-refused", .verdict, .error, reason: "what is attested is not what this checkout has",
    details: """
      `pv verify --attestation FILE` requires a trusted key to have signed a statement whose files, by their names \
      and digests, are exactly the contracts, evidence and bindings of this checkout. The first file that differs is \
      named.
      """)

  package static let bindingUnreadable = Rule(
    "binding-unreadable", .verdict, .error,
    reason: "a binding in an unknown form says nothing about the evidence next to it",
    details: """
      `binding.txt` in the folder of a contract's evidence is written only by falsifier runs; \
      docs/evidence-format.md specifies its form. After a merge, keep the lines of both sides, sort them, and run \
      the falsifiers that `pv verify` names.
      """)

  package static let checkNeverViolated = Rule(
    "check-never-violated", .verdict, .error,
    reason: "a check that no mutant violates has never been seen to fail, and may be unable to",
    details: """
      In the evidence, each check of a falsifier must be violated by at least one of its mutants. A metric that none \
      of them changes (such as a cosine if the only fault is a scale) sees nothing of what is claimed. A mutant \
      whose outputs are zeros, NaN or another constant throughout does not count: hardly any check could miss it.
      """)

  package static let claimReworded = Rule(
    "claim-reworded", .verdict, .error,
    reason: "the words that describe what was measured are not those that somebody has vouched for",
    details: """
      The formula and the domain of each clause that a falsifier binds, the statement of each bound invariant, and \
      the falsifier's prediction have a digest in evidence/CONTRACT/binding.txt. The digest is entered when the \
      falsifier is first bound, and no later run renews it: only a reader can tell whether the new words still say \
      what was measured. Read both versions (`git log -p` on the contract), then have somebody answer for the new \
      words:

          pv verify --accept-wording --reason "the domain says how NaN is treated" --owner @name

      The digest, the owner and the reason are then in the binding file, where a reviewer sees them. If the options \
      are followed by paths of contracts, only these contracts are changed.
      """)

  package static let clauseWithoutFault = Rule(
    "clause-without-fault", .verdict, .error,
    reason: "a clause that has no killed fault of its own has not been shown to be tested",
    details: """
      For each clause that judged falsifiers of its contract bind, one of them must have killed a mutant that \
      `faults:` lists for the clause. Mutants that return a constant do not count, nor does a mutant that is the \
      only one of another clause: one mutant cannot show that two claims are tested.
      """)

  package static let cornerMissed = Rule(
    "corner-missed", .verdict, .error, reason: "a search never hit a corner of the domain that it declares",
    details: """
      A falsifier that draws its cases says which corners of the domain matter, and the evidence says how many cases \
      lie in each. If a corner has none, the claim was not tried where it matters.
      """)

  package static let criterionUnproved = Rule(
    "criterion-unproved", .verdict, .error,
    reason: "a criterion without proof is met whenever somebody says so",
    details: """
      In each row of a table of ship-spec.md with a column `proof`, that column names what proves the criterion: \
      gates and falsifiers by their ids, and commands in backticks that fail if the criterion does not hold. An id \
      must be declared by some contract, the path of a command must exist in the project, and a subcommand of `pv` \
      must exist. See docs/ship-spec.md.
      """)

  package static let evidenceEdited = Rule(
    "evidence-edited", .verdict, .error,
    reason: "the bytes of an evidence file or of its binding are not those whose digest was recorded",
    details: """
      Evidence is written only by falsifier runs. A hand edit, a merge conflict resolved by hand, or a changed line \
      ending is found here, and so is a line of binding.txt that does not fit its seal. Run the falsifier again.
      """)

  package static let evidenceMisfiled = Rule(
    "evidence-misfiled", .verdict, .error,
    reason: "an evidence file belongs to a falsifier other than the one that its path names",
    details: """
      The contract and the falsifier named inside the file must be those of its path: copied evidence proves nothing. \
      Run the falsifier again.
      """)

  package static let evidenceNewerSchema = Rule(
    "evidence-newer-schema", .verdict, .error, reason: "an evidence file was written by a later version of the format",
    details: """
      Use a pv at least as new as the one that the falsifiers were built with.
      """)

  package static let evidenceOlderForm = Rule(
    "evidence-older-form", .verdict, .error,
    reason: "an evidence file or a binding was written by an earlier version of the format",
    details: """
      The file is not judged: an earlier form says less than a verdict now needs. Run the falsifier again; it writes \
      the current form. An earlier binding is not overwritten, because somebody has vouched for words in it: remove \
      `binding.txt`, run all falsifiers of the contract, and see in the diff which wordings were entered anew.
      """)

  package static let evidenceOrphan = Rule(
    "evidence-orphan", .verdict, .error, reason: "a file among the evidence belongs to no falsifier",
    details: """
      A falsifier that is renamed or removed leaves its evidence behind, which then looks like proof of something. \
      This is found only if all contracts of the project are judged together. Remove the file, or restore the \
      falsifier.
      """)

  package static let evidenceUnreadable = Rule(
    "evidence-unreadable", .verdict, .error,
    reason: "an evidence file cannot be read, or does not have the form of evidence",
    details: """
      The form is described in docs/evidence-format.md. The other files are still judged. Run the \
      falsifier again.
      """)

  package static let exceptionNeedless = Rule(
    "exception-needless", .verdict, .error,
    reason: "an exception that covers nothing would hide a threshold that is raised later")

  package static let falsified = Rule(
    "falsified", .verdict, .error, reason: "a measurement violates a threshold of its contract",
    details: """
      The evidence is fresh, and the number in it is outside what the contract allows, or is NaN or infinite. Either \
      the kernel is wrong (the falsifier's if_fails says where to look) or the claim is. Under a waiver whose last \
      day has not passed, this is a warning, but the falsifier still does not count as holding.
      """)

  package static let falsifierPending = Rule(
    "falsifier-pending", .verdict, .note, reason: "a falsifier is PENDING, as its contract says",
    details: """
      Nothing is wrong, and nothing is shown either: the finding says why, and what to run. A PENDING falsifier \
      counts as neither judged nor holding.
      """)

  package static let formatUndeclared = Rule(
    "format-undeclared", .verdict, .warning,
    reason: "without the rules of pv/1, a claim can pass although nobody has tried to falsify it",
    details: """
      A falsifier is judged only if its contract declares `metadata.format: pv/1`, and then by every rule. In any \
      other contract, all falsifiers are PENDING, whatever evidence there is; if results of the contract are bound \
      in evidence/CONTRACT/binding.txt, that is an error, because they were judged once. `pv validate` says what the \
      format requires beyond the public one.
      """)

  package static let gateFails = Rule(
    "gate-fails", .verdict, .error,
    reason: "with --gates, a gate that fails is an error even if the gate itself says that it fails",
    details: """
      Only with `pv verify --gates`, for instance before a release. A gate that says `ship_blocking: false`, a key \
      of the public format, rejects nothing.
      """)

  package static let gateMismatch = Rule(
    "gate-mismatch", .verdict, .error, reason: "a gate's declared verdict is not the derived one",
    details: """
      A gate passes if and only if everything that it requires holds: a falsifier that is DISCHARGED and not waived, \
      a gate that passes, a hypothesis that survives. `verdict_basis` says how much of this holds, and \
      `discharge_status`, which the public format has instead of `verdict`, is the weakest status of what is \
      required.
      """)

  package static let gateVerdictMissing = Rule(
    "gate-verdict-missing", .verdict, .strict,
    reason: "a gate that declares nothing can fail without anybody noticing",
    details: """
      Write `verdict: pass` or `verdict: fail`, whichever is derived; from then on, any change in it is an error. A \
      gate passes if and only if everything that it requires holds: a falsifier that is DISCHARGED and not waived, a \
      gate that passes, a hypothesis that survives. `pv verify --write` writes the verdict.
      """)

  package static let hypothesisMismatch = Rule(
    "hypothesis-mismatch", .verdict, .error,
    reason: "a hypothesis's declared state is not the one that follows from the evidence",
    details: """
      The state is `falsified` if fresh evidence contradicts a prediction, `undecidable` if a rival stands and \
      nothing that is still to be tried tells the two apart, `survives` if evidence could have contradicted the \
      hypothesis but did not, and `untested` otherwise. `pv verify --write` sets the state and changes no other \
      byte; `pv hypotheses` shows what decided it.
      """)

  package static let implementationOwn = Rule(
    "implementation-own", .verdict, .error,
    reason: "a test that measures arithmetic of its own shows nothing about what is shipped",
    details: """
      The path under `implementation:` is the falsifier's own file, or is or contains another file of the same test \
      target. Such a path is reached and executed whatever happens to the kernel.
      """)

  package static let implementationUnreached = Rule(
    "implementation-unreached", .verdict, .error,
    reason: "evidence says nothing about sources that take no part in the run",
    details: """
      None of the files at or below the path under `implementation:` is reached from the falsifier's own file, by \
      the rule of docs/evidence-keys.md. Name the sources that the test calls, or make the test call the ones that \
      you named.
      """)

  package static let keyUnusable = Rule(
    "key-unusable", .verdict, .error, reason: "a key that a project trusts cannot be used",
    details: """
      `keys:` in pv.yaml names public keys in PEM, Ed25519 or ECDSA over P-256, as `openssl pkey -pubout` writes \
      them. Once there are any, a witness counts only if one of them has signed it; while a key cannot be used, what \
      it signed does not count.
      """)

  package static let pageCommandUnknown = Rule(
    "page-command-unknown", .verdict, .error,
    reason: "a reader who types the command gets a usage error",
    details: """
      In code on pages that `prose:` in pv.yaml lists, fenced or not, a line that calls `pv` must name an existing \
      command, with flags that it has. Words in capitals are placeholders, and what follows `--` is another program's.
      """)

  package static let pageCountDiffers = Rule(
    "page-count-differs", .verdict, .error,
    reason: "a page states a wrong number of claims",
    details: """
      On pages that `prose:` in pv.yaml lists, a number in digits directly before `contracts`, `clauses` or \
      `falsifiers` must be one of the scoreboard's counts: of all, of those in one contract, of those with one \
      status, or of those that hold.
      """)

  package static let pageIDUnknown = Rule(
    "page-id-unknown", .verdict, .error,
    reason: "a page names a claim, a metric or a stage that does not exist",
    details: """
      This covers the pages that `prose:` in pv.yaml lists. Outside fenced blocks, a word that has the same first part \
      as some id of the project and ends with a number must be the id of a falsifier or a gate, and a word in \
      lower-case letters that ends with `-vN` must be the id of a contract. A word that a page presents as the name of \
      a metric or a stage must be one; docs/pages.md says how a page does so.
      """)

  package static let pageLinkDead = Rule(
    "page-link-dead", .verdict, .error,
    reason: "a reader who follows the link finds nothing",
    details: """
      This covers links, on pages that `prose:` in pv.yaml lists, to files of the project, relative to the page's own \
      folder, and to headings of Markdown pages by GitHub's anchors. Other addresses are not checked.
      """)

  package static let pageNumberLoose = Rule(
    "page-number-loose", .verdict, .note,
    reason: "a number that was typed does not change when the measurement does",
    details: """
      This covers pages that `prose:` in pv.yaml lists, and the texts of contracts if it lists these. A number of \
      three or more digits should point at a value that it equals, if a falsifier that is named in the same \
      paragraph, or whose text it is, measured that value: on a page as `[0.4391 \
      %](../evidence/CONTRACT/FALSIFIER.json "pv:FALSIFIER/METRIC")`, a link that readers can follow, and in a \
      contract as `[0.4391 %](pv:FALSIFIER/METRIC)`. See docs/prose-numbers.md.
      """)

  package static let pageStatusDiffers = Rule(
    "page-status-differs", .verdict, .error,
    reason: "a page gives a falsifier a status that it does not have",
    details: """
      On pages that `prose:` in pv.yaml lists, a status among the three words after a falsifier's id, in the same \
      sentence and not after `not` or `never`, must be the derived one.
      """)

  package static let proseNumberDiffers = Rule(
    "prose-number-differs", .verdict, .error, reason: "a number in prose is not the measured one that it points at",
    details: """
      The number in `[0.4391 %](pv:FALSIFIER/METRIC)` is compared with the evidence, which is rounded half to even \
      to the digits that are printed: docs/prose-numbers.md. Correct the number, or find out why the measurement \
      changed.
      """)

  package static let proseNumberUnresolved = Rule(
    "prose-number-unresolved", .verdict, .error, reason: "a number in prose points at nothing that was measured",
    details: """
      The falsifier, its evidence or the metric does not exist, or the printed text is not a number. \
      docs/prose-numbers.md describes the notation.
      """)

  package static let runIncomplete = Rule(
    "run-incomplete", .verdict, .error, reason: "a run did not finish a falsifier that the contracts demand",
    details: """
      Skipped, aborted, crashed and not reached are four different outcomes, and none of them is a pass. A \
      misspelled filter or test name shows up as `not reached`. This is found only with `--run`.
      """)

  package static let shipSpecMissing = Rule(
    "ship-spec-missing", .verdict, .error,
    reason: "the project says that it has criteria for a release, but there are none",
    details: """
      `ship_spec: required` in pv.yaml requires a ship-spec.md next to it, with at least one row in a table with a \
      column `proof`.
      """)

  package static let statusMismatch = Rule(
    "status-mismatch", .verdict, .error,
    reason: "a declared discharge_status is not the one that follows from contract and evidence",
    details: """
      Both directions are errors: a status that claims more than the evidence shows, and one that lags behind it. \
      `pv verify --write` sets the derived status and changes no other byte. BLOCKED may be declared only if the \
      falsifier says what it needs, gives a reason and a review date that has not passed, and there is no evidence \
      file.
      """)

  package static let statusMissing = Rule(
    "status-missing", .verdict, .error, reason: "a falsifier of a pv/1 contract declares no discharge_status",
    details: """
      `pv verify --write` inserts the derived status as a line of its own.
      """)

  package static let tableSum = Rule(
    "table-sum", .verdict, .error, reason: "a generated table does not add up",
    details: """
      In the scoreboard of ship-spec.md, the statuses of a row add up to its falsifiers, and the rows to the total; \
      in evidence/README.md, a margin is the logarithm of its row's quotient. `pv status --write` writes these \
      pages, so either one was edited or pv has a bug.
      """)

  package static let thresholdAboveMutant = Rule(
    "threshold-above-mutant", .verdict, .error,
    reason: "a threshold beyond what was measured of a mutant lets the mutant pass",
    details: """
      The window of a tolerance runs from the noise to the weakest mutant beyond the noise. Raising a threshold out \
      of the window is an error, even if another check still catches the mutant. A worst-case bound can be wider \
      than the effect of a fault on these inputs; the check then names that mutant under `lets_pass`, with the \
      reason.
      """)

  package static let thresholdBelowNoise = Rule(
    "threshold-below-noise", .verdict, .error,
    reason: "a threshold that rejects another order of the same sum measures the order, not the claim",
    details: """
      The noise of a tolerance is the largest value that the real kernel and the declared orders of summation give. \
      The threshold must be above the noise. A claim about one order needs a check of bits, not a tolerance.
      """)

  package static let waiverExpired = Rule(
    "waiver-expired", .verdict, .error, reason: "a waiver's last day has passed",
    details: """
      A waiver is for a limited time. Fix the cause, or renew the waiver with a reason. Days are UTC and inclusive; \
      `--as-of` sets the day.
      """)

  package static let witnessMisfit = Rule(
    "witness-misfit", .verdict, .error, reason: "a witness claims what its own machine could not have run",
    details: """
      An implementation that was forced must be among the features that the witness names, and both must fit its \
      architecture: `avx…` and `sse…` belong to x86_64, `neon` and `sve…` to aarch64. A witness that does not fit \
      covers nothing.
      """)

  package static let witnessStale = Rule(
    "witness-stale", .verdict, .note,
    reason: "a result, or the implementation behind it, has changed since a machine reproduced it",
    details: """
      A witness counts only for the results and implementations that it names. Reproduce what changed on that \
      machine: `pv repro --stale --witness NAME`.
      """)

  package static let witnessUnreadable = Rule(
    "witness-unreadable", .verdict, .error, reason: "a file among the witnesses is not a witness, or was edited",
    details: """
      Witnesses are written only by `pv repro --witness NAME`; their form is described in docs/witnesses.md. A witness \
      that cannot be read covers nothing.
      """)

  package static let witnessUnsigned = Rule(
    "witness-unsigned", .verdict, .note, reason: "a witness that no trusted key has signed counts for no claim",
    details: """
      If pv.yaml lists `keys:`, the file `NAME.dsse` next to a witness must hold a signature of the witness, as it \
      is, by one of them: `pv attest --witness NAME --key KEY`.
      """)
}
