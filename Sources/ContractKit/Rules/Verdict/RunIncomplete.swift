extension Rule {
  static let runIncomplete = Rule(
    "run-incomplete", .verdict, .error, reason: "a run did not finish a falsifier that the contracts demand",
    details: """
      Skipped, aborted, crashed and not reached are four different outcomes, and none of them is a pass. A misspelled \
      filter or test name shows up as `not reached`. Found only with `--run`.
      """)
}
