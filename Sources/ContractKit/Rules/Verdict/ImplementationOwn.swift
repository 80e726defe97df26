extension Rule {
  static let implementationOwn = Rule(
    "implementation-own", .verdict, .error,
    reason: "a test that measures arithmetic of its own shows nothing of what is shipped",
    details: """
      The path under `implementation:` is the falsifier's own file, or holds a file of the test target that this belongs to. \
      Such a path is reached and executed whatever becomes of the kernel.
      """)
}
