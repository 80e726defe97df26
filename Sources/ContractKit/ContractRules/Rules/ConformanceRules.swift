/// The rules that `pv conform` emits. They are about libraries, so they have no example in YAML.
enum ConformanceRules {
  static let all: [Rule] = [
    .conformanceFalsified,
    .conformanceInvariance,
    .conformanceManner,
    .conformanceOtherBits,
  ]
}

extension Rule {
  /// A library does not what a clause claims.
  package static let conformanceFalsified = Rule(
    "conformance-falsified", .conformance, .error, reason: "a kernel of the library does not satisfy a clause",
    details: """
      The library's kernel took the place of ours in the falsifier's own experiment, and a check of the contract is \
      violated, or a call did not return. The command in the finding shows it again; `if_fails` of the falsifier, \
      which `pv explain FALSIFIER` prints, says where to look. What the fault looks like is a guess, from many calls \
      compared with ours.
      """)

  /// Bits of a library depend on something that they may not depend on.
  package static let conformanceInvariance = Rule(
    "conformance-invariance", .conformance, .error,
    reason: "the same call gave other bits under other circumstances",
    details: """
      No reference is needed to see it: the same arrays, twice in a row, at another address, with another number of \
      threads, a row alone and in a batch, or after other calls.
      """)

  /// A library does in a call what pv_kernels.h rules out.
  package static let conformanceManner = Rule(
    "conformance-manner", .conformance, .error,
    reason: "a call did something besides computing its result",
    details: """
      Inputs are left as they are, all of an output is written and nothing else, nothing is done after the return, the \
      floating-point environment is left as it was, no threads pile up, and a result changes with its inputs. Outputs \
      are poisoned differently before each call, arrays are placed next to pages that may not be touched, and one \
      element of an input is changed to see whether the result changes.
      """)

  /// A library's kernel has another order of operations than ours.
  package static let conformanceOtherBits = Rule(
    "conformance-other-bits", .conformance, .note,
    reason: "results within the bound have other bits than our order of operations gives",
    details: """
      A clause of ours fixes the bits of one order of operations. A library that adds in another order, or rounds \
      another product, can satisfy every bound but not this clause.
      """)
}
