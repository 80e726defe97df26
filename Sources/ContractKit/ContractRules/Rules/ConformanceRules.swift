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
      In the falsifier's own experiment, the library's kernel took the place of pv's own kernel. Either a check of the \
      contract is violated, or a call did not return. The command in the finding reproduces the failure. The \
      falsifier's `if_fails`, which `pv explain FALSIFIER` prints, says where to look. The finding's description of \
      the fault is a guess, which is made by comparing the results of many calls with those of pv's own kernel.
      """)

  /// Bits of a library depend on something that they may not depend on.
  package static let conformanceInvariance = Rule(
    "conformance-invariance", .conformance, .error,
    reason: "the same call gave different bits under different circumstances",
    details: """
      No reference values are needed to find this, because two calls on the same data are compared. The second call \
      was made right away, with the arrays at other addresses, with a different number of threads, for a row alone \
      instead of among others, or after other calls.
      """)

  /// A library does in a call what pv_kernels.h rules out.
  package static let conformanceManner = Rule(
    "conformance-manner", .conformance, .error,
    reason: "a call did something besides computing its result",
    details: """
      A call must leave its inputs as they are, write all of each output and nothing else, do nothing after it \
      returns, leave the floating-point environment as it was, and not leave more and more threads behind. Its result \
      must depend on its inputs. To find violations, outputs are filled with different bytes before each call, arrays \
      are placed next to pages that may not be touched, and one element of an input is changed to see whether the \
      result changes.
      """)

  /// A library's kernel has another order of operations than ours.
  package static let conformanceOtherBits = Rule(
    "conformance-other-bits", .conformance, .note,
    reason: """
      results are within the bound, but do not have the bits that the order of operations of pv's own kernels gives
      """,
    details: """
      Some clauses fix the bits that one order of operations gives: the order of pv's own kernels. A library that adds \
      in another order, or rounds at other places, can satisfy every bound, but not such a clause.
      """)
}
