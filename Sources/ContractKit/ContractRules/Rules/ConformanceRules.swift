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
      The library's kernel took the place of ours in the falsifier's own experiment, and either a check of the \
      contract is violated or a call did not return. The command in the finding shows it again; `if_fails` of the \
      falsifier, which `pv explain FALSIFIER` prints, says where to look. What the fault looks like is a guess, made \
      by comparing many calls with ours.
      """)

  /// Bits of a library depend on something that they may not depend on.
  package static let conformanceInvariance = Rule(
    "conformance-invariance", .conformance, .error,
    reason: "the same call gave other bits under other circumstances",
    details: """
      No reference is needed to see this: the call was made again with the same arrays, either right away or at \
      another address, with another number of threads, for a row alone instead of among others, or after other \
      calls.
      """)

  /// A library does in a call what pv_kernels.h rules out.
  package static let conformanceManner = Rule(
    "conformance-manner", .conformance, .error,
    reason: "a call did something besides computing its result",
    details: """
      A call must leave its inputs as they are, write all of each output and nothing else, do nothing after it \
      returns, leave the floating-point environment as it was, and not let threads pile up; and its result must \
      depend on its inputs. To find violations, outputs are poisoned differently before each call, arrays are placed \
      next to pages that may not be touched, and one element of an input is changed to see whether the result \
      changes.
      """)

  /// A library's kernel has another order of operations than ours.
  package static let conformanceOtherBits = Rule(
    "conformance-other-bits", .conformance, .note,
    reason: "results within the bound have other bits than our order of operations gives",
    details: """
      A clause about our kernels fixes the bits of one order of operations. A library that adds in another order, or \
      rounds another product, can satisfy every bound but not this clause.
      """)
}
