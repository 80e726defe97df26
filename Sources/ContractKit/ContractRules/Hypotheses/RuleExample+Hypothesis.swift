extension RuleExample {
  /// An example of hypotheses, each as its own lines under `hypotheses:`.
  static func hypotheses(_ texts: [KeyValuePairs<String, String>]) -> RuleExample {
    RuleExample(
      "hypotheses:\n"
        + texts.map { keys in
          keys.enumerated().map { "\($0 == 0 ? "  - " : "    ")\($1.key): \($1.value)\n" }.joined()
        }.joined())
  }

  /// Three keys that an example of a hypothesis is not about, behind its id.
  static func hypothesis(_ id: String, _ keys: KeyValuePairs<String, String>) -> KeyValuePairs<String, String> {
    switch keys.count {
    case 1:
      [
        "id": id, "question": #""Why is the first weight too small?""#, "statement": #""it is rounded too often""#,
        "opened": "2026-05-06", keys[0].key: keys[0].value,
      ]
    default:
      [
        "id": id, "question": #""Why is the first weight too small?""#, "statement": #""it is rounded too often""#,
        "opened": "2026-05-06", keys[0].key: keys[0].value, keys[1].key: keys[1].value,
      ]
    }
  }

  /// What the falsifier of the examples can decide.
  static let predictsFailure = "[{falsifier: FALSIFY-SM-001, check: max_abs_error, outcome: fails}]"
}
