extension Rule {
  static let evidenceOrphan = Rule(
    "evidence-orphan", .verdict, .error, reason: "a file among the evidence belongs to no falsifier",
    details: """
      A falsifier that is renamed or removed leaves its evidence behind, which then looks like proof of something. \
      Found only if all contracts of the project are judged together. Remove the file, or restore the falsifier.
      """)
}
