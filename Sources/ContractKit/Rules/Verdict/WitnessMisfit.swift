extension Rule {
  static let witnessMisfit = Rule(
    "witness-misfit", .verdict, .error, reason: "a witness claims what its own machine could not have run",
    details: """
      An implementation that was forced must be among the features that the witness names, and both must fit its \
      architecture: `avx…` and `sse…` are those of x86_64, `neon` and `sve…` those of aarch64. A witness that does not \
      fit covers nothing.
      """)
}
