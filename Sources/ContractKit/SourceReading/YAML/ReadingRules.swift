/// The rules about the bytes of a file, and about YAML.
package enum ReadingRules {
  package static let all: [Rule] = [
    .duplicateKey,
    .emptyFile,
    .fileTooLarge,
    .fileUnreadable,
    .invalidCharacter,
    .invalidUTF8,
    .keyNotText,
    .multipleDocuments,
    .notAContract,
    .tooDeep,
    .yamlAlias,
    .yamlSyntax,
  ]
}

extension Rule {
  static let duplicateKey = Rule(
    "duplicate-key", .reading, .error,
    reason: """
      if one key has two values, some YAML parsers keep the first and others the last, so the contract says two \
      things
      """,
    covers: ["duplicate mapping key"],
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          ⟪formula⟫: "b"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """))

  package static let emptyFile = Rule(
    "empty-file", .reading, .error,
    reason: "an empty file claims nothing, and must not pass just because nothing in it is wrong",
    failing: .complete("⟪# to be written⟫\n"),
    passing: RuleExample(""))

  package static let fileTooLarge = Rule(
    "file-too-large", .reading, .error,
    reason: """
      a file of more than \(YAMLLimits.bytes >> 20) MiB is not a contract, and is refused before reading it costs \
      time
      """)

  package static let fileUnreadable = Rule(
    "file-unreadable", .reading, .error,
    reason: "a contract that cannot be read cannot be judged, and must not vanish from the totals")

  static let invalidCharacter = Rule(
    "invalid-character", .reading, .error,
    reason: "except for tabs and line ends, control characters are invisible, and YAML does not allow them",
    failing: .complete("# form⟪\u{0C}⟫feed\n"),
    passing: RuleExample("# no form feed\n"))

  static let invalidUTF8 = Rule(
    "invalid-utf8", .reading, .error,
    reason: "bytes that are not UTF-8 can mean something different to every reader",
    failing: RuleExample(
      files: [
        .init(
          RuleExample.contractPath,
          bytes: Array("# Schr⟪".utf8) + [0xF6] + Array("⟫dinger (1926)\n".utf8))
      ], isComplete: true),
    passing: RuleExample("# Schrödinger (1926)\n"))

  static let keyNotText = Rule(
    "key-not-text", .reading, .error,
    reason: "a key that is a list or a mapping cannot be referred to",
    failing: RuleExample(
      """
      enforcement:
        ? ⟪[1, 2]⟫
        : {description: "sorted"}

      """),
    passing: RuleExample(
      """
      enforcement:
        sorted: {description: "sorted"}

      """))

  static let multipleDocuments = Rule(
    "multiple-documents", .reading, .error,
    reason: "a contract's id is its file name without the extension, so a second document in the file would have no id",
    failing: .complete(
      """
      metadata: {format: pv/1, version: "1.0.0", description: "Softmax", references: ["Bridle (1990)"]}
      equations:
        softmax: {formula: "a", not_falsified: "an example"}
      ⟪---⟫
      metadata: {version: "1.0.0", description: "RoPE", references: ["Su (2021)"]}

      """),
    passing: RuleExample("---\n"))

  package static let notAContract = Rule(
    "not-a-contract", .reading, .error,
    reason: "if it were accepted, a file that is not a contract would count as a contract without claims",
    details: """
      Files that other tools keep next to contracts are recognized and counted separately: those with the key \
      `surface:` (for example, `surface: work-contract`), and those with a list `bindings:`. The rule \
      `binding-unresolved` checks the names in such a list. List any other file that is not a contract under \
      `exclude:` in pv.yaml.
      """,
    failing: .complete(
      """
      ⟪version⟫: "1.0.0"
      tests: []

      """),
    passing: RuleExample("tests: []\n"))

  static let tooDeep = Rule(
    "too-deep", .reading, .error,
    reason: "YAML parsers are slow or crash on deep nesting, and no contract needs it",
    failing: .complete(
      "equations: " + String(repeating: "[", count: YAMLLimits.depth - 1) + "⟪[⟫"
        + String(repeating: "]", count: YAMLLimits.depth) + "\n"),
    passing: RuleExample("notes: [[[a few are fine]]]\n"))

  static let yamlAlias = Rule(
    "yaml-alias", .reading, .error,
    reason: """
      an alias stands for a text that is written elsewhere, so a claim can change although its own line does not
      """,
    failing: .complete(
      """
      metadata:
        format: pv/1
        version: &first "1.0.0"
        description: ⟪*first⟫
        references: ["Bridle (1990)"]
      equations:
        softmax: {formula: "a", not_falsified: "an example"}

      """),
    passing: RuleExample(""))

  static let yamlSyntax = Rule(
    "yaml-syntax", .reading, .error,
    reason: "a text that is not YAML says nothing at all",
    failing: .complete(
      """
      equations:
        softmax:
          formula: "a"
         ⟪d⟫omain: "1 <= n"

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          domain: "1 <= n"
          invariants:
            - {id: sums_to_one, statement: "the weights sum to 1"}

      """))
}
