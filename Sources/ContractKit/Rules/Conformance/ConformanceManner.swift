extension Rule {
  /// A library does in a call what pv_kernels.h rules out.
  public static let conformanceManner = Rule(
    "conformance-manner", .conformance, .error,
    reason: "a call did something besides computing its result",
    details: """
      Inputs are left as they are, all of an output is written and nothing else, nothing is done after the return, the \
      floating-point environment is left as it was, no threads pile up, and a result changes with its inputs. Outputs \
      are poisoned differently before each call, arrays are placed next to pages that may not be touched, and one \
      element of an input is changed to see whether the result changes.
      """)
}
