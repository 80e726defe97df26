extension Rule {
  static let implementationUnreached = Rule(
    "implementation-unreached", .verdict, .error,
    reason: "evidence says nothing about sources that take no part in the run",
    details: """
      None of the files at or below the path under `implementation:` is reached from the falsifier's own file, by the \
      rule of docs/evidence-keys.md. Name the sources that the test calls, or make the test call these.
      """)
}
