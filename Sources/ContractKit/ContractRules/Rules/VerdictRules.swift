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
    "attestation-refused", .verdict, .error,
    reason: "the attestation does not match this checkout, or no trusted key has signed it",
    details: """
      `pv verify --attestation FILE` requires that a trusted key has signed the statement in FILE. The files that the \
      statement lists, with their names and digests, must be exactly the contracts, evidence and bindings of this \
      checkout, and the falsifiers that it lists as holding must be those that hold here. The finding names the first \
      file that differs.
      """)

  package static let bindingUnreadable = Rule(
    "binding-unreadable", .verdict, .error,
    reason: "a binding in an unknown form says nothing about the evidence next to it",
    details: """
      Only falsifier runs and `pv verify --accept-wording` write the file `binding.txt` in the folder of a contract's \
      evidence. docs/evidence-format.md specifies its form. After a merge conflict, keep the lines of both sides, sort \
      them, and run the falsifiers that `pv verify` names.
      """)

  package static let checkNeverViolated = Rule(
    "check-never-violated", .verdict, .error,
    reason: "a check that no mutant violates has never been seen to fail, and may be unable to fail",
    details: """
      In the evidence, each check of a falsifier must be violated by at least one of its mutants. A metric that none \
      of the mutants changes does not test the claim: for example, a cosine does not change if the only fault is a \
      wrong scale. A mutant whose outputs are zeros, NaN or another constant throughout does not count: hardly any \
      check could miss it.
      """)

  package static let claimReworded = Rule(
    "claim-reworded", .verdict, .error,
    reason: "the words of a claim have changed since somebody last vouched for them",
    details: """
      For each falsifier, evidence/CONTRACT/binding.txt has a digest of these words: the formula and the domain of \
      each clause that the falsifier binds, the statement of each bound invariant, and the falsifier's prediction. The \
      falsifier's first run enters the digest. No later run renews the digest, because only a reader can tell whether \
      new words still say what was measured. Read both versions (`git log -p` on the contract), then have somebody \
      answer for the new words:

          pv verify --accept-wording --reason "the domain says how NaN is treated" --owner @name

      The new digest, the owner and the reason are then in binding.txt, where a reviewer sees them. If paths of \
      contracts follow the options, the command accepts only the new words of these contracts.
      """)

  package static let clauseWithoutFault = Rule(
    "clause-without-fault", .verdict, .error,
    reason: "a clause without a killed mutant of its own has not been shown to be tested",
    details: """
      This rule applies to a clause if all falsifiers of its contract that bind it are judged and none of them is \
      FALSIFIED. At least one of these falsifiers must have killed a mutant that `faults:` lists for the clause. \
      Mutants that return a constant do not count. A mutant that is the only killed one of another clause does not \
      count either, because one mutant cannot show that two claims are tested.
      """)

  package static let cornerMissed = Rule(
    "corner-missed", .verdict, .error, reason: "a search has tried no case in some corner of its declared domain",
    details: """
      A falsifier that draws its cases at random says which corners (special cases) of the domain matter, and the \
      evidence says how many cases are in each corner. If a corner has no case, the claim was not tried there.
      """)

  package static let criterionUnproved = Rule(
    "criterion-unproved", .verdict, .error,
    reason: "without a proof, a criterion would be met as soon as somebody says so",
    details: """
      Each row of a table in ship-spec.md that has a column `proof` is a criterion, and this column must name its \
      proof. A proof is either the id of a gate or a falsifier, or a command in backticks that fails if the criterion \
      does not hold. An id must be declared by some contract, the path of a command must exist in the project, and a \
      subcommand of `pv` must exist. See docs/ship-spec.md.
      """)

  package static let evidenceEdited = Rule(
    "evidence-edited", .verdict, .error,
    reason: "the bytes of an evidence file or of its binding are not those whose digest was recorded",
    details: """
      Evidence is written only by falsifier runs. This rule finds hand edits, merge conflicts that were resolved by \
      hand, and changed line endings. In binding.txt, it finds lines that do not match their seal, which is a digest \
      of all lines of a falsifier. Run the falsifier again.
      """)

  package static let evidenceMisfiled = Rule(
    "evidence-misfiled", .verdict, .error,
    reason: "an evidence file belongs to a falsifier other than the one that its path names",
    details: """
      The contract and the falsifier named inside the file must be those that its path names, because copied evidence \
      proves nothing. Run the falsifier again.
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
      The file is not judged, because an earlier form says less than a verdict now needs. Run the falsifier again; the \
      run writes evidence in the current form. A run does not overwrite a binding in an earlier form, because somebody \
      has vouched for words in it. In this case, remove `binding.txt`, run all falsifiers of the contract, and check \
      in the diff which wordings were entered anew.
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
    reason: "a needless entry under `blind_to` or `lets_pass` would hide a mistake that is made later",
    details: """
      Under `blind_to`, a falsifier names impostors (wrong arrays in place of the real kernel's) that its checks \
      cannot notice. Under `lets_pass`, a check names mutants that it cannot notice. docs/verdicts.md describes both.
      """)

  package static let falsified = Rule(
    "falsified", .verdict, .error, reason: "a measurement violates a threshold of its contract",
    details: """
      The evidence is fresh, and the number in it is outside what the contract allows, or is NaN or infinite. Either \
      the kernel is wrong (the falsifier's if_fails says where to look), or the claim is wrong. Under a waiver whose \
      last day has not passed, this is a warning, but the falsifier still does not count as holding.
      """)

  package static let falsifierPending = Rule(
    "falsifier-pending", .verdict, .note, reason: "a falsifier is PENDING, as its contract says",
    details: """
      Nothing is wrong, but nothing has been shown either. The finding says why the falsifier is PENDING, and what to \
      run. A PENDING falsifier counts as neither judged nor holding.
      """)

  package static let formatUndeclared = Rule(
    "format-undeclared", .verdict, .warning,
    reason: "without the rules of pv/1, a claim can pass although nobody has tried to falsify it",
    details: """
      A falsifier is judged only if its contract declares `metadata.format: pv/1`, and then by every rule. In any \
      other contract, all falsifiers are PENDING, whatever evidence there is; if evidence/CONTRACT/binding.txt exists, \
      this finding is an error, because results of the contract have been judged before. `pv validate` says what pv/1 \
      requires beyond the public format.
      """)

  package static let gateFails = Rule(
    "gate-fails", .verdict, .error,
    reason: "with `--gates`, a gate that fails is an error even if the gate itself says that it fails",
    details: """
      This rule applies only with `pv verify --gates`, which is useful before a release, for instance. It does not \
      apply to a gate with `ship_blocking: false`, a key of the public format.
      """)

  package static let gateMismatch = Rule(
    "gate-mismatch", .verdict, .error, reason: "a gate's declared verdict is not the derived one",
    details: """
      A gate passes if and only if everything that it requires holds: each falsifier is DISCHARGED and not waived, \
      each gate passes, and each hypothesis survives. `verdict_basis` says how many of these requirements hold. The \
      public format has `discharge_status` instead of `verdict`: the weakest status among the requirements.
      """)

  package static let gateVerdictMissing = Rule(
    "gate-verdict-missing", .verdict, .strict,
    reason: "a gate that declares no verdict can fail without anybody noticing",
    details: """
      Write `verdict: pass` or `verdict: fail`, whichever is derived. From then on, it is an error if the derived \
      verdict changes. A gate passes if and only if everything that it requires holds: each falsifier is DISCHARGED \
      and not waived, each gate passes, and each hypothesis survives. `pv verify --write` writes the verdict.
      """)

  package static let hypothesisMismatch = Rule(
    "hypothesis-mismatch", .verdict, .error,
    reason: "a hypothesis's declared state is not the one that follows from the evidence",
    details: """
      The state is the first of these that applies: `falsified` if fresh evidence contradicts a prediction, \
      `undecidable` if a rival is not falsified and no untested prediction tells the two apart, `survives` if evidence \
      confirms a prediction, and `untested` otherwise. `pv verify --write` sets the state and changes no other byte; \
      `pv hypotheses` shows which evidence decided the state.
      """)

  package static let implementationOwn = Rule(
    "implementation-own", .verdict, .error,
    reason: "a test that measures its own arithmetic shows nothing about the code that is shipped",
    details: """
      The path under `implementation:` is the falsifier's own file or another file of the same test target, or a \
      folder that contains such a file. Because the test reaches and executes such a file even if it never calls the \
      kernel, the file's execution proves nothing.
      """)

  package static let implementationUnreached = Rule(
    "implementation-unreached", .verdict, .error,
    reason: "evidence says nothing about sources that take no part in the run",
    details: """
      None of the files at or below the path under `implementation:` is reached from the falsifier's own file; \
      docs/evidence-keys.md says when a file counts as reached. Name the sources that the test calls, or make the test \
      call the named sources.
      """)

  package static let keyUnusable = Rule(
    "key-unusable", .verdict, .error, reason: "a key that a project trusts cannot be used",
    details: """
      `keys:` in pv.yaml lists PEM files with public keys (for Ed25519, or for ECDSA over P-256), as `openssl pkey \
      -pubout` writes them. If pv.yaml lists any key, a witness counts only if one of the listed keys has signed it. \
      The signatures of a key that cannot be used do not count.
      """)

  package static let pageCommandUnknown = Rule(
    "page-command-unknown", .verdict, .error,
    reason: "a reader who types the command gets a usage error",
    details: """
      This covers code, in fenced blocks and in backticks, on the pages that `prose:` in pv.yaml lists. A call of `pv` \
      must name an existing command, and long flags that this command has. Words in capitals are placeholders, and \
      words after `--` belong to another program.
      """)

  package static let pageCountDiffers = Rule(
    "page-count-differs", .verdict, .error,
    reason: "a page states a wrong number of claims",
    details: """
      On pages that `prose:` in pv.yaml lists, a number in digits directly before `contracts`, `clauses` or \
      `falsifiers` must be one of the scoreboard's counts, such as the total number, the number in one contract, the \
      number with one status, or the number of those that hold.
      """)

  package static let pageIDUnknown = Rule(
    "page-id-unknown", .verdict, .error,
    reason: "a page names a claim, a metric or a stage that does not exist",
    details: """
      This covers the pages that `prose:` in pv.yaml lists. Outside fenced blocks, a word in capitals that ends with a \
      hyphen and a number must be the id of a falsifier or a gate, if the project has such an id with the same text \
      before the first hyphen. A word in lowercase letters that ends with `-vN` must be the id of a contract. A word \
      that a page presents as the name of a metric or a stage must be such a name; docs/pages.md says how a page \
      presents names.
      """)

  package static let pageLinkDead = Rule(
    "page-link-dead", .verdict, .error,
    reason: "a reader who follows the link finds nothing",
    details: """
      This covers links on the pages that `prose:` in pv.yaml lists. A path in a link is relative to the page's own \
      folder and must lead to a file. If an anchor follows after `#`, it must be the one that GitHub forms from a \
      heading of the linked Markdown page. Addresses outside the project are not checked.
      """)

  package static let pageNumberLoose = Rule(
    "page-number-loose", .verdict, .note,
    reason: "a typed number does not change when the measurement changes",
    details: """
      This covers the pages that `prose:` in pv.yaml lists, including the texts of contracts if `prose:` lists \
      contracts. If a number has three or more digits and equals a value that a falsifier measured, it should point at \
      this value. The number is compared with values of the falsifiers that are named in the same paragraph, and in a \
      falsifier's own text also with values of this falsifier. On a page, write a link that readers can follow: \
      `[0.4391 %](../evidence/CONTRACT/FALSIFIER.json "pv:FALSIFIER/METRIC")`. In a contract, write `[0.4391 \
      %](pv:FALSIFIER/METRIC)`. See docs/prose-numbers.md.
      """)

  package static let pageStatusDiffers = Rule(
    "page-status-differs", .verdict, .error,
    reason: "a page gives a falsifier a status that it does not have",
    details: """
      This covers the pages that `prose:` in pv.yaml lists. A status among the three words after a falsifier's id, in \
      the same sentence and not after `not` or `never`, must be the falsifier's derived status. docs/pages.md \
      describes two more places where a status is checked.
      """)

  package static let proseNumberDiffers = Rule(
    "prose-number-differs", .verdict, .error,
    reason: "a number in prose differs from the measured value that it points at",
    details: """
      The number in `[0.4391 %](pv:FALSIFIER/METRIC)` is compared with the value in the evidence, rounded half to even \
      to as many digits as the number has. See docs/prose-numbers.md. Correct the number, or find out why the \
      measurement changed.
      """)

  package static let proseNumberUnresolved = Rule(
    "prose-number-unresolved", .verdict, .error, reason: "a number in prose points at nothing that was measured",
    details: """
      The falsifier, its evidence or the metric does not exist, or the printed text is not a number. \
      docs/prose-numbers.md describes the notation.
      """)

  package static let runIncomplete = Rule(
    "run-incomplete", .verdict, .error, reason: "a run did not finish a falsifier that it should have run",
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
      Both directions are errors: a status that claims more than the evidence shows, and one that lags behind it. `pv \
      verify --write` sets the derived status and changes no other byte. BLOCKED may be declared only if the falsifier \
      says what it needs, gives a reason and a review date that has not passed, and has no evidence file.
      """)

  package static let statusMissing = Rule(
    "status-missing", .verdict, .error, reason: "a falsifier of a pv/1 contract declares no discharge_status",
    details: """
      `pv verify --write` inserts the derived status as a line of its own.
      """)

  package static let tableSum = Rule(
    "table-sum", .verdict, .error, reason: "a generated table does not add up",
    details: """
      In the scoreboard of ship-spec.md, the counts of the statuses in each row must add up to the row's number of \
      falsifiers, and the rows must add up to the total. In evidence/README.md, each margin must be the logarithm of a \
      quotient of numbers in its row. `pv status --write` writes these tables, so either a table was edited or pv has \
      a bug.
      """)

  package static let thresholdAboveMutant = Rule(
    "threshold-above-mutant", .verdict, .error,
    reason: "a threshold beyond the error that was measured for a mutant lets the mutant pass",
    details: """
      The window of a tolerance runs from the noise to the error of the weakest mutant beyond the noise. A threshold \
      beyond this window is an error, even if another check catches the mutant that passes. If the threshold is a \
      worst-case bound, the fault of a mutant may have a smaller effect on the tested inputs than the bound allows; in \
      this case, name the mutant under the check's `lets_pass`, with the reason.
      """)

  package static let thresholdBelowNoise = Rule(
    "threshold-below-noise", .verdict, .error,
    reason: "a threshold that rejects another order of the same sum tests the order, not the claim",
    details: """
      The noise of a tolerance is the largest value that the real kernel and the declared orders of summation give. \
      The threshold must be above the noise; for a count, it may also be equal to the noise. A claim about one order \
      needs a check of bits, not a tolerance.
      """)

  package static let waiverExpired = Rule(
    "waiver-expired", .verdict, .error, reason: "a waiver's last day has passed",
    details: """
      A waiver is for a limited time. Fix the cause, or renew the waiver with a reason. A waiver counts through the \
      end of its last day, in UTC. `--as-of` sets the day on which waivers are judged.
      """)

  package static let witnessMisfit = Rule(
    "witness-misfit", .verdict, .error, reason: "a witness claims a run that was not possible on its own machine",
    details: """
      Each implementation that the run was forced to use must be among those that the machine can run, which the \
      witness lists under `features`. Each name listed there must fit the architecture that the witness states: `avx…` \
      and `sse…` belong to x86_64, `neon` and `sve…` to aarch64. A witness that does not fit covers nothing.
      """)

  package static let witnessStale = Rule(
    "witness-stale", .verdict, .note,
    reason: "a result, or the implementation behind it, has changed since a machine reproduced it",
    details: """
      A witness counts only for the results and implementations that it names. On the machine that the witness is \
      about, reproduce the changed results again: `pv repro --stale --witness NAME`.
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
      If pv.yaml lists `keys:`, one of these keys must have signed the witness as it is now. `pv attest --witness NAME \
      --key KEY` writes the signature to the file `NAME.dsse` next to the witness.
      """)
}
