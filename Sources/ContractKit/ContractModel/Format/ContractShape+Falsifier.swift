extension ContractShape {
  package static let falsifier = ObjectShape(
    "a falsifier",
    [
      Field("id", .text, "Its name, unique among all contracts; its evidence file is named after it.", .required),
      Field("rule", .text, "The claim in a few words.", .required),
      Field("prediction", .text, "What is expected, for people."),
      Field("test", .text, "MODULE.CLASS/METHOD of the XCTest that runs it."),
      Field("if_fails", .text, "What is wrong if the prediction fails."),
      Field("severity", .text, "How much a failure weighs."),
      Field("status", .text, "In the public format, what somebody says about it; pv derives `discharge_status`."),
    ] + discharge + [
      .added("run", .list(.text), "Instead of `test`: the program that leaves a recording, and its arguments."),
      .added("bits", .object(bits), "That the bits of a recorded kernel vary from run to run, and why."),
      .added(
        "binds_to", .oneOrMore(.text),
        "EQUATION or EQUATION/INVARIANT, with CONTRACT# in front of another contract's clause."
      ),
      .added("requires", .choice(levels), "What it takes to be fully discharged."),
      .added("domain", .object(domain), "What it must be tried on and judged over, as a minimum."),
      .added("exact", .text, "Why nothing is drawn: the inputs follow a recipe, or are all that exist."),
      .added("checks", .list(.object(check)), "The prediction, for the machine; all must hold."),
      .added("mutants", .oneOrMore(.text), "Mutants, each of which must violate a check."),
      .added("blind_to", .list(.object(blindness)), "Impostors that its checks accept, each with the reason."),
      .added("orders", .oneOrMore(.choice(orders)), "Orders of summation that measure the noise of rounding."),
      .added("no_orders", .text, "Why no other order of summation has noise to measure."),
      .added("variants", .oneOrMore(.choice(variants)), "Implementations that the claim covers."),
      .added("fixtures", .oneOrMore(.text), "Files that the test reads; evidence goes stale with them."),
      .added("needs", .list(.object(need)), "What a run needs that not every machine has."),
      .added("discharge_status", .text, "What `pv verify` derives; `pv verify --write` keeps it."),
      .added("blocked", .object(blocked), "Why it cannot run for now."),
      .added("waived", .object(waived), "Who answers for its status, and until when."),
    ], synonyms: ["claim": "rule", "action_if_falsified": "if_fails", "if_*": "if_fails", "expected": "prediction"])

  /// What the public format says of how a claim is discharged.
  private static let discharge = [
    Field("algorithm_evidence", .oneOrMore(.text), "What shows that the algorithm is right."),
    Field("evidence_discharged_by", .oneOrMore(.text), "What discharges it: files, as PATH or PATH::FUNCTION."),
    Field("full_discharge_blocks_on", .oneOrMore(.text), "What is missing for a full discharge."),
  ]

  static let bits = ObjectShape(
    "what is said of bits",
    [
      .added(
        "vary", .text, "Why they vary: atomics, a GPU, a library; then only thresholds are compared, not bits.", .strict
      )
    ])

  static let domain = ObjectShape(
    "a domain",
    [
      .added("inputs", .named(.object(domainInput)), "By name, all arrays that kernels are given."),
      .added("outputs", .named(.text), "By name, the minimum number of elements of a type: `340 f32`."),
      .added("over", .named(.text), "By the metric of a check, the minimum number of elements of a type: `340 f32`."),
    ])

  static let domainInput = ObjectShape(
    "an input of a domain",
    [
      .added("cases", .integer, "The minimum number of separate cases."),
      .added("over", .text, "The minimum number of elements of a type: `340 f32`."),
      .added("shape", .list(.integer), "Exactly this shape, row-major."),
      .added("corners", .oneOrMore(.text), "Corners of the searched domain; a case must lie in each."),
      .added("classes", .oneOrMore(.choice(classes)), "Classes of numbers; an element must belong to each."),
    ])

  static let check = ObjectShape(
    "a check",
    [
      .added("metric", .text, "[SUBJECT.]METRIC, a number that the recorder computes."),
      .added("at_most", .text, "The largest value allowed."), .added("at_least", .text, "The smallest value allowed."),
      .added("equals", .text, "The value itself; bits and digests as text."),
      .added("within", .text, "The allowed distance from `equals`."),
      .added("not_equals", .text, "A value that must not occur."),
      .added(
        "bound", .oneOrMore(.object(bound)),
        "The bound that the metric is relative to; if there are several, their sum."),
      .added("lets_pass", .named(.text), "Mutants beyond the noise that another check catches, each with the reason."),
    ])

  static let bound = ObjectShape(
    "a bound",
    [
      .added(BoundKey.function, .text, "The name of a bound function, see docs/bounds.md.", .strict),
      .added(BoundKey.version, .integer, "The version of the function.", .strict),
    ], others: .integer)

  static let blindness = ObjectShape(
    "a blindness",
    [
      .added("impostors", .oneOrMore(.choice(impostors)), "Wrong arrays that pass every check.", .strict),
      .added("of", .oneOrMore(.text), "Metrics of checks: the exception is only for the arrays that these measure."),
      .added("reason", .text, "Why the checks cannot tell, and what does.", .strict),
    ])

  static let fault = ObjectShape(
    "a fault",
    [
      .added("class", .term(.faultClass), "The kind of fault.", .strict),
      .added("violates", .oneOrMore(.text), "The clauses that such a fault can make false.", .strict),
      .added("mutants", .oneOrMore(.text), "The mutants that try it.", .strict),
    ])

  static let need = ObjectShape(
    "a need",
    [
      .added("weights", .text, "The name of a file of weights; PV_LIVE asks for it by this name."),
      .added("isa", .text, "An instruction set."),
      .added("sha256", .text, "The digest of the weights, 64 hex digits."),
      .added("get", .text, "The command that gets the weights."),
    ])

  static let blocked = ObjectShape(
    "a block",
    [
      .added("reason", .text, "Why it cannot run.", .strict),
      .added("review", .date, "When this is reviewed.", .strict),
    ])

  static let waived = ObjectShape(
    "a waiver",
    [
      .added("reason", .text, "Why the status is acceptable.", .strict),
      .added("owner", .text, "Who answers for it.", .strict),
      .added("until", .date, "The last day on which it holds.", .strict),
    ])

  static let loosening = ObjectShape(
    "a loosening",
    [
      .added("change", .text, "What was loosened, as `pv diff` names it.", .strict),
      .added("reason", .text, "Why the weaker claim is acceptable.", .strict),
      .added("owner", .text, "Who answers for it.", .strict),
      .added("until", .date, "The last day on which it is acceptable.", .strict),
    ])

  static let gate = ObjectShape(
    "a gate",
    [
      .added("id", .text, "Its name, unique among all contracts.", .strict),
      .added("description", .text, "What it is for."),
      .added("requires", .oneOrMore(.text), "Ids of falsifiers, gates and hypotheses that must hold."),
      .added("verdict", .choice(gateVerdicts), "What `pv verify` derives; `pv verify --write` keeps it."),
      .added("verdict_basis", .text, "What the verdict rests on; `pv verify --write` keeps it."),
      .added("falsification_id", .oneOrMore(.text), "In the public format, what the gate requires."),
      .added("discharge_status", .text, "In the public format, the weakest status of what it requires."),
      .added("ship_blocking", .flag, "Whether it rejects under `pv verify --gates` if it fails; it does by default."),
    ] + discharge)

  static let formats = Vocabulary("a format", ["pv/1"], isClosed: true)

  static let kinds = Vocabulary("a kind", ["kernel", "registry", "model-family", "pattern", "schema"])

  static let levels = Vocabulary("a level", Falsifier.Level.allCases.map(\.rawValue))

  static let variants = Vocabulary("a variant", ["scalar", "avx2", "avx512", "avx512vnni", "neon"])

  static let orders = Vocabulary("an order", OrderName.allCases.map(\.rawValue))

  static let impostors = Vocabulary("an impostor", ImpostorName.allCases.map(\.rawValue))

  static let classes = Vocabulary(
    "a class of numbers", ["zero", "negative_zero", "subnormal", "normal", "infinite", "nan"])

  static let gateVerdicts = Vocabulary("a gate's verdict", ["pass", "fail"])

  /// The public format's, and those that occur in the wild.
  static let obligationTypes = Vocabulary(
    "an obligation type",
    [
      "invariant", "equivalence", "bound", "monotonicity", "idempotency", "linearity", "symmetry", "associativity",
      "conservation", "ordering", "completeness", "soundness", "involution", "determinism", "roundtrip",
      "state_machine", "classification", "independence", "termination", "precondition", "postcondition", "frame",
      "loop_invariant", "loop_variant", "old_state", "subcontract", "safety", "liveness",
    ])

  /// The statuses that a falsifier can declare.
  package static let statuses = Vocabulary(
    "a status", ["DISCHARGED", "PARTIAL_ALGORITHM_LEVEL", "PENDING", "FALSIFIED", "BLOCKED"])
}
