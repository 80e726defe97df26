/// The format of a contract: the public one, with what `pv/1` adds.
package enum ContractShape {
  /// A whole contract.
  package static let contract = ObjectShape(
    "a contract",
    [
      Field("metadata", .object(metadata), "What the contract says of itself."),
      Field("equations", .named(.object(equation)), "Definitions that a kernel claims to compute, by id."),
      Field("proof_obligations", .list(.object(obligation)), "What must hold, and how it is argued."),
      Field("falsification_tests", .list(.object(falsifier)), "Ways in which the claims could turn out false."),
      .added(
        "faults", .list(.object(fault)), "The kill matrix: faults, what they violate, and the mutants that try them."),
      .added("gates", .list(.object(gate)), "Sets of falsifiers that ship together."),
      .added("hypotheses", .list(.object(hypothesis)), "Proposed answers to questions, with what they predict."),
      .added("loosened", .list(.object(loosening)), "Changes that made a claim easier to pass."),
      .added("survivors", .list(.object(survivor)), "Faults in the sources that no falsifier can notice, and why."),
      Field("kernel_structure", .object(kernelStructure), "The phases of the kernel."),
      Field("simd_dispatch", .named(.named(.text)), "Function names by operation and instruction set."),
      Field("enforcement", .named(.object(enforcement)), "Rules for the code, by id."),
      Field("kani_harnesses", .list(.object(harness)), "Bounded model checks."),
      Field("qa_gate", .object(qualityGate), "The quality gate of the public format."),
      Field("verification_summary", .named(.anything), "Counts of proved obligations."),
      Field("type_invariants", .list(.anything), "Invariants of types."),
      Field("coq_spec", .anything, "Coq modules and lemmas."),
    ],
    synonyms: ["obligations": "proof_obligations", "falsifiers": "falsification_tests", "harnesses": "kani_harnesses"])

  /// An entry that `scripts/mutate` reads: which planted faults survive for a reason.
  static let survivor = ObjectShape(
    "a survivor",
    [
      .added("file", .text, "The source, relative to the package's root.", .strict),
      .added("code", .text, "The part of a line in which the fault is planted.", .strict),
      .added("changes", .oneOrMore(.text), "The faults that are meant, as scripts/mutate prints them; default: all."),
      .added("reason", .text, "Why the results are the same, or why no contract claims anything about them.", .strict),
    ])

  static let metadata = ObjectShape(
    "metadata",
    [
      .added("format", .choice(formats), "`pv/1` subjects the contract to all rules."),
      Field("id", .text, "The contract's id in the public format; `pv` takes the file's stem."),
      Field("version", .text, "The contract's version, as MAJOR.MINOR.PATCH."),
      Field("description", .text, "What the contract is about.", .required),
      Field("references", .oneOrMore(.textOr(reference)), "The sources of the claims."),
      Field("kind", .choice(kinds), "What the contract describes; `kernel` by default."),
      Field("depends_on", .oneOrMore(.text), "Ids of contracts that this one builds on."),
      Field("created", .text, "The day on which it was written."),
      Field("updated", .text, "The day on which it was last changed."),
      Field("author", .text, "Who wrote it."),
      Field("registry", .flag, "Whether it is a registry of data, without equations."),
      Field("enforcement_level", .text, "How much of the public tool chain applies."),
      Field("locked_level", .text, "The verification level that it may not fall below."),
      Field("lessons_learned", .anything, "What led to the contract."),
    ])

  static let reference = ObjectShape(
    "a reference",
    [
      .added("id", .text, "The name by which equations cite it."),
      .added("text", .text, "Author, year, title.", .strict),
      .added("url", .text, "Where to read it."),
    ])

  static let equation = ObjectShape(
    "an equation",
    [
      Field("formula", .text, "The definition."),
      Field("domain", .text, "The inputs for which it is claimed."),
      Field("codomain", .text, "The values that it takes."),
      Field("invariants", .oneOrMore(.textOr(invariant)), "Properties that follow from it."),
      Field("preconditions", .oneOrMore(.text), "What must hold of the inputs."),
      Field("postconditions", .oneOrMore(.text), "What holds of the result."),
      Field("lean_theorem", .text, "The Lean theorem that proves it."),
      .added("references", .oneOrMore(.text), "Ids of the contract's references."),
      .added("operation", .term(.operation), "The operation that it is, whose faults the contract has to try."),
      .added("implementation", .oneOrMore(.text), "Sources that a run has to enter; they are watched, too."),
      .added("not_falsified", .text, "Why no falsifier binds the equation."),
    ])

  static let invariant = ObjectShape(
    "an invariant",
    [
      .added("id", .text, "The name by which falsifiers bind it."),
      .added("statement", .text, "What holds.", .strict),
      .added("not_falsified", .text, "Why no falsifier binds the invariant."),
    ])

  static let obligation = ObjectShape(
    "an obligation",
    [
      Field("id", .text, "Its name."),
      Field("type", .choice(obligationTypes), "The kind of property.", .required),
      Field("property", .text, "What must hold."),
      Field("formal", .text, "The same as a formula."),
      Field("tolerance", .text, "The allowed deviation."),
      Field("applies_to", .text, "The clause that it is about."),
      Field("lean", .object(lean), "Its proof in Lean."),
      Field("requires", .text, "For a postcondition: the id of its precondition."),
      Field("applies_to_phase", .text, "For a loop invariant or variant: the phase of the kernel."),
      Field("parent_contract", .text, "For a subcontract: the contract refined."),
    ])

  static let lean = ObjectShape(
    "a Lean proof",
    [
      Field("theorem", .text, "The theorem's name.", .required), Field("module", .text, "The module."),
      Field("status", .text, "How far the proof is."),
      Field("depends_on", .oneOrMore(.text), "Theorems that it uses."),
      Field("mathlib_imports", .oneOrMore(.text), "Modules of Mathlib."), Field("notes", .text, "Remarks."),
    ])

  static let kernelStructure = ObjectShape(
    "the kernel's structure",
    [
      Field(
        "phases",
        .list(
          .object(
            ObjectShape(
              "a phase",
              [
                Field("name", .text, "Its name.", .required), Field("description", .text, "What it computes."),
                Field("invariant", .text, "What holds after it."),
              ]))), "The steps of the kernel, in order.")
    ])

  static let enforcement = ObjectShape(
    "an enforcement rule",
    [
      Field("description", .text, "What the code must do."), Field("check", .text, "What checks it."),
      Field("severity", .text, "How much it weighs."), Field("reference", .text, "Where it comes from."),
    ])

  static let harness = ObjectShape(
    "a harness",
    [
      Field("id", .text, "Its name.", .required), Field("obligation", .text, "The obligation that it checks."),
      Field("property", .text, "What it checks."), Field("bound", .integer, "The unwinding bound."),
      Field("strategy", .text, "How inputs are chosen."), Field("solver", .text, "The solver."),
      Field("harness", .text, "The function's name."), Field("description", .text, "Remarks."),
    ])

  static let qualityGate = ObjectShape(
    "the quality gate",
    [
      Field("id", .text, "Its name.", .required), Field("name", .text, "Its title.", .required),
      Field("description", .text, "What it is for."), Field("checks", .oneOrMore(.text), "What it checks."),
      Field("pass_criteria", .text, "When it passes."), Field("falsification", .text, "What makes it fail."),
    ])
}
