extension Rule {
  static let thresholdAboveMutant = Rule(
    "threshold-above-mutant", .verdict, .error,
    reason: "a mutant passes a threshold that is above what was measured of it",
    details: """
      The window of a tolerance runs from the noise to the weakest mutant beyond it. Raising a threshold out of the \
      window is an error, even if another check still catches the mutant. A bound for the worst case can be wider than \
      a fault on these inputs: then the check says so under `lets_pass`, with the reason, naming that mutant.
      """)
}
