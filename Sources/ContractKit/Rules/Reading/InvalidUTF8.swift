extension Rule {
  static let invalidUTF8 = Rule(
    "invalid-utf8", .reading, .error,
    reason: "bytes that are not UTF-8 mean something else to every reader",
    failing: RuleExample(
      files: [
        .init(
          RuleExample.contractPath,
          bytes: Array("# Schr⟪".utf8) + [0xF6] + Array("⟫dinger (1926)\n".utf8))
      ], isComplete: true),
    passing: RuleExample("# Schrödinger (1926)\n"))
}
